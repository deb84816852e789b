// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package read reads documents from files and folders, detects their format, and calls the
// reader of that format.
package read

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/openapi"
)

// Document reads a discovery document or an OpenAPI document. The member kind, openapi or
// swagger determines its format. The name is the file of the positions.
//
// The API is nil if the document is not in one of these formats. It is incomplete if there are
// findings of severity error.
func Document(name string, data []byte) (*document.API, *finding.List) {
	return DocumentIn(nil, name, data)
}

// DocumentIn is like Document, for a document that may refer to other files of a folder. If
// the folder is nil, such references are findings.
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
		return readOpenAPI() // discovery documents are always JSON
	}
	switch member := formatMember(text); member {
	case "kind":
		return discovery.Read(name, data)
	case "openapi", "swagger":
		return readOpenAPI()
	}
	// A syntax error is reported instead of an unknown format.
	api, findings := discovery.Read(name, data)
	if api == nil && !hasRule(findings, finding.NotDiscovery) {
		return nil, findings
	}
	switch text[0] {
	case '[':
		return nil, unknown(name, "the document is a JSON array")
	case '"':
		return nil, unknown(name, "the document is a JSON string")
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

// formatMember returns the name of the first member that identifies a format, or "".
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
