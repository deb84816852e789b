// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// hasPresence reports whether the scalar field for a schema needs presence.
func (b *builder) hasPresence(m *Message, key string, s *document.Schema) bool {
	if b.conventions.TracksPresence {
		// Clients do not send read-only fields, and a null field has no value.
		return !s.Required || b.isReadOnly(s) || b.isNullable(s)
	}
	return defaultsToOther(s) || b.zeroIsReal(m, key, s)
}

// defaultsToOther reports whether a value has a default that is not the zero value. An absent
// value then differs from a zero one.
func defaultsToOther(s *document.Schema) bool {
	for _, limit := range s.Limits {
		if limit.Name == document.Default {
			isZero := slices.Contains([]string{"", "0", "0.0", "false"}, limit.Value)
			return !isZero && (len(s.Enum) == 0 || limit.Value != s.Enum[0].Value)
		}
	}
	return false
}

// zeroIsReal reports whether the enum value with the number 0 has a meaning, according to its
// name. An absent value then differs from it. The number 0 belongs to the first value at the
// time of publication.
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

// HasPresence reports whether an absent field differs from one with the zero value.
func (f *Field) HasPresence() bool {
	if f.Repeated {
		return false
	}
	switch f.Type.(type) {
	case Scalar, *Enum:
		return f.Optional || f.Oneof != ""
	case Map:
		return false
	}
	return true
}

// keepPresence gives a field the presence with which it was published, because programs use a field with
// presence in another way than one without.
func (b *builder) keepPresence(m *Message, f *Field) {
	published, _ := b.publishedField(m, f.Key)
	f.Published, f.SchemaPresence = published.FieldType, f.Optional
	if f.Repeated || !isScalar(f.Type) {
		return
	}
	same := b.publishedAs(m, f.Key, func(t numbers.FieldType) bool { return b.isPublishedAs(f.Type, t) })
	switch {
	case published.optional && f.IsRequired(), same.Label == "optional":
		f.Optional = true
	case same.IsKnown() && same.Label == "":
		f.Optional = false
		isKept := func() bool { return !f.SchemaPresence || f.Optional || f.Oneof != "" }
		b.reportUnless(isKept, finding.PresenceKept, f.At,
			"the field for %q of %s was published without presence: its zero value also means that it is absent; "+
				"the line for the overlay that gives it presence is %s",
			f.Key, m.Key, OverlayLine("optional", m.Key+"."+f.Key, "true"))
	}
}

// isPublishedAs reports whether a scalar or an enum has the name of the published type of a field.
func (b *builder) isPublishedAs(t Type, published numbers.FieldType) bool {
	name := published.Name
	if e, ok := t.(*Enum); ok {
		return strings.HasPrefix(name, numbers.EnumType) && published.Label != "repeated" && b.published.Enums[e.Key] != nil
	}
	scalar, found := scalarsByName[name]
	return found && t == scalar && published.Label != "repeated"
}

// makeExplicit gives a required field presence if an unset field could not be recognized
// otherwise. It returns false if the field was published without presence.
func (b *builder) makeExplicit(m *Message, f *Field) bool {
	if !f.IsRequired() || f.HasPresence() || f.Repeated || !isScalar(f.Type) {
		return true
	}
	if hasAbsentZero(f.Type) {
		return true // the value 0 means that the field is not set
	}
	if _, published := b.publishedField(m, f.Key); published {
		return false
	}
	f.Optional, f.SchemaPresence = true, true
	return true
}

// hasAbsentZero reports whether a type is an enum whose value 0 means "no value".
func hasAbsentZero(t Type) bool {
	e, ok := t.(*Enum)
	return ok && slices.ContainsFunc(e.Values, func(v *EnumValue) bool { return v.Absent })
}
