// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// elementType returns the type of the elements of a list, or of the values of a
// map. In proto they can be neither list nor map: those are messages around them
// that JSON does not have.
func (b *builder) elementType(s *document.Schema, owner *Message, key string) Type {
	isNull := b.isNullable(s)
	s = b.resolve(s)
	if isNull && !b.holdsNull(s) {
		b.findings.Add(finding.NullElement, s.At, "an element of %q may be null", owner.Key+"."+key)
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
	what := "An element of " + owner.Name + "." + key + "."
	if key == additionalKey {
		what = "An additional property of " + owner.Name + "."
	}
	if m.Parent == owner {
		m.Description = cmp.Or(m.Description, what)
	}
	return m
}

// holdsNull tells whether a list of such elements is one of messages, which may be null
// (protolect.api.v1.field.json_null_elements). Other elements that may be null are values of any type.
func (b *builder) holdsNull(s *document.Schema) bool {
	if s.Kind == document.Union && b.api.TypeRules >= 2 {
		if all := b.alternatives(s); len(all) == 1 {
			return b.holdsNull(b.resolve(all[0]))
		}
	}
	return isCollection(s) || b.isObject(s) || s.Kind == document.Union
}

// isMarkedNull tells whether null, among such elements, is a mark on an empty message. A value of any type holds
// null itself.
func (b *builder) isMarkedNull(s *document.Schema) bool {
	if s.Kind != document.Union {
		return isCollection(s) || b.isObject(s)
	}
	all := b.alternatives(s)
	return len(all) > 1 || len(all) == 1 && b.isMarkedNull(b.resolve(all[0]))
}

// collection returns the message that a list or map is where it cannot be a
// field: Google's own, which says as much as a schema without types, or the one
// that is made of a schema with a name. It is nil for everything else.
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
		b.collections[s.Name] = m // before it is filled: it may hold itself
		b.api.Messages = append(b.api.Messages, m)
		b.wrap(m, s)
	}
	return m
}

// isWellKnownCollection tells whether a list or map is one of any values, of which
// Google has messages.
func (b *builder) isWellKnownCollection(s *document.Schema) bool {
	return s.Kind == document.Array && b.isUntyped(s.Items) || isMap(s) && b.isUntyped(s.Additional)
}

// nameElement gives the type of an element the name of one: Owner for the
// elements of owners.
func (b *builder) nameElement(t Type, key string) Type {
	if !b.conventions.SingularElements {
		return t
	}
	switch nested := t.(type) {
	case *Message:
		if nested.Key == key {
			nested.Name = naming.Singular(nested.Name)
		}
	case *Enum:
		if nested.Key == key {
			nested.Name = naming.Singular(nested.Name)
		}
	}
	return t
}

func isCollection(s *document.Schema) bool { return s.Kind == document.Array || isMap(s) }

func (b *builder) isUntyped(s *document.Schema) bool {
	s = b.resolve(s)
	return s.Kind == document.Any && s.Format == document.NoFormat
}

// wrap gives a message a list or a map as its only field.
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

// elementName returns the name of the message around an element: Row for the
// property rows, and DataList or DataMap where that is no plural.
func elementName(key string, s *document.Schema) string {
	name := nestedName(key)
	if one := naming.Singular(name); one != name {
		return one
	}
	if s.Kind == document.Array {
		return name + "List"
	}
	return name + "Map"
}

// nestedName returns the name of a type that is called after a property.
func nestedName(key string) string {
	if key == additionalKey {
		return "AdditionalProperties"
	}
	return naming.Type(key)
}
