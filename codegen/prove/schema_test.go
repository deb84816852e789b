// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// TestCheck holds JSON against schemas. What it does not allow is named with its place.
func TestCheck(t *testing.T) {
	type schema = document.Schema
	of := func(kind document.Kind) *schema { return &schema{Kind: kind} }
	ref := func(name string) *schema { return &schema{Kind: document.Ref, Ref: name} }
	property := func(name string, s schema) *document.Property { return &document.Property{Name: name, Schema: &s} }
	required := &schema{Kind: document.Object, Properties: []*document.Property{
		property("a", schema{Kind: document.String, Required: true}),
		property("read", schema{Kind: document.String, Required: true, ReadOnly: true}),
		property("write", schema{Kind: document.String, Required: true, WriteOnly: true}),
	}}
	simple := func(name string) *schema {
		return &schema{Kind: document.Object, Properties: []*document.Property{property(name, schema{Kind: document.String, Required: true})}}
	}
	list := &schema{Kind: document.Array, Items: of(document.Integer)}
	enum := &schema{Kind: document.String, Enum: []document.EnumValue{{Value: "a"}, {Value: "b"}}}
	numbers := &schema{Kind: document.Integer, Enum: []document.EnumValue{{Value: "1"}}}
	for _, test := range []struct {
		name   string
		schema *schema
		from   direction
		json   string
		want   string
	}{
		{"text", of(document.String), byServer, `"a"`, ""},
		{"no text", of(document.String), byServer, `1`, "the value is 1, but the schema requires text"},
		{"whole number", of(document.Integer), byServer, `1e3`, ""},
		{"no whole number", of(document.Integer), byServer, `1.5`, "the value is 1.5, but the schema requires a whole number"},
		{"a whole number as text", of(document.Integer), byServer, `"1"`, `the value is "1", but the schema requires a whole number`},
		{"number", of(document.Number), byServer, `1.5`, ""},
		{"no number", of(document.Number), byServer, `"1.5"`, "requires a number"},
		{"boolean", of(document.Boolean), byServer, `false`, ""},
		{"no boolean", of(document.Boolean), byServer, `0`, "requires a boolean"},
		{"list", list, byServer, `[1, 2]`, ""},
		{"no list", list, byServer, `{}`, "requires a list"},
		{"an element", list, byServer, `[1, "a"]`, `/1 is "a", but the schema requires a whole number`},
		{"no object", of(document.Object), byServer, `[]`, "requires an object"},
		{"anything", of(document.Any), byServer, `[{}]`, ""},
		{"null", of(document.String), byServer, `null`, "the value is null, which the schema does not allow"},
		{"null for anything", of(document.Any), byServer, `null`, ""},
		{"nullable", &schema{Kind: document.String, Nullable: true}, byServer, `null`, ""},
		{"a nullable reference", &schema{Kind: document.Ref, Ref: "Text", Nullable: true}, byServer, `null`, ""},
		{"a reference to what is nullable", ref("Nullable"), byServer, `null`, ""},
		{"a reference", ref("Text"), byServer, `1`, "requires text"},
		{"a reference to nothing", ref("Nothing"), byServer, `1`, ""},
		{"a reference to itself", ref("Loop"), byServer, `1`, ""},
		{"what an overlay unites", ref("United"), byServer, `1`, ""},
		{"what an overlay unites with it", ref("Other"), byServer, `1`, ""},
		{"value of an enum", enum, byServer, `"b"`, ""},
		{"no value of an enum", enum, byServer, `"c"`, `the value is "c", which is not one of the schema's values`},
		{"number of an enum", numbers, byServer, `1.0`, ""},
		{"no number of an enum", numbers, byServer, `2`, "not one of"},
		{"all members", required, byServer, `{"a": "x", "read": "y"}`, ""},
		{"all members of a request", required, byClient, `{"a": "x", "write": "y"}`, ""},
		{"a member is missing", required, byServer, `{"read": "y"}`, `the value does not contain the member "a", which the schema requires`},
		{"what the server sets is missing", required, byServer, `{"a": "x"}`, `does not contain the member "read"`},
		{"what the client sets is missing", required, byClient, `{"a": "x"}`, `does not contain the member "write"`},
		{"a member of another kind", required, byServer, `{"a": 1, "read": "y"}`, "/a is 1, but the schema requires text"},
		{"another member", simple("a"), byServer, `{"a": "x", "b": 1}`, `the value contains the member "b", which the schema does not declare`},
		{"any members", of(document.Object), byServer, `{"a": 1}`, ""},
		{"other members", &schema{Kind: document.Object, Additional: of(document.String)}, byServer, `{"a/b": 1}`, "/a~1b is 1, but the schema requires text"},
		{"one of several", &schema{Kind: document.Union, Variants: []*schema{of(document.String), list}}, byServer, `[1]`, ""},
		{"null for one of several", &schema{Kind: document.Union, Variants: []*schema{of(document.String)}}, byServer, `null`, ""},
		{"none of several", &schema{Kind: document.Union, Variants: []*schema{of(document.String), list}}, byServer, `true`, "requires text"},
		{"one of several objects", &schema{Kind: document.Union, Variants: []*schema{simple("a"), simple("b")}}, byServer, `{"b": "x"}`, ""},
		{"two at once of several", &schema{Kind: document.Union, Variants: []*schema{simple("a"), simple("b")}}, byServer, `{"a": "x", "b": "x"}`, `contains the member "b"`},
		{"two at once of any", &schema{Kind: document.Union, Inclusive: true, Variants: []*schema{simple("a"), simple("b")}}, byServer, `{"a": "x", "b": "x"}`, ""},
		{"members beside those of several", &schema{Kind: document.Object, Properties: simple("c").Properties, Variants: []*schema{simple("a")}}, byServer, `{"a": "x", "c": "x"}`, ""},
		{"members of another kind beside several", &schema{Kind: document.Object, Properties: simple("c").Properties, Variants: []*schema{simple("a")}}, byServer, `{"a": "x", "c": 1}`, "/c is 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			nullable := of(document.String)
			nullable.Nullable = true
			doc := &document.API{}
			for name, s := range map[string]*schema{"Text": of(document.String), "Nullable": nullable, "Loop": ref("Loop"), "United": of(document.String), "Other": of(document.String)} {
				s.Name = name
				doc.Schemas = append(doc.Schemas, s)
			}
			s := newSchemas(&model.API{Document: doc, Messages: []*model.Message{{Schema: "United", Replaced: []string{"Other"}}}}, false)
			value, err := parseJSON([]byte(test.json))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if v := s.check(test.schema, value, test.from); v != nil {
				got = v.String()
			}
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// An overlay may unite enums: their values are not checked then.
func TestCheckOverlaid(t *testing.T) {
	enum := &document.Schema{Kind: document.String, Enum: []document.EnumValue{{Value: "a"}}}
	if v := newSchemas(&model.API{Document: new(document.API)}, true).check(enum, "b", byServer); v != nil {
		t.Errorf("got %v", v)
	}
}

// Unions of unions end after a bounded number of steps.
func TestCheckIsBounded(t *testing.T) {
	s := &document.Schema{Kind: document.String}
	for range 60 {
		s = &document.Schema{Kind: document.Union, Variants: []*document.Schema{s, s}}
	}
	newSchemas(&model.API{Document: new(document.API)}, false).check(s, true, byServer)
}
