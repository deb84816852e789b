// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

type schema = document.Schema

func object(properties ...*document.Property) *schema {
	return &schema{Kind: document.Object, Properties: properties}
}

func property(name string, s *schema) *document.Property {
	return &document.Property{Name: name, Schema: s}
}

func required(s *schema) *schema {
	s.Required = true
	return s
}

func ref(name string) *schema { return &schema{Kind: document.Ref, Ref: name} }

func of(kind document.Kind) *schema {
	s := &schema{Kind: kind}
	if kind == document.Integer {
		s.Format = document.Int64
	}
	return s
}

func values(kind document.Kind, all ...string) *schema {
	s := of(kind)
	for _, v := range all {
		s.Enum = append(s.Enum, document.EnumValue{Value: v})
	}
	return s
}

// TestReadSchemas reads the schema S. It can refer to A, an object with the property a, B, an object
// with the required property b, and N, an object with any properties of which a is required.
func TestReadSchemas(t *testing.T) {
	const beside = "    A: {type: object, properties: {a: {type: string}}}\n" +
		"    B: {type: object, required: [b], properties: {b: {type: integer}}}\n    N: {type: object, required: [a]}\n    E: {type: string, enum: [a, b]}\n    S: "
	text := of(document.String)
	nullable := of(document.String)
	nullable.Nullable = true
	tests := []struct {
		name, version, text string
		want                *schema
	}{
		{"string", "3.0.0", `{type: string, format: email, minLength: 3, default: x}`, &schema{Kind: document.String, Limits: []document.Limit{
			{Name: "Default", Value: "x"}, {Name: "Minimum length", Value: "3"}, {Name: "Format", Value: "email"},
		}}},
		{"formats", "3.0.0", `{type: array, items: {type: integer, format: int64}}`, &schema{Kind: document.Array, Items: &schema{Kind: document.Integer, Format: document.Int64}}},
		{"time", "3.0.0", `{type: string, format: date-time, readOnly: true}`, &schema{Kind: document.String, Format: document.Timestamp, ReadOnly: true}},
		{"write-only and deprecated", "3.0.0", `{type: string, writeOnly: true, deprecated: true, title: T, description: D}`, &schema{
			Kind: document.String, WriteOnly: true, Deprecated: true, Description: "T\n\nD",
		}},
		{"nullable", "3.0.0", `{type: string, nullable: true}`, nullable},
		{"a list with null", "3.1.0", `{type: [string, 'null']}`, nullable},
		{"one of null and a text", "3.1.0", `{anyOf: [{type: string}, {type: 'null'}]}`, nullable},
		{"several types", "3.1.0", `{type: [string, integer]}`, &schema{Kind: document.Union, Variants: []*schema{text, of(document.Integer)}}},
		{"enum of texts", "3.0.0", `{type: string, enum: [a-b, "1"]}`, values(document.String, "a-b", "1")},
		{"enum of numbers", "3.0.0", `{type: integer, enum: [1, -2]}`, values(document.Integer, "1", "-2")},
		{"enum with null and without a type", "3.0.0", `{enum: [a, null]}`, &schema{Kind: document.String, Nullable: true, Enum: []document.EnumValue{{Value: "a"}}}},
		{"constant", "3.1.0", `{const: a}`, values(document.String, "a")},
		{"described constants", "3.1.0", `{oneOf: [{const: a, description: A.}, {const: b, deprecated: true}]}`, &schema{Kind: document.String, Enum: []document.EnumValue{
			{Value: "a", Description: "A."}, {Value: "b", Deprecated: true},
		}}},
		{"map", "3.0.0", `{type: object, additionalProperties: {type: string}}`, &schema{Kind: document.Object, Additional: text}},
		{"any object", "3.0.0", `{type: object}`, &schema{Kind: document.Object, Format: document.Struct}},
		{"no property", "3.0.0", `{type: object, additionalProperties: false}`, of(document.Object)},
		{"properties and others", "3.0.0", `{properties: {x: {type: string}}, additionalProperties: true, required: [x]}`, &schema{
			Kind: document.Object, Properties: []*document.Property{property("x", &schema{Kind: document.String, Required: true})}, Additional: &schema{},
		}},
		{"anything", "3.0.0", `{}`, &schema{}},
		{"true", "3.1.0", `true`, &schema{}},
		{"examples", "3.1.0", `{type: string, example: x, examples: [y, [1, {b: 2, a: ~}]]}`, &schema{Kind: document.String, Examples: []document.Example{
			{JSON: `"x"`}, {JSON: `"y"`}, {JSON: `[1,{"a":null,"b":2}]`},
		}}},
		{"a reference with a description", "3.1.0", `{$ref: '#/components/schemas/A', description: D}`, &schema{Kind: document.Ref, Ref: "A", Description: "D"}},
		{"a reference with properties", "3.1.0", `{$ref: '#/components/schemas/A', properties: {s: {type: string}}}`, object(property("a", text), property("s", text))},
		{"allOf of one and an annotation", "3.0.0", `{allOf: [{$ref: '#/components/schemas/A'}], nullable: true}`, &schema{Kind: document.Ref, Ref: "A", Nullable: true}},
		{"allOf", "3.0.0", `{allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {properties: {s: {type: string}}}], description: D}`, &schema{
			Kind: document.Object, Description: "D",
			Properties: []*document.Property{property("a", text), property("b", required(of(document.Integer))), property("s", text)},
		}},
		{"allOf demands a property of a part", "3.0.0", `{allOf: [{$ref: '#/components/schemas/A'}, {required: [a]}]}`, object(property("a", required(of(document.String))))},
		{"allOf demands a property by reference", "3.0.0", `{allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/N'}]}`, object(property("a", required(of(document.String))))},
		{"allOf of one that says nothing of the type and is annotated", "3.0.0", `{type: string, allOf: [{nullable: true, deprecated: true, writeOnly: true, description: D, minLength: 3, example: x}]}`, &schema{
			Kind: document.String, Nullable: true, Deprecated: true, WriteOnly: true, Description: "D",
			Limits: []document.Limit{{Name: "Minimum length", Value: "3"}}, Examples: []document.Example{{JSON: `"x"`}},
		}},
		{"allOf of one with a type, annotated", "3.0.0", `{allOf: [{type: string, nullable: true, deprecated: true, readOnly: true, description: D}]}`, &schema{
			Kind: document.String, Nullable: true, Deprecated: true, ReadOnly: true, Description: "D",
		}},
		{"an own description beside that of a part", "3.0.0", `{description: D, allOf: [{type: string, description: E}]}`, &schema{Kind: document.String, Description: "D"}},
		{"allOf with additional properties", "3.0.0", `{allOf: [{properties: {s: {type: string}}}, {properties: {t: {type: string}}, additionalProperties: {type: boolean}}]}`, &schema{
			Kind: document.Object, Properties: []*document.Property{property("s", text), property("t", text)}, Additional: of(document.Boolean),
		}},
		{"allOf beside required", "3.0.0", `{required: [a], allOf: [{$ref: '#/components/schemas/A'}, {properties: {s: {type: string}}}]}`, object(property("a", required(of(document.String))), property("s", text))},
		{"a constraint that is true", "3.0.0", `{type: array, items: {type: string}, uniqueItems: true}`, &schema{Kind: document.Array, Items: text, Limits: []document.Limit{{Name: "Unique items", Value: "true"}}}},
		{"a constraint that is false", "3.0.0", `{type: array, items: {type: string}, uniqueItems: false}`, &schema{Kind: document.Array, Items: text}},
		{"allOf within allOf", "3.0.0", `{allOf: [{allOf: [{$ref: '#/components/schemas/A'}, {properties: {s: {type: string}}}]}, {properties: {t: {type: string}}}]}`,
			object(property("a", text), property("s", text), property("t", text))},
		{"allOf with a property of two objects", "3.0.0", `{allOf: [{properties: {p: {type: object, description: D, properties: {x: {type: string}, q: {properties: {y: {type: string}}}}}}}, {properties: {p: {required: [z], properties: {z: {type: integer}, q: {properties: {y: {type: string}, w: {type: string}}}}}}}]}`,
			object(property("p", &schema{Kind: document.Object, Description: "D", Properties: []*document.Property{
				property("q", object(property("w", text), property("y", text))), property("x", text), property("z", required(of(document.Integer))),
			}}))},
		{"allOf with a property of two references", "3.0.0", `{allOf: [{properties: {p: {$ref: '#/components/schemas/A'}}}, {properties: {p: {$ref: '#/components/schemas/B'}}}]}`,
			object(property("p", object(property("a", text), property("b", required(of(document.Integer))))))},
		{"allOf with a property of three objects", "3.0.0", `{allOf: [{allOf: [{properties: {p: {properties: {x: {type: string}}}}}, {properties: {p: {properties: {y: {type: string}}}}}]}, {properties: {p: {properties: {z: {type: string}}}}}]}`,
			object(property("p", object(property("x", text), property("y", text), property("z", text))))},
		{"allOf with a property of two lists", "3.0.0", `{allOf: [{properties: {p: {type: array, items: {$ref: '#/components/schemas/A'}}}}, {properties: {p: {type: array, items: {properties: {x: {type: string}}}}}}]}`,
			object(property("p", &schema{Kind: document.Array, Items: object(property("a", text), property("x", text))}))},
		{"allOf that narrows an object", "3.0.0", `{allOf: [{properties: {p: {$ref: '#/components/schemas/A'}}}, {properties: {p: {required: [a], properties: {a: {}}}}}]}`,
			object(property("p", ref("A")))},
		{"allOf with a property of an object of its own kind", "3.0.0", `{allOf: [{properties: {p: {$ref: '#/components/schemas/S'}}}, {properties: {p: {properties: {x: {type: string}}}}}]}`,
			object(property("p", object(property("p", ref("S")), property("x", text))))},
		{"allOf of texts", "3.0.0", `{allOf: [{type: string}, {enum: [a]}]}`, values(document.String, "a")},
		{"allOf of enums", "3.0.0", `{allOf: [{type: string, enum: [a, b, c]}, {type: string, enum: [c, b, d]}]}`, values(document.String, "b", "c")},
		{"a reference beside a constant", "3.1.0", `{$ref: '#/components/schemas/E', const: b}`, values(document.String, "b")},
		{"allOf with a constant for a text", "3.1.0", `{allOf: [{required: [p], properties: {p: {type: string, description: D}}}, {properties: {p: {const: a}}}]}`,
			object(property("p", &schema{Kind: document.String, Description: "D", Required: true, Enum: []document.EnumValue{{Value: "a"}}}))},
		{"allOf with a constant of an enum", "3.1.0", `{properties: {p: {const: b}}, allOf: [{properties: {p: {$ref: '#/components/schemas/E'}}}]}`,
			object(property("p", values(document.String, "b")))},
		{"allOf with an enum for a text", "3.0.0", `{allOf: [{properties: {p: {type: string}}}, {properties: {p: {$ref: '#/components/schemas/E'}}}]}`, object(property("p", ref("E")))},
		{"allOf with an enum and a text", "3.0.0", `{allOf: [{properties: {p: {$ref: '#/components/schemas/E'}}}, {properties: {p: {type: string, enum: [a, b, c]}}}]}`,
			object(property("p", ref("E")))},
		{"allOf with a constant boolean", "3.1.0", `{allOf: [{properties: {p: {type: boolean}}}, {properties: {p: {const: true}}}]}`, object(property("p", values(document.Boolean, "true")))},
		{"allOf with a constant integer", "3.1.0", `{allOf: [{properties: {p: {type: integer}}}, {properties: {p: {const: 2}}}]}`, object(property("p", values(document.Integer, "2")))},
		{"a reference with a constant property", "3.1.0", `{$ref: '#/components/schemas/A', properties: {a: {const: x}}}`, object(property("a", values(document.String, "x")))},
		{"allOf with a constant in an object", "3.1.0", `{allOf: [{properties: {p: {properties: {q: {type: string}}}}}, {properties: {p: {properties: {q: {const: x}}}}}]}`,
			object(property("p", object(property("q", values(document.String, "x")))))},
		{"allOf with limits of a text", "3.0.0", `{allOf: [{properties: {p: {type: string, maxLength: 50, minLength: 2}}}, {properties: {p: {type: string, minLength: 1, maxLength: 40, description: D, pattern: x}}}]}`,
			object(property("p", &schema{Kind: document.String, Description: "D", Limits: []document.Limit{
				{Name: "Minimum length", Value: "2"}, {Name: "Maximum length", Value: "40"}, {Name: "Pattern", Value: "x"},
			}}))},
		{"allOf with limits of no type", "3.0.0", `{allOf: [{properties: {p: {maximum: 9, description: D}}}, {properties: {p: {type: number, maximum: 5, default: 1}}}, {properties: {p: {default: 2}}}]}`,
			object(property("p", &schema{Kind: document.Number, Description: "D", Limits: []document.Limit{{Name: "Maximum", Value: "5"}, {Name: "Default", Value: "1"}}}))},
		{"allOf with a described object", "3.0.0", `{allOf: [{properties: {p: {type: object}}}, {properties: {p: {description: D}}}]}`,
			object(property("p", &schema{Kind: document.Object, Format: document.Struct, Description: "D"}))},
		{"allOf with limits", "3.0.0", `{allOf: [{type: string, maxLength: 9}, {maxLength: 5}]}`, &schema{Kind: document.String, Limits: []document.Limit{{Name: "Maximum length", Value: "5"}}}},
		{"allOf with one of several", "3.0.0", `{properties: {s: {type: string}}, allOf: [{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}]}`, &schema{
			Kind: document.Object, Properties: []*document.Property{property("s", text)}, Variants: []*schema{ref("A"), ref("B")},
		}},
		{"oneOf", "3.0.0", `{oneOf: [{$ref: '#/components/schemas/A'}, {type: string}]}`, &schema{Kind: document.Union, Variants: []*schema{ref("A"), text}}},
		{"anyOf", "3.0.0", `{anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}`, &schema{Kind: document.Union, Inclusive: true, Variants: []*schema{ref("A"), ref("B")}}},
		{"discriminator", "3.0.0", `{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/A', b: B}}}`, &schema{
			Kind: document.Union, Variants: []*schema{ref("A"), ref("B")},
			Discriminator: &document.Discriminator{Property: "kind", Mapping: []document.DiscriminatorValue{{Value: "a", Schema: "A"}, {Value: "b", Schema: "B"}}},
		}},
		{"itself", "3.0.0", `{type: object, properties: {s: {$ref: '#/components/schemas/S'}}}`, object(property("s", ref("S")))},
		{"a reference to a nested schema", "3.0.0", `{type: object, properties: {x: {type: object, properties: {y: {type: string}}}, z: {$ref: '#/components/schemas/S/properties/x'}}}`,
			object(property("x", object(property("y", text))), property("z", ref("S.x")))},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := read(t, "openapi: "+test.version+"\n"+head+"paths: {}\ncomponents:\n  schemas:\n"+beside+test.text)
			var got *schema
			for _, s := range api.Schemas {
				if s.Name == "S" {
					got = s
				}
			}
			want := *test.want
			want.Name = "S"
			if diff := cmp.Diff(&want, got, ignorePositions); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.At.Pointer != "/components/schemas/S" || got.At.Line != 11 || got.At.Column != 8 {
				t.Errorf("at %v %s", got.At, got.At.Pointer)
			}
		})
	}
}

// TestReadSpelledTexts has texts that YAML takes for numbers: they are sent as they are spelled.
func TestReadSpelledTexts(t *testing.T) {
	api, findings := openapi.Read("a.yaml", []byte(`
openapi: 3.0.3
info: {title: T, version: 010}
paths: {}
components:
  schemas:
    A: {type: string, enum: [010, 08, 8, +5, True, 1.10], default: 010}
    B: {type: integer, enum: [010], default: 010}
`))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	var got []string
	for _, s := range api.Schemas {
		for _, e := range s.Enum {
			got = append(got, e.Value)
		}
		got = append(got, s.Limits[0].Value)
	}
	if diff := cmp.Diff([]string{"010", "08", "8", "+5", "True", "1.10", "010", "8", "8"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if api.Revision != "010" {
		t.Errorf("the version is %q", api.Revision)
	}
}

// TestReadLimitsOfParts reads a property that several parts of an allOf limit.
func TestReadLimitsOfParts(t *testing.T) {
	for parts, want := range map[string]string{
		"{type: string, maxLength: 5} {type: string, maxLength: 3}":  "Maximum length 3",
		"{type: string} {type: string, maxLength: 3}":                "Maximum length 3",
		"{type: string, minLength: 1} {type: string, maxLength: 3}":  "Minimum length 1, Maximum length 3",
		"{enum: [aa, b], type: string} {type: string, minLength: 2}": "Minimum length 2",
	} {
		first, second, _ := strings.Cut(parts, "} {")
		api := read(t, "openapi: 3.0.0\n"+head+"paths: {}\ncomponents: {schemas: {S: {type: object, properties: {a: "+first+"}}, allOf: [{type: object, properties: {a: {"+second+"}}]}}}")
		var limits []string
		for _, l := range api.Schemas[0].Properties[0].Schema.Limits {
			limits = append(limits, l.Name+" "+l.Value)
		}
		if got := strings.Join(limits, ", "); got != want {
			t.Errorf("%s: got %q, want %q", parts, got, want)
		}
	}
}
