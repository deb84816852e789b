// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestAlikeRecursive(t *testing.T) {
	list := func(kind document.Kind) *document.Schema {
		s := &document.Schema{Kind: document.Object}
		s.Properties = []*document.Property{
			{Name: "next", Schema: &document.Schema{Kind: document.Array, Items: s}},
			{Name: "value", Schema: &document.Schema{Kind: kind}},
		}
		return s
	}
	self := func(s *document.Schema) *document.Schema { return s }
	if !document.SameStructure(list(document.String), list(document.String), self) {
		t.Error("Alike of two lists of strings = false, want true")
	}
	if document.SameStructure(list(document.String), list(document.Number), self) {
		t.Error("Alike of lists of strings and numbers = true, want false")
	}
}
