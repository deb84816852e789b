// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Unmarshal reads JSON into m, with the options' zero value.
func Unmarshal(b []byte, m proto.Message) error { return UnmarshalOptions{}.Unmarshal(b, m) }

// UnmarshalOptions says how to read JSON.
type UnmarshalOptions struct {
	// AllowPartial lets required fields be unset.
	AllowPartial bool

	// DiscardUnknown ignores members that the message does not have, and names
	// that an enum does not have: the field is then not set, or the element or
	// entry left out. The JSON has to be valid in what is ignored too.
	DiscardUnknown bool

	// KeepUnknown is DiscardUnknown, but what would be discarded is kept with
	// the message: [UnknownIn] lists it, and writing the message writes it again.
	KeepUnknown bool

	// Discarded, where it is not nil, is set to whether there was anything that
	// DiscardUnknown and KeepUnknown are for.
	Discarded *bool

	// EnumNames refuses numbers for the values of enums that JSON has names for, as
	// documents of OpenAPI do.
	EnumNames bool

	// Resolver finds the types of extensions and of the messages in
	// google.protobuf.Any. A type URL that it does not find is an error, with
	// DiscardUnknown too. It is protoregistry.GlobalTypes when nil.
	Resolver Resolver

	// RecursionLimit is how deeply messages may nest, and how deeply objects
	// and arrays may in what is ignored. It is 10,000 when zero.
	RecursionLimit int
}

// Unmarshal resets m and reads JSON into it. When it returns an error, m may
// hold a part of what was read. m keeps no reference to b. A string of m may
// keep others of m in memory, of at most 256 bytes together.
//
// The messages may take 256 bytes for each byte of b, and a megabyte beside. JSON of
// empty objects, made to take many times its size, is refused.
func (o UnmarshalOptions) Unmarshal(b []byte, m proto.Message) error {
	proto.Reset(m)
	d := o.decoder(b)
	err := d.whole(m)
	d.slabs.free()
	if o.Discarded != nil {
		*o.Discarded = d.discarded
	}
	return asError(err)
}

// whole reads a message that is all of the text.
func (d *decoder) whole(m proto.Message) *Error {
	if err := d.message(m); err != nil {
		return err
	}
	if d.peek(); d.pos < len(d.text) {
		return d.unexpected("nothing more")
	}
	if d.opts.AllowPartial || !d.required {
		return nil
	}
	return checkRequired(m)
}

// decoder returns a decoder of b. It stays on the stack of its caller, who has to free its slabs.
func (o UnmarshalOptions) decoder(b []byte) decoder {
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	return decoder{text: b, opts: o, limit: o.RecursionLimit, maxDepth: math.MaxInt, room: freeRoom + len(b)*roomPerByte}
}

// What the messages may take that are read, in bytes.
const (
	freeRoom    = 1 << 20
	roomPerByte = 256
)
