// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// A Place is where a field of a request is in HTTP.
type Place int

// The places.
const (
	InQuery Place = iota
	InPath
	InHeader
	InCookie
	InJSON // in a body of JSON
	InForm // in a form, urlencoded or multipart
	InRaw  // it is the body
)

// PlaceOf returns where a field of the request is. A message may have some of its fields
// in the path and be in the body otherwise.
func (b *Binding) PlaceOf(fd protoreflect.FieldDescriptor) Place {
	has := func(parameters []*parameter) bool {
		return slices.ContainsFunc(parameters, func(p *parameter) bool { return p.field == fd })
	}
	switch {
	case b.variables[string(fd.Name())] != nil:
		return InPath
	case has(b.headers):
		return InHeader
	case has(b.cookies):
		return InCookie
	case has(b.query):
		return InQuery
	}
	switch b.content.format {
	case formBody, multipartBody:
		return InForm
	case rawBody:
		return InRaw
	}
	return InJSON
}

// JSON returns how the messages of the body are written.
func (b *Binding) JSON() wirejson.MarshalOptions { return b.content.json }

// MayLack reports whether a request need not have a required field that is not set: one of
// a partial body, or of a body that is not sent.
func (b *Binding) MayLack(req protoreflect.Message, fd protoreflect.FieldDescriptor) bool {
	if b.body != "*" || b.bound[string(fd.Name())] {
		return false
	}
	return b.content.json.OmitUnset || !b.SendsBody(req)
}

// IsWholeBody reports whether the body is made of all fields that are nowhere else.
func (b *Binding) IsWholeBody() bool { return b.body == "*" }
