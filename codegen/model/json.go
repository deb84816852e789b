// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// FieldJSON says how JSON has a field, where that is not canonical.
type FieldJSON struct {
	Base64URL  bool // bytes in the URL-safe alphabet
	Number     bool // 64-bit integers without quotes
	Additional bool // a map of what its message has no other field for
	Nulls      bool // a list of the fields that are null
	Empties    bool // a list of the lists and maps that are empty
	// Discriminators are what a union's discriminator says of the field. None are the
	// field's name.
	Discriminators []string
}

// JSONName returns the field's name in proto JSON.
func (f *Field) JSONName() string {
	if lastKeys[f.Key] > 0 || f.Renamed || f.Parameter.Query != "" {
		return JSONName(f.Name)
	}
	return f.Key
}

// fieldJSON returns how JSON has the field for a schema: itself, the elements of
// its list, the values of its map.
func (b *builder) fieldJSON(s *document.Schema) FieldJSON {
	s = b.resolve(s)
	element := s.Items
	if isMap(s) {
		element = s.Additional
	}
	if element != nil {
		if s = b.resolve(element); b.api.Document.TracksPresence && b.isNullable(element) {
			return FieldJSON{} // any value
		}
	}
	return FieldJSON{
		Base64URL: s.Kind == document.String && s.Format == document.Base64URL,
		Number:    s.Kind == document.Integer && len(s.Enum) == 0 && (s.Format == document.Int64 || s.Format == document.UInt64),
	}
}

// additionalKey is the key of the field with an object's other properties. A
// property of that name would be reported as declared twice.
const additionalKey = "*"

// addAdditional gives a message the field for properties that are not declared.
func (b *builder) addAdditional(m *Message, s *document.Schema) {
	values := &document.Schema{At: s.At, Kind: document.Object, Additional: s}
	f := b.addField(m, additionalKey, values)
	f.JSON.Additional = true
	f.Description = "The properties that have no field of their own."
	if s.Description != "" {
		f.Description += "\n\n" + s.Description
	}
}
