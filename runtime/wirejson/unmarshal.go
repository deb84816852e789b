// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
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

	// Resolver finds the types of extensions and of the messages in
	// google.protobuf.Any. A type URL that it does not find is an error, with
	// DiscardUnknown too. It is protoregistry.GlobalTypes when nil.
	Resolver Resolver

	// RecursionLimit is how deeply messages may nest, and how deeply objects
	// and arrays may in what is ignored. It is 10,000 when zero.
	RecursionLimit int
}

// Unmarshal resets m and reads JSON into it. When it returns an error, m may
// hold a part of what was read. m keeps no reference to b.
func (o UnmarshalOptions) Unmarshal(b []byte, m proto.Message) error {
	proto.Reset(m)
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	if o.RecursionLimit == 0 {
		o.RecursionLimit = protowire.DefaultRecursionLimit
	}
	d := &decoder{text: b, opts: o, limit: o.RecursionLimit, maxDepth: math.MaxInt}
	if err := d.message(m.ProtoReflect(), false); err != nil {
		return err
	}
	if d.peek(); d.pos < len(d.text) {
		return d.unexpected("nothing more")
	}
	if o.AllowPartial {
		return nil
	}
	return asError(checkRequired(m))
}

// message reads a message. What is in an Any has the member "@type" beside its
// own.
func (d *decoder) message(m protoreflect.Message, inAny bool) *Error {
	if d.limit <= 0 {
		return d.tooDeep()
	}
	d.limit--
	var err *Error
	if t := wellKnownType(m.Descriptor().FullName()); t != 0 {
		err = d.wellKnown(t, m)
	} else {
		err = d.object(m, inAny)
	}
	d.limit++
	return err
}

func (d *decoder) object(m protoreflect.Message, inAny bool) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	md := m.Descriptor()
	if isMessageSet(md) {
		return messageSetError(md, d.pos)
	}
	var typed bool
	var seen, seenOneofs numberSet
	for first := true; ; first = false {
		if more, err := d.more(first, '}'); !more {
			return err
		}
		name, at, err := d.name()
		if err != nil {
			return err
		}
		if inAny && name == typeMember {
			if err := d.again(&typed, at); err != nil {
				return err
			}
			continue
		}
		fd, err := d.fieldNamed(md, name, at)
		if err != nil {
			return err
		}
		if fd == nil {
			if err := d.unknown(at, md); err != nil {
				return err
			}
			continue
		}
		if !seen.add(int(fd.Number())) {
			return d.invalid(at, "each field once")
		}
		if d.peek() == 'n' && !takesNull(fd) {
			if err := d.literal("null"); err != nil {
				return err.within(fd.JSONName())
			}
			continue
		}
		if od := fd.ContainingOneof(); od != nil && !seenOneofs.add(od.Index()) {
			return d.invalid(at, "one field of the oneof "+cut(string(od.Name()), maxQuote))
		}
		if err := d.field(m, fd); err != nil {
			return err.within(fd.JSONName())
		}
	}
}

// fieldNamed finds a field by its JSON name, by its name in the proto, or as an
// extension in brackets. It returns nil if there is none.
func (d *decoder) fieldNamed(md protoreflect.MessageDescriptor, name string, at int) (protoreflect.FieldDescriptor, *Error) {
	if !strings.HasPrefix(name, "[") || !strings.HasSuffix(name, "]") {
		if fd := md.Fields().ByJSONName(name); fd != nil {
			return fd, nil
		}
		return md.Fields().ByTextName(name), nil
	}
	xt, err := d.opts.Resolver.FindExtensionByName(protoreflect.FullName(name[1 : len(name)-1]))
	if err != nil && err != protoregistry.NotFound {
		e := d.invalid(at, "an extension")
		e.cause = err
		return nil, e
	}
	if xt == nil {
		return nil, nil
	}
	fd := xt.TypeDescriptor()
	if fd.ContainingMessage().FullName() != md.FullName() || !md.ExtensionRanges().Has(fd.Number()) {
		return nil, d.invalid(at, "an extension of "+cut(string(md.FullName()), 2*maxQuote))
	}
	return fd, nil
}

// unknown reads the value of a member that the message does not have, and
// whose name begins at a byte.
func (d *decoder) unknown(at int, md protoreflect.MessageDescriptor) *Error {
	if !d.opts.DiscardUnknown {
		return d.invalid(at, "a field of "+cut(string(md.FullName()), 2*maxQuote))
	}
	return d.skip()
}

// takesNull reports whether null is a value of a field, rather than the field
// being left out.
func takesNull(fd protoreflect.FieldDescriptor) bool {
	md := fd.Message()
	return md != nil && md.FullName() == "google.protobuf.Value" || isNullValue(fd.Enum())
}

func (d *decoder) field(m protoreflect.Message, fd protoreflect.FieldDescriptor) *Error {
	switch {
	case fd.IsList():
		return d.list(m.Mutable(fd).List(), fd)
	case fd.IsMap():
		return d.mapping(m.Mutable(fd).Map(), fd)
	case fd.Message() != nil:
		v := m.NewField(fd)
		if err := d.message(v.Message(), false); err != nil {
			return err
		}
		m.Set(fd, v)
		return nil
	}
	v, err := d.scalar(fd)
	if err == nil && v.IsValid() {
		m.Set(fd, v)
	}
	return err
}

func (d *decoder) list(list protoreflect.List, fd protoreflect.FieldDescriptor) *Error {
	if err := d.open('['); err != nil {
		return err
	}
	for i := 0; ; i++ {
		if more, err := d.more(i == 0, ']'); !more {
			return err
		}
		var v protoreflect.Value
		var err *Error
		if fd.Message() != nil {
			v = list.NewElement()
			err = d.message(v.Message(), false)
		} else {
			v, err = d.scalar(fd)
		}
		if err != nil {
			return err.within(index(i))
		}
		if v.IsValid() {
			list.Append(v)
		}
	}
}

func (d *decoder) mapping(m protoreflect.Map, fd protoreflect.FieldDescriptor) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := d.more(first, '}'); !more {
			return err
		}
		name, at, err := d.name()
		if err != nil {
			return err
		}
		k, ok := mapKey(fd.MapKey().Kind(), name)
		if !ok {
			return d.invalid(at, "a key of kind "+fd.MapKey().Kind().String())
		}
		if m.Has(k) {
			return d.invalid(at, "each key once")
		}
		var v protoreflect.Value
		if fd.MapValue().Message() != nil {
			v = m.NewValue()
			err = d.message(v.Message(), false)
		} else {
			v, err = d.scalar(fd.MapValue())
		}
		if err != nil {
			return err.within(key(name))
		}
		if v.IsValid() {
			m.Set(k, v)
		}
	}
}

func mapKey(kind protoreflect.Kind, s string) (protoreflect.MapKey, bool) {
	var v protoreflect.Value
	var err error
	switch kind {
	case protoreflect.StringKind:
		v = protoreflect.ValueOfString(s)
	case protoreflect.BoolKind:
		if s != "true" && s != "false" {
			return protoreflect.MapKey{}, false
		}
		v = protoreflect.ValueOfBool(s == "true")
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		var n int64
		n, err = strconv.ParseInt(s, 10, 32)
		v = protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		var n int64
		n, err = strconv.ParseInt(s, 10, 64)
		v = protoreflect.ValueOfInt64(n)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		var n uint64
		n, err = strconv.ParseUint(s, 10, 32)
		v = protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		var n uint64
		n, err = strconv.ParseUint(s, 10, 64)
		v = protoreflect.ValueOfUint64(n)
	}
	return v.MapKey(), err == nil
}

// scalar reads a value that is no message. It is not valid when it is the name
// of an enum value that is to be ignored.
func (d *decoder) scalar(fd protoreflect.FieldDescriptor) (v protoreflect.Value, err *Error) {
	kind := fd.Kind()
	switch kind {
	case protoreflect.EnumKind:
		return d.enum(fd.Enum())
	case protoreflect.BoolKind:
		switch d.peek() {
		case 't':
			return protoreflect.ValueOfBool(true), d.literal("true")
		case 'f':
			return protoreflect.ValueOfBool(false), d.literal("false")
		}
		return v, d.unexpected("bool")
	case protoreflect.StringKind:
		if d.peek() != '"' {
			return v, d.unexpected("string")
		}
		s, err := d.str()
		return protoreflect.ValueOfString(s), err
	case protoreflect.BytesKind:
		return d.bytes()
	}

	text, at, err := d.numeral(kind.String())
	if err != nil {
		return v, err
	}
	var ok bool
	switch kind {
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		var n int64
		n, ok = parseInt(text, 32)
		v = protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		var n int64
		n, ok = parseInt(text, 64)
		v = protoreflect.ValueOfInt64(n)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		var n uint64
		n, ok = parseUint(text, 32)
		v = protoreflect.ValueOfUint32(uint32(n))
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		var n uint64
		n, ok = parseUint(text, 64)
		v = protoreflect.ValueOfUint64(n)
	case protoreflect.FloatKind:
		var f float64
		f, ok = parseFloat(text, 32)
		v = protoreflect.ValueOfFloat32(float32(f))
	case protoreflect.DoubleKind:
		var f float64
		f, ok = parseFloat(text, 64)
		v = protoreflect.ValueOfFloat64(f)
	}
	if !ok {
		return protoreflect.Value{}, d.invalid(at, kind.String())
	}
	return v, nil
}

// bytes reads base64 in the standard or the URL alphabet, padded or not.
func (d *decoder) bytes() (protoreflect.Value, *Error) {
	if d.peek() != '"' {
		return protoreflect.Value{}, d.unexpected("bytes in base64")
	}
	at := d.pos
	s, e := d.str()
	if e != nil {
		return protoreflect.Value{}, e
	}
	encoding := base64.StdEncoding
	if strings.ContainsAny(s, "-_") {
		encoding = base64.URLEncoding
	}
	if len(s)%4 != 0 {
		encoding = encoding.WithPadding(base64.NoPadding)
	}
	b, err := encoding.DecodeString(s)
	if err != nil {
		return protoreflect.Value{}, d.invalid(at, "bytes in base64")
	}
	return protoreflect.ValueOfBytes(b), nil
}

// A numberSet remembers field numbers, or the indexes of oneofs.
type numberSet struct {
	low  uint64
	high map[int]bool
}

// add reports whether n is new.
func (s *numberSet) add(n int) bool {
	if n < 64 {
		isNew := s.low&(1<<n) == 0
		s.low |= 1 << n
		return isNew
	}
	if s.high[n] {
		return false
	}
	if s.high == nil {
		s.high = make(map[int]bool)
	}
	s.high[n] = true
	return true
}
