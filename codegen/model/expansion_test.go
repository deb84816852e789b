// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// TestExpansion checks that the model stops growing at the limit of its size.
func TestExpansion(t *testing.T) {
	wide := func(n int) *document.Schema { // n enum values
		s := text()
		for i := range n {
			s.Enum = append(s.Enum, document.EnumValue{Value: strconv.Itoa(i)})
		}
		return named("Wide", s)
	}
	doubling := func(levels int) *document.Schema { // each level is in the one above twice
		s := text()
		for range levels {
			s = object("", property("a", s), property("b", s))
		}
		return named("Top", s)
	}
	looked := func(n int) *document.Schema { // n alternatives, one of which counts
		s := union("Looked", text())
		for range n - 1 {
			s.Variants = append(s.Variants, text())
		}
		return s
	}
	for _, test := range []struct {
		name   string
		values int
		schema *document.Schema
		want   string // how many there may be, if there are more
	}{
		{"a small document", 1000, wide(50_000), ""},
		{"too much for a small document", 1000, wide(50_001), "50000"},
		{"a document of some size", 20_000, wide(60_000), ""},
		{"too much for a document of some size", 20_000, wide(60_001), "60000"},
		{"doubling", 1000, doubling(12), ""},
		{"too much doubling", 1000, doubling(19), "50000"},
		{"alternatives", 1000, looked(60_000), ""},
		{"too many alternatives", 1000, looked(300_000), "50000"},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := openAPI(test.schema)
			doc.Values = test.values
			api, findings := model.Build(doc, new(model.Package), new(numbers.Lock))
			made := 0
			api.Walk(func(m *model.Message) { made += 1 + len(m.Fields) })
			if made > 50_000 {
				t.Errorf("the model has %d messages and fields", made)
			}
			var got []string
			for _, f := range findings.All() {
				if f.Rule == finding.Expansion.Name {
					got = append(got, f.Message)
				}
			}
			var want []string
			if test.want != "" {
				want = []string{fmt.Sprintf("the document expands to more than %s messages, fields and enum values, the limit for a document of %d values", test.want, test.values)}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
