// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// entryNames are the usual names of the main file of an OpenAPI document, in order of preference.
var entryNames = []string{"openapi.yaml", "openapi.yml", "openapi.json", "swagger.yaml", "swagger.yml", "swagger.json"}

// Entry returns the path of the document that the user gave by name. If the name is that of a
// folder, it returns the OpenAPI document in the folder: the file with a usual name, such as
// openapi.yaml, or else the only file that has the member openapi or swagger. Any other name
// is returned as it is.
func Entry(name string) (string, error) {
	if name == Stdin {
		return name, nil
	}
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return name, nil //nolint:nilerr // File returns the error.
	}
	for _, entry := range entryNames {
		if info, err := os.Stat(filepath.Join(name, entry)); err == nil && info.Mode().IsRegular() {
			return filepath.Join(name, entry), nil
		}
	}
	documents, err := documentsIn(name)
	if err != nil {
		return "", err
	}
	switch len(documents) {
	case 0:
		return "", fmt.Errorf("the folder %s contains no OpenAPI document: pass the path of the document", name)
	case 1:
		return filepath.Join(name, documents[0]), nil
	}
	return "", fmt.Errorf("the folder %s contains several OpenAPI documents (%s): pass the path of one of them",
		name, strings.Join(documents, ", "))
}

// openAPIMember matches the member that identifies an OpenAPI document.
var openAPIMember = regexp.MustCompile(`(?m)^\s*["']?(openapi|swagger)["']?\s*:\s*["']?[23]`)

// documentsIn returns the names of the OpenAPI documents in a folder, without those in subfolders.
func documentsIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var documents []string
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !slices.Contains([]string{".json", ".yaml", ".yml"}, path.Ext(entry.Name())) {
			continue
		}
		start, err := startOf(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		if IsOpenAPI(start) {
			documents = append(documents, entry.Name())
		}
	}
	return documents, nil
}

// IsOpenAPI reports whether text is an OpenAPI document, or the start of one, rather than a
// file that such a document refers to.
func IsOpenAPI(text []byte) bool {
	// In minified JSON the member follows a brace instead of a line break.
	text = bytes.TrimPrefix(bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n"), []byte("{"))
	return openAPIMember.Match(text)
}

// startOf returns the first 64 KiB of a file.
func startOf(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 64<<10))
}
