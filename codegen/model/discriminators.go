// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/protolect/protolect/codegen/document"
)

// discriminatorValues returns the values of a discriminator for each alternative: those of its
// mapping or, for an alternative that it does not map, those of the discriminator of a schema that
// the alternative extends.
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
			continue // defined in place, so it cannot extend a mapped schema
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

// inheritedDiscriminator returns the property of a discriminator that maps all alternatives, apart from
// its default, from a schema that all of them extend, and its values for each. It returns an empty
// property if there is none.
func (b *builder) inheritedDiscriminator(all []*document.Schema) (property string, values [][]string) {
	properties := make(map[string]bool)
	for _, v := range all {
		if named := b.schemas[v.Ref]; named != nil {
			for property := range named.DiscriminatorValues {
				properties[property] = true
			}
		}
	}
	for _, property := range slices.Sorted(maps.Keys(properties)) {
		values := b.discriminatorValues(&document.Discriminator{Property: property}, all)
		isUnmapped := false
		for i, v := range all {
			isUnmapped = isUnmapped || len(values[i]) == 0 && !b.isDefaultOf(v, property)
		}
		if !isUnmapped {
			return property, values
		}
	}
	return "", nil
}

// isDefaultOf reports whether the discriminator of a schema that an alternative extends selects the
// alternative for unknown values of a property.
func (b *builder) isDefaultOf(alternative *document.Schema, property string) bool {
	named := b.schemas[alternative.Ref]
	return named != nil && slices.Contains(named.DefaultOf, property)
}

// impliedDiscriminator returns a property that distinguishes the alternatives although the document
// does not declare it as the discriminator, and its values for each: all alternatives require it,
// and each permits other values. It returns an empty property if there is none.
func (b *builder) impliedDiscriminator(all []*document.Schema) (property string, values [][]string) {
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
			constants := b.constants(property)
			if slices.ContainsFunc(constants, func(v string) bool { return taken[v] }) {
				break
			}
			for _, v := range constants {
				taken[v] = true
			}
			values[i] = constants
		}
		if !slices.ContainsFunc(values, func(v []string) bool { return len(v) == 0 }) {
			return p.Name, values
		}
	}
	return "", nil
}

// constants returns the values that the document permits for a property, if it lists them: strings,
// or the literals of numbers and booleans.
func (b *builder) constants(property *document.Schema) (values []string) {
	s := b.resolve(property)
	if s.Kind != document.String && b.isNullable(property) {
		return nil
	}
	switch s.Kind {
	case document.Boolean:
		if s.Constant != "" {
			values = append(values, s.Constant)
		}
	case document.String, document.Integer, document.Number:
		for _, v := range s.Enum {
			text := v.Value
			if n := parseExact(text); s.Kind != document.String && n != nil && n.IsInt() {
				text = n.Text('f', 0)
			}
			values = append(values, text)
		}
	}
	return values
}

// tagNames returns names for the alternatives of a union that a property distinguishes: the values
// that are strings, and the name of the property with a literal.
func (b *builder) tagNames(property string, all []*document.Schema, values [][]string) [][]string {
	if property == "" {
		return values
	}
	names := slices.Clone(values)
	for i, v := range all {
		p := propertiesOf(b.target(v))[property]
		if p == nil || len(values[i]) != 1 || b.resolve(p).Kind == document.String || len(b.constants(p)) == 0 {
			continue
		}
		literal := strings.Replace(values[i][0], "-", "minus_", 1)
		if isDigit := unicode.IsDigit; !isDigit(rune(literal[0])) || isDigit(rune(property[len(property)-1])) {
			literal = "_" + literal
		}
		names[i] = []string{property + literal}
	}
	return names
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
