// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package read reads a document in whatever format it is written.
package read

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/openapi"
)

// Document reads a discovery document or an OpenAPI document; the name is for
// positions. Which of the two it is, the document says: by its member kind,
// openapi or swagger. The API is nil where it is neither; where there are
// findings of severity error it is incomplete.
func Document(name string, data []byte) (*document.API, *finding.List) {
	return DocumentIn(nil, name, data)
}

// DocumentIn reads a document that may refer to other files of its folder.
func DocumentIn(folder *Folder, name string, data []byte) (*document.API, *finding.List) {
	readOpenAPI := func() (*document.API, *finding.List) {
		if folder == nil {
			return openapi.Read(name, data)
		}
		return openapi.ReadFiles(name, data, folder)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	if len(text) == 0 {
		return nil, unknown(name, "the document is empty")
	}
	if text[0] != '{' && text[0] != '[' && text[0] != '"' {
		return readOpenAPI() // YAML, which discovery documents are not
	}
	switch member := formatMember(text); member {
	case "kind":
		return discovery.Read(name, data)
	case "openapi", "swagger":
		return readOpenAPI()
	}
	// What is no JSON is reported as that.
	api, findings := discovery.Read(name, data)
	if api == nil && !hasRule(findings, finding.NotDiscovery) {
		return nil, findings
	}
	switch text[0] {
	case '[':
		return nil, unknown(name, "the document is a list")
	case '"':
		return nil, unknown(name, "the document is a text")
	}
	return nil, unknown(name, `the document has none of "kind", "openapi" and "swagger"`)
}

func unknown(name, message string) *finding.List {
	findings := new(finding.List)
	findings.Add(finding.DocumentUnknown, finding.Position{File: name, Line: 1, Column: 1}, "%s", message)
	return findings
}

func hasRule(findings *finding.List, rule finding.Rule) bool {
	for _, f := range findings.All() {
		if f.Rule == rule.Name {
			return true
		}
	}
	return false
}

// formatMember returns the first member of a JSON object that says what kind
// of document it is.
func formatMember(data []byte) string {
	decoder := jsontext.NewDecoder(bytes.NewBuffer(data))
	if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
		return ""
	}
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return ""
		}
		switch text := name.String(); text {
		case "kind", "openapi", "swagger":
			return text
		}
		if decoder.SkipValue() != nil {
			return ""
		}
	}
	return ""
}
