// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadOnly checks that a property is read-only if any part of its object declares it as such,
// whichever part declares the type.
func TestReadOnly(t *testing.T) {
	const beside = `
    Text: {type: string}
    ReadOnly: {type: string, readOnly: true}
    Alias: {$ref: '#/components/schemas/ReadOnly'}
    Plain: {type: object, properties: {a: {type: string}, b: {type: array, items: {type: string}}}}
    Declares: {type: object, properties: {a: {type: string, readOnly: true}, b: {type: array, items: {type: string}, readOnly: true}}}
    Refers: {type: object, properties: {a: {$ref: '#/components/schemas/Alias'}}}
    Middle: {allOf: [{$ref: '#/components/schemas/Plain'}, {properties: {a: {readOnly: true}}}]}
    Ring: {allOf: [{$ref: '#/components/schemas/Ring'}, {properties: {a: {type: string, readOnly: true}}}]}
    S: `
	for _, test := range []struct{ name, schema, want string }{
		{"no part", "{allOf: [{$ref: '#/components/schemas/Plain'}, {properties: {a: {type: string}}}]}", ""},
		{"itself", "{properties: {a: {type: string, readOnly: true}}}", "a"},
		{"a later part, without a type", "{allOf: [{$ref: '#/components/schemas/Plain'}, {properties: {a: {readOnly: true}, b: {readOnly: true}}}]}", "a b"},
		{"an earlier part, without a type", "{allOf: [{properties: {a: {readOnly: true}}}, {$ref: '#/components/schemas/Plain'}]}", "a"},
		{"a part, with a type", "{allOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Declares'}], required: [a, b]}", "a b"},
		{"a part, beside its own", "{properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/Declares'}]}", "a b"},
		{"a part of a part", "{properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/Middle'}, {properties: {c: {type: string}}}]}", "a"},
		{"a part that was combined", "{allOf: [{$ref: '#/components/schemas/Middle'}, {properties: {b: {readOnly: true}}}]}", "a b"},
		{"what a part refers to", "{allOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Refers'}]}", "a"},
		{"the property's own parts", "{properties: {a: {allOf: [{$ref: '#/components/schemas/Text'}], readOnly: true}, b: {allOf: [{type: string}, {readOnly: true}]}}}", "a b"},
		{"a part whose property has parts", "{allOf: [{$ref: '#/components/schemas/Plain'}, {properties: {a: {allOf: [{$ref: '#/components/schemas/Text'}, {readOnly: true}]}}}]}", "a"},
		{"beside $ref", "{properties: {a: {$ref: '#/components/schemas/Text', readOnly: true}}}", "a"},
		{"a part that is its own", "{allOf: [{$ref: '#/components/schemas/Ring'}, {properties: {a: {type: string}}}]}", "a"},
	} {
		for _, version := range []string{"3.0.3", "3.1.0"} {
			t.Run(test.name+" "+version, func(t *testing.T) {
				api, _ := openapi.Read("a.yaml", []byte("openapi: "+version+"\n"+head+"paths: {}\ncomponents:\n  schemas:"+beside+test.schema+"\n"))
				var got []string
				for _, s := range api.Schemas {
					for _, p := range s.Properties {
						switch {
						case s.Name == "S" && p.Schema.ReadOnly:
							got = append(got, p.Name)
						case s.Name == "Plain" && p.Schema.ReadOnly:
							t.Error("the property of another schema became read-only")
						}
					}
				}
				if text := strings.Join(got, " "); text != test.want {
					t.Errorf("read-only are %q, want %q", text, test.want)
				}
			})
		}
	}
	// The order of the parts does not matter.
	parts := []string{"{$ref: '#/components/schemas/Plain'}", "{$ref: '#/components/schemas/Declares'}", "{properties: {c: {type: string, readOnly: true}}}", "{properties: {c: {type: string}, a: {}}}"}
	for range parts {
		parts = append(parts[1:], parts[0])
		api, _ := openapi.Read("a.yaml", []byte("openapi: 3.1.0\n"+head+"paths: {}\ncomponents:\n  schemas:"+beside+"{allOf: ["+strings.Join(parts, ", ")+"]}\n"))
		readOnly := 0
		for _, s := range api.Schemas {
			for _, p := range s.Properties {
				if s.Name == "S" && p.Schema.ReadOnly {
					readOnly++
				}
			}
		}
		if readOnly != 3 {
			t.Errorf("%s: %d of 3 properties are read-only", strings.Join(parts, ", "), readOnly)
		}
	}
}
