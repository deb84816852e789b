// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadSubtypes checks the variants of a schema Base with a discriminator, and those of its subtypes.
func TestReadSubtypes(t *testing.T) {
	const base = "Base: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind%s}}"
	extends := func(name, of string) string {
		return ", " + name + ": {allOf: [{$ref: '#/components/schemas/" + of + "'}, {type: object, properties: {" + strings.ToLower(name) + ": {type: string}}}]}"
	}
	for _, test := range []struct {
		name, mapping, rest string
		want                []string
	}{
		{"none", "", "", nil},
		{"in allOf", "", extends("Cat", "Base") + extends("Dog", "Base"), []string{"Base: Cat Dog"}},
		{"of a subtype", "", extends("Cat", "Base") + extends("Lion", "Cat"), []string{"Base: Cat Lion", "Cat: Lion"}},
		{"in the mapping", "cat: '#/components/schemas/Cat'", ", Cat: {type: object, properties: {a: {type: string}}}", []string{"Base: Cat", "Cat kind=cat"}},
		{"twice in the mapping", "cat: '#/components/schemas/Cat', lion: '#/components/schemas/Cat'", extends("Cat", "Base"), []string{"Base: Cat", "Cat kind=cat,lion"}},
		{"itself in the mapping", "base: '#/components/schemas/Base'", extends("Cat", "Base"), []string{"Base: Cat", "Base kind=base"}},
	} {
		mapping := ""
		if test.mapping != "" {
			mapping = ", mapping: {" + test.mapping + "}"
		}
		api := read(t, "openapi: 3.0.0\n"+head+"paths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}}}}\ncomponents: {schemas: {"+fmt.Sprintf(base, mapping)+test.rest+"}}")
		var got []string
		for _, s := range api.Schemas {
			var names []string
			for _, v := range s.Variants {
				names = append(names, v.Ref)
			}
			if len(names) > 0 {
				got = append(got, s.Name+": "+strings.Join(names, " "))
			}
			for property, values := range s.DiscriminatorValues {
				got = append(got, s.Name+" "+property+"="+strings.Join(values, ","))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestReadManySubtypes reads as many subtypes as a schema can have, and one more.
func TestReadManySubtypes(t *testing.T) {
	tooMany := []string{"5:96 not-carried /components/schemas/Base/discriminator: the properties of the more than 100 subtypes of Base"}
	for _, test := range []struct {
		subtypes, variants int
		findings           []string
	}{{100, 100, nil}, {101, 0, tooMany}} {
		var text strings.Builder
		for i := range test.subtypes {
			fmt.Fprintf(&text, ", S%d: {allOf: [{$ref: '#/components/schemas/Base'}]}", i)
		}
		api, findings := openapi.Read("a.yaml", []byte("openapi: 3.0.0\n"+head+"paths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}}}}\n"+
			"components: {schemas: {Base: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}"+text.String()+"}}"))
		i := slices.IndexFunc(api.Schemas, func(s *document.Schema) bool { return s.Name == "Base" })
		if got := len(api.Schemas[i].Variants); got != test.variants {
			t.Errorf("%d subtypes: got %d variants, want %d", test.subtypes, got, test.variants)
		}
		if diff := cmp.Diff(test.findings, found(findings)); diff != "" {
			t.Errorf("%d subtypes: findings (-want +got):\n%s", test.subtypes, diff)
		}
	}
}
