// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// A Place is the part of an HTTP request that holds a field.
type Place int

// The places.
const (
	InQuery Place = iota
	InPath
	InHeader
	InCookie
	InJSON // in a JSON body
	InForm // in a form, urlencoded or multipart
	InRaw  // the field is the body
)

// PlaceOf returns the place of a field of the request. For a message with some fields in the
// path and the others in the body, it is that of the others.
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

// JSON returns the options with which messages in the body are marshaled.
func (b *Binding) JSON() wirejson.MarshalOptions { return b.content.json }

// MayOmit reports whether req may leave the required field fd unset, because the body is
// partial or is not sent.
func (b *Binding) MayOmit(req protoreflect.Message, fd protoreflect.FieldDescriptor) bool {
	if b.body != "*" || b.bound[string(fd.Name())] {
		return false
	}
	return b.content.json.OmitUnset || !b.SendsBody(req)
}

// IsWholeBody reports whether the body consists of all fields that have no other place.
func (b *Binding) IsWholeBody() bool { return b.body == "*" }
