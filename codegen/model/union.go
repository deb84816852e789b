// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// unionOneof is the name of the oneof that contains all fields of a union.
const unionOneof = "variant"

// unionType returns the type for a union without a name: that of its only alternative, or a message
// that is nested in owner and named after key.
func (b *builder) unionType(s *document.Schema, owner *Message, key string) Type {
	all := b.alternatives(s)
	switch len(all) {
	case 0:
		return ValueType
	case 1:
		return b.elementType(all[0], owner, key)
	}
	m, made := b.inPlace(s, owner, key, nestedName(key))
	if made {
		b.fillUnion(m, s)
	}
	return m
}

// declareUnions creates a message for each named union. All of them are declared before their
// alternatives are used, because unions can be alternatives of each other.
func (b *builder) declareUnions() {
	b.gatherInclusive()
	var unions []*Message
	for _, s := range b.api.Document.Schemas {
		if s.Kind == document.Union && len(b.alternatives(s)) > 1 {
			m := &Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, IsUnion: true, At: s.At}
			b.nameMessage(m, s.Name)
			b.grow(1, s.At)
			unions = append(unions, m)
		}
	}
	b.api.Messages = append(b.api.Messages, unions...)
	for _, m := range unions {
		b.types[m.Schema] = m
	}
	b.unionsDeclared = true
}

// gatherInclusive turns unions of objects into objects if a value can match several alternatives at
// once, which a oneof cannot express.
func (b *builder) gatherInclusive() {
	isObject := func(s *document.Schema) bool {
		s = b.target(s)
		return s.Kind == document.Object && len(s.Properties) > 0
	}
	published := b.publishedUnions()
	for s := range b.api.Document.EachSchema {
		if s.Kind != document.Union || !s.Inclusive || s.Discriminator != nil ||
			slices.ContainsFunc(s.Variants, func(v *document.Schema) bool { return !isObject(v) }) {
			continue
		}
		if key := published[s]; key != "" {
			b.findings.Add(finding.UnionKept, s.At,
				"%s was published as a union: its alternatives, which are all objects now, do not become one message", key)
			continue
		}
		s.Kind = document.Object
		if s.Name != "" && b.types[s.Name] == nil {
			m := &Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, At: s.At}
			b.nameMessage(m, s.Name)
			b.grow(1, s.At)
			b.api.Messages = append(b.api.Messages, m)
			b.types[s.Name] = m
		}
	}
}

// publishedUnions returns the keys of the messages for schemas that were published as unions, by schema. Schemas can
// contain themselves: those within a schema are only visited if it was published as a message.
func (b *builder) publishedUnions() map[*document.Schema]string {
	unions := make(map[*document.Schema]string)
	open := make(map[*document.Schema]bool) // lists and maps that are being visited
	var visit func(s *document.Schema, key string)
	visit = func(s *document.Schema, key string) {
		if s == nil || open[s] || !b.step(1, s.At) {
			return
		}
		open[s] = s.Kind == document.Array || isMap(s)
		defer delete(open, s)
		switch {
		case s.Kind == document.Array:
			visit(s.Items, key)
		case isMap(s):
			visit(s.Additional, key)
		case s.Kind == document.Union && isPublishedUnion(b.published.Messages[key]):
			unions[s] = key
		}
		if b.published.Messages[key] == nil {
			return
		}
		for _, p := range s.Properties {
			visit(p.Schema, key+"."+p.Name)
		}
	}
	if len(b.published.Messages) == 0 {
		return nil
	}
	for _, s := range b.api.Document.Schemas {
		visit(s, s.Name)
	}
	for _, o := range b.api.Document.Operations {
		for _, p := range o.Parameters {
			visit(p.Schema, o.ID+"."+p.Name)
		}
	}
	return unions
}

// isPublishedUnion reports whether all fields of a published message were those of a oneof.
func isPublishedUnion(entry *numbers.Entry) bool {
	if entry == nil || len(entry.Current) == 0 {
		return false
	}
	for _, number := range entry.Current {
		if entry.TypeOf(number).Label != "oneof" {
			return false
		}
	}
	return true
}

// fillUnion adds to a message the field for each alternative of a union.
func (b *builder) fillUnion(m *Message, s *document.Schema) {
	m.Description, m.Deprecated, m.IsUnion = s.Description, s.Deprecated, true
	all := b.alternatives(s)
	property, values := b.impliedDiscriminator(all)
	isInherited := false
	isNamed := !slices.ContainsFunc(all, func(v *document.Schema) bool { return v.Kind != document.Ref })
	if d := s.Discriminator; d != nil && d.Property != "" && isNamed {
		property, values = d.Property, b.discriminatorValues(d, all)
	} else if base, inherited := b.inheritedDiscriminator(all); property == "" && isNamed && base != "" {
		property, values, isInherited = base, inherited, true
	} else if d != nil && property == "" {
		b.findings.Add(finding.NotCarried, d.At, "the discriminator of %s: its alternatives are recognized by their structure", m.Key)
	}
	m.Discriminator = property
	keys, number := b.alternativeKeys(m, all, b.tagNames(property, all, values)), make(naming.Numbers)
	for i, v := range all {
		f := b.addAlternative(m, number.Unused(keys[i], func(key string) bool { return b.property(m, key) != nil }), v)
		if property != "" {
			f.JSON.Discriminators = values[i]
		}
		d := s.Discriminator
		if d != nil && d.Default != "" && property == d.Property && v.Ref == d.Default || isInherited && b.isDefaultOf(v, property) {
			m.DefaultAlternative = f
		}
	}
	if d := s.Discriminator; d != nil && d.Default != "" && property != "" && m.DefaultAlternative == nil {
		b.findings.Add(finding.NotCarried, d.At, "defaultMapping of %s: %s is not one of its alternatives", m.Key, d.Default)
	}
}

// addAlternative adds to a union the field for an alternative. A oneof cannot contain lists and
// maps: messages wrap these, which do not appear in JSON.
func (b *builder) addAlternative(m *Message, key string, s *document.Schema) *Field {
	f := &Field{
		Key: propertyKey(key), Name: alternativeName(m, key),
		Description: s.Description, Deprecated: s.Deprecated, Oneof: unionOneof, At: s.At, schema: s,
	}
	if !b.grow(1, s.At) {
		return f
	}
	f.Type = b.elementType(s, m, key)
	f.JSON, f.LockedType = b.fieldJSON(s, f.Type), b.integers[fieldKey{m, key}]
	if !isUnion(f.Type) {
		f.JSON.NullElements = false // set for the field within the message that wraps it
	}
	if nested, ok := f.Type.(*Message); ok && nested.Parent == m && nested.JSONValue {
		nested.Name = naming.Type(key)
	}
	b.add(m, f)
	return f
}
