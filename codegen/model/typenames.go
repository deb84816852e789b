// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// nameMessage sets the names of the message for a schema.
func (b *builder) nameMessage(m *Message, schema string) {
	m.Name, m.fallbackName = b.api.schemaName(schema)
	if b.conventions.FreeSchemaNames {
		m.preferredName = naming.PreferredSchema(schema)
	}
}

// schemaName returns the name of the message for a schema, and a fallback to use if another
// element has that name; it is empty if there is none.
func (a *API) schemaName(schema string) (name, fallback string) {
	if !a.Document.Conventions.FreeSchemaNames {
		return naming.Type(schema), ""
	}
	if component, kind, ok := document.SplitSharedName(schema); ok {
		name, _ := a.schemaName(component)
		return name, name + kind
	}
	return naming.Schema(schema)
}

// nameInline names the messages for schemas that operations define in place after the RPC.
func (b *builder) nameInline() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			o := m.Operations[0]
			rename := func(s *document.Schema, inline, suffix string) { b.rename(m, s, inline, suffix) }
			rename(o.Body, document.BodyName(o), "Body")
			// FastAPI names the form of an operation "Body_" and its id.
			if o.Body != nil && o.Name != "" && o.Body.Ref == "Body_"+o.Name {
				if made, ok := b.types[o.Body.Ref].(*Message); ok {
					made.preferredName = m.Name + "Body"
				}
			}
			if response, ok := m.Response.(*Message); ok && response.Key == b.responsesKey(o) {
				response.Name, response.fallbackName = b.callName(m)+"Response", b.qualifiedCallName(m)+"Response"
				rename(o.Response, document.ResponseName(o), statusName(primaryResponse(o).Status)+"Response")
			} else {
				rename(o.Response, document.ResponseName(o), "Response")
			}
			for _, r := range o.Responses {
				rename(r.Schema, document.StatusResponseName(o, r), statusName(r.Status)+"Response")
				rename(r.Schema, document.ErrorName(o, r), naming.Error(r.Status))
			}
		}
	}
}

// rename names the message for the schema inline, if s refers to it, after the method with a
// suffix.
func (b *builder) rename(m *Method, s *document.Schema, inline, suffix string) {
	if s == nil || s.Ref != inline {
		return
	}
	made, ok := b.types[inline].(*Message)
	if !ok {
		made = b.collections[inline]
	}
	if made != nil {
		made.Name, made.fallbackName = b.callName(m)+suffix, b.qualifiedCallName(m)+suffix
	}
}

// requestName returns the name of a method's request message.
func (b *builder) requestName(m *Method) string { return b.callName(m) + "Request" }

// callName returns the prefix for the names of a method's messages: the method's name, after that
// of its resource unless the convention is ShortMessageNames.
func (b *builder) callName(m *Method) string {
	if b.conventions.ShortMessageNames {
		return m.Name
	}
	return fullCallName(m)
}

func fullCallName(m *Method) string { return resourceName(m.Operations[0].Resource) + m.Name }

// qualifiedCallName returns the prefix to use if another message has the name that callName leads
// to.
func (b *builder) qualifiedCallName(m *Method) string {
	if b.conventions.ShortMessageNames {
		return naming.Qualified(resourceName(m.Operations[0].Resource), m.Name)
	}
	return fullCallName(m)
}

// nameElement gives the type of an element a name in the singular: Owner for the elements of
// owners.
func (b *builder) nameElement(t Type, key string) Type {
	if !b.conventions.SingularElements {
		return t
	}
	switch nested := t.(type) {
	case *Message:
		if nested.Key == key {
			nested.Name = naming.Singular(nested.Name)
		}
	case *Enum:
		if nested.Key == key {
			nested.Name = naming.Singular(nested.Name)
		}
	}
	return t
}

// elementName returns the name of the message that wraps an element: Row for the property
// rows, and DataList or DataMap for the property data, which is not a plural.
func elementName(key string, s *document.Schema) string {
	name := nestedName(key)
	if one := naming.Singular(name); one != name {
		return one
	}
	if s.Kind == document.Array {
		return name + "List"
	}
	return name + "Map"
}

// nestedName returns the name of a nested type for the key of its field.
func nestedName(key string) string {
	if key == additionalKey {
		return "AdditionalProperties"
	}
	return naming.Type(key)
}
