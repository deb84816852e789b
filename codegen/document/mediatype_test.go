// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestMediaTypes(t *testing.T) {
	for _, test := range []struct {
		mediaType, plain                     string
		isJSON, isForm, isRaw, isRawResponse bool
		isStream                             bool
	}{
		{"", "", true, false, false, false, false},
		{"application/json", "application/json", true, false, false, false, false},
		{"Application/JSON; charset=utf-8", "application/json", true, false, false, false, false},
		{"application/json; charset", "application/json", true, false, false, false, false},
		{"text/json", "text/json", true, false, false, false, false},
		{"application/problem+json", "application/problem+json", true, false, false, false, false},
		{"*/*", "*/*", false, false, false, false, false},
		{"application/x-www-form-urlencoded", "application/x-www-form-urlencoded", false, true, false, true, false},
		{"multipart/form-data; boundary=x", "multipart/form-data", false, true, false, true, false},
		{"application/zip", "application/zip", false, false, true, true, false},
		{"Not a type/", "not a type/", false, false, true, true, false},
		{"text/event-stream", "text/event-stream", false, false, true, true, true},
		{"application/vnd.x+json-seq", "application/vnd.x+json-seq", false, false, true, true, true},
		{"text/event-stream; =", "text/event-stream", false, false, true, true, false},
	} {
		if got := document.BaseMediaType(test.mediaType); got != test.plain {
			t.Errorf("BaseMediaType of %q = %q, want %q", test.mediaType, got, test.plain)
		}
		for _, is := range []struct {
			name string
			is   func(string) bool
			want bool
		}{
			{"IsJSON", document.IsJSON, test.isJSON},
			{"IsForm", document.IsForm, test.isForm},
			{"IsRaw", document.IsRaw, test.isRaw},
			{"IsRawResponse", document.IsRawResponse, test.isRawResponse},
			{"IsStream", document.IsStream, test.isStream},
		} {
			if got := is.is(test.mediaType); got != is.want {
				t.Errorf("%s of %q = %t, want %t", is.name, test.mediaType, got, is.want)
			}
		}
	}
}
