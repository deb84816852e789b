// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// valueKinds says which kinds of JSON values a parameter can have.
type valueKinds struct {
	scalar, list, object bool
	// nested is set if a list or an object has lists or objects in it, other than lists of
	// scalars in an object: listed is set for these.
	nested, listed bool
	// untyped is set for a value of any kind.
	untyped bool
}

func (k valueKinds) isScalar() bool { return !k.list && !k.object }

// isNested tells whether a list or an object is within another one where OpenAPI does not
// define a form for that: the elements of a list in an exploded object have its key each.
func (k valueKinds) isNested(p *document.Parameter) bool {
	return k.nested || k.listed && !p.Explode || p.Repeated && !k.isScalar()
}

// kindsOf returns the kinds of the values of a schema: of all its alternatives.
func (b *builder) kindsOf(s *document.Schema) valueKinds {
	var kinds valueKinds
	b.eachAlternative(s, func(s *document.Schema) {
		switch s.Kind {
		case document.Any:
			kinds.scalar, kinds.list, kinds.object, kinds.untyped = true, true, true, true
		case document.Array:
			kinds.list = true
			kinds.nested = kinds.nested || b.isCompound(s.Items)
		case document.Object:
			kinds.object = true
			b.addMember(&kinds, s.Additional)
			for _, p := range s.Properties {
				b.addMember(&kinds, p.Schema)
			}
		default:
			kinds.scalar = true
		}
	})
	return kinds
}

// addMember adds to the kinds of an object what one of its members is.
func (b *builder) addMember(kinds *valueKinds, s *document.Schema) {
	if s == nil {
		return
	}
	b.eachAlternative(s, func(s *document.Schema) {
		switch {
		case s.Kind == document.Object, s.Kind == document.Array && b.isCompound(s.Items):
			kinds.nested = true
		case s.Kind == document.Array:
			kinds.listed = true
		}
	})
}

// isCompound tells whether a value can be a list or an object by its type.
func (b *builder) isCompound(s *document.Schema) bool {
	found := false
	b.eachAlternative(s, func(s *document.Schema) {
		found = found || s.Kind == document.Array || s.Kind == document.Object
	})
	return found
}

// eachAlternative visits what a schema stands for: each alternative of a union, in turn,
// and an object that has alternatives beside these.
func (b *builder) eachAlternative(s *document.Schema, visit func(*document.Schema)) {
	if s = b.target(s); len(s.Variants) == 0 {
		visit(s)
		return
	}
	seen := make(map[*document.Schema]bool)
	var walk func(s *document.Schema)
	walk = func(s *document.Schema) {
		if s = b.target(s); seen[s] {
			return
		}
		seen[s] = true
		if s.Kind != document.Union {
			visit(s)
		}
		for _, v := range s.Variants {
			walk(v)
		}
	}
	walk(s)
}

// hasList tells whether a list is anywhere in a value.
func (b *builder) hasList(s *document.Schema) bool {
	seen := make(map[*document.Schema]bool)
	var has func(s *document.Schema) bool
	has = func(s *document.Schema) bool {
		if s == nil {
			return false
		}
		if s = b.target(s); seen[s] {
			return false
		}
		seen[s] = true
		return s.Kind == document.Array || has(s.Additional) || slices.ContainsFunc(s.Variants, has) ||
			slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return has(p.Schema) })
	}
	return has(s)
}

// noteForm notes a parameter that has values for which OpenAPI does not define a form.
func (b *builder) noteForm(p *document.Parameter, kinds valueKinds) {
	switch {
	case b.noted[p]: // operations have it in common
	case p.Style == document.DeepObject:
		if b.hasList(p.Schema) {
			b.deepLists = append(b.deepLists, p)
		}
	case kinds.isNested(p) || kinds.untyped:
		b.nested = append(b.nested, p)
	}
	b.noted[p] = true
}

// reportForms reports the parameters that have values for which OpenAPI does not define a
// form.
func (b *builder) reportForms() {
	b.reportParameters(finding.ParameterNested, b.nested)
	b.reportParameters(finding.DeepObjectList, b.deepLists)
}

func (b *builder) reportParameters(rule finding.Rule, parameters []*document.Parameter) {
	if len(parameters) == 0 {
		return
	}
	const most = 5
	var names []string
	var at []finding.Position
	for _, p := range parameters {
		at = append(at, p.At)
		if name := fmt.Sprintf("%q", p.Name); !slices.Contains(names, name) && len(names) < most {
			names = append(names, name)
		}
	}
	if len(parameters) == 1 {
		b.findings.Add(rule, at[0], "the parameter %s", names[0])
		return
	}
	b.findings.AddAll(rule, at, "%d parameters, among them %s", len(parameters), strings.Join(names, ", "))
}
