// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// enumNodes returns the values in the members const or enum.
func enumNodes(node *jsontree.Node) []*jsontree.Node {
	if value := node.Get("const"); value != nil {
		return []*jsontree.Node{value}
	}
	if list := node.Get("enum"); list != nil && list.Kind == jsontree.Array {
		return list.Elements
	}
	return nil
}

// readEnum reads the values of an enum.
func (r *reader) readEnum(node *jsontree.Node, s *document.Schema) {
	r.member(node, "enum", jsontree.Array)
	seen := make(map[string]bool)
	for _, e := range enumNodes(node) {
		text := e.Text
		switch kind := kinds[e.Kind]; {
		case e.Kind == jsontree.Null:
			s.Nullable = true
			continue
		case s.Kind == document.Integer && kind == document.Number, s.Kind == kind && isScalar(kind):
		case hasSeveralTypes(node) && isScalar(kind):
			continue // a value of another type
		case s.Kind == document.String && isScalar(kind):
			text = r.textOf(e, "enum") // and adds a finding
		default:
			r.findings.Add(finding.Unchecked, e.Position(), "the value %s is permitted", e)
			continue
		}
		if !r.fitsName(text, e, "any value of its type is accepted") {
			s.Enum = nil
			return
		}
		if seen[text] {
			r.findings.Add(finding.EnumRepeats, e.Position(), "the enum lists %q twice", text)
			continue
		}
		seen[text] = true
		s.Enum = append(s.Enum, document.EnumValue{Value: text})
	}
}

// kinds contains the kinds of schemas by the kinds of their JSON values.
var kinds = map[jsontree.Kind]document.Kind{
	jsontree.String: document.String,
	jsontree.Number: document.Number,
	jsontree.Bool:   document.Boolean,
	jsontree.Array:  document.Array,
	jsontree.Object: document.Object,
}
