// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/finding"
)

func TestElement(t *testing.T) {
	for pointer, want := range map[string]string{
		"":                                       "the document",
		"/info":                                  "info",
		"/components":                            "components",
		"/components/schemas/Pet":                "Pet",
		"/components/schemas/Pet/allOf/1":        "Pet.allOf.1",
		"/components/schemas/a~1b/properties/~0": "a/b.~",
		"/components/schemas/Pet/properties/properties/properties/size":                    "Pet.properties.size",
		"/components/schemas/Pet/properties":                                               "Pet.properties",
		"/components/schemas/Pet/properties/content":                                       "Pet.content",
		"/components/responses/NotFound":                                                   "NotFound",
		"/definitions/Pet/properties/size":                                                 "Pet.size",
		"/schemas/Thing/properties/name":                                                   "Thing.name",
		"/paths/~1pets~1{id}":                                                              "paths./pets/{id}",
		"/paths/~1pets~1{id}/get":                                                          "GET /pets/{id}",
		"/paths/~1pets/get/responses/200":                                                  "GET /pets responses.200",
		"/paths/~1pets/get/responses/200/content/application~1json/schema/properties/size": "GET /pets responses.200.size",
		"/paths/~1pets/get/parameters/0/schema":                                            "GET /pets parameters.0",
	} {
		if got := (finding.Position{Pointer: pointer}).Element(); got != want {
			t.Errorf("%s is %q, want %q", pointer, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"a"}, `"a"`},
		{[]string{"b", "a", "b"}, `"b", "a"`},
		{[]string{"a", "b", "c", "d", "e"}, `"a", "b", "c", "d", "e"`},
		{[]string{"a", "b", "c", "d", "e", "f", "f", "g"}, `"a", "b", "c", "d", "e" and 2 more`},
	} {
		if got := string(finding.Names(test.names)); got != test.want {
			t.Errorf("%q gives %s, want %s", test.names, got, test.want)
		}
	}
}
