// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// FieldJSON describes how a field differs from canonical proto JSON.
type FieldJSON struct {
	// Name is the JSON name of a field that is not a member of the JSON object. It is empty
	// unless a member uses the name that follows from the field's name.
	Name       string
	Base64URL  bool // bytes in the URL-safe alphabet
	Number     bool // 64-bit integers without quotes
	Additional bool // a map of the members that have no field of their own
	Nulls      bool // a list of the fields that are null
	// NullElements reports whether messages in the list or map, or the union, can be null.
	NullElements bool
	Empties      bool // a list of the lists and maps that are sent even if empty
	NullEntries  bool // a list of the entries of maps that are null
	Zero         bool // a required scalar is always sent, even if it has the zero value
	// Discriminators are the values of a union's discriminator for the field. If there are
	// none, the value is the field's name.
	Discriminators []string
}

// JSONName returns the field's name in proto JSON: the document's name or, for fields that are
// not members of the JSON object, a name that no member has.
func (f *Field) JSONName() string {
	if name, ok := f.ownJSONName(); ok {
		return name
	}
	return cmp.Or(f.JSON.Name, naming.JSONName(f.Name))
}

// ownJSONName returns the field's JSON name in the document. It returns ok = false for fields
// that the document does not name; their JSON name follows from the field's name.
func (f *Field) ownJSONName() (name string, ok bool) {
	if syntheticKeys[f.Key] > 0 || f.Renamed || f.Parameter.Query != "" {
		return "", false
	}
	name = propertyName(f.Key)
	return name, naming.IsJSONName(name)
}

// fieldJSON returns how a field with the schema s and the type t differs from canonical JSON.
// For a list or map, this is about its elements.
func (b *builder) fieldJSON(s *document.Schema, t Type) FieldJSON {
	if m, ok := t.(Map); ok {
		t = m.Value
	}
	nullable := b.permitsNull(s)
	s = b.resolve(s)
	element := s.Items
	if isMap(s) {
		element = s.Additional
	}
	if element != nil {
		if s = b.resolve(element); isUnion(t) {
			return FieldJSON{NullElements: b.permitsNull(element)}
		} else if b.isNullable(element) {
			return FieldJSON{NullElements: b.marksNull(s)} // other types hold null themselves
		}
	}
	return FieldJSON{
		NullElements: nullable && isUnion(t),
		Base64URL:    s.Kind == document.String && s.Format == document.Base64URL,
		Number:       (s.Kind == document.Integer || s.Kind == document.Number) && len(s.Enum) == 0 && (t == Int64 || t == UInt64),
	}
}

func isUnion(t Type) bool {
	m, ok := t.(*Message)
	return ok && m.IsUnion
}

// addAdditional adds to a message the field for additional properties.
func (b *builder) addAdditional(m *Message, s *document.Schema) {
	values := &document.Schema{At: s.At, Kind: document.Object, Additional: s}
	f := b.addKeyedField(m, additionalKey, values)
	f.JSON.Additional = true
	f.Description = "The properties of the JSON object for which the message has no field."
	if s.Description != "" {
		f.Description += "\n\n" + s.Description
	}
}
