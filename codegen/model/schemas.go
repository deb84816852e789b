// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// declareSchemas creates a message for each schema that is an object, so that fields can refer to
// them. A schema with the name and the structure of a well-known type becomes that type.
func (b *builder) declareSchemas() {
	for _, s := range b.api.Document.Schemas {
		b.schemas[s.Name] = s
	}
	b.findAliases()
	for _, s := range b.api.Document.Schemas {
		switch {
		case b.conventions.SharedEnums && isEnum(s):
			b.declareEnum(s)
		case s.Kind != document.Object || s.Format != document.NoFormat || isMap(s):
			// It is treated as if it were defined in place.
		case isEmpty(s):
			b.wellKnown(s, EmptyType)
		case isStatus(s):
			b.wellKnown(s, StatusType)
		default:
			m := &Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, At: s.At}
			b.nameMessage(m, s.Name)
			b.grow(1, s.At)
			b.api.Messages = append(b.api.Messages, m)
			b.types[s.Name] = m
		}
	}
	b.declareUnions()
}

// noteSchemasInPlace reports the named schemas for which the output has no type.
func (b *builder) noteSchemasInPlace() {
	for _, s := range b.api.Document.Schemas {
		if b.types[s.Name] == nil && b.collections[s.Name] == nil && b.enums[s.Name] == nil {
			b.findings.Add(finding.SchemaInPlace, s.At, "the schema %q is not an object with properties", s.Name)
		}
	}
}

func (b *builder) wellKnown(s *document.Schema, t WellKnown) {
	b.types[s.Name] = t
	b.findings.Add(finding.WellKnownSchema, s.At, "the schema %q is %s", s.Name, t)
}

func isMap(s *document.Schema) bool {
	return s.Kind == document.Object && len(s.Properties) == 0 && s.Additional != nil
}

func isEmpty(s *document.Schema) bool {
	return naming.WithoutPackage(s.Name) == "Empty" && len(s.Properties) == 0
}

func isStatus(s *document.Schema) bool {
	return naming.WithoutPackage(s.Name) == "Status" && len(s.Properties) == 3 &&
		slices.EqualFunc(s.Properties, []string{"code", "details", "message"}, func(p *document.Property, name string) bool {
			return p.Name == name
		}) &&
		s.Properties[0].Schema.Format == document.Int32 &&
		s.Properties[1].Schema.Kind == document.Array && s.Properties[1].Schema.Items.Format == document.TypedAny &&
		s.Properties[2].Schema.Kind == document.String
}

func (b *builder) fillMessages() {
	for _, s := range b.api.Document.Schemas {
		if m, ok := b.types[s.Name].(*Message); ok && s.Kind == document.Union {
			b.fillUnion(m, s)
		} else if ok {
			b.fill(m, s)
		}
	}
}

// fill adds the fields for an object to a message.
func (b *builder) fill(m *Message, s *document.Schema) {
	m.Description = s.Description
	m.Deprecated = s.Deprecated
	for _, p := range s.Properties {
		b.addField(m, p.Name, p.Schema)
	}
	b.addGathered(m, s)
	if additional := b.additional(s); additional != nil {
		b.addAdditional(m, additional)
	}
	b.addNulls(m, s)
}
