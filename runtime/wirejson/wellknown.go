// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// A wellKnown is a message of google.protobuf with a special JSON form. The zero value is
// any other message.
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

// The field numbers of google.protobuf.Value.
const (
	nullValueField protoreflect.FieldNumber = iota + 1
	numberValueField
	stringValueField
	boolValueField
	structValueField
	listValueField
)

// field1 returns the field with the number 1: the only field of Struct, ListValue, FieldMask
// and the wrappers.
func field1(m protoreflect.Message) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByNumber(1)
}

func field2(m protoreflect.Message) protoreflect.FieldDescriptor {
	return m.Descriptor().Fields().ByNumber(2)
}

func (e *encoder) wellKnown(t *table, m protoreflect.Message) *Error {
	switch t.known {
	case anyType:
		return e.any(m)
	case durationType:
		var err *Error
		e.buf, err = appendDuration(e.buf, m.Get(field1(m)).Int(), m.Get(field2(m)).Int())
		return err
	case fieldMaskType:
		return e.fieldMask(m)
	case timestampType:
		var err *Error
		e.buf, err = appendTimestamp(e.buf, m.Get(field1(m)).Int(), m.Get(field2(m)).Int())
		return err
	case valueType:
		return e.value(t, m)
	default:
		kept, err := preservedIn(m)
		if err != nil {
			return err
		}
		return e.field(t.fields[0], m.Get(t.fields[0].fd), kept)
	}
}

func (e *encoder) value(t *table, m protoreflect.Message) *Error {
	fd := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
	if fd == nil {
		return writeError("a kind of google.protobuf.Value", "none")
	}
	v := m.Get(fd)
	if fd.Number() == numberValueField {
		before := len(e.buf)
		if e.buf = sourceFormOf(m).appendDouble(e.buf, fd, v.Float()); e.buf[before] == '"' {
			return writeError("a finite number", v.String())
		}
		return nil
	}
	return e.singular(t.fields[fd.Index()], v)
}

func (d *decoder) wellKnown(t *table, m protoreflect.Message) *Error {
	switch t.known {
	case anyType:
		return d.any(m)
	case emptyType:
		return d.object(t, m, nil)
	case fieldMaskType:
		paths, err := d.fieldMaskText()
		if err != nil || len(paths) == 0 {
			return err
		}
		list := m.Mutable(t.fields[0].fd).List()
		for _, path := range paths {
			list.Append(protoreflect.ValueOfString(path))
		}
		return nil
	case durationType:
		return setSeconds(m)(d.durationText())
	case timestampType:
		return setSeconds(m)(d.timestampText())
	case valueType:
		return d.value(t, m)
	default:
		return d.field(m, t.fields[0])
	}
}

// value reads google.protobuf.Value, which accepts any JSON. An object or array and its
// Value count as a single level of nesting.
func (d *decoder) value(t *table, m protoreflect.Message) *Error {
	n := d.valueField()
	if n == 0 {
		return d.unexpected("a value")
	}
	f := t.fields[t.md.Fields().ByNumber(n).Index()]
	if n == numberValueField && d.opts.Exact {
		text, err := d.number()
		if err == nil {
			setNumberValue(m, f.fd, text)
		}
		return err
	}
	if f.value.Message() == nil {
		return d.field(m, f)
	}
	v := m.NewField(f.fd)
	if err := d.wellKnown(tableOf(f.value.Message()), v.Message()); err != nil {
		return err
	}
	m.Set(f.fd, v)
	return nil
}

// valueField returns the field number of google.protobuf.Value for the value at pos, or 0.
func (d *decoder) valueField() protoreflect.FieldNumber {
	switch c := d.peek(); {
	case c == 'n':
		return nullValueField
	case c == 't' || c == 'f':
		return boolValueField
	case c == '"':
		return stringValueField
	case c == '{':
		return structValueField
	case c == '[':
		return listValueField
	case isNumberStart(c):
		return numberValueField
	}
	return 0
}

// wellKnownText reads the string that is the JSON of a well-known type, and returns its
// position.
func (d *decoder) wellKnownText(want string) (s string, at int, err *Error) {
	if d.peek() != '"' {
		return "", d.pos, d.unexpected(want)
	}
	at = d.pos
	text, err := d.content()
	return string(text), at, err
}
