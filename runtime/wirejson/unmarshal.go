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

// Unmarshal parses the JSON b into m. It is UnmarshalOptions{}.Unmarshal.
func Unmarshal(b []byte, m proto.Message) error { return UnmarshalOptions{}.Unmarshal(b, m) }

// UnmarshalOptions configures how JSON is parsed. The zero value implements the JSON mapping
// of protobuf.
type UnmarshalOptions struct {
	// AllowPartial permits required fields of proto2 and editions to be unset.
	AllowPartial bool

	// Partial reads the JSON that MarshalOptions.OmitUnset writes, including null for a map
	// entry (protolect.api.v1.FieldRule.json_null_entries). If it is false, a message in a union
	// records its absent required members in unknown fields, so that Marshal omits them.
	Partial bool

	// DiscardUnknown ignores members that the message does not have. It also ignores names that
	// an enum does not have: the field remains unset, and a list element or map entry is
	// omitted, unless Exact is set. The ignored JSON must be valid.
	DiscardUnknown bool

	// KeepUnknown accepts the same JSON as DiscardUnknown, and stores the unknown JSON in the
	// message: [UnknownIn] lists it, and Marshal writes it again.
	KeepUnknown bool

	// Discarded, if not nil, is set to whether the JSON had anything unknown, which
	// DiscardUnknown ignores or KeepUnknown keeps.
	Discarded *bool

	// Exact reads JSON that the JSON mapping of protobuf cannot express, and stores it in
	// unknown fields, so that Marshal writes it again:
	//   - null as the whole text, and for messages in lists and maps. [IsNull] reports it.
	//   - numbers in google.protobuf.Value and in double fields that a double cannot represent, such as
	//     18446744073709551615. [NumberText] returns their digits.
	//   - with DiscardUnknown, unknown scalars in lists and maps. They keep their places, see the
	//     documentation of the package. [UnknownIn] lists them.
	//
	// Exact also accepts null for a list of google.protobuf.Value, which it leaves empty like
	// other lists, and all forms of a time in RFC 3339: a lower-case t and z, and a leap second,
	// which is read as the second after it.
	Exact bool

	// Lenient accepts some invalid JSON, as clients should do for the responses of faulty
	// servers:
	//   - A byte order mark is ignored.
	//   - Of a repeated member, the last one takes precedence, as among several members of a oneof.
	//   - Half a surrogate pair, or a byte that is not UTF-8, is read as U+FFFD.
	//   - Digits of a fraction of a second after the ninth are ignored.
	//   - A value that is not a time where a time is expected, text that is not base64, and null
	//     among scalars are unknown: they are errors unless DiscardUnknown or KeepUnknown is set.
	//     In a list or map, an element that is not a time keeps its place; [IsNull] reports it.
	Lenient bool

	// EnumNames rejects numbers for enum values that are names, as OpenAPI documents do. They are
	// unknown, like other names.
	EnumNames bool

	// Resolver finds the types of extensions and of the messages in google.protobuf.Any. If it
	// does not find a type URL, Unmarshal returns an error, even with DiscardUnknown. The
	// default is protoregistry.GlobalTypes.
	Resolver Resolver

	// RecursionLimit is the maximum nesting depth of messages, and of objects and arrays in
	// ignored JSON. The default is 10,000.
	RecursionLimit int
}

// Unmarshal resets m and parses the JSON b into it. On an error, which is an [*Error], m may
// be partially filled. m does not retain b. Short strings of m may share memory: each may
// keep up to 256 bytes alive.
//
// The messages may take up to 1 MiB plus 256 bytes of memory for each byte of b. JSON that
// is made to take more, such as long lists of empty objects, is an error.
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

// wholeMessage reads a message and the end of the text.
func (d *decoder) wholeMessage(m proto.Message) *Error {
	err := d.onlyMessage(m)
	if err != nil && err.Offset >= 0 {
		err.isValue = Check(bytes.TrimPrefix(d.text, byteOrderMark)) == nil
	}
	return err
}

func (d *decoder) onlyMessage(m proto.Message) *Error {
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
		return d.unexpected("the end of the text")
	}
	if d.opts.AllowPartial || !d.required {
		return nil
	}
	return checkRequired(m)
}

// skipMark skips a byte order mark, which a reader may ignore (RFC 8259, section 8.1).
func (d *decoder) skipMark() {
	if d.opts.Lenient && bytes.HasPrefix(d.text, byteOrderMark) {
		d.pos = len(byteOrderMark)
	}
}

var byteOrderMark = []byte("\ufeff")

// decoder returns a decoder of b by value, so that it stays on the caller's stack. The
// caller must free its slabs.
func (o UnmarshalOptions) decoder(b []byte) decoder {
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	return decoder{text: b, opts: o, limit: o.RecursionLimit, maxDepth: math.MaxInt, budget: freeBudget + len(b)*budgetPerByte}
}

// The memory that messages may take, in bytes.
const (
	freeBudget    = 1 << 20
	budgetPerByte = 256
)
