// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// jsonTypes is the set of JSON types that a value can have.
type jsonTypes struct {
	scalar, list, object bool
	// nested reports whether a list or an object contains lists or objects, except for lists of
	// scalars in an object, which listed reports.
	nested, listed bool
	// untyped reports whether the value can be of any type.
	untyped bool
}

func (t jsonTypes) isScalar() bool { return !t.list && !t.object }

// isNested reports whether the value of a parameter contains lists or objects for which OpenAPI
// does not define a serialization. It defines one for lists in an exploded object: each element
// gets the key.
func (t jsonTypes) isNested(p *document.Parameter) bool {
	return t.nested || t.listed && !p.Explode || p.Repeated && !t.isScalar()
}

// jsonTypesOf returns the types of the values that a schema and its alternatives describe.
func (b *builder) jsonTypesOf(s *document.Schema) jsonTypes {
	var types jsonTypes
	b.eachAlternative(s, func(s *document.Schema) {
		switch s.Kind {
		case document.Any:
			types.scalar, types.list, types.object, types.untyped = true, true, true, true
		case document.Array:
			types.list = true
			types.nested = types.nested || b.isCompound(s.Items)
		case document.Object:
			types.object = true
			b.addMember(&types, s.Additional)
			for _, p := range s.Properties {
				b.addMember(&types, p.Schema)
			}
		default:
			types.scalar = true
		}
	})
	return types
}

// addMember adds the types of an object's member to those of the object.
func (b *builder) addMember(types *jsonTypes, s *document.Schema) {
	if s == nil {
		return
	}
	b.eachAlternative(s, func(s *document.Schema) {
		switch {
		case s.Kind == document.Object, s.Kind == document.Array && b.isCompound(s.Items):
			types.nested = true
		case s.Kind == document.Array:
			types.listed = true
		}
	})
}

// isCompound reports whether a value can be a list or an object.
func (b *builder) isCompound(s *document.Schema) bool {
	found := false
	b.eachAlternative(s, func(s *document.Schema) {
		found = found || s.Kind == document.Array || s.Kind == document.Object
	})
	return found
}

// eachAlternative calls visit for a schema, with references resolved. For a union, it calls
// visit for each alternative instead; for an object with alternatives, also for these.
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

// hasList reports whether a value contains a list at any depth.
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

// isTextual reports whether a value is a scalar or a list of scalars.
func (b *builder) isTextual(s *document.Schema) bool {
	s = b.resolve(s)
	if s.Kind == document.Array {
		s = b.resolve(s.Items)
	}
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	case document.Ref:
		_, isEnum := b.types[s.Ref].(*Enum)
		return isEnum
	}
	return false
}

// isObject reports whether a value is an object, with declared or with arbitrary properties.
func (b *builder) isObject(s *document.Schema) bool {
	s = b.resolve(s)
	return s.Kind == document.Object || s.Kind == document.Ref && !b.isTextual(s)
}
