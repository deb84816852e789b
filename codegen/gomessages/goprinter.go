// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import (
	"bytes"
	"fmt"
	"go/parser"
	goprinter "go/printer"
	"go/token"
)

// formatDeclaration formats a declaration with go/printer.
func formatDeclaration(text []byte) ([]byte, error) {
	const clause = "package p\n\n"
	formatted, err := formatSource(append([]byte(clause), text...))
	if err != nil {
		return nil, err
	}
	return formatted[len(clause):], nil
}

// formatSource formats a file with go/printer, as protogen does.
func formatSource(text []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("protoc-gen-go wrote invalid Go: %w: %s", err, text)
	}
	var out bytes.Buffer
	config := goprinter.Config{Mode: goprinter.TabIndent | goprinter.UseSpaces, Tabwidth: 8}
	if err := config.Fprint(&out, files, file); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// join returns the lines of a comment and the text below it.
func join(comment [][]byte, text []byte) []byte {
	return bytes.Join(append(comment, text), []byte("\n"))
}
