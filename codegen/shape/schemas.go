// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// shapeSchemas removes the constructs of schemas that proto types cannot express.
func (s *shaper) shapeSchemas() {
	for schema := range s.doc.EachSchema {
		s.dropEnum(schema)
		s.dropDiscriminator(schema)
		s.moveUnnameable(schema)
	}
}

// dropEnum removes an enum whose values are neither strings nor numbers. The constant of a boolean
// can still tell alternatives apart.
func (s *shaper) dropEnum(schema *document.Schema) {
	switch schema.Kind {
	case document.String, document.Integer, document.Number:
		return
	}
	if len(schema.Enum) > 0 {
		s.count(finding.NotCarried, "enum of booleans or of values of several types: the field can have any value",
			"enums of booleans or of values of several types: the fields can have any value", schemaName(schema), schema.At)
		if schema.Kind == document.Boolean && len(schema.Enum) == 1 {
			schema.Constant = schema.Enum[0].Value
		}
		schema.Enum = nil
	}
}

// dropDiscriminator removes the discriminator of a schema that is not a union. The reader
// has turned named objects that other schemas extend into unions.
func (s *shaper) dropDiscriminator(schema *document.Schema) {
	if schema.Discriminator == nil || schema.Kind == document.Union {
		return
	}
	if schema.Name == "" {
		s.count(finding.NotCarried, "discriminator of an object schema without a name: it does not tell which subtype a value is",
			"discriminators of object schemas without a name: they do not tell which subtype a value is",
			schemaName(schema), schema.Discriminator.At)
	} else {
		s.count(finding.NotCarried, "discriminator of a schema without several alternatives: it has no effect",
			"discriminators of schemas without several alternatives: they have no effect", schemaName(schema), schema.Discriminator.At)
	}
	schema.Discriminator = nil
}

// moveUnnameable moves properties whose names are not valid JSON names of fields to the
// additional properties of their object. If the schemas of these differ, the additional
// properties can have any type.
func (s *shaper) moveUnnameable(schema *document.Schema) {
	isUnnameable := func(p *document.Property) bool { return !naming.IsJSONName(p.Name) }
	if !slices.ContainsFunc(schema.Properties, isUnnameable) {
		return
	}
	for _, p := range schema.Properties {
		if !isUnnameable(p) {
			continue
		}
		s.count(finding.NotCarried,
			"property whose name cannot be the json_name of a field: it is one of the additional properties of its object",
			"properties whose names cannot be the json_name of a field: they are among the additional properties of their objects",
			schemaName(schema)+"."+p.Name, p.Schema.At)
		if schema.Additional == nil {
			schema.Additional = &document.Schema{At: p.Schema.At}
		} else if !document.SameStructure(schema.Additional, p.Schema, func(s *document.Schema) *document.Schema { return s }) {
			schema.Additional = &document.Schema{At: schema.Additional.At}
		}
	}
	// Other schemas may share the slice.
	schema.Properties = slices.DeleteFunc(slices.Clone(schema.Properties), isUnnameable)
}
