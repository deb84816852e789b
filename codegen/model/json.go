// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// FieldJSON says how JSON has a field, where that is not canonical.
type FieldJSON struct {
	// Name is the JSON name of a field that is not a member of the JSON object, if a member
	// has the name that follows from the field's name.
	Name       string
	Base64URL  bool // bytes in the URL-safe alphabet
	Number     bool // 64-bit integers without quotes
	Additional bool // a map of what its message has no other field for
	Nulls      bool // a list of the fields that are null
	// NullElements says that messages in the list or map may be null.
	NullElements bool
	Empties      bool // a list of the lists and maps that are empty
	NullEntries  bool // a list of the entries of maps that are null
	Zero         bool // of a required scalar, if it has presence: the zero value where it is not set
	// Discriminators are what a union's discriminator says of the field. None are the
	// field's name.
	Discriminators []string
}

// JSONName returns the field's name in proto JSON: the document's name, except for fields
// that are not members of the JSON object.
func (f *Field) JSONName() string {
	if name, ok := f.ownJSONName(); ok {
		return name
	}
	return cmp.Or(f.JSON.Name, naming.JSON(f.Name))
}

// ownJSONName returns the field's JSON name in the document. It is not ok if the JSON name
// follows from the field's name.
func (f *Field) ownJSONName() (name string, ok bool) {
	if lastKeys[f.Key] > 0 || f.Renamed || f.Parameter.Query != "" {
		return "", false
	}
	name = propertyName(f.Key)
	return name, naming.IsJSONName(name)
}

// fieldJSON returns how JSON has the field of a type for a schema: itself, the elements of
// its list, the values of its map.
func (b *builder) fieldJSON(s *document.Schema, t Type) FieldJSON {
	if m, ok := t.(Map); ok {
		t = m.Value
	}
	s = b.resolve(s)
	element := s.Items
	if isMap(s) {
		element = s.Additional
	}
	if element != nil {
		if s = b.resolve(element); b.isNullable(element) {
			return FieldJSON{NullElements: b.isMarkedNull(s)} // any value otherwise
		}
	}
	return FieldJSON{
		Base64URL: s.Kind == document.String && s.Format == document.Base64URL,
		Number:    s.Kind == document.Integer && len(s.Enum) == 0 && (t == Int64 || t == UInt64),
	}
}

// addAdditional gives a message the field for properties that are not declared.
func (b *builder) addAdditional(m *Message, s *document.Schema) {
	values := &document.Schema{At: s.At, Kind: document.Object, Additional: s}
	f := b.addKeyedField(m, additionalKey, values)
	f.JSON.Additional = true
	f.Description = "The properties of the JSON object for which the message has no field."
	if s.Description != "" {
		f.Description += "\n\n" + s.Description
	}
}
