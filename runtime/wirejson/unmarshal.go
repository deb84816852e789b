// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
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

	// Partial reads what MarshalOptions.OmitUnset writes, null for an entry of a map included
	// (protolect.api.v1.FieldRule.json_null_entries). Otherwise a message in a union notes,
	// in unknown fields, which required members were absent, so that Marshal leaves them out.
	Partial bool

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

	// Exact reads what JSON can say and the mapping of protobuf cannot, and keeps it in unknown
	// fields, so that Marshal writes it again:
	//   - null as the whole text, and for messages in lists and maps. [IsNull] reports it.
	//   - numbers in google.protobuf.Value that are no doubles, such as 9007199254740993 and
	//     1e400. [NumberText] returns their digits.
	//
	// Null for a list of google.protobuf.Value leaves it empty, as it does other lists, and times
	// may have all forms of RFC 3339: a lower-case t and z, and a leap second, which is the second
	// after it.
	Exact bool

	// Lenient reads JSON as clients should read what servers with faults write:
	//   - A byte order mark is ignored.
	//   - Of a member that an object has twice, the last counts, and of members in one oneof.
	//   - Half a surrogate pair, or a byte that is not UTF-8, is U+FFFD.
	//   - Of a fraction of a second, nine digits count.
	//   - Text that is no time or no base64, and null among scalars, are unknown: it takes
	//     DiscardUnknown or KeepUnknown.
	Lenient bool

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
	err := d.wholeMessage(m)
	d.slabs.free()
	if o.Discarded != nil {
		*o.Discarded = d.foundUnknown
	}
	return asError(err)
}

// whole reads a message that is all of the text.
func (d *decoder) wholeMessage(m proto.Message) *Error {
	d.skipMark()
	if d.opts.Exact && d.peek() == 'n' && !takesNullItself(m.ProtoReflect().Descriptor()) {
		if err := d.literal("null"); err != nil {
			return err
		}
		setNull(m.ProtoReflect())
	} else if err := d.message(m); err != nil {
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

// skipMark skips a byte order mark, which RFC 8259 lets readers ignore (section 8.1).
func (d *decoder) skipMark() {
	if d.opts.Lenient && bytes.HasPrefix(d.text, byteOrderMark) {
		d.pos = len(byteOrderMark)
	}
}

var byteOrderMark = []byte("\ufeff")

// decoder returns a decoder of b. It stays on the stack of its caller, who has to free its slabs.
func (o UnmarshalOptions) decoder(b []byte) decoder {
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	return decoder{text: b, opts: o, limit: o.RecursionLimit, maxDepth: math.MaxInt, budget: freeBudget + len(b)*budgetPerByte}
}

// What the messages may take that are read, in bytes.
const (
	freeBudget    = 1 << 20
	budgetPerByte = 256
)
