// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestReferencesToPlaces checks that a nested schema gets one name for all references to it, whatever
// the length of its pointer.
func TestReferencesToPlaces(t *testing.T) {
	for _, test := range []struct{ name, property, want string }{
		{"short", "p", "S.p"},
		{"maximum length", strings.Repeat("p", 198), "S." + strings.Repeat("p", 198)},
		{"longer", strings.Repeat("p", 199), "S." + strings.Repeat("p", 98) + "_"},
		{"non-ASCII", strings.Repeat("é", 100), "S." + strings.Repeat("é", 49) + "_"},
		{"with slashes and tildes", "a~1b~0c", "S.a/b~c"},
		{"taken", "taken", "/components/schemas/S/properties/taken"},
	} {
		t.Run(test.name, func(t *testing.T) {
			key := strings.NewReplacer("~1", "/", "~0", "~").Replace(test.property)
			reference := "{$ref: '#/components/schemas/S/properties/" + test.property + "'}"
			api, _ := openapi.Read("a.yaml", []byte("openapi: 3.0.0\n"+head+"paths: {}\ncomponents: {schemas: {S: {properties: {"+key+
				": {type: object, properties: {x: {type: string}}}, one: "+reference+", two: "+reference+"}}, S.taken: {type: string}}}"))
			schemas, refs := make(map[string]*document.Schema), make(map[string]string)
			for _, s := range api.Schemas {
				if schemas[s.Name] != nil {
					t.Errorf("there are two schemas called %s", s.Name)
				}
				schemas[s.Name] = s
			}
			for _, p := range schemas["S"].Properties {
				refs[p.Name] = p.Schema.Ref
			}
			name := refs["one"]
			if !strings.HasPrefix(name, test.want) || len(name) > 200 || refs["two"] != name {
				t.Errorf("the references are to %q and %q, want %q", name, refs["two"], test.want)
			}
			if s := schemas[name]; s == nil || len(s.Properties) != 1 || len(schemas) != 3 {
				t.Errorf("schemas %v, want one with x called %q", schemas, name)
			}
		})
	}
}
