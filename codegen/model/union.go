// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// unionOneof is the name of the oneof that all fields of a union are in.
const unionOneof = "variant"

// alternatives returns what a union is one of: those of the unions without a
// discriminator that it is one of, too, and each but once. It is nil where JSON of any
// form is one, as no field could tell it from the others.
func (b *builder) alternatives(s *document.Schema) []*document.Schema {
	if all, known := b.unions[s]; known && b.unionsDeclared {
		return all
	}
	all := b.findAlternatives(s)
	if b.leadsToItself(s, all) {
		all = nil
	}
	if b.unionsDeclared {
		b.unions[s] = all
	}
	return all
}

// leadsToItself tells whether a union has one alternative, a union that has one, and so on, without end: then the
// document says nothing of the value.
func (b *builder) leadsToItself(s *document.Schema, all []*document.Schema) bool {
	seen := map[*document.Schema]bool{b.target(s): true}
	for len(all) == 1 {
		next := b.target(all[0])
		if next.Kind != document.Union {
			return false
		}
		if seen[next] {
			return true
		}
		seen[next] = true
		all = b.findAlternatives(next)
	}
	return false
}

func (b *builder) findAlternatives(s *document.Schema) []*document.Schema {
	var all []*document.Schema
	seen := make(map[*document.Schema]bool)
	open := false
	var add func(s *document.Schema)
	add = func(s *document.Schema) {
		resolved, target := b.resolve(s), b.target(s)
		switch {
		case seen[target] || !b.step(1, s.At):
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
// text that is one of some, beside any text. By the first rules for types, an integer is narrower
// than a number.
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
		case s.Kind == document.Integer && number && b.api.TypeRules < 2, s.Kind == document.Boolean && met[s.Kind]:
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
	m, made := b.inPlace(s, owner, key, nestedName(key))
	if made {
		b.fillUnion(m, s)
	}
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
				b.nameMessage(m, s.Name)
				b.grow(1, s.At)
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
	isNamed := !slices.ContainsFunc(all, func(v *document.Schema) bool { return v.Kind != document.Ref })
	if d := s.Discriminator; d != nil && d.Property != "" && isNamed {
		property, values = d.Property, b.discriminatorValues(d, all)
	} else if base, inherited := b.inheritedDiscriminator(all); property == "" && isNamed && base != "" {
		property, values = base, inherited
	} else if d != nil && property == "" {
		b.findings.Add(finding.NotCarried, d.At, "the discriminator of %s, whose kinds are told by their shape", m.Key)
	}
	m.Discriminator = property
	keys, number := b.alternativeKeys(m, all, values), make(naming.Numbers)
	for i, v := range all {
		f := b.addAlternative(m, number.Unused(keys[i], func(key string) bool { return b.property(m, key) != nil }), v)
		if property != "" {
			f.JSON.Discriminators = values[i]
		}
	}
}

// discriminatorValues returns what a discriminator says of each alternative: what its mapping does or, for those
// that it does not map, what the discriminator of a schema does that they extend.
func (b *builder) discriminatorValues(d *document.Discriminator, all []*document.Schema) [][]string {
	values := make([][]string, len(all))
	index := make(map[string]int, len(all))
	for i, v := range all {
		index[v.Ref] = i
	}
	taken := make(map[string]bool)
	for _, mapped := range d.Mapping {
		if i, found := index[mapped.Schema]; found {
			values[i] = append(values[i], mapped.Value)
			taken[mapped.Value] = true
		}
	}
	for i, v := range all {
		if len(values[i]) > 0 {
			continue
		}
		named := b.schemas[v.Ref]
		if named == nil {
			continue // it stands in place, and nothing extends it
		}
		for _, value := range named.DiscriminatorValues[d.Property] {
			if !taken[value] {
				values[i] = append(values[i], value)
			}
		}
		for _, value := range values[i] {
			taken[value] = true
		}
	}
	return values
}

// inheritedDiscriminator returns the property that says which alternative an object is, and its values in each,
// where the discriminator of a schema that all of them extend maps all of them.
func (b *builder) inheritedDiscriminator(all []*document.Schema) (property string, values [][]string) {
	if len(all) == 0 || b.schemas[all[0].Ref] == nil {
		return "", nil
	}
	for _, property := range slices.Sorted(maps.Keys(b.schemas[all[0].Ref].DiscriminatorValues)) {
		values := b.discriminatorValues(&document.Discriminator{Property: property}, all)
		if !slices.ContainsFunc(values, func(v []string) bool { return len(v) == 0 }) {
			return property, values
		}
	}
	return "", nil
}

// tellingProperty returns the property that says which alternative an object is, though
// the document has no discriminator, and its values in each: all have it, it must be
// there, and no value is one of two.
func (b *builder) tellingProperty(all []*document.Schema) (property string, values [][]string) {
	if len(all) == 0 {
		return "", nil
	}
	properties := make([]map[string]*document.Schema, len(all)) // of each alternative
	for _, p := range b.target(all[0]).Properties {
		values, taken := make([][]string, len(all)), make(map[string]bool)
		for i, v := range all {
			if properties[i] == nil {
				properties[i] = propertiesOf(b.target(v))
			}
			property := properties[i][p.Name]
			if property == nil || !property.Required {
				break
			}
			enum := b.resolve(property)
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

// propertiesOf returns the properties of an object by name.
func propertiesOf(s *document.Schema) map[string]*document.Schema {
	properties := make(map[string]*document.Schema, len(s.Properties))
	for _, p := range s.Properties {
		if properties[p.Name] == nil {
			properties[p.Name] = p.Schema
		}
	}
	return properties
}

// addAlternative gives a union a field. In a oneof there is neither list nor map: those
// are messages that JSON does not have.
func (b *builder) addAlternative(m *Message, key string, s *document.Schema) *Field {
	f := &Field{
		Key: propertyKey(key), Name: alternativeName(m, key), Description: s.Description, Deprecated: s.Deprecated, Oneof: unionOneof, At: s.At,
	}
	if !b.grow(1, s.At) {
		return f
	}
	f.Type = b.elementType(s, m, key)
	f.JSON, f.Decided = b.fieldJSON(s, f.Type), b.integers[fieldOf{m, key}]
	f.JSON.NullElements = false // of the field within its message
	if nested, ok := f.Type.(*Message); ok && nested.Parent == m && nested.JSONValue {
		nested.Name = naming.Type(key)
	}
	b.add(m, f)
	return f
}

// alternativeName returns the name of an alternative's field, without the words that it
// has in common with the union: the cat of a Pet, for PetCat and CatPet.
func alternativeName(m *Message, key string) string {
	name, union := naming.Field(naming.WithoutPackage(key)), naming.Field(naming.WithoutPackage(m.Name))
	for _, short := range []string{strings.TrimPrefix(name, union+"_"), strings.TrimSuffix(name, "_"+union)} {
		if short != name && short != "" && !strings.ContainsAny(short[:1], "0123456789") {
			return short
		}
	}
	return name
}

func isPlain(s *document.Schema) bool {
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}
