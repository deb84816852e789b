// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestUndeclaredProperties checks that an object has properties that it requires or that its
// discriminator names, even if it does not declare them.
func TestUndeclaredProperties(t *testing.T) {
	const beside = `
    Base: {type: object, properties: {a: {type: string}}, required: [tag]}
    S: `
	for _, test := range []struct{ name, schema, want string }{
		{"required", "{type: object, required: [a, b], properties: {a: {type: string}}}", "a!:text b!:any"},
		{"required before the declared one", "{type: object, required: [b], properties: {z: {type: string}}}", "b!:any z:text"},
		{"required without a type", "{required: [b], properties: {a: {type: string}}}", "a:text b!:any"},
		{"described by the part that requires it", "{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {tag: {type: integer}}}]}", "a:text tag!:integer"},
		{"described by another part", "{allOf: [{required: [a, tag]}, {$ref: '#/components/schemas/Base'}], properties: {tag: {type: string}}}", "a!:text tag!:text"},
		{"by no part", "{allOf: [{required: [c]}, {$ref: '#/components/schemas/Base'}]}", "a:text c!:any tag!:any"},
		{"described by an alternative", "{type: object, required: [b], properties: {a: {type: string}}, oneOf: [{properties: {b: {type: string}}}, {properties: {c: {type: string}}}]}", "a:text"},
		{"an object of any properties", "{type: object, required: [a]}", ""},
		{"additional properties", "{type: object, required: [b], properties: {a: {type: string}}, additionalProperties: true}", "a:text"},
		{"no others are permitted", "{type: object, required: [b], properties: {a: {type: string}}, additionalProperties: false}", "a:text"},
		{"discriminator", "{type: object, properties: {a: {type: string}}, discriminator: {propertyName: kind}}", "a:text kind:text"},
		{"required discriminator", "{type: object, properties: {a: {type: string}}, required: [kind], discriminator: {propertyName: kind}}", "a:text kind!:text"},
		{"declared discriminator", "{type: object, properties: {kind: {type: integer}}, discriminator: {propertyName: kind}}", "kind:integer"},
		{"discriminator of a part", "{properties: {c: {type: string}}, discriminator: {propertyName: a}, allOf: [{$ref: '#/components/schemas/Base'}]}", "a:text c:text tag!:any"},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, _ := openapi.Read("a.yaml", []byte("openapi: 3.0.3\n"+head+"paths: {}\ncomponents:\n  schemas:"+beside+test.schema+"\n"))
			kinds := map[document.Kind]string{document.Any: "any", document.String: "text", document.Integer: "integer"}
			var got []string
			for _, s := range api.Schemas {
				for _, p := range s.Properties {
					if s.Name == "S" {
						text := p.Name
						if p.Schema.Required {
							text += "!"
						}
						got = append(got, text+":"+kinds[p.Schema.Kind])
					}
				}
			}
			if text := strings.Join(got, " "); text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
		})
	}
}

// TestItemsBesideAlternatives checks that items beside alternatives apply to those that are arrays.
func TestItemsBesideAlternatives(t *testing.T) {
	api, _ := openapi.Read("a.yaml", []byte("openapi: 3.0.3\n"+head+`paths: {}
components:
  schemas:
    S: {items: {type: integer}, oneOf: [{type: array}, {type: string}]}
    T: {items: {type: integer}, anyOf: [{type: array, minItems: 1}, {type: array, maxItems: 3}]}
`))
	for _, s := range api.Schemas {
		switch {
		case s.Name == "T" && (s.Kind != document.Array || s.Items.Kind != document.Integer):
			t.Errorf("T is of kind %v", s.Kind)
		case s.Name == "S" && (s.Kind != document.Union || len(s.Variants) != 2 || s.Variants[0].Items.Kind != document.Integer || s.Variants[1].Kind != document.String):
			t.Errorf("S is of kind %v, one of %v", s.Kind, s.Variants)
		}
	}
}
