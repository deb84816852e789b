// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// styles contains the styles by name, except the defaults "form" and "simple".
var styles = map[string]document.Style{
	"spaceDelimited": document.SpaceSeparated,
	"pipeDelimited":  document.PipeSeparated,
	"deepObject":     document.DeepObject,
	"label":          document.LabelStyle,
	"matrix":         document.MatrixStyle,
}

// readStyle reads the style of a parameter. The default in a query is a list that is sent element by
// element.
func (r *reader) readStyle(p *document.Parameter, node *jsontree.Node, in string) {
	inQuery := in == "query" || in == "cookie"
	name := r.text(node, "style")
	switch {
	case name == "", inQuery && name == "form", !inQuery && name == "simple":
		p.Explode = inQuery
	case styles[name] == document.DefaultStyle, !isStyleFor(styles[name], in):
		r.findings.Add(finding.ParameterStyle, node.Get("style").Position(), "the style of %q is %q", p.Name, name)
	default:
		p.Style = styles[name]
	}
	if node.Get("explode") != nil {
		p.Explode = r.flag(node, "explode")
	}
	r.deferred = append(r.deferred, func() { r.settleStyle(p, inQuery) })
}

// isStyleFor reports whether a style is defined for a location.
func isStyleFor(style document.Style, in string) bool {
	switch style {
	case document.LabelStyle, document.MatrixStyle:
		return in == "path"
	case document.DeepObject:
		return in == "query"
	}
	return true
}

// settleStyle sets the style that applies to the types of a parameter's values. All schemas must have been
// read.
func (r *reader) settleStyle(p *document.Parameter, inQuery bool) {
	isPrefixed := p.Style == document.LabelStyle || p.Style == document.MatrixStyle
	hasLists, hasObjects := r.compounds(p.Schema)
	switch {
	case !hasLists && !hasObjects && !isPrefixed:
		p.Style, p.Explode = document.DefaultStyle, false // the style makes no difference
	case p.Style != document.DefaultStyle:
	case inQuery && p.Explode && r.kindOf(p.Schema) == document.Array:
		r.makeRepeated(p)
	case inQuery && hasObjects:
		p.Style = document.FormStyle
	case inQuery && p.Explode:
		p.Explode = false // lists are sent element by element
	default:
		p.Style = document.CommaSeparated
	}
}

// compounds reports whether values of a schema may be lists, and whether they may be objects.
func (r *reader) compounds(s *document.Schema) (lists, objects bool) {
	seen := make(map[*document.Schema]bool)
	var walk func(s *document.Schema)
	walk = func(s *document.Schema) {
		if s = r.resolve(s); seen[s] {
			return
		}
		seen[s] = true
		lists = lists || s.Kind == document.Array || s.Kind == document.Any
		objects = objects || s.Kind == document.Object || s.Kind == document.Any
		if s.Kind == document.Union {
			for _, v := range s.Variants {
				walk(v)
			}
		}
	}
	walk(s)
	return lists, objects
}

// makeRepeated changes a parameter that is a list into one that is sent once per element.
func (r *reader) makeRepeated(p *document.Parameter) {
	list := p.Schema
	for range len(r.schemas) + 1 {
		if list.Kind != document.Ref || r.schemas[list.Ref] == nil {
			break
		}
		list = r.schemas[list.Ref]
	}
	item := *list.Items
	if p.Schema.Description != "" {
		item.Description = p.Schema.Description
	}
	item.Deprecated = item.Deprecated || p.Schema.Deprecated
	item.Limits = append(slices.Clone(p.Schema.Limits), item.Limits...)
	item.Examples = append(slices.Clone(p.Schema.Examples), item.Examples...)
	p.Repeated, p.Schema, p.Explode = true, &item, false
}
