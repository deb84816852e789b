// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/base64"
	"sort"
	"strconv"

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

	// Resolver finds the types of the messages in google.protobuf.Any. A type
	// that it does not find is an error. It is protoregistry.GlobalTypes when nil.
	Resolver Resolver
}

// Marshal returns the JSON of m. A nil m is an empty object.
func (o MarshalOptions) Marshal(m proto.Message) ([]byte, error) { return o.MarshalAppend(nil, m) }

// MarshalAppend appends the JSON of m to b. When it returns an error, it
// returns no bytes.
func (o MarshalOptions) MarshalAppend(b []byte, m proto.Message) ([]byte, error) {
	if m == nil {
		return append(b, '{', '}'), nil
	}
	e := o.encoder(b)
	if err := e.message(m.ProtoReflect()); err != nil {
		return nil, err
	}
	if err := o.checkRequired(m); err != nil {
		return nil, err
	}
	return e.buf, nil
}

// MarshalField returns the JSON of one field of m, which a field has also when
// it is not set: that of its default. Required fields are not checked.
func (o MarshalOptions) MarshalField(m protoreflect.Message, fd protoreflect.FieldDescriptor) ([]byte, error) {
	e := o.encoder(nil)
	if err := e.field(fd, m.Get(fd)); err != nil {
		return nil, err.within(fd.JSONName())
	}
	return e.buf, nil
}

func (o MarshalOptions) encoder(b []byte) *encoder {
	if o.Resolver == nil {
		o.Resolver = protoregistry.GlobalTypes
	}
	return &encoder{buf: b, resolver: o.Resolver}
}

func (o MarshalOptions) checkRequired(m proto.Message) error {
	if o.AllowPartial {
		return nil
	}
	return asError(checkRequired(m))
}

func checkRequired(m proto.Message) *Error {
	if err := proto.CheckInitialized(m); err != nil {
		return &Error{Offset: -1, Want: "every required field to be set", cause: err}
	}
	return nil
}

// An encoder appends JSON to a buffer.
type encoder struct {
	buf      []byte
	resolver Resolver
}

func (e *encoder) message(m protoreflect.Message) *Error {
	if t := wellKnownType(m.Descriptor().FullName()); t != 0 && t != emptyType {
		return e.wellKnown(t, m)
	}
	if isMessageSet(m.Descriptor()) {
		return messageSetError(m.Descriptor(), -1)
	}
	e.buf = append(e.buf, '{')
	if err := e.fields(m); err != nil {
		return err
	}
	e.buf = append(e.buf, '}')
	return nil
}

// fields writes the members of an object, with a comma before each but the
// first of the object.
func (e *encoder) fields(m protoreflect.Message) *Error {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		if !m.Has(fd) {
			continue
		}
		if err := e.member(fd, m.Get(fd)); err != nil {
			return err
		}
	}
	if m.Descriptor().ExtensionRanges().Len() == 0 {
		return nil
	}
	var extensions []protoreflect.FieldDescriptor
	m.Range(func(fd protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if fd.IsExtension() {
			extensions = append(extensions, fd)
		}
		return true
	})
	sort.Slice(extensions, func(i, j int) bool { return extensions[i].FullName() < extensions[j].FullName() })
	for _, fd := range extensions {
		if err := e.member(fd, m.Get(fd)); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) member(fd protoreflect.FieldDescriptor, v protoreflect.Value) *Error {
	err := e.name(fd.JSONName())
	if err == nil {
		err = e.field(fd, v)
	}
	if err != nil {
		return err.within(fd.JSONName())
	}
	return nil
}

// name writes the name of a member, and the comma before it.
func (e *encoder) name(s string) *Error {
	e.comma()
	if err := e.str(s); err != nil {
		return err
	}
	e.buf = append(e.buf, ':')
	return nil
}

// comma writes a comma if what is open has something in it already.
func (e *encoder) comma() {
	if c := e.buf[len(e.buf)-1]; c != '{' && c != '[' {
		e.buf = append(e.buf, ',')
	}
}

func (e *encoder) str(s string) *Error {
	var ok bool
	if e.buf, ok = appendString(e.buf, s); !ok {
		return &Error{Offset: -1, Want: "UTF-8", Found: quote(s)}
	}
	return nil
}

func (e *encoder) field(fd protoreflect.FieldDescriptor, v protoreflect.Value) *Error {
	switch {
	case fd.IsList():
		return e.list(fd, v.List())
	case fd.IsMap():
		return e.mapping(fd, v.Map())
	default:
		return e.singular(fd, v)
	}
}

func (e *encoder) list(fd protoreflect.FieldDescriptor, list protoreflect.List) *Error {
	e.buf = append(e.buf, '[')
	for i := range list.Len() {
		e.comma()
		if err := e.singular(fd, list.Get(i)); err != nil {
			return err.within(index(i))
		}
	}
	e.buf = append(e.buf, ']')
	return nil
}

func (e *encoder) mapping(fd protoreflect.FieldDescriptor, m protoreflect.Map) *Error {
	keys := make([]protoreflect.MapKey, 0, m.Len())
	m.Range(func(k protoreflect.MapKey, _ protoreflect.Value) bool {
		keys = append(keys, k)
		return true
	})
	kind := fd.MapKey().Kind()
	sort.Slice(keys, func(i, j int) bool { return before(kind, keys[i], keys[j]) })
	e.buf = append(e.buf, '{')
	for _, k := range keys {
		err := e.name(k.String())
		if err == nil {
			err = e.singular(fd.MapValue(), m.Get(k))
		}
		if err != nil {
			return err.within(key(k.String()))
		}
	}
	e.buf = append(e.buf, '}')
	return nil
}

// before orders the keys of a map: false and true, numbers, or strings by
// their bytes.
func before(kind protoreflect.Kind, a, b protoreflect.MapKey) bool {
	switch kind {
	case protoreflect.BoolKind:
		return !a.Bool() && b.Bool()
	case protoreflect.StringKind:
		return a.String() < b.String()
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return a.Uint() < b.Uint()
	default:
		return a.Int() < b.Int()
	}
}

// singular writes a value that is neither a list nor a map.
func (e *encoder) singular(fd protoreflect.FieldDescriptor, v protoreflect.Value) *Error {
	switch fd.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return e.message(v.Message())
	case protoreflect.StringKind:
		return e.str(v.String())
	case protoreflect.EnumKind:
		return e.enum(fd.Enum(), v.Enum())
	case protoreflect.BoolKind:
		e.buf = strconv.AppendBool(e.buf, v.Bool())
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		e.buf = strconv.AppendUint(e.buf, v.Uint(), 10)
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		e.buf = append(strconv.AppendInt(append(e.buf, '"'), v.Int(), 10), '"')
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		e.buf = append(strconv.AppendUint(append(e.buf, '"'), v.Uint(), 10), '"')
	case protoreflect.FloatKind:
		e.buf = appendFloat(e.buf, v.Float(), 32)
	case protoreflect.DoubleKind:
		e.buf = appendFloat(e.buf, v.Float(), 64)
	case protoreflect.BytesKind:
		e.buf = append(base64.StdEncoding.AppendEncode(append(e.buf, '"'), v.Bytes()), '"')
	}
	return nil
}

func (e *encoder) enum(ed protoreflect.EnumDescriptor, n protoreflect.EnumNumber) *Error {
	if isNullValue(ed) {
		e.buf = append(e.buf, "null"...)
		return nil
	}
	if s, ok := enumName(ed, n); ok {
		return e.str(s)
	}
	e.buf = strconv.AppendInt(e.buf, int64(n), 10)
	return nil
}

// isMessageSet reports whether a message has the wire format of proto1's
// message sets.
func isMessageSet(md protoreflect.MessageDescriptor) bool {
	m, ok := md.(interface{ IsMessageSet() bool })
	return ok && m.IsMessageSet()
}

func messageSetError(md protoreflect.MessageDescriptor, offset int) *Error {
	return &Error{Offset: offset, Want: "no message set, which has no JSON", Found: cut(string(md.FullName()), 2*maxQuote)}
}
