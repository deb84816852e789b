// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/document"
)

// sides tells whether a value is read-only, which only the server sends, or write-only, which only the
// client sends.
type sides struct{ readOnly, writeOnly bool }

// oneSidedProperties returns the properties of a schema that the schema or any of its parts (allOf)
// declares as read-only or write-only. All combinations must be settled.
func (r *reader) oneSidedProperties(s *document.Schema) map[string]sides {
	if known, ok := r.oneSided[s]; ok {
		return known // nil for a schema that contains itself
	}
	r.oneSided[s] = nil
	var all map[string]sides
	add := func(name string, one sides) {
		if one == (sides{}) {
			return
		}
		if all == nil {
			all = make(map[string]sides)
		}
		all[name] = sides{all[name].readOnly || one.readOnly, all[name].writeOnly || one.writeOnly}
	}
	for _, p := range s.Properties {
		add(p.Name, r.sidesOf(p.Schema))
	}
	if c := r.combinationOf[s]; c != nil {
		for _, p := range c.replaced {
			add(p.Name, r.sidesOf(p.Schema))
		}
		for _, part := range c.parts {
			inherited := r.oneSidedProperties(r.resolve(part))
			if !r.step(part.At, len(inherited)) {
				break
			}
			for name, one := range inherited {
				add(name, one)
			}
		}
	}
	r.oneSided[s] = all
	return all
}

// sidesOf returns the sides of a schema and of the schemas that it refers to.
func (r *reader) sidesOf(s *document.Schema) sides {
	var one sides
	for range len(r.schemas) + 1 {
		if s == nil {
			break
		}
		one = sides{one.readOnly || s.ReadOnly, one.writeOnly || s.WriteOnly}
		if s.Kind != document.Ref {
			break
		}
		s = r.schemas[s.Ref]
	}
	return one
}
