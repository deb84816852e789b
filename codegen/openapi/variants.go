// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readVariants reads the list of oneOf or anyOf. A single schema is combined with s, constants become an
// enum, and lists that only state which properties are required are findings.
func (r *reader) readVariants(node, list *jsontree.Node, s *document.Schema) {
	if list == nil {
		return
	}
	var variants []*document.Schema
	hasType := false // whether any variant determines a type
	for _, e := range list.Elements {
		if isNull(e) {
			s.Nullable = true
			continue
		}
		v := r.schema(e)
		hasType = hasType || r.hasTypeOrParts(v)
		variants = append(variants, v)
	}
	shareItems(node, s, variants)
	switch {
	case len(variants) == 0:
	case !hasType:
		r.findings.Add(finding.Unchecked, list.Position(), "the alternatives are not checked: %s", list)
	case isListOfConstants(variants):
		if s.Kind == document.Any {
			s.Kind = document.String
		}
		for _, v := range variants {
			value := v.Enum[0]
			value.Description, value.Deprecated = v.Description, v.Deprecated
			s.Enum = append(s.Enum, value)
		}
	case len(variants) == 1:
		c := r.combine(s, node)
		c.parts = append(c.parts, variants[0])
	case len(s.Variants) > 0: // the types
		r.findings.Add(finding.Unchecked, list.Position(), "the alternatives %q are not checked beside several types", list.Position().Element())
	case s.Kind == document.Any || s.Kind == document.Object && len(s.Properties) == 0 && s.Additional == nil:
		s.Kind, s.Variants = document.Union, variants
	case s.Kind == document.Object:
		s.Variants = variants
	default: // the alternatives restrict the values of a scalar
		r.findings.Add(finding.Unchecked, list.Position(), "the alternatives are not checked: %s", list)
	}
}

// shareItems handles items of a schema without a type beside variants that are not arrays. The schema is
// not an array then, and the items apply to the variants that are arrays without items.
func shareItems(node *jsontree.Node, s *document.Schema, variants []*document.Schema) {
	isExternal := func(v *document.Schema) bool {
		return v.Kind != document.Any && v.Kind != document.Ref && v.Kind != document.Array
	}
	if s.Kind != document.Array || node.Get("type") != nil || !slices.ContainsFunc(variants, isExternal) {
		return
	}
	for _, v := range variants {
		if v.Kind == document.Array && v.Items.Kind == document.Any {
			v.Items = s.Items
		}
	}
	s.Kind, s.Items = document.Any, nil
}

// isNull reports whether a schema permits only null.
func isNull(node *jsontree.Node) bool {
	name := node.Get("type")
	return name != nil && name.Text == "null" && node.Get("$ref") == nil
}

// isListOfConstants reports whether variants are the values of an enum with descriptions.
func isListOfConstants(variants []*document.Schema) bool {
	seen := make(map[string]bool)
	for _, v := range variants {
		if v.Kind != document.String || len(v.Enum) != 1 || seen[v.Enum[0].Value] {
			return false
		}
		seen[v.Enum[0].Value] = true
	}
	return true
}
