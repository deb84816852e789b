// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package read_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/read"
)

// TestDocument detects the format of documents. The identifying member may be anywhere.
func TestDocument(t *testing.T) {
	const info = `"info": {"title": "A", "version": "1"}, "paths": {}`
	tests := []struct {
		name, text string
		api        string // the name of the API
		rule       string // the only finding, if there is no API
	}{
		{"discovery", `{"kind": "discovery#restDescription", "name": "d", "version": "v1", "rootUrl": "https://a.example.com/"}`, "d", ""},
		{"OpenAPI in JSON", "\ufeff\n {" + info + `, "x-kind": {"kind": 1}, "openapi": "3.0.0"}`, "a", ""},
		{"Swagger in JSON", `{"swagger": "2.0", ` + info + `}`, "a", ""},
		{"OpenAPI in YAML", "# kind: discovery#restDescription\nopenapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {}", "a", ""},
		{"another kind", `{"kind": "storage#object"}`, "", "not-discovery"},
		{"another JSON document", `{"name": "x"}`, "", "document-unknown"},
		{"an array", `[]`, "", "document-unknown"},
		{"another YAML document", "name: x", "", "not-openapi"},
		{"malformed JSON", `{"name": }`, "", "document-syntax"},
		{"malformed YAML", "a: [", "", "document-syntax"},
		{"an empty document", " ", "", "document-unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api, findings := read.Document("a", []byte(test.text))
			switch all := findings.All(); {
			case test.api == "":
				if api != nil || len(all) != 1 || all[0].Rule != test.rule {
					t.Errorf("got the API %v and the findings %v", api, all)
				}
			case api == nil || api.Name != test.api || findings.HasErrors():
				t.Errorf("got the API %v and the findings %v", api, all)
			}
		})
	}
}
