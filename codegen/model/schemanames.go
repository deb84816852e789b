// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// nameMessage gives the message for a schema its name, a longer one for where something
// else has that, and a better one if it was never published.
func (b *builder) nameMessage(m *Message, schema string) {
	m.Name, m.longer = b.schemaName(schema)
	if b.conventions.FreeSchemaNames {
		m.better = naming.NewSchema(schema)
	}
}

// schemaName returns the name of the message for a schema, and a longer one for
// where something else has that.
func (b *builder) schemaName(schema string) (name, longer string) {
	if !b.conventions.FreeSchemaNames {
		return naming.Type(schema), ""
	}
	if component, kind, ok := document.Shared(schema); ok {
		name, _ := b.schemaName(component)
		return name, name + kind
	}
	return naming.Schema(schema)
}

// nameInline names the schemas that the document has in an operation, without a
// name, after the RPC.
func (b *builder) nameInline() {
	for _, s := range b.api.Services {
		for _, m := range s.Methods {
			o := m.Operations[0]
			rename := func(s *document.Schema, inline, suffix string) { b.rename(m, s, inline, suffix) }
			rename(o.Body, document.BodyOf(o), "Body")
			// FastAPI names the form of an operation after its whole id.
			if o.Body != nil && o.Name != "" && o.Body.Ref == "Body_"+o.Name {
				if made, ok := b.types[o.Body.Ref].(*Message); ok {
					made.better = m.Name + "Body"
				}
			}
			if response, ok := m.Response.(*Message); ok && response.Key == b.responsesKey(o) {
				response.Name, response.longer = b.callName(m)+"Response", b.longerCallName(m)+"Response"
				response.Description = "The response of " + m.Name + ". It contains one of several types."
				rename(o.Response, document.ResponseOf(o), answerName(firstSuccess(o).Status)+"Response")
			} else {
				rename(o.Response, document.ResponseOf(o), "Response")
			}
			for _, r := range o.Responses {
				rename(r.Schema, document.AnswerOf(o, r), answerName(r.Status)+"Response")
				rename(r.Schema, document.ErrorOf(o, r), naming.Error(r.Status))
			}
		}
	}
}

// rename names the message that a schema without a name of its own became after the
// method.
func (b *builder) rename(m *Method, s *document.Schema, inline, suffix string) {
	if s == nil || s.Ref != inline {
		return
	}
	made, ok := b.types[inline].(*Message)
	if !ok {
		made = b.collections[inline]
	}
	if made != nil {
		made.Name, made.longer = b.callName(m)+suffix, b.longerCallName(m)+suffix
	}
}
