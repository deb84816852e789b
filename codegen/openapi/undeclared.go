// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// addUndeclaredProperties adds a property for each required name that an object does not declare, since
// a server may insist on it. The property accepts any value.
func (r *reader) addUndeclaredProperties() {
	required := maps.Clone(r.undeclared)
	for _, c := range r.combinations {
		required[c.schema] = c.required
	}
	for _, c := range r.combinations {
		for _, part := range c.parts { // A part may require a property of another part.
			if part.Kind != document.Ref {
				delete(required, part)
			}
		}
	}
	alternatives := r.alternatives()
	objects := slices.SortedFunc(maps.Keys(required), func(a, b *document.Schema) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column), strings.Compare(a.At.Pointer, b.At.Pointer))
	})
	for _, s := range objects {
		// Alternatives may declare the properties of each other. An object without properties
		// accepts any.
		if s.Kind != document.Object || len(s.Properties) == 0 || s.Additional != nil || r.closed[s] || alternatives[s] {
			continue
		}
		r.addUndeclaredProperty(s, required[s])
	}
}

// addUndeclaredProperty adds properties for the names that an object and its alternatives do not declare.
func (r *reader) addUndeclaredProperty(s *document.Schema, names map[string]bool) {
	described := make(map[string]bool)
	r.addPropertyNames(described, s, make(map[*document.Schema]bool))
	var added []*document.Property
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if described[name] || name == "" || len(name) > maxName || !r.step(s.At, 1) {
			continue
		}
		r.findings.Add(finding.SchemaMissing, s.At, "the property %q is required but not declared", name)
		added = append(added, &document.Property{Name: name, Schema: &document.Schema{At: s.At, Required: true}})
	}
	if len(added) > 0 {
		s.Properties = slices.Concat(s.Properties, added)
		slices.SortStableFunc(s.Properties, func(a, b *document.Property) int { return strings.Compare(a.Name, b.Name) })
	}
}

// addPropertyNames adds the names of the properties of a schema and its alternatives.
func (r *reader) addPropertyNames(names map[string]bool, s *document.Schema, seen map[*document.Schema]bool) {
	s = r.shapeOf(s)
	if s == nil || seen[s] || !r.step(s.At, len(s.Properties)) {
		return
	}
	seen[s] = true
	for _, p := range s.Properties {
		names[p.Name] = true
	}
	for _, v := range s.Variants {
		r.addPropertyNames(names, v, seen)
	}
}

// alternatives returns all schemas that are alternatives of another schema.
func (r *reader) alternatives() map[*document.Schema]bool {
	all := make(map[*document.Schema]bool)
	for s := range r.doc.EachSchema {
		for _, v := range s.Variants {
			if v = r.shapeOf(v); v != nil {
				all[v] = true
			}
		}
	}
	return all
}
