// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// isEnum reports whether a schema becomes an enum.
func isEnum(s *document.Schema) bool {
	return len(s.Enum) > 0 && (s.Kind == document.String || s.Kind == document.Integer || s.Kind == document.Number)
}

// declareEnum creates a top-level enum for a named schema.
func (b *builder) declareEnum(s *document.Schema) {
	e := b.newEnum(s.Name, s)
	e.Schema, e.Package, e.Description = s.Name, b.api.Package, s.Description
	e.Name, e.fallbackName = b.api.schemaName(s.Name)
	b.api.Enums = append(b.api.Enums, e)
	b.enums[s.Name] = e
}

// addEnum returns the enum for a schema that is defined in place, nested in owner.
func (b *builder) addEnum(owner *Message, key string, s *document.Schema) *Enum {
	if e := b.adoptEnum(owner.Key+"."+key, s, owner, nestedName(key)); e != nil {
		return e
	}
	e := b.newEnum(owner.Key+"."+key, s)
	e.Name, e.Package, e.Parent = nestedName(key), owner.Package, owner
	owner.Enums = append(owner.Enums, e)
	return e
}

func (b *builder) newEnum(key string, s *document.Schema) *Enum {
	b.grow(len(s.Enum), s.At)
	e := &Enum{Key: key, JSONNumber: s.Kind != document.String, At: s.At}
	b.addUnspecified(e, s)
	for _, v := range s.Enum {
		e.Values = append(e.Values, &EnumValue{Key: v.Value, Description: v.Description, Deprecated: v.Deprecated})
	}
	return e
}

// unspecified is the key of the value that means "no value".
const unspecified = "UNSPECIFIED"

// addUnspecified adds the value 0 for "no value" (AIP-126) to an enum, with the convention
// CompleteEnums and unless a value has the name of one.
func (b *builder) addUnspecified(e *Enum, s *document.Schema) {
	if !b.conventions.CompleteEnums || slices.ContainsFunc(s.Enum, func(v document.EnumValue) bool {
		return strings.EqualFold(v.Value, unspecified) || strings.HasSuffix(strings.ToUpper(v.Value), "_"+unspecified)
	}) {
		return
	}
	e.Values = append(e.Values, &EnumValue{Key: unspecified, Absent: true, Description: "The value is not set."})
}
