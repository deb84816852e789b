// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strconv"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// responseOneof is the name of the oneof that contains all responses of a method.
const responseOneof = "answer"

// setResponse sets the response type of a method. If its success responses have different types,
// it is a message that holds any of them, unless the method was published with one type.
func (b *builder) setResponse(m *Method) {
	o := m.Operations[0]
	responses := o.DistinctResponses()
	switch _, published := b.published.Methods[o.ID]; {
	case o.Response == nil:
		m.Response = EmptyType
		return
	case b.published.Messages[b.responsesKey(o)] != nil:
		if responses == nil {
			responses = []*document.Response{primaryResponse(o)}
		}
		b.uniteResponses(m, responses)
		return
	case responses != nil && published:
		b.findings.Add(finding.PublishedChanged, responses[1].At,
			"the response %s of %s now has another type than the response %s: it is read as that type",
			responses[1].Status, o.ID, responses[0].Status)
	case responses != nil:
		b.uniteResponses(m, responses)
		return
	}
	m.Response = b.bodyType(o, o.Response, o.ResponseType)
	m.Accept = acceptedTypes(o, m.Response)
}

// primaryResponse returns the response with the schema of Operation.Response.
func primaryResponse(o *document.Operation) *document.Response {
	for _, r := range o.Responses {
		if r.Schema == o.Response {
			return r
		}
	}
	return &document.Response{
		At: o.Response.At, Status: "200", MediaType: o.ResponseType, MediaTypes: []string{o.ResponseType}, Schema: o.Response,
	}
}

// uniteResponses sets the response type of a method to a new message with a field for each
// response.
func (b *builder) uniteResponses(m *Method, responses []*document.Response) {
	o := m.Operations[0]
	key := b.responsesKey(o)
	response := &Message{Key: key, Schema: key, Package: b.api.Package, At: responses[0].At}
	var accepted []string
	for _, r := range responses {
		key := naming.JSONName(naming.Field(statusName(r.Status)))
		t := b.bodyType(o, r.Schema, r.MediaType)
		b.grow(1, r.At)
		b.add(response, &Field{
			Key: key, Name: naming.Field(key), Oneof: responseOneof, Status: r.Status, At: r.At, Type: t, Description: r.Description,
		})
		accepted = append(accepted, readableTypes(r, t)...)
	}
	b.api.Messages = append(b.api.Messages, response)
	m.Response, m.Accept = response, withoutDefault(accepted)
}

// responsesKey returns the key of the message that holds any response of an operation. The key
// gets a suffix if a schema has that name.
func (b *builder) responsesKey(o *document.Operation) string {
	key := document.ResponsesName(o)
	for b.schemas[key] != nil {
		key += ".responses"
	}
	return key
}

// statusName returns the name of a success status, such as "Accepted" for 202 and "Success" for
// 2XX.
func statusName(status string) string {
	number, err := strconv.Atoi(status)
	if err != nil {
		return "Success"
	}
	if name := naming.Status(number); name != "" {
		return name
	}
	return "Status" + status
}

// bodyType returns the type for the body of a response.
func (b *builder) bodyType(o *document.Operation, body *document.Schema, mediaType string) Type {
	s := b.resolve(body)
	switch {
	case mediaType != "" && document.IsRawResponse(mediaType):
		return HTTPBodyType
	case s.Kind == document.Ref:
		return b.types[s.Ref]
	case s.Format == document.TypedAny:
		return AnyType
	case s.Format == document.Struct:
		return StructType
	case b.isUntyped(s):
		return ValueType
	}
	if t := b.collection(s); t != nil {
		return t
	}
	if wrapper, ok := wrappers[s.Kind]; ok {
		return wrapper
	}
	kind, t := "a value of several types", ValueType
	switch s.Kind {
	case document.Array:
		kind, t = "a list", ListValueType
	case document.Object:
		kind, t = "an object", StructType
	}
	kind += " without a name"
	if s.Name != "" {
		kind = s.Name + ", whose alternatives cannot be distinguished"
	}
	b.findings.Add(finding.UntypedResponse, body.At, "the response of %s is %s: its type is %s", o.ID, kind, t)
	return t
}
