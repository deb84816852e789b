// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"sync"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// A Resolver finds the types of google.protobuf.Any values and of extensions.
type Resolver interface {
	protoregistry.MessageTypeResolver
	protoregistry.ExtensionTypeResolver
}

// Marshal returns the JSON of m. It is MarshalOptions{}.Marshal.
func Marshal(m proto.Message) ([]byte, error) { return MarshalOptions{}.Marshal(m) }

// MarshalOptions configures how messages are written as JSON. The zero value implements the
// JSON mapping of protobuf.
//
// The JSON has no white space. Equal messages have equal JSON: fields are written in the
// order of their declaration, extensions after them by name, and map entries by key.
type MarshalOptions struct {
	// AllowPartial permits required fields of proto2 and editions to be unset.
	AllowPartial bool

	// OmitOutputOnly omits fields that only the server sets (readOnly in OpenAPI 3.1.1, section
	// 4.8.24): those with the google.api.field_behavior OUTPUT_ONLY in files with the option
	// protolect.api.v1.file.json_required. It is for requests.
	OmitOutputOnly bool

	// OmitInputOnly omits fields that only the client sets (writeOnly in OpenAPI): those with
	// the behavior INPUT_ONLY in the same files. It is for responses.
	OmitInputOnly bool

	// OmitUnset omits required fields that are not set. By default, files with the option
	// protolect.api.v1.file.json_required write them. It is for requests that change only a part
	// of a resource (protolect.api.v1.Body.partial).
	OmitUnset bool

	// Resolver finds the types of the messages in google.protobuf.Any. If it does not find a
	// type, Marshal returns an error. The default is protoregistry.GlobalTypes.
	Resolver Resolver
}

// Marshal returns the JSON of m. The JSON of a nil m is an empty object. The error is an
// [*Error].
func (o MarshalOptions) Marshal(m proto.Message) ([]byte, error) {
	return withBuffer(func(b []byte) ([]byte, error) { return o.MarshalAppend(b, m) })
}

// withBuffer calls write with an empty pooled buffer, and returns a copy of the bytes that
// write appended.
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

// buffers are the buffers of Marshal. They make it possible to allocate the result once, in
// its final size.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxBuffer is the maximum capacity of a pooled buffer, in bytes.
const maxBuffer = 4 << 20

// MarshalAppend appends the JSON of m to b and returns the extended buffer. It returns nil
// on an error.
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

// MarshalField returns the JSON of the field fd of m. For a field that is not set, it is the
// JSON of the default value. With OmitUnset, the JSON of a map includes the null entries
// that m lists for it. MarshalField does not check required fields.
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
