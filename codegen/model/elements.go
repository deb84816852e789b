// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// elementType returns the type for the elements of a list or for the values of a map. Proto
// permits neither lists nor maps there: a message wraps them, which does not appear in JSON.
func (b *builder) elementType(s *document.Schema, owner *Message, key string) Type {
	isNull := b.isNullable(s)
	s = b.resolve(s)
	if isNull && !b.holdsNull(s) {
		b.findings.Add(finding.NullElement, s.At, "an element of %q can be null", owner.Key+"."+key)
		return ValueType
	}
	if t := b.collection(s); t != nil {
		return t
	}
	if !isCollection(s) {
		return b.nameElement(b.singleType(s, owner, key), owner.Key+"."+key)
	}
	m, made := b.inPlace(s, owner, key, elementName(key, s))
	if !made {
		return m
	}
	b.wrap(m, s)
	return m
}

// holdsNull reports whether the elements that a schema describes become messages, which can be
// null (protolect.api.v1.field.json_null_elements). Other nullable elements become values of
// any type.
func (b *builder) holdsNull(s *document.Schema) bool {
	if s.Kind == document.Union && b.api.TypeRules >= 2 {
		if all := b.alternatives(s); len(all) == 1 {
			return b.holdsNull(b.resolve(all[0]))
		}
	}
	return isCollection(s) || b.isObject(s) || s.Kind == document.Union
}

// marksNull reports whether a null element becomes an empty message that is marked as null.
// Values of any type hold null themselves.
func (b *builder) marksNull(s *document.Schema) bool {
	if s.Kind != document.Union {
		return isCollection(s) || b.isObject(s)
	}
	all := b.alternatives(s)
	return len(all) > 1 || len(all) == 1 && b.marksNull(b.resolve(all[0]))
}

// collection returns the message for a list or map in a place where a field cannot be a list
// or map: a well-known type if the elements are untyped, or a message for a named schema. It
// returns nil for all other schemas.
func (b *builder) collection(s *document.Schema) Type {
	switch {
	case !isCollection(s):
		return nil
	case b.isWellKnownCollection(s) && s.Kind == document.Array:
		return ListValueType
	case b.isWellKnownCollection(s):
		return StructType
	case s.Name == "":
		return nil
	}
	m := b.collections[s.Name]
	if m == nil {
		m = &Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, At: s.At}
		b.nameMessage(m, s.Name)
		b.grow(1, s.At)
		b.collections[s.Name] = m // before it is filled, because it can contain itself
		b.api.Messages = append(b.api.Messages, m)
		b.wrap(m, s)
	}
	return m
}

// isWellKnownCollection reports whether a schema is a list or map of untyped values, for which
// there are well-known types.
func (b *builder) isWellKnownCollection(s *document.Schema) bool {
	return s.Kind == document.Array && b.isUntyped(s.Items) || isMap(s) && b.isUntyped(s.Additional)
}

func isCollection(s *document.Schema) bool { return s.Kind == document.Array || isMap(s) }

func (b *builder) isUntyped(s *document.Schema) bool {
	s = b.resolve(s)
	return s.Kind == document.Any && s.Format == document.NoFormat
}

// wrap makes a list or a map the only field of a message.
func (b *builder) wrap(m *Message, s *document.Schema) {
	m.JSONValue = true
	m.Description, m.Deprecated = s.Description, s.Deprecated
	f := b.addField(m, "values", s)
	f.Description, f.Behaviors, f.Deprecated = "", nil, false
	for _, nested := range m.Messages {
		nested.Name = "Value"
	}
	for _, e := range m.Enums {
		e.Name = "Value"
	}
}
