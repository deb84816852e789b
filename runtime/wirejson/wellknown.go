// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"math"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// A wellKnown is a message of google.protobuf with a JSON form of its own. The
// zero value is any other message.
type wellKnown uint8

const (
	anyType wellKnown = iota + 1
	durationType
	emptyType
	fieldMaskType
	listType
	structType
	timestampType
	valueType
	wrapperType
)

func wellKnownType(name protoreflect.FullName) wellKnown {
	rest, ok := strings.CutPrefix(string(name), "google.protobuf.")
	if !ok {
		return 0
	}
	switch rest {
	case "Any":
		return anyType
	case "Duration":
		return durationType
	case "Empty":
		return emptyType
	case "FieldMask":
		return fieldMaskType
	case "ListValue":
		return listType
	case "Struct":
		return structType
	case "Timestamp":
		return timestampType
	case "Value":
		return valueType
	case "BoolValue", "BytesValue", "DoubleValue", "FloatValue", "Int32Value", "Int64Value", "StringValue", "UInt32Value", "UInt64Value":
		return wrapperType
	}
	return 0
}

// The numbers of the fields of google.protobuf.Value.
const (
	nullValueField protoreflect.FieldNumber = iota + 1
	numberValueField
	stringValueField
	boolValueField
	structValueField
	listValueField
)

// field1 is the only field of Struct, ListValue, FieldMask and the wrappers,
// and the first of the others.
func field1(m protoreflect.Message) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByNumber(1)
}

func field2(m protoreflect.Message) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByNumber(2)
}

func (e *encoder) wellKnown(t wellKnown, m protoreflect.Message) *Error {
	switch t {
	case anyType:
		return e.any(m)
	case durationType:
		return e.duration(m)
	case fieldMaskType:
		return e.fieldMask(m)
	case timestampType:
		return e.timestamp(m)
	case valueType:
		return e.value(m)
	default:
		fd := field1(m)
		return e.field(fd, m.Get(fd))
	}
}

func (e *encoder) value(m protoreflect.Message) *Error {
	fd := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
	if fd == nil {
		return &Error{Offset: -1, Want: "a kind of google.protobuf.Value", Found: "none"}
	}
	v := m.Get(fd)
	if fd.Number() == numberValueField && (math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)) {
		return &Error{Offset: -1, Want: "a finite number", Found: v.String()}
	}
	return e.singular(fd, v)
}

func (d *decoder) wellKnown(t wellKnown, m protoreflect.Message) *Error {
	switch t {
	case anyType:
		return d.any(m)
	case durationType:
		return d.duration(m)
	case emptyType:
		return d.empty(m)
	case fieldMaskType:
		return d.fieldMask(m)
	case listType:
		fd := field1(m)
		return d.list(m.Mutable(fd).List(), fd)
	case structType:
		fd := field1(m)
		return d.mapping(m.Mutable(fd).Map(), fd)
	case timestampType:
		return d.timestamp(m)
	case valueType:
		return d.value(m)
	default:
		fd := field1(m)
		v, err := d.scalar(fd)
		if err != nil {
			return err
		}
		m.Set(fd, v)
		return nil
	}
}

// value reads google.protobuf.Value, which takes any JSON. An object or array
// counts as one message deep with the value that it is.
func (d *decoder) value(m protoreflect.Message) *Error {
	var n protoreflect.FieldNumber
	switch c := d.peek(); {
	case c == 'n':
		n = nullValueField
	case c == 't' || c == 'f':
		n = boolValueField
	case c == '"':
		n = stringValueField
	case c == '{':
		n = structValueField
	case c == '[':
		n = listValueField
	case isNumberStart(c):
		n = numberValueField
	default:
		return d.unexpected("a value")
	}
	fd := m.Descriptor().Fields().ByNumber(n)
	if fd.Message() == nil {
		v, err := d.scalar(fd)
		if err == nil {
			m.Set(fd, v)
		}
		return err
	}
	v := m.NewField(fd)
	if err := d.wellKnown(wellKnownType(fd.Message().FullName()), v.Message()); err != nil {
		return err
	}
	m.Set(fd, v)
	return nil
}

func (d *decoder) empty(m protoreflect.Message) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := d.more(first, '}'); !more {
			return err
		}
		_, at, err := d.name()
		if err != nil {
			return err
		}
		if err := d.unknown(at, m.Descriptor()); err != nil {
			return err
		}
	}
}

// wellKnownText reads the string that a well-known type is, and returns where it
// begins.
func (d *decoder) wellKnownText(want string) (s string, at int, err *Error) {
	if d.peek() != '"' {
		return "", d.pos, d.unexpected(want)
	}
	at = d.pos
	s, err = d.str()
	return s, at, err
}
