// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package accounting

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// countSchema counts the properties and enum values of a named schema. A schema that is not an
// object with properties has a message only if its values are wrapped in one.
func (c *counter) countSchema(s *document.Schema, message protoreflect.MessageDescriptor) {
	if s.Kind == document.Object && len(s.Properties) > 0 {
		c.countProperties(s, message, s.Name)
		return
	}
	c.countValue(s, jsonValue(message), s.Name)
}

// countProperties counts the properties of an object and everything that is declared inside
// them. If the message is nil, all of it is missing.
func (c *counter) countProperties(s *document.Schema, message protoreflect.MessageDescriptor, name string) {
	for _, p := range s.Properties {
		var field protoreflect.FieldDescriptor
		if message != nil {
			field = message.Fields().ByJSONName(p.Name)
		}
		c.add(Properties, name+"."+p.Name, field != nil, p.Schema.At)
		c.countValue(p.Schema, field, name+"."+p.Name)
	}
	if s.Additional != nil {
		field := additional(message)
		c.add(Properties, name+".*", field != nil && field.IsMap(), s.Additional.At)
		c.countElement(s.Additional, field, name)
	}
}

// visit identifies a call of countValue: a schema and the field of its values.
type visit struct {
	schema *document.Schema
	field  protoreflect.FullName
}

// countValue counts the elements that are declared inside the schema of a field.
func (c *counter) countValue(s *document.Schema, field protoreflect.FieldDescriptor, name string) {
	at := visit{schema: s}
	if field != nil {
		at.field = field.FullName()
	}
	if c.open[at] {
		return // the schema contains itself
	}
	c.open[at] = true
	defer delete(c.open, at)
	switch {
	case len(s.Enum) > 0:
		switch {
		case field == nil:
			c.countEnum(s, nil, name)
		case field.Kind() == protoreflect.BoolKind:
			c.countValues(s, map[string]bool{"true": true, "false": true}, name)
		default:
			c.countEnum(s, field.Enum(), name)
		}
	case s.Kind == document.Array:
		c.countElement(s.Items, field, name)
	case s.Kind == document.Object && len(s.Properties) == 0 && s.Additional != nil:
		c.countElement(s.Additional, field, name)
	case s.Kind == document.Object:
		c.countProperties(s, messageOf(field), name)
	}
}

// countElement counts the elements that are declared inside the schema of a list's elements or
// a map's values. A message wraps elements that are lists or maps themselves.
func (c *counter) countElement(s *document.Schema, field protoreflect.FieldDescriptor, name string) {
	if field != nil && field.IsMap() {
		field = field.MapValue()
	}
	if inner := jsonValue(messageOf(field)); inner != nil {
		field = inner
	}
	c.countValue(s, field, name)
}

func messageOf(field protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if field == nil {
		return nil
	}
	return field.Message()
}

// jsonValue returns the field whose value replaces the message in JSON. It returns nil for a
// message that is a JSON object.
func jsonValue(message protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if message == nil {
		return nil
	}
	return message.Fields().ByName(protoreflect.Name(extension[*apipb.MessageRule](message, apipb.E_Message).GetJsonValue()))
}

// additional returns the map field of a message for properties that the document does not name.
func additional(message protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if message == nil {
		return nil
	}
	for i := range message.Fields().Len() {
		if f := message.Fields().Get(i); extension[*apipb.FieldRule](f, apipb.E_Field).GetJsonAdditional() {
			return f
		}
	}
	return nil
}

// countEnum counts the values of an enum schema. If the enum is nil, all of them are missing.
func (c *counter) countEnum(s *document.Schema, enum protoreflect.EnumDescriptor, name string) {
	values := make(map[string]bool)
	if enum != nil {
		for i := range enum.Values().Len() {
			v := enum.Values().Get(i)
			value := string(v.Name())
			if rule := extension[*apipb.EnumValueRule](v, apipb.E_EnumValue); rule != nil && rule.JsonName != nil {
				value = rule.GetJsonName()
			}
			values[value] = true
		}
	}
	c.countValues(s, values, name)
}

// countValues counts the values of an enum schema, given the JSON values that exist.
func (c *counter) countValues(s *document.Schema, values map[string]bool, name string) {
	for _, v := range s.Enum {
		c.add(EnumValues, name+"="+v.Value, values[v.Value], s.At)
	}
}
