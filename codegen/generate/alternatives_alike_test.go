// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

const alternativesSchemas = `
    All: {type: object, properties: {id: {type: string}, n: {type: integer}}}
    Part: {type: object, properties: {id: {type: string}}}
    Live: {type: object, required: [id], properties: {id: {type: string}, start: {type: integer}}}
    Deleted: {type: object, required: [id, deleted], properties: {id: {type: string}, start: {type: integer}, deleted: {type: boolean}}}
    A: {type: object, properties: {a: {type: integer}}}
    B: {type: object, properties: {b: {type: integer}}}
    Animal: {type: object, required: [kind], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/TheCat', dog: '#/components/schemas/TheDog'}}, properties: {kind: {type: string}}}
    TheCat: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {lives: {type: integer}}}]}
    TheDog: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {lives: {type: integer}, tricks: {type: array, items: {type: string}}}}]}
    Shape: {type: object, discriminator: {propertyName: kind, mapping: {circle: '#/components/schemas/Circle'}, defaultMapping: Other}, properties: {kind: {type: string}}}
    Circle: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object, properties: {size: {type: integer}}}]}
    Other: {allOf: [{$ref: '#/components/schemas/Shape'}, {type: object, properties: {size: {type: integer}, path: {type: string}}}]}
    Loop: {oneOf: [{$ref: '#/components/schemas/Loop'}, {$ref: '#/components/schemas/Loop2'}, {type: integer}, {$ref: '#/components/schemas/A'}]}
    Loop2: {anyOf: [{$ref: '#/components/schemas/Loop'}, {type: string}]}
    Round: {oneOf: [{$ref: '#/components/schemas/Round'}, {$ref: '#/components/schemas/Round2'}], discriminator: {propertyName: k}}
    Round2: {oneOf: [{$ref: '#/components/schemas/Round'}, {$ref: '#/components/schemas/Round2'}], discriminator: {propertyName: k}}
    Number: {type: object, properties: {n: {type: number, format: float}, i: {type: integer, format: int32, maximum: 4294967295}, u: {type: integer, minimum: 0, maximum: 18446744073709551615}, neg: {type: integer, format: int32, minimum: -1, maximum: 3000000000}, big: {type: integer, maximum: 100000000000000000000}}}
`

// TestAlternativesAreCarried reads values of a schema as a client does, and writes them.
func TestAlternativesAreCarried(t *testing.T) {
	const (
		ref    = `{$ref: '#/components/schemas/%s'}`
		oneOf  = `{oneOf: [{$ref: '#/components/schemas/%s'}, {$ref: '#/components/schemas/%s'}]}`
		within = `{oneOf: [{type: object, properties: {rows: {type: array, items: {type: object, properties: {w: {type: number}}}}}}, {type: object, properties: {rows: {type: array, items: {type: object, properties: {v: {type: number}}}}}}]}`
	)
	for _, test := range []struct {
		schema string
		values []string // each is written as it was read
	}{
		{`{anyOf: [{type: number}, {type: string}]}`, []string{`"1.50"`, `"007"`, `7`, `1.5`, `"NaN"`}},
		{`{oneOf: [{type: number}, {type: integer}]}`, []string{`7`, `9007199254740993`, `0.5`}},
		{`{oneOf: [{type: integer}, {type: number}, {type: boolean}]}`, []string{`7`, `-9007199254740993`, `0.5`, `true`}},
		{`{oneOf: [{type: integer}, {type: number}]}`, []string{`18446744073709551616`, `-9223372036854775809`, `12345678901234567890.5`}},
		{`{type: array, items: {oneOf: [{type: integer}, {type: number}, {type: string}]}}`, []string{`[18446744073709551616,1,"18446744073709551616"]`}},
		// Values that are newer than the document.
		{`{type: array, items: {type: string, enum: [x, y]}}`, []string{`["x","new","y","newer"]`, `["new"]`, `[null,"x"]`}},
		{`{type: array, items: {type: integer, enum: [1, 2]}}`, []string{`[1,3,2]`}},
		{`{type: object, additionalProperties: {type: string, enum: [x, y]}}`, []string{`{"a":"x","b":"new"}`, `{"a":null}`}},
		{`{type: object, properties: {a: {type: string}}, additionalProperties: {type: string, enum: [x, y]}}`, []string{`{"a":"x","b":"new"}`}},
		{`{oneOf: [{type: array, items: {type: string, enum: [x, y]}}, {type: integer}]}`, []string{`["x","new","y"]`}},
		{`{type: array, items: {type: array, items: {type: string, enum: [x, y]}}}`, []string{`[["x","new"],["newer","y"]]`}},
		{`{type: array, items: {nullable: true, type: string, enum: [x, y]}}`, []string{`["x",null,"y"]`, `["x","new",null,"y"]`}},
		{`{type: object, additionalProperties: {type: string}}`, []string{`{"a":"x","b":null}`}},
		{`{type: array, items: {type: integer}}`, []string{`[1,null,2]`}},
		{`{oneOf: [{type: string, enum: [x, y]}, {type: integer}]}`, []string{`"x"`, `0`, `1`}},
		{`{oneOf: [{type: array, items: {$ref: '#/components/schemas/A'}}, {type: array, items: {$ref: '#/components/schemas/B'}}]}`, []string{`[{"a":1}]`, `[{"b":1}]`, `[{},{"b":1}]`, `[]`}},
		{`{oneOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}, {type: string}]}`, []string{`["1"]`, `[1]`, `"1"`, `[]`}},
		{`{oneOf: [{type: object, additionalProperties: {$ref: '#/components/schemas/A'}}, {type: object, additionalProperties: {type: array, items: {type: string}}}]}`, []string{`{"x":{"a":1}}`, `{"x":["a"]}`}},
		{fmt.Sprintf(oneOf, "Live", "Deleted"), []string{`{"id":"x","start":1}`, `{"id":"x","deleted":false}`, `{"id":"x","deleted":true,"start":1}`, `{"start":1}`, `{"deleted":true}`}},
		{fmt.Sprintf(oneOf, "Deleted", "Live"), []string{`{"id":"x","start":1}`, `{"id":"x","deleted":false}`}},
		{within, []string{`{"rows":[{"v":1}]}`, `{"rows":[{"w":1}]}`, `{"rows":[{},{"v":1}]}`, `{}`}},
		{fmt.Sprintf(oneOf, "TheCat", "TheDog"), []string{`{"kind":"cat","lives":9}`, `{"kind":"dog","lives":1}`, `{"kind":"dog","tricks":["sit"]}`}},
		{`{oneOf: [{$ref: '#/components/schemas/TheCat'}, {$ref: '#/components/schemas/TheDog'}], discriminator: {propertyName: kind}}`, []string{`{"kind":"cat","lives":9}`, `{"kind":"dog","lives":1}`, `{"kind":"TheDog","lives":1}`}},
		{fmt.Sprintf(ref, "Animal"), []string{`{"kind":"cat","lives":9}`, `{"kind":"dog","tricks":["sit"]}`}},
		{`{oneOf: [{type: object, required: [t], properties: {t: {type: string, enum: [x]}, v: {type: integer}}}, {type: object, required: [t], properties: {t: {type: string, enum: [y]}, v: {type: integer}}}]}`, []string{`{"t":"y","v":1}`, `{"t":"x"}`}},
		{`{oneOf: [{type: object, properties: {t: {type: integer, enum: [1]}, v: {type: integer}}}, {type: object, properties: {t: {type: integer, enum: [2]}, w: {type: integer}}}]}`, []string{`{"t":2}`, `{"t":1}`}},
		{`{oneOf: [{type: object, required: [v], properties: {v: {type: integer, enum: [1]}, a: {type: string}}}, {type: object, required: [v], properties: {v: {type: number, enum: [2]}, a: {type: string}}}]}`, []string{`{"v":2,"a":"x"}`, `{"v":1}`, `{"a":"x"}`}},
		{`{oneOf: [{type: object, required: [ok], properties: {ok: {type: boolean, enum: [true]}, a: {type: string}}}, {type: object, required: [ok], properties: {ok: {type: boolean, enum: [false]}, a: {type: string}}}]}`, []string{`{"ok":false,"a":"x"}`, `{"ok":true}`, `{"ok":false}`, `{"a":"x"}`}},
		{fmt.Sprintf(oneOf, "Circle", "Other"), []string{`{"kind":"circle","size":1}`, `{"kind":"star","size":1,"path":"x"}`, `{"size":1}`}},
		{fmt.Sprintf(ref, "Shape"), []string{`{"kind":"circle","size":1}`, `{"kind":"star","path":"x"}`, `{"path":"x"}`}},
		{fmt.Sprintf(ref, "Loop"), []string{`7`, `"x"`, `{"a":1}`}},
		{fmt.Sprintf(ref, "Round"), []string{`7`, `{"k":"Round","x":[1]}`}}, // any value: nothing is said of it
		{`{type: array, nullable: true, items: ` + fmt.Sprintf(oneOf, "A", "B") + `}`, []string{`[{"b":1},{"a":1}]`}},
		{`{type: object, additionalProperties: ` + fmt.Sprintf(oneOf, "A", "B") + `}`, []string{`{"x":{"b":1},"y":{"a":1}}`}},
		{`{nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}`, []string{`{"a":1}`, `null`}},
		{`{type: array, nullable: true, items: {}}`, []string{`[1,null]`, `null`}},
		{`{type: array, items: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}`, []string{`[{"a":1},null,{}]`}},
		{`{type: array, items: {nullable: true, type: array, items: {type: string}}}`, []string{`[["a"],null,[]]`}},
		{`{type: array, items: {nullable: true, type: object, additionalProperties: {}}}`, []string{`[{"a":1},null,{}]`}},
		{`{type: array, items: {nullable: true, type: string}}`, []string{`["a",null]`}},
		{`{type: object, additionalProperties: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}`, []string{`{"x":{"a":1},"y":null}`}},
		{`{type: object, properties: {a: {type: string}}, additionalProperties: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}}`, []string{`{"a":"b","x":{"a":1},"y":null}`}},
		{`{type: object}`, []string{`{"id":9007199254740993,"x":1e400}`}},
		{fmt.Sprintf(ref, "Number"), []string{`{"n":1679831.875,"i":4294967295,"u":18446744073709551615}`, `{"n":0.1,"neg":3000000000}`, `{"big":9007199254740993}`, `{"neg":-1}`}},
	} {
		for _, place := range []string{`%s`, `{type: object, properties: {v: %s}}`} {
			m, _ := answering(t, fmt.Sprintf(place, test.schema))
			for _, value := range test.values {
				want := value
				if place != `%s` {
					want = `{"v":` + value + `}`
				}
				r := &transcode.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(want), Verb: "GET"}
				resp := dynamicpb.NewMessage(m.Descriptor.Output())
				if err := m.DecodeResponse(r, resp, transcode.DecodeOptions{}); err != nil {
					t.Errorf("%s: %s: %v", test.schema, want, err)
					continue
				}
				got, err := wirejson.Marshal(resp)
				if err != nil || canonical(got) != canonical([]byte(want)) {
					t.Errorf("%s: %s is %s, %v", test.schema, want, got, err)
				}
			}
		}
	}
}

// canonical returns JSON with sorted members, and numbers with their digits.
func canonical(text []byte) string {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return string(text)
	}
	sorted, _ := json.Marshal(v)
	return string(sorted)
}

// answering returns a method whose response has a schema.
func answering(t *testing.T, schema string) (*transcode.Method, *finding.List) {
	t.Helper()
	document := `
openapi: 3.0.3
info: {title: Alternatives API, version: 1.0.0}
servers: [{url: 'https://alternatives.example.com'}]
paths:
  /it: {get: {operationId: getIt, responses: {'200': {description: It., content: {application/json: {schema: ` + schema + `}}}}}}
components:
  schemas:` + alternativesSchemas
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "alternatives.yaml", Data: []byte(document)},
		GoImport: func(string) string { return "example.com/alternatives" },
	})
	if err != nil || findings.HasErrors() {
		t.Fatal(schema, err, findings.All())
	}
	return bound(t, out)["GetIt"], findings
}

// TestAlternativesAlike reports what cannot be told apart, with a value.
func TestAlternativesAlike(t *testing.T) {
	const two = `{oneOf: [{$ref: '#/components/schemas/%s'}, {$ref: '#/components/schemas/%s'}]}`
	for _, test := range []struct{ schema, want string }{
		{fmt.Sprintf(two, "All", "Part"), `part is ambiguous: clients read {"id":"`},
		{`{oneOf: [{type: array, items: {type: string}}, {type: array, items: {type: string, enum: [a]}}]}`, `text_list2 is ambiguous: clients read ["a"`},
		{`{oneOf: [{type: string, enum: [a, b]}, {type: string, enum: [b]}]}`, `text2 is ambiguous: clients read "b" as text`},
		// A value with few of the members.
		{`{oneOf: [{type: object, properties: {a: {type: string}, b: {type: string}}}, {type: object, properties: {a: {type: string}, c: {type: string}}}]}`, `with_c is ambiguous: clients read {"a":"`},
		{`{oneOf: [{type: object, properties: {a: {type: string}, t: {type: string, enum: [x]}}}, {type: object, properties: {a: {type: string}, t: {type: string, enum: [y]}}}]}`, `other_object2 is ambiguous: clients read {"a":"`},
		{`{oneOf: [{type: object, properties: {a: {type: string}, b: {type: string}}}, {type: object, properties: {a: {type: string}, b: {type: number}}}]}`, `other_object2 is ambiguous: clients read {"a":"`},
		{`{oneOf: [{type: array, items: {type: object, properties: {a: {type: boolean}, b: {type: string}}}}, {type: array, items: {type: object, properties: {a: {type: boolean}, c: {type: string}}}}]}`, `other_list2 is ambiguous: clients read [{`},
		// Whole numbers.
		{`{oneOf: [{type: object, properties: {a: {type: number}}}, {type: object, properties: {a: {type: integer}}}]}`, `other_object is ambiguous: clients read {"a":1} as other_object2`},
		{`{oneOf: [{type: object, required: [r], properties: {r: {type: number}}}, {type: object, additionalProperties: {type: integer}}]}`, ``},
		{`{oneOf: [{type: object, additionalProperties: {type: string}}, {type: object, required: [a], properties: {a: {type: string}}}]}`, ``},
		{`{oneOf: [{type: object, required: [ok], properties: {ok: {type: boolean, enum: [true]}, a: {type: string}}}, {type: object, required: [ok], properties: {ok: {type: boolean, enum: [false]}, a: {type: string}}}]}`, ``},
		{fmt.Sprintf(two, "Live", "Deleted"), ``},
		{fmt.Sprintf(two, "A", "B"), ``},
		{fmt.Sprintf(two, "TheCat", "TheDog"), ``},
		{`{oneOf: [{type: integer}, {type: number}, {type: string}, {type: boolean}]}`, ``},
	} {
		_, findings := answering(t, test.schema)
		got := ""
		for _, f := range findings.All() {
			if f.Rule == finding.AlternativesAlike.Name {
				got += f.Message + "\n"
			}
		}
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.schema, got, test.want)
		}
	}
}
