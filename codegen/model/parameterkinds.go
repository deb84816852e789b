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
	// nested says that a list or an object has lists or objects in it.
	nested bool
	// untyped says that it can be any value.
	untyped bool
}

func (k valueKinds) isScalar() bool { return !k.list && !k.object }

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
			kinds.nested = kinds.nested || s.Additional != nil && b.isCompound(s.Additional) ||
				slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return b.isCompound(p.Schema) })
		default:
			kinds.scalar = true
		}
	})
	return kinds
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
	case kinds.nested || kinds.untyped || p.Repeated && !kinds.isScalar():
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
