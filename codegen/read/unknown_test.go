// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/read"
)

// TestDocumentUnknown checks the message for documents of an unknown format.
func TestDocumentUnknown(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "the document is empty",
		"\ufeff \t\r\n":                  "the document is empty",
		`[]`:                             "the document is a JSON array",
		` [{"kind": 1}]`:                 "the document is a JSON array",
		`"openapi"`:                      "the document is a JSON string",
		`{}`:                             `the document has none of "kind", "openapi" and "swagger"`,
		`{"info": {"openapi": "3.0.0"}}`: `the document has none of "kind", "openapi" and "swagger"`,
	} {
		api, findings := read.Document("a.json", []byte(text))
		all := findings.All()
		if api != nil || len(all) != 1 || all[0].Rule != "document-unknown" || all[0].Message != want || all[0].Position.String() != "a.json:1:1" {
			t.Errorf("%q: got %v, want %s", text, all, want)
		}
	}
}
