// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// unionOneof is the name of the oneof that all fields of a union are in.
const unionOneof = "variant"

// alternatives returns what a union is one of: those of the unions without a
// discriminator that it is one of, too, and each but once. It is nil where JSON of any
// form is one, as no field could tell it from the others.
func (b *builder) alternatives(s *document.Schema) []*document.Schema {
	var all []*document.Schema
	seen := make(map[*document.Schema]bool)
	open := false
	var add func(s *document.Schema)
	add = func(s *document.Schema) {
		resolved, target := b.resolve(s), b.target(s)
		switch {
		case seen[target]:
		case b.isUntyped(s), target.Format == document.TypedAny, isEmptyObject(target):
			open = true
		case target.Kind == document.Union && target.Discriminator == nil:
			seen[target] = true
			for _, v := range target.Variants {
				add(v)
			}
		default:
			seen[target] = true
			all = append(all, resolved)
		}
	}
	seen[s] = true
	for _, v := range s.Variants {
		add(v)
	}
	if open {
		return nil
	}
	return b.withoutNarrower(all)
}

// isEmptyObject tells whether a schema is any object.
func isEmptyObject(s *document.Schema) bool {
	return s.Kind == document.Object && len(s.Properties) == 0 && s.Additional == nil && len(s.Variants) == 0
}

// withoutNarrower returns the alternatives that are no narrower than another one: a
// text that is one of some, beside any text, and an integer beside a number.
func (b *builder) withoutNarrower(all []*document.Schema) []*document.Schema {
	has := func(kind document.Kind) bool {
		return slices.ContainsFunc(all, func(s *document.Schema) bool {
			return s.Kind == kind && len(s.Enum) == 0 && s.Format == document.NoFormat
		})
	}
	text, number := has(document.String), has(document.Number)
	met := make(map[document.Kind]bool)
	return slices.DeleteFunc(all, func(s *document.Schema) bool {
		switch {
		case s.Kind == document.String && text, s.Kind == document.Number && number:
			plain := len(s.Enum) == 0 && s.Format == document.NoFormat && !met[s.Kind]
			met[s.Kind] = met[s.Kind] || plain
			return !plain
		case s.Kind == document.Integer && number, s.Kind == document.Boolean && met[s.Kind]:
			return true
		case s.Kind == document.Boolean:
			met[s.Kind] = true
		}
		return false
	})
}

// unionType returns the type of what is one of several: their own where there is but
// one. What the document does not name is nested in owner and called after key.
func (b *builder) unionType(s *document.Schema, owner *Message, key string) Type {
	all := b.alternatives(s)
	switch len(all) {
	case 0:
		return ValueType
	case 1:
		return b.elementType(all[0], owner, key)
	}
	m := &Message{Key: owner.Key + "." + key, Name: nestedName(key), Package: owner.Package, Parent: owner, At: s.At}
	owner.Messages = append(owner.Messages, m)
	b.fillUnion(m, s)
	return m
}

// declareUnions makes a message for every schema that is one of several. They may be
// alternatives of each other.
func (b *builder) declareUnions() {
	b.gatherInclusive()
	var unions []*Message
	for _, s := range b.api.Document.Schemas {
		if s.Kind == document.Union && len(b.alternatives(s)) > 1 {
			m := &Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, At: s.At}
			m.Name, m.longer = b.schemaName(s.Name)
			unions = append(unions, m)
		}
	}
	b.api.Messages = append(b.api.Messages, unions...)
	for _, m := range unions {
		b.types[m.Schema] = m
	}
}

// gatherInclusive makes objects of what may be several objects at once: no oneof could
// hold more than one of them.
func (b *builder) gatherInclusive() {
	isObject := func(s *document.Schema) bool {
		s = b.target(s)
		return s.Kind == document.Object && len(s.Properties) > 0
	}
	for s := range b.api.Document.EachSchema {
		if s.Kind == document.Union && s.Inclusive && s.Discriminator == nil && !slices.ContainsFunc(s.Variants, func(v *document.Schema) bool { return !isObject(v) }) {
			s.Kind = document.Object
			if m := (&Message{Key: s.Name, Schema: s.Name, Package: b.api.Package, At: s.At}); s.Name != "" && b.types[s.Name] == nil {
				m.Name, m.longer = b.schemaName(s.Name)
				b.api.Messages = append(b.api.Messages, m)
				b.types[s.Name] = m
			}
		}
	}
}

// fillUnion gives a message a field for each alternative.
func (b *builder) fillUnion(m *Message, s *document.Schema) {
	m.Description, m.Deprecated, m.IsUnion = s.Description, s.Deprecated, true
	all := b.alternatives(s)
	property, values := b.tellingProperty(all)
	if d := s.Discriminator; d != nil && d.Property != "" && !slices.ContainsFunc(all, func(v *document.Schema) bool { return v.Kind != document.Ref }) {
		property, values = d.Property, make([][]string, len(all))
		for _, mapped := range d.Mapping {
			if i := slices.IndexFunc(all, func(v *document.Schema) bool { return v.Ref == mapped.Schema }); i >= 0 {
				values[i] = append(values[i], mapped.Value)
			}
		}
	} else if d != nil && property == "" {
		b.findings.Add(finding.NotCarried, d.At, "the discriminator of %s, whose kinds are told by their shape", m.Key)
	}
	m.Discriminator = property
	for i, v := range all {
		f := b.addAlternative(m, b.alternativeKey(m, v), v)
		if property != "" {
			f.JSON.Discriminators = values[i]
		}
	}
}

// tellingProperty returns the property that says which alternative an object is, though
// the document has no discriminator, and its values in each: all have it, it must be
// there, and no value is one of two.
func (b *builder) tellingProperty(all []*document.Schema) (property string, values [][]string) {
	if len(all) == 0 {
		return "", nil
	}
	for _, p := range b.target(all[0]).Properties {
		values, taken := make([][]string, len(all)), make(map[string]bool)
		for i, v := range all {
			object := b.target(v)
			at := slices.IndexFunc(object.Properties, func(other *document.Property) bool { return other.Name == p.Name })
			if at < 0 || !object.Properties[at].Schema.Required {
				break
			}
			enum := b.resolve(object.Properties[at].Schema)
			if enum.Kind != document.String || slices.ContainsFunc(enum.Enum, func(v document.EnumValue) bool { return taken[v.Value] }) {
				break
			}
			for _, v := range enum.Enum {
				taken[v.Value] = true
				values[i] = append(values[i], v.Value)
			}
		}
		if !slices.ContainsFunc(values, func(v []string) bool { return len(v) == 0 }) {
			return p.Name, values
		}
	}
	return "", nil
}

// target returns the schema that another one is, or refers to.
func (b *builder) target(s *document.Schema) *document.Schema {
	if s = b.resolve(s); s.Kind == document.Ref {
		return b.schemas[s.Ref]
	}
	return s
}

// alternativeKey returns the key of an alternative: the schema's name, or what kind of
// value it is.
func (b *builder) alternativeKey(m *Message, s *document.Schema) string {
	key := kindNames[s.Kind]
	switch {
	case s.Kind == document.Ref:
		key = s.Ref
	case s.Name != "":
		key = s.Name
	case s.Kind == document.String && s.Format == document.Timestamp:
		key = "time"
	case isMap(s):
		key = "map"
	}
	return unused(key, func(key string) bool { return m.Field(key) != nil })
}

var kindNames = map[document.Kind]string{
	document.String: "text", document.Integer: "integer", document.Number: "number", document.Boolean: "boolean",
	document.Array: "list", document.Object: "object", document.Union: "other",
}

// addAlternative gives a union a field. In a oneof there is neither list nor map: those
// are messages that JSON does not have.
func (b *builder) addAlternative(m *Message, key string, s *document.Schema) *Field {
	f := &Field{
		Key: propertyKey(key), Name: alternativeName(m, key), JSON: b.fieldJSON(s), Description: s.Description, Deprecated: s.Deprecated, Oneof: unionOneof, At: s.At,
	}
	f.Type = b.elementType(s, m, key)
	if nested, ok := f.Type.(*Message); ok && nested.Parent == m && nested.JSONValue {
		nested.Name = typeName(key)
	}
	if _, ok := f.Type.(Map); ok {
		nested := &Message{Key: m.Key + "." + key, Name: typeName(key), Package: m.Package, Parent: m, At: s.At}
		m.Messages = append(m.Messages, nested)
		b.wrap(nested, s)
		f.Type = nested
	}
	m.Fields = append(m.Fields, f)
	return f
}

// alternativeName returns the name of an alternative's field, without the words that it
// has in common with the union: the cat of a Pet, for PetCat and CatPet.
func alternativeName(m *Message, key string) string {
	name, union := fieldName(withoutPackage(key)), fieldName(withoutPackage(m.Name))
	for _, short := range []string{strings.TrimPrefix(name, union+"_"), strings.TrimSuffix(name, "_"+union)} {
		if short != name && short != "" && !isDigit(short[0]) {
			return short
		}
	}
	return name
}

// gatherVariants gives an object that has some properties, and is one of several
// beside, those of all: one that has them has no more than that.
func (b *builder) gatherVariants(m *Message, s *document.Schema, seen map[*document.Schema]bool) {
	var names []string
	gathered := make(map[string]*document.Schema)
	var gather func(*document.Schema)
	gather = func(s *document.Schema) {
		for _, v := range s.Variants {
			v = b.target(v)
			if seen[v] {
				continue
			}
			seen[v] = true
			if v.Kind != document.Object && v.Kind != document.Union {
				b.findings.Add(finding.NotCarried, v.At, "an alternative of %s that is no object", m.Key)
				continue
			}
			for _, p := range v.Properties {
				if m.Field(p.Name) != nil {
					continue
				}
				before := gathered[p.Name]
				if before == nil {
					optional := *p.Schema
					optional.Required = false
					names, gathered[p.Name] = append(names, p.Name), &optional
					continue
				}
				b.widen(m, p.Name, before, p.Schema)
			}
			gather(v)
		}
	}
	gather(s)
	for _, name := range names {
		b.addField(m, name, gathered[name])
	}
}

// widen makes a property hold what another alternative has under its name, too.
func (b *builder) widen(m *Message, name string, s, other *document.Schema) {
	one, two := b.resolve(s), b.resolve(other)
	// What one of the alternatives takes has to be sent.
	readOnly, writeOnly := b.isReadOnly(s) && b.isReadOnly(other), b.isWriteOnly(s) && b.isWriteOnly(other)
	defer func() { s.ReadOnly, s.WriteOnly = readOnly, writeOnly }()
	switch {
	case b.isUntyped(one): // by a third one
	case isPlain(one) && one.Kind == two.Kind && one.Format == two.Format:
		at, description := s.At, s.Description
		*s = *one
		s.At, s.Name, s.Description, s.Required = at, "", description, false
		if len(two.Enum) == 0 {
			s.Enum = nil
		} else if len(s.Enum) > 0 {
			s.Enum = slices.Clone(s.Enum)
			for _, v := range two.Enum {
				if !slices.ContainsFunc(s.Enum, func(known document.EnumValue) bool { return known.Value == v.Value }) {
					s.Enum = append(s.Enum, v)
				}
			}
		}
	case !document.Alike(one, two, b.resolve):
		b.findings.Add(finding.NotCarried, other.At, "the type of %s, which another alternative of %s has with another type: any value is accepted", name, m.Key)
		*s = document.Schema{At: s.At, Description: s.Description, Nullable: s.Nullable}
	}
}

func isPlain(s *document.Schema) bool {
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}
