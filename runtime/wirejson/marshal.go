// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// A Resolver finds the types of google.protobuf.Any and of extensions.
type Resolver interface {
	protoregistry.MessageTypeResolver
	protoregistry.ExtensionTypeResolver
}

// Marshal returns the JSON of m, with the options' zero value.
func Marshal(m proto.Message) ([]byte, error) { return MarshalOptions{}.Marshal(m) }

// MarshalOptions says how to write JSON. The JSON is compact. The same message
// always gives the same bytes: fields come in the order of their declaration,
// extensions after them by name, and the entries of a map by key.
type MarshalOptions struct {
	// AllowPartial lets required fields be unset.
	AllowPartial bool

	// OmitOutputOnly leaves out the fields that the server alone sets, as requests
	// of an OpenAPI document do (readOnly; OpenAPI 3.1.1, section 4.8.24): those
	// with the google.api.field_behavior OUTPUT_ONLY, in files with the option
	// protolect.api.v1.file.json_required.
	OmitOutputOnly bool

	// OmitInputOnly leaves out the fields that the client alone sets, as responses of
	// an OpenAPI document do (writeOnly): those with the behavior INPUT_ONLY, in the same files.
	OmitInputOnly bool

	// OmitUnset leaves out required fields that are not set, which files with the
	// option protolect.api.v1.file.json_required have otherwise: the request changes
	// only a part of what it is about (protolect.api.v1.Body.partial).
	OmitUnset bool

	// Resolver finds the types of the messages in google.protobuf.Any. A type
	// that it does not find is an error. It is protoregistry.GlobalTypes when nil.
	Resolver Resolver
}

// Marshal returns the JSON of m. A nil m is an empty object.
func (o MarshalOptions) Marshal(m proto.Message) ([]byte, error) {
	return withBuffer(func(b []byte) ([]byte, error) { return o.MarshalAppend(b, m) })
}

// inBuffer returns a copy of the bytes that a function appends to a pooled buffer.
func withBuffer(write func([]byte) ([]byte, error)) ([]byte, error) {
	scratch := buffers.Get().(*[]byte)
	b, err := write((*scratch)[:0])
	if err != nil {
		buffers.Put(scratch)
		return nil, err
	}
	result := append([]byte(nil), b...)
	if cap(b) <= maxBuffer {
		*scratch = b
		buffers.Put(scratch)
	}
	return result, nil
}

// buffers are what Marshal writes into, so that what it returns is of the right
// size at once.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxBuffer bounds each of the buffers, in bytes.
const maxBuffer = 4 << 20

// MarshalAppend appends the JSON of m to b. When it returns an error, it
// returns no bytes.
func (o MarshalOptions) MarshalAppend(b []byte, m proto.Message) ([]byte, error) {
	if m == nil {
		return append(b, '{', '}'), nil
	}
	e := o.encoder(b)
	if err := e.message(m); err != nil {
		return nil, err
	}
	if e.required && !o.AllowPartial {
		if err := checkRequired(m); err != nil {
			return nil, err
		}
	}
	return e.buf, nil
}

// MarshalField returns the JSON of one field of m, which a field has also when
// it is not set: that of its default. With OmitUnset, a map has the null entries that m lists for
// it. Required fields are not checked.
func (o MarshalOptions) MarshalField(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]byte, error) {
	return withBuffer(func(b []byte) ([]byte, error) {
		e := o.encoder(b)
		f, t := fieldOf(fd), tableOf(m.Descriptor())
		if e.omitUnset {
			nulls, err := e.nullEntriesOf(t, m)
			if err != nil {
				return nil, err
			}
			e.nulls = nulls[f.name]
		}
		err := e.field(f, m.Get(fd), nil)
		if err == nil {
			err = e.checkNullsWritten()
		}
		if err != nil {
			return nil, err.within(f.name)
		}
		return e.buf, nil
	})
}

func (o MarshalOptions) encoder(b []byte) *encoder {
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	return &encoder{buf: b, resolver: o.Resolver, omitOutputOnly: o.OmitOutputOnly, omitInputOnly: o.OmitInputOnly, omitUnset: o.OmitUnset}
}

func checkRequired(m proto.Message) *Error {
	if err := proto.CheckInitialized(m); err != nil {
		return &Error{Offset: -1, Want: "every required field to be set", cause: err}
	}
	return nil
}
