// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

// TestWords checks the descriptions of types in messages.
func TestWords(t *testing.T) {
	text := &document.Schema{Kind: document.String}
	properties := func(n int) *document.Schema {
		s := &document.Schema{Kind: document.Object}
		for range n {
			s.Properties = append(s.Properties, &document.Property{Schema: text})
		}
		return s
	}
	withOthers := properties(1)
	withOthers.Additional = text
	deep := text
	for range maxWords {
		deep = &document.Schema{Kind: document.Array, Items: deep}
	}
	lists := "list of list of list of list of list of list of list of list of list of list of "
	for _, test := range []struct {
		name           string
		schema         *document.Schema
		words, content string
	}{
		{"any", new(document.Schema), "any", "any"},
		{"text", text, "string", "string"},
		{"format", &document.Schema{Kind: document.Integer, Format: document.UInt64}, "integer (uint64)", "integer (uint64)"},
		{"date", &document.Schema{Kind: document.String, Format: document.Date}, "string (date)", "string (date)"},
		{"reference", &document.Schema{Kind: document.Ref, Ref: "Pet"}, "Pet", "Pet"},
		{"list", &document.Schema{Kind: document.Array, Items: text}, "list of string", "list of string"},
		{"map", &document.Schema{Kind: document.Object, Additional: text}, "map of string", "map of string"},
		{"one value", &document.Schema{Kind: document.String, Enum: make([]document.EnumValue, 1)}, "enum of 1 value", "enum of 1 value"},
		{"values", &document.Schema{Kind: document.String, Enum: make([]document.EnumValue, 3)}, "enum of 3 values", "enum of 3 values"},
		{"one property", properties(1), "object of 1 property", "1 property"},
		{"properties", properties(2), "object of 2 properties", "2 properties"},
		{"no properties", properties(0), "object", "0 properties"},
		{"properties and others", withOthers, "object of 1 property", "1 property"},
		{"union", &document.Schema{Kind: document.Union, Variants: []*document.Schema{text}}, "one of several", "one of several"},
		{"as deep as is said", deep.Items, lists[len("list of "):] + "string", lists[len("list of "):] + "string"},
		{"deeper", deep, lists + "more", lists + "more"},
	} {
		if got := typeWords(test.schema); got != test.words {
			t.Errorf("%s: got %q, want %q", test.name, got, test.words)
		}
		if got := content(test.schema); got != test.content {
			t.Errorf("the content of %s: got %q, want %q", test.name, got, test.content)
		}
	}
	if got := limitWords(nil); got != "none" {
		t.Errorf("got %q", got)
	}
	if got, want := limitWords([]document.Limit{{Name: "Minimum", Value: "1"}, {Name: "Maximum", Value: "2"}}), `Minimum "1", Maximum "2"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
