// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// hasPresence tells whether a value that is neither message nor list is told from
// no value at all.
func (b *builder) hasPresence(m *Message, key string, s *document.Schema) bool {
	if b.conventions.TracksPresence {
		// Who sends what is read-only has no value for it, and one that is null has none.
		return !s.Required || b.isReadOnly(s) || b.isNullable(s)
	}
	return defaultsToOther(s) || b.zeroIsReal(m, key, s)
}

// defaultsToOther tells whether the document gives a value a default that is
// not the zero value: then absent and zero are two things.
func defaultsToOther(s *document.Schema) bool {
	for _, limit := range s.Limits {
		if limit.Name == document.Default {
			return !slices.Contains([]string{"", "0", "0.0", "false"}, limit.Value) && (len(s.Enum) == 0 || limit.Value != s.Enum[0].Value)
		}
	}
	return false
}

// zeroIsReal tells whether the value of an enum that has the number 0 means
// something: then it must be told from no value at all. It is the first one
// that the enum had when it was published.
func (b *builder) zeroIsReal(m *Message, key string, s *document.Schema) bool {
	s = b.resolve(s)
	if len(s.Enum) == 0 {
		return false
	}
	zero := s.Enum[0].Value
	if entry := b.published.Enums[m.Key+"."+key]; entry != nil {
		for _, numbers := range []map[string]int32{entry.Current, entry.Gone} {
			for name, number := range numbers {
				if number == 0 {
					zero = name
				}
			}
		}
	}
	return !slices.ContainsFunc(strings.Split(strings.ToUpper(zero), "_"), func(word string) bool {
		return word == "UNSPECIFIED" || word == "UNKNOWN"
	})
}

// unspecified is the key of the value that stands for none.
const unspecified = "UNSPECIFIED"

// addUnspecified gives an enum the value 0 for "no value" (AIP-126), if all values of the
// document are real ones.
func (b *builder) addUnspecified(e *Enum, s *document.Schema) {
	if !b.conventions.CompleteEnums || slices.ContainsFunc(s.Enum, func(v document.EnumValue) bool {
		return strings.EqualFold(v.Value, unspecified) || strings.HasSuffix(strings.ToUpper(v.Value), "_"+unspecified)
	}) {
		return
	}
	e.Values = append(e.Values, &EnumValue{Key: unspecified, Absent: true, Description: "The value is not set."})
}

// addNulls gives a message the field that tells null from absent, where the document
// permits null, or permitted it.
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
	f := b.addNames(m, nullsKey, "The JSON names of fields that are null in JSON. A field that is set is not null.")
	f.JSON.Nulls = true
}

func (b *builder) addEmptyFields(m *Message) {
	f := b.addNames(m, emptiesKey, "The JSON names of lists and maps that are empty in JSON. Other empty lists and maps are omitted.")
	f.JSON.Empties = true
}

func (b *builder) addNullEntries(m *Message) {
	f := b.addNames(m, entriesKey, "The map entries that a merge patch removes, as JSON pointers: \"/labels/color\" is the entry \"color\" of the map labels. "+
		"In a key, write / as ~1 and ~ as ~0. An entry that is set is not removed.")
	f.JSON.NullEntries = true
}

// addNames gives a message a list of names of its fields, unless it has it.
func (b *builder) addNames(m *Message, key, description string) *Field {
	f := b.field(m, key)
	if f == nil {
		f = &Field{Key: key, Name: ownNames[key], Type: String, Repeated: true, Description: description, At: m.At}
		b.grow(1, m.At)
		b.add(m, f)
	}
	return f
}

func isMapType(t Type) bool {
	_, ok := t.(Map)
	return ok
}
