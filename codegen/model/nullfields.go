// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// addNulls adds the field null_fields to a message if a property is nullable. It also adds the
// fields for null and empty values that the message was published with.
func (b *builder) addNulls(m *Message, s *document.Schema) {
	properties := slices.Concat(s.Properties, b.gather(s).properties)
	_, published := b.publishedField(m, nullsKey)
	if published || slices.ContainsFunc(properties, func(p *document.Property) bool { return b.isNullable(p.Schema) }) {
		b.addNullFields(m)
	}
	if _, published := b.publishedField(m, emptiesKey); published {
		b.addEmptyFields(m)
	}
	if _, published := b.publishedField(m, entriesKey); published {
		b.addNullEntries(m)
	}
}

func (b *builder) addNullFields(m *Message) {
	f := b.addNames(m, nullsKey, "The JSON names of fields that are null in JSON. "+
		"A field that is set is written with its value, even if the list contains its name.")
	f.JSON.Nulls = true
}

func (b *builder) addEmptyFields(m *Message) {
	f := b.addNames(m, emptiesKey,
		"The JSON names of lists and maps that are empty in JSON. Other empty lists and maps are omitted.")
	f.JSON.Empties = true
}

func (b *builder) addNullEntries(m *Message) {
	f := b.addNames(m, entriesKey,
		"The entries of maps that a merge patch removes, as it sends null for them. "+
			"Each is a JSON pointer: \"/labels/color\" is the entry color of labels; in a key, / is written ~1 and ~ is written ~0. "+
			"An entry that is set is written with its value, even if the list contains its pointer.")
	f.JSON.NullEntries = true
}

// addNames returns the field of a message with the key, which lists names of fields. It adds the
// field if it is missing.
func (b *builder) addNames(m *Message, key, description string) *Field {
	f := b.field(m, key)
	if f == nil {
		f = &Field{Key: key, Name: syntheticNames[key], Type: String, Repeated: true, Description: description, At: m.At}
		b.grow(1, m.At)
		b.add(m, f)
	}
	return f
}
