// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

// The names are keys of locks, so they must never change.
func TestInlineNames(t *testing.T) {
	o, r := &document.Operation{ID: "pets.get"}, &document.Response{Status: "404"}
	for got, want := range map[string]string{
		document.BodyName(o):               "pets.get.body",
		document.ResponseName(o):           "pets.get.response",
		document.ResponsesName(o):          "pets.get.responses",
		document.StatusResponseName(o, r):  "pets.get.response404",
		document.ErrorName(o, r):           "pets.get.error404",
		document.SharedBodyName("Pet"):     "#/components/requestBodies/Pet",
		document.SharedResponseName("Pet"): "#/components/responses/Pet",
	} {
		if got != want {
			t.Errorf("name = %q, want %q", got, want)
		}
	}
}

func TestShared(t *testing.T) {
	for _, test := range []struct {
		schema, component, kind string
		ok                      bool
	}{
		{"#/components/requestBodies/Pet", "Pet", "Body", true},
		{"#/components/responses/Pet", "Pet", "Response", true},
		{"#/components/schemas/Pet", "", "", false},
		{"Pet", "", "", false},
	} {
		component, kind, ok := document.SplitSharedName(test.schema)
		if ok != test.ok || ok && (component != test.component || kind != test.kind) {
			t.Errorf("Shared of %q = %q, %q, %t", test.schema, component, kind, ok)
		}
	}
}
