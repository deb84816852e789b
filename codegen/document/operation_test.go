// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

func TestHasPath(t *testing.T) {
	path, err := pathtemplate.Parse("/upload")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		upload document.Upload
		want   bool
	}{
		{document.Upload{}, false},
		{document.Upload{Simple: path}, true},
		{document.Upload{Resumable: path}, true},
	} {
		if got := test.upload.HasPath(); got != test.want {
			t.Errorf("HasPath of %v = %t, want %t", test.upload, got, test.want)
		}
	}
}

func TestIsBearer(t *testing.T) {
	for _, test := range []struct {
		scheme document.SecurityScheme
		want   bool
	}{
		{document.SecurityScheme{Kind: document.APIKey}, false},
		{document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "bearer"}, true},
		{document.SecurityScheme{Kind: document.HTTPAuth, HTTPScheme: "basic"}, false},
		{document.SecurityScheme{Kind: document.OAuth2}, true},
		{document.SecurityScheme{Kind: document.OpenIDConnect}, true},
		{document.SecurityScheme{Kind: document.MutualTLS}, false},
	} {
		if got := test.scheme.IsBearer(); got != test.want {
			t.Errorf("IsBearer of %+v = %t, want %t", test.scheme, got, test.want)
		}
	}
}
