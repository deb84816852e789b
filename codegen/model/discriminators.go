// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"maps"
	"slices"

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

// inheritedDiscriminator returns the property of a discriminator that maps all alternatives, from a
// schema that all of them extend, and its values for each. It returns an empty property if there is
// none.
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
			enum := b.resolve(property)
			isTaken := func(v document.EnumValue) bool { return taken[v.Value] }
			if enum.Kind != document.String || slices.ContainsFunc(enum.Enum, isTaken) {
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
