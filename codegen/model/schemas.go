// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// declareSchemas makes a message for every schema that is an object, so that
// fields can refer to any of them. What is called and built like a message
// that Google publishes is that message.
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
			// It stands in place, or is made where it has to be a message.
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

// noteSchemasInPlace reports the schemas that are not in the output by name.
func (b *builder) noteSchemasInPlace() {
	for _, s := range b.api.Document.Schemas {
		if b.types[s.Name] == nil && b.collections[s.Name] == nil && b.enums[s.Name] == nil {
			b.findings.Add(finding.SchemaInPlace, s.At, "the schema %q is no object with properties", s.Name)
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

// fill gives a message the fields of an object.
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

// addField gives a message a field for a property or parameter of a name.
func (b *builder) addField(m *Message, name string, s *document.Schema) *Field {
	return b.addKeyedField(m, propertyKey(name), s)
}

func (b *builder) addKeyedField(m *Message, key string, s *document.Schema) *Field {
	examples := slices.Concat(s.Examples, b.examplesBehind(s))
	f := &Field{
		Key:         key,
		Name:        cmp.Or(ownNames[key], naming.Field(key)),
		Behaviors:   b.behaviors(s),
		Description: s.Description,
		Deprecated:  s.Deprecated,
		Limits:      b.limits(s),
		Examples:    document.InLine(examples),
		At:          s.At,
	}
	if !b.grow(1, s.At) {
		f.Type = String // nothing is made of it
		return f
	}
	f.Type, f.Repeated = b.fieldType(s, m, key)
	f.noTime = noTime(f.Type, examples)
	f.JSON = b.fieldJSON(s, f.Type)
	f.Decided = b.integers[fieldOf{m, key}]
	f.Optional = !f.Repeated && isScalar(f.Type) && b.hasPresence(m, key, s)
	_, isScalarType := f.Type.(Scalar)
	f.JSON.Zero = isScalarType && !f.Repeated && !f.Optional && !b.outside && b.conventions.SendsRequired
	if published, _ := b.publishedField(m, key); published.optional && f.IsRequired() && !f.Repeated && !f.Optional && isScalar(f.Type) {
		f.setExplicit()
	}
	b.add(m, f)
	return f
}

// examplesBehind returns the examples of a schema that stands in place of the
// reference to it.
func (b *builder) examplesBehind(s *document.Schema) []document.Example {
	if behind := b.resolve(s); behind != s {
		return behind.Examples
	}
	return nil
}

// limits returns the limits of a field: of a list also those of its elements, if
// it does not say otherwise for all of them.
func (b *builder) limits(s *document.Schema) []document.Limit {
	list := b.resolve(s)
	if list.Kind != document.Array || isCollection(b.resolve(list.Items)) {
		return s.Limits
	}
	return mergeLimits(s.Limits, list.Items.Limits)
}

// mergeLimits returns limits, and those others of which there is none yet.
func mergeLimits(limits, others []document.Limit) []document.Limit {
	merged := slices.Clone(limits)
	for _, other := range others {
		if !slices.ContainsFunc(limits, func(own document.Limit) bool { return own.Name == other.Name }) {
			merged = append(merged, other)
		}
	}
	return merged
}

func isScalar(t Type) bool {
	switch t.(type) {
	case Scalar, *Enum:
		return true
	}
	return false
}

// fieldType returns the type of what a schema describes, and whether it is a
// list of that. A type that has no name of its own is nested in owner and
// called after key.
func (b *builder) fieldType(s *document.Schema, owner *Message, key string) (t Type, repeated bool) {
	s = b.resolve(s)
	if s.Kind != document.Array {
		return b.singleType(s, owner, key), false
	}
	return b.elementType(s.Items, owner, key), true
}

// singleType returns the type of what is no list.
func (b *builder) singleType(s *document.Schema, owner *Message, key string) Type {
	if b.files[s] {
		return Bytes
	}
	if e := b.enums[s.Name]; e != nil {
		return e
	}
	if isEnum(s) {
		return b.addEnum(owner, key, s)
	}
	switch s.Kind {
	case document.Ref:
		return b.types[s.Ref]
	case document.String:
		return cmp.Or(stringTypes[s.Format], Type(String))
	case document.Integer:
		return b.integerType(s, owner, key)
	case document.Number:
		if s.Format == document.Float {
			return Float
		}
		return Double
	case document.Boolean:
		return Bool
	case document.Object:
		return b.objectType(s, owner, key)
	case document.Union:
		return b.unionType(s, owner, key)
	case document.Any:
		if s.Format == document.TypedAny {
			return AnyType
		}
	}
	return ValueType
}

var stringTypes = map[document.Format]Type{
	document.Int64:     Int64,
	document.UInt64:    UInt64,
	document.Base64URL: Bytes,
	document.Base64:    Bytes,
	document.Timestamp: TimestampType,
	document.Duration:  DurationType,
	document.FieldMask: FieldMaskType,
}

var integerTypes = map[document.Format]Type{
	document.UInt32: UInt32,
	document.Int64:  Int64,
	document.UInt64: UInt64,
}

// objectType returns the type of an object that the document does not name.
func (b *builder) objectType(s *document.Schema, owner *Message, key string) Type {
	switch {
	case s.Format == document.TypedAny:
		return AnyType
	case isFree(s):
		return StructType
	case isMap(s):
		return Map{Value: b.elementType(s.Additional, owner, key)}
	}
	m, made := b.inPlace(s, owner, key, nestedName(key))
	if made {
		b.fill(m, s)
	}
	return m
}

// isFree tells whether an object can have any properties.
func isFree(s *document.Schema) bool {
	return s.Format == document.TypedAny || s.Format == document.Struct || isEmptyObject(s)
}

// isEnum tells whether a schema is one of some values, of which proto has enums.
func isEnum(s *document.Schema) bool {
	return len(s.Enum) > 0 && (s.Kind == document.String || s.Kind == document.Integer || s.Kind == document.Number)
}

// declareEnum makes an enum of a schema with a name, which all have in common who
// refer to it.
func (b *builder) declareEnum(s *document.Schema) {
	e := b.newEnum(s.Name, s)
	e.Schema, e.Package, e.Description = s.Name, b.api.Package, s.Description
	e.Name, e.fallbackName = b.schemaName(s.Name)
	b.api.Enums = append(b.api.Enums, e)
	b.enums[s.Name] = e
}

// addEnum makes an enum of values that stand in place.
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

// sortFields puts fields in the order of their keys, which is the order in
// which new ones are numbered. Those that are no property come last.
func (b *builder) sortFields() {
	b.api.Walk(func(m *Message) {
		slices.SortStableFunc(m.Fields, func(a, b *Field) int {
			return cmp.Or(cmp.Compare(lastKeys[a.Key], lastKeys[b.Key]), cmp.Compare(a.Key, b.Key))
		})
	})
}
