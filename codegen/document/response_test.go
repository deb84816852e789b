// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
)

func TestIsError(t *testing.T) {
	for status, want := range map[string]bool{
		"200": false, "2XX": false, "204": false, "304": false, "245": false, "400": true, "4XX": true, "500": true, "5XX": true, "default": true,
	} {
		if got := (&document.Response{Status: status}).IsError(); got != want {
			t.Errorf("IsError of %s = %t, want %t", status, got, want)
		}
	}
}

func TestDistinctResponses(t *testing.T) {
	const json, zip = "application/json", "application/zip"
	text := func() *document.Schema { return &document.Schema{Kind: document.String} }
	number := func() *document.Schema { return &document.Schema{Kind: document.Number} }
	response := func(status, mediaType string, s *document.Schema) *document.Response {
		return &document.Response{Status: status, MediaType: mediaType, Schema: s}
	}
	primary, file := text(), text()
	for _, test := range []struct {
		name      string
		response  *document.Schema
		mediaType string
		responses []*document.Response
		want      []string
	}{
		{"one", primary, json, []*document.Response{response("200", json, primary)}, nil},
		{"alike", primary, json, []*document.Response{response("200", json, primary), response("201", json, text())}, nil},
		{"different", primary, json, []*document.Response{response("200", json, primary), response("201", json, number())}, []string{"200", "201"}},
		{"primary first", primary, json, []*document.Response{response("200", json, number()), response("201", json, primary)}, []string{"201", "200"}},
		{"errors", primary, json, []*document.Response{response("200", json, primary), response("400", json, number()), response("default", json, number())}, nil},
		{"204 has no body", primary, json, []*document.Response{response("200", json, primary), response("204", json, number())}, nil},
		{"without a schema", primary, json, []*document.Response{response("200", json, primary), response("202", json, nil)}, nil},
		{"bytes beside JSON", primary, json, []*document.Response{response("200", json, primary), response("201", zip, text())}, []string{"200", "201"}},
		{"JSON beside bytes", file, zip, []*document.Response{response("200", zip, file), response("201", json, text())}, []string{"200", "201"}},
		{"bytes of one type", file, zip, []*document.Response{response("200", zip, file), response("201", zip, number())}, nil},
		{"two types of JSON", primary, json, []*document.Response{response("200", json, primary), response("201", "text/json", text())}, nil},
	} {
		o := &document.Operation{Response: test.response, ResponseType: test.mediaType, Responses: test.responses}
		var got []string
		for _, r := range o.DistinctResponses() {
			got = append(got, r.Status)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
