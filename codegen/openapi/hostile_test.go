// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadHostile reads documents that could take very long. The limits of jsontree and of step bound
// the time.
func TestReadHostile(t *testing.T) {
	list := func(n int, item func(int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(item(i))
			b.WriteByte('\n')
		}
		return b.String()
	}
	const schemas = "openapi: 3.0.0\n" + head + "paths: {}\ncomponents:\n schemas:\n"
	const many = 20_000
	tests := []struct {
		name, text string
		fails      bool
	}{
		{"a chain of parts, each twice", schemas + "  S0: {properties: {a: {type: string}}, required: [a]}\n" + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {allOf: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%d'}]}", i+1, i, i)
		}), false},
		{"a chain of parts, each with one more", schemas + "  S0: {properties: {a: {type: string}}}\n" + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {allOf: [{$ref: '#/components/schemas/S%d'}, {properties: {p%d: {type: string}}}]}", i+1, i, i)
		}), true},
		{"a chain of parts, each with one more read-only property", schemas + "  S0: {properties: {a: {type: string}}}\n" + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {allOf: [{$ref: '#/components/schemas/S%d'}, {properties: {p%d: {type: string, readOnly: true}}}]}", i+1, i, i)
		}), true},
		{"a chain of references", schemas + "  S0: {type: string}\n" + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {$ref: '#/components/schemas/S%d'}", i+1, i)
		}), false},
		{"a ring of references", schemas + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {$ref: '#/components/schemas/S%d'}", i, (i+1)%many)
		}), false},
		{"a ring of parts", schemas + list(many, func(i int) string {
			return fmt.Sprintf("  S%d: {properties: {a: {}}, allOf: [{$ref: '#/components/schemas/S%d'}]}", i, (i+1)%many)
		}), false},
		{"a chain of references to an operation, from many paths", "openapi: 3.0.0\n" + head + "x:\n  0: {responses: {}}\n" +
			list(many, func(i int) string { return fmt.Sprintf("  %d: {$ref: '#/x/%d'}", i+1, i) }) + "paths:\n" +
			list(many, func(i int) string { return fmt.Sprintf("  /p%d: {get: {$ref: '#/x/%d'}}", i, many) }) + "  /p: {get: {$ref: '#/x/50'}}\n", false},
		{"one operation of many paths", "openapi: 3.0.0\n" + head + "components: {pathItems: {P: {get: {parameters: [" +
			list(500, func(i int) string { return fmt.Sprintf("{name: p%d, in: query, schema: {type: string}},", i) }) + "], responses: {}}}}}\npaths:\n" +
			list(many, func(i int) string { return fmt.Sprintf("  /p%d: {$ref: '#/components/pathItems/P'}", i) }), true},
		{"one parameter of many operations", "openapi: 3.0.0\n" + head + "components: {parameters: {P: {name: p, in: query, schema: {properties: {" +
			list(many, func(i int) string { return fmt.Sprintf("p%d: {type: string},", i) }) + "}}}}}\npaths:\n" +
			list(many, func(i int) string {
				return fmt.Sprintf("  /p%d: {get: {parameters: [{$ref: '#/components/parameters/P'}], responses: {}}}", i)
			}), false},
		{"a part with many properties, in many", schemas + "  P: {properties: {" + list(1000, func(i int) string { return fmt.Sprintf("    p%d: {type: string},", i) }) + "    }}\n" +
			list(1000, func(i int) string {
				return fmt.Sprintf("  S%d: {properties: {a: {type: string}}, allOf: [{$ref: '#/components/schemas/P'}]}", i)
			}), true},
		{"many parts of one", schemas + list(many, func(i int) string { return fmt.Sprintf("  P%d: {properties: {p%d: {type: string}}}", i, i) }) +
			"  S: {allOf: [" + list(many, func(i int) string { return fmt.Sprintf("    {$ref: '#/components/schemas/P%d'},", i) }) + "    ]}\n", false},
		{"many schemes of many operations", "openapi: 3.0.0\n" + head + "security: [" + list(1000, func(i int) string { return fmt.Sprintf("{s%d: []},", i) }) +
			"]\ncomponents: {securitySchemes: {" + list(1000, func(i int) string { return fmt.Sprintf("s%d: {type: http, scheme: basic},", i) }) + "}}\npaths:\n" +
			list(1000, func(i int) string { return fmt.Sprintf("  /p%d: {get: {responses: {}}}", i) }), true},
		{"many media types of many operations", "swagger: '2.0'\n" + head + "host: a.example\nproduces: [" + list(1000, func(i int) string { return fmt.Sprintf("a/b%d,", i) }) + "]\npaths:\n" +
			list(1000, func(i int) string { return fmt.Sprintf("  /p%d: {get: {responses: {200: {schema: {}}}}}", i) }), true},
		{"references to nested schemas", schemas + "  A: {type: object, properties: {b: {type: object, properties: {c: {$ref: '#/components/schemas/A/properties/b'}}}}}\n", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api, findings := openapi.Read("a.yaml", []byte(test.text))
			if api == nil || findings.HasErrors() != test.fails {
				t.Errorf("has an API: %t, has errors: %t, want %t", api != nil, findings.HasErrors(), test.fails)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"openapi: 3.1.0\n" + head + "paths: {'/p/{a}': {get: {responses: {200: {content: {a/b: {schema: {type: [string, 'null']}}}}}}}}",
		"swagger: '2.0'\npaths: {/p: {post: {parameters: [{in: formData, name: a, type: array, items: {}, collectionFormat: multi}]}}}",
		"openapi: 3.0.0\ncomponents: {schemas: {A: {allOf: [{$ref: '#/components/schemas/B'}, {oneOf: [{}, {}]}]}, B: {$ref: '#/components/schemas/A'}}}",
		`{"openapi": "3.0.0", "components": {"parameters": {"a": {"$ref": "#/paths"}}}, "security": [{"a": []}], "servers": [{"url": "/a"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		api, findings := openapi.Read("a.yaml", data)
		if api == nil && !findings.HasErrors() {
			t.Error("neither an API nor an error")
		}
		lines := strings.Count(string(data), "\n") + 1
		for _, f := range findings.All() {
			if p := f.Position; p.Line < 1 || p.Line > lines || p.Column < 1 {
				t.Errorf("%v is outside of the file: %s", p, f.Message)
			}
		}
	})
}
