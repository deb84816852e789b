// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strconv"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
)

// answerOneof is the name of the oneof that all responses of a method are in.
const answerOneof = "answer"

// setResponse finds what a method returns. Where responses of success have bodies of
// several types, it is a message that holds any of them; but a method that was
// published with one type keeps that.
func (b *builder) setResponse(m *Method) {
	o := m.Operations[0]
	answers := o.DistinctResponses()
	switch _, published := b.published.Methods[o.ID]; {
	case o.Response == nil:
		m.Response = EmptyType
		return
	case b.published.Messages[b.responsesKey(o)] != nil:
		if answers == nil {
			answers = []*document.Response{firstSuccess(o)}
		}
		b.addAnswers(m, answers)
		return
	case answers != nil && published:
		b.findings.Add(finding.PublishedChanged, answers[1].At, "%s has a response of %s with a body of its own by now: it is read as that of %s", o.ID, answers[1].Status, answers[0].Status)
	case answers != nil:
		b.addAnswers(m, answers)
		return
	}
	m.Response = b.bodyType(o, o.Response, o.ResponseType)
	m.Accept = acceptOne(o, m.Response)
}

// firstSuccess returns the response that a method returns.
func firstSuccess(o *document.Operation) *document.Response {
	for _, r := range o.Responses {
		if r.Schema == o.Response {
			return r
		}
	}
	return &document.Response{At: o.Response.At, Status: "200", MediaType: o.ResponseType, MediaTypes: []string{o.ResponseType}, Schema: o.Response}
}

// addAnswers gives a method a response with a field for each type.
func (b *builder) addAnswers(m *Method, answers []*document.Response) {
	o := m.Operations[0]
	key := b.responsesKey(o)
	response := &Message{Key: key, Schema: key, Package: b.api.Package, At: answers[0].At}
	var accepted []string
	for _, r := range answers {
		key := naming.JSON(naming.Field(answerName(r.Status)))
		t := b.bodyType(o, r.Schema, r.MediaType)
		b.grow(1, r.At)
		b.add(response, &Field{
			Key: key, Name: naming.Field(key), Oneof: answerOneof, Status: r.Status, At: r.At, Type: t, Description: r.Description,
		})
		accepted = append(accepted, readable(r, t)...)
	}
	b.api.Messages = append(b.api.Messages, response)
	m.Response, m.Accept = response, withoutDefault(accepted)
}

// responsesKey returns the key of the message that holds any response of an operation. A
// schema may have the name that it would have.
func (b *builder) responsesKey(o *document.Operation) string {
	key := document.ResponsesOf(o)
	for b.schemas[key] != nil {
		key += ".responses"
	}
	return key
}

// answerName returns the name of a response of success: "Accepted".
func answerName(status string) string {
	number, err := strconv.Atoi(status)
	if err != nil {
		return "Success"
	}
	if name := naming.Status(number); name != "" {
		return name
	}
	return "Status" + status
}

// bodyType returns the type of the body of a response.
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
	what, t := "a value of one of several types", ValueType
	switch s.Kind {
	case document.Array:
		what, t = "a list", ListValueType
	case document.Object:
		what, t = "an object", StructType
	}
	b.findings.Add(finding.UntypedResponse, body.At, "the response of %s is %s without a name, and a %s here", o.ID, what, t)
	return t
}
