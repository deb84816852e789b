// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package goclient generates Go clients from proto files: a client for each service, with a
// method for each RPC. Every RPC must have a google.api.http annotation.
//
// The client for the messages' package ".../chat/v1/chatpb" is the package chat at
// ".../chat/v1". If the name of the messages' package does not end in pb, the client is in a
// subfolder: the client for ".../chat" is the package chatclient at ".../chat/chatclient".
package goclient

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path"
	"strconv"
	"text/template"

	"golang.org/x/tools/go/ast/astutil"
	"google.golang.org/protobuf/compiler/protogen"
)

//go:embed templates/*.tmpl
var templateFiles embed.FS

var templates = template.Must(template.New("").ParseFS(templateFiles, "templates/*.tmpl"))

// File is a formatted Go file. Name starts with the import path of its package.
type File struct {
	Name       string
	ImportPath protogen.GoImportPath
	Text       []byte
}

// Generate returns the files of the package with the clients for the services of file. It
// returns nil if file has no services.
func Generate(file *protogen.File) ([]File, error) {
	if len(file.Services) == 0 {
		return nil, nil
	}
	v, err := newView(file)
	if err != nil {
		return nil, err
	}
	outputs := []output{
		{"doc.go", "doc.go.tmpl", v},
		{"example_test.go", "example_test.go.tmpl", v},
	}
	for _, o := range []struct {
		file    string
		present bool
	}{
		{"endpoints.go", len(v.Endpoints) > 0},
		{"errors.go", len(v.Errors) > 0},
		{"options.go", len(v.Options)+len(v.Signers) > 0},
		{"scopes.go", len(v.Scopes) > 0},
	} {
		if o.present {
			outputs = append(outputs, output{o.file, o.file + ".tmpl", v})
		}
	}
	for _, s := range v.Services {
		outputs = append(outputs, output{s.FileName, "client.go.tmpl", s})
	}
	var files []File
	for _, o := range outputs {
		text, err := o.render()
		if err != nil {
			return nil, err
		}
		files = append(files, File{path.Join(v.Directory, o.file), protogen.GoImportPath(v.ImportPath), text})
	}
	return files, nil
}

// output is a Go file: the name of its template and the data for it.
type output struct {
	file     string
	template string
	view     any
}

func (o output) render() ([]byte, error) {
	var text bytes.Buffer
	if err := templates.ExecuteTemplate(&text, o.template, o.view); err != nil {
		return nil, err
	}
	formatted, err := tidy(text.Bytes())
	if err != nil {
		return nil, fmt.Errorf("template %s: invalid Go: %w", o.template, err)
	}
	return formatted, nil
}

// gofmt has the configuration of go/format. Using it directly saves the second parsing by
// which go/format sorts imports.
var gofmt = printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}

// tidy formats a Go file and removes unused imports, so that templates can list imports that
// only some outputs use.
func tidy(text []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				used[name.Name] = true
			}
		}
		return true
	})
	for _, spec := range append([]*ast.ImportSpec(nil), file.Imports...) {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if !used[name] {
			astutil.DeleteNamedImport(files, file, explicitName(spec), imported)
		}
	}
	ast.SortImports(files, file)
	var formatted bytes.Buffer
	if err := gofmt.Fprint(&formatted, files, file); err != nil {
		return nil, err
	}
	return formatted.Bytes(), nil
}

func explicitName(spec *ast.ImportSpec) string {
	if spec.Name == nil {
		return ""
	}
	return spec.Name.Name
}
