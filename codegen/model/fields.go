// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// addField adds to a message the field for a property or parameter.
func (b *builder) addField(m *Message, name string, s *document.Schema) *Field {
	return b.addKeyedField(m, propertyKey(name), s)
}

func (b *builder) addKeyedField(m *Message, key string, s *document.Schema) *Field {
	examples := slices.Concat(s.Examples, b.targetExamples(s))
	f := &Field{
		Key:         key,
		Name:        cmp.Or(syntheticNames[key], naming.Field(key)),
		Behaviors:   b.behaviors(s),
		Description: s.Description,
		Deprecated:  s.Deprecated,
		Limits:      b.limits(s),
		Examples:    document.JoinExamples(examples),
		At:          s.At,
		schema:      s,
	}
	if !b.grow(1, s.At) {
		f.Type = String // the model is incomplete, so the type is irrelevant
		return f
	}
	f.Type, f.Repeated = b.fieldType(s, m, key)
	f.invalidTime = firstInvalidTime(f.Type, examples)
	f.JSON = b.fieldJSON(s, f.Type)
	f.LockedType = b.integers[fieldKey{m, key}]
	b.setPresence(m, f, s)
	if f.Type == TimestampType && !f.Repeated {
		f.asText = &Field{Key: key, Behaviors: f.Behaviors, Type: String}
		b.setPresence(m, f.asText, s)
	}
	b.add(m, f)
	return f
}

// setPresence sets whether a field of a message distinguishes absent from zero, and whether clients
// send its zero value.
func (b *builder) setPresence(m *Message, f *Field, s *document.Schema) {
	f.Optional = !f.Repeated && isScalar(f.Type) && b.hasPresence(m, f.Key, s)
	_, isScalarType := f.Type.(Scalar)
	f.JSON.Zero = isScalarType && !f.Repeated && !f.Optional && !b.inParameter && b.conventions.SendsRequired
	b.keepPresence(m, f)
	if b.conventions.TracksPresence && !b.inParameter && b.isWriteOnly(s) {
		// Responses do not contain the value. A client that sends back what it read must not replace it.
		f.JSON.Zero = false
		b.makeExplicit(m, f)
	}
}

// targetExamples returns the examples of the schema to which a reference resolves.
func (b *builder) targetExamples(s *document.Schema) []document.Example {
	if target := b.resolve(s); target != s {
		return target.Examples
	}
	return nil
}

// limits returns the limits of a field. For a list, they include those of the elements, except for
// limits that the list has itself.
func (b *builder) limits(s *document.Schema) []document.Limit {
	list := b.resolve(s)
	if list.Kind != document.Array || isCollection(b.resolve(list.Items)) {
		return s.Limits
	}
	return mergeLimits(s.Limits, list.Items.Limits)
}

// mergeLimits returns limits followed by those of others whose names limits does not contain.
func mergeLimits(limits, others []document.Limit) []document.Limit {
	merged := slices.Clone(limits)
	for _, other := range others {
		if !slices.ContainsFunc(limits, func(own document.Limit) bool { return own.Name == other.Name }) {
			merged = append(merged, other)
		}
	}
	return merged
}

// fieldType returns the type of the field for a schema, and whether the field is repeated. A type
// without a name of its own is nested in owner and named after key.
func (b *builder) fieldType(s *document.Schema, owner *Message, key string) (t Type, repeated bool) {
	s = b.resolve(s)
	if s.Kind != document.Array {
		return b.singleType(s, owner, key), false
	}
	return b.elementType(s.Items, owner, key), true
}

// singleType returns the type for a schema that is not a list.
func (b *builder) singleType(s *document.Schema, owner *Message, key string) Type {
	if b.files[s] {
		return Bytes
	}
	if e := b.enums[s.Name]; e != nil {
		return e
	}
	if isEnum(s) {
		return b.addEnum(owner, key, s)
	}
	switch s.Kind {
	case document.Ref:
		return b.types[s.Ref]
	case document.String:
		return cmp.Or(stringTypes[s.Format], Type(String))
	case document.Integer:
		return b.integerType(s, owner, key)
	case document.Number:
		return b.numberType(s, owner, key)
	case document.Boolean:
		return Bool
	case document.Object:
		return b.objectType(s, owner, key)
	case document.Union:
		return b.unionType(s, owner, key)
	case document.Any:
		if s.Format == document.TypedAny {
			return AnyType
		}
	}
	return ValueType
}

var stringTypes = map[document.Format]Type{
	document.Int64:     Int64,
	document.UInt64:    UInt64,
	document.Base64URL: Bytes,
	document.Base64:    Bytes,
	document.Timestamp: TimestampType,
	document.Duration:  DurationType,
	document.FieldMask: FieldMaskType,
}

var integerTypes = map[document.Format]Type{
	document.UInt32: UInt32,
	document.Int64:  Int64,
	document.UInt64: UInt64,
}

// objectType returns the type for an object without a name.
func (b *builder) objectType(s *document.Schema, owner *Message, key string) Type {
	switch {
	case s.Format == document.TypedAny:
		return AnyType
	case isFree(s):
		return StructType
	case isMap(s):
		return Map{Value: b.elementType(s.Additional, owner, key)}
	}
	m, made := b.inPlace(s, owner, key, nestedName(key))
	if made {
		b.fill(m, s)
	}
	return m
}

// isFree reports whether an object permits arbitrary properties and declares none.
func isFree(s *document.Schema) bool {
	return s.Format == document.TypedAny || s.Format == document.Struct || isEmptyObject(s)
}

// sortFields sorts the fields of all messages by key, which is the order in which new fields are
// numbered. Synthetic fields come last.
func (b *builder) sortFields() {
	b.api.Walk(func(m *Message) {
		slices.SortStableFunc(m.Fields, func(a, b *Field) int {
			return cmp.Or(cmp.Compare(syntheticKeys[a.Key], syntheticKeys[b.Key]), cmp.Compare(a.Key, b.Key))
		})
	})
}
