// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"math"
	"reflect"
	"sort"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// hasUnknown reports whether the message at p has unknown fields, in which JSON may be
// stored.
func (l *layout) hasUnknown(p pointer) bool { return !p.isNil() && len(*p.at(l.unknown).bytes()) > 0 }

// hasListedNames reports whether any name list of the message at p has names.
func (l *layout) hasListedNames(p pointer) bool {
	return l.hasNameLists && !p.isNil() && (l.nulls.hasListedNames(p) || l.empties.hasListedNames(p) || l.nullEntries.hasListedNames(p))
}

// hasListedNames reports whether a name list, which may be nil, has names.
func (s *fieldLayout) hasListedNames(p pointer) bool {
	return s != nil && len(*p.at(s.offset).strings()) > 0
}

// messageAt appends the JSON of a message. The buffer is passed from function to function
// and not stored in the encoder, so that it stays in registers.
func (e *encoder) messageAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	if l.useReflection || l.hasUnknown(p) || l.hasNameLists && l.hasListedNames(p) {
		e.buf = b
		err := e.reflectMessage(l.message(p))
		return e.buf, err
	}
	e.required = e.required || l.table.required
	if l.table.known != 0 {
		return e.wellKnownAt(b, p, l)
	}
	start := len(b)
	if !p.isNil() {
		var err *Error
		if b, err = e.fieldsAt(b, p, l); err != nil {
			return b, err
		}
	}
	return encloseIn(b, start, '{', '}'), nil
}

// encloseIn encloses everything in b from start in an object or array.
func encloseIn(b []byte, start int, left, right byte) []byte {
	if len(b) == start {
		return append(b, left, right)
	}
	b[start] = left
	return append(b, right)
}

// fieldsAt appends the members of the fields that are set.
func (e *encoder) fieldsAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	for i := range l.presence {
		t := &l.presence[i]
		first := *p.at(uintptr(t.offsets[0])).uint64()
		second := *p.at(uintptr(t.offsets[1])).uint64()
		third := *p.at(uintptr(t.offsets[2])).uint64()
		fourth := *p.at(uintptr(t.offsets[3])).uint64()
		if t.hasAlways && !e.omitUnset {
			first, second, third, fourth = first|t.always[0], second|t.always[1], third|t.always[2], fourth|t.always[3]
		}
		if first|second|third|fourth == 0 {
			continue
		}
		var err *Error
		if first&t.masks[0] != 0 {
			b, err = e.fieldAt(b, p, t.fields[0])
		}
		if second&t.masks[1] != 0 && err == nil {
			b, err = e.fieldAt(b, p, t.fields[1])
		}
		if third&t.masks[2] != 0 && err == nil {
			b, err = e.fieldAt(b, p, t.fields[2])
		}
		if fourth&t.masks[3] != 0 && err == nil {
			b, err = e.fieldAt(b, p, t.fields[3])
		}
		if err != nil {
			return b, err
		}
	}
	return b, nil
}

// fieldAt appends the member of a field that may be set.
func (e *encoder) fieldAt(b []byte, p pointer, s *fieldLayout) ([]byte, *Error) {
	at := p.at(s.offset)
	if s.isPlainString {
		text := *at.string()
		if n := len(b); n+len(s.keyAndQuote) <= cap(b) {
			*(*[len(s.keyAndQuote)]byte)(b[n : n+len(s.keyAndQuote)]) = s.keyAndQuote
			b = b[:n+len(s.key)+1]
		} else {
			b = append(append(b, s.key...), '"')
		}
		var ok bool
		if b, ok = appendContent(b, text); !ok {
			return b, writeError("UTF-8", quote(text)).within(s.field.name)
		}
		return b, nil
	}
	if s.isOneSided && e.omits(s.field) {
		return b, nil
	}
	switch s.storage {
	case storedPointer:
		switch at = *at.pointer(); {
		case at.isNil():
			at = zeroValue
		case s.absentZero && *at.int32() == 0:
			return b, nil
		}
	case storedMap:
		if (!s.field.alwaysWritten || e.omitUnset) && at.value(s.mapType).Len() == 0 {
			return b, nil
		}
	case storedOneof:
		held := at.oneof()
		for s != nil && s.wrapperWord != held.word {
			s = s.next
		}
		if at = held.wrapper; s == nil || at.isNil() {
			return b, nil
		}
	}
	start := len(b)
	// Copying a constant number of bytes is faster than calling append.
	if n := len(b); n+len(s.keyAndQuote) <= cap(b) && len(s.key) <= len(s.keyAndQuote) {
		*(*[len(s.keyAndQuote)]byte)(b[n : n+len(s.keyAndQuote)]) = s.keyAndQuote
		b = b[:n+len(s.key)]
	} else {
		b = append(b, s.key...)
	}
	var err *Error
	switch s.storage {
	case storedSlice:
		b, err = e.listAt(b, at, s)
	case storedMap:
		b, err = e.mapAt(b, at, s)
	default:
		b, err = e.valueAt(b, at, s)
	}
	if err.isDiscarded() {
		return b[:start], nil
	}
	if err != nil {
		err = err.within(s.field.name)
	}
	return b, err
}

// valueAt appends the value at p.
func (e *encoder) valueAt(b []byte, p pointer, s *fieldLayout) ([]byte, *Error) {
	switch s.kind {
	case kindString:
		text := *p.string()
		b, ok := appendString(b, text)
		if !ok {
			return b, writeError("UTF-8", quote(text))
		}
		return b, nil
	case kindMessage:
		if (s.nullable || s.rejectsNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		if s.needsAlternative {
			e.needsAlternative = e.rejectsNull(s.field)
		}
		return e.messageAt(b, *p.pointer(), s.ref.layout())
	case kindEnum:
		n := protoreflect.EnumNumber(*p.int32())
		if text, ok := s.ref.enum().text(n); ok {
			return append(b, text...), nil
		}
		return strconv.AppendInt(b, int64(n), 10), nil
	case kindBool:
		return strconv.AppendBool(b, *p.bool()), nil
	case kindInt32:
		return strconv.AppendInt(b, int64(*p.int32()), 10), nil
	case kindUint32:
		return strconv.AppendUint(b, uint64(*p.uint32()), 10), nil
	case kindFloat:
		return appendFloat(b, float64(*p.float32()), 32), nil
	case kindDouble:
		return appendFloat(b, *p.float64(), 64), nil
	case kindInt64:
		return s.field.appendInt64(b, *p.int64()), nil
	case kindUint64:
		return s.field.appendUint64(b, *p.uint64()), nil
	case kindBytes:
		return s.field.appendBytes(b, *p.bytes()), nil
	case kindTimestamp:
		if (s.nullable || s.rejectsNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		if m := *p.pointer(); !m.isNil() && len(*m.at(s.ref.unknown).bytes()) > 0 {
			e.buf = b
			err := e.reflectMessage(s.ref.layout().message(m))
			return e.buf, err
		}
		seconds, nanos := secondsAt(*p.pointer(), s.ref)
		return appendTimestamp(b, seconds, nanos)
	default:
		if (s.nullable || s.rejectsNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		if m := *p.pointer(); !m.isNil() && len(*m.at(s.ref.unknown).bytes()) > 0 {
			e.buf = b
			err := e.reflectMessage(s.ref.layout().message(m))
			return e.buf, err
		}
		seconds, nanos := secondsAt(*p.pointer(), s.ref)
		return appendDuration(b, seconds, nanos)
	}
}

// appendNil appends the JSON of a nil message in a list, a map or a oneof.
func (s *fieldLayout) appendNil(b []byte) ([]byte, *Error) {
	if s.rejectsNil {
		return b, errNil()
	}
	return append(b, "null"...), nil
}

// secondsAt returns the fields of a Timestamp or a Duration.
func secondsAt(p pointer, k *typeRef) (seconds, nanos int64) {
	if p.isNil() {
		return 0, 0
	}
	return *p.at(k.seconds).int64(), int64(*p.at(k.nanos).int32())
}

func (e *encoder) listAt(b []byte, p pointer, s *fieldLayout) ([]byte, *Error) {
	start := len(b)
	var err *Error
	switch s.kind {
	case kindMessage:
		l := s.ref.layout()
		for i, message := range *p.messages() {
			if b = append(b, ','); (s.nullable || s.rejectsNil) && message.isNil() {
				b, err = s.appendNil(b)
			} else {
				e.needsAlternative = s.needsAlternative
				b, err = e.messageAt(b, message, l)
			}
			if err != nil {
				return b, err.within(index(i))
			}
		}
	case kindString:
		for i, text := range *p.strings() {
			var ok bool
			if b, ok = appendString(append(b, ','), text); !ok {
				return b, writeError("UTF-8", quote(text)).within(index(i))
			}
		}
	default:
		first, n := p.elements()
		for i := range n {
			if b, err = e.valueAt(append(b, ','), first.at(uintptr(i)*s.kind.size()), s); err != nil {
				return b, err.within(index(i))
			}
		}
	}
	return encloseIn(b, start, '[', ']'), nil
}

// size returns the size of a value in bytes.
func (o valueKind) size() uintptr {
	switch o {
	case kindBool:
		return 1
	case kindInt32, kindUint32, kindEnum, kindFloat:
		return 4
	case kindInt64, kindUint64, kindDouble:
		return 8
	case kindString:
		return reflect.TypeFor[string]().Size()
	case kindBytes:
		return reflect.TypeFor[[]byte]().Size()
	default:
		return reflect.TypeFor[pointer]().Size()
	}
}

func (e *encoder) mapAt(b []byte, p pointer, s *fieldLayout) ([]byte, *Error) {
	start := len(b)
	if s.mapType == reflect.TypeFor[map[string]string]() {
		m := *p.stringMap()
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			var err *Error
			if b, err = e.entryAt(b, k, pointerToValue(reflect.ValueOf(new(m[k])).Elem()), s); err != nil {
				return b, err
			}
		}
		return encloseIn(b, start, '{', '}'), nil
	}
	m := p.value(s.mapType)
	keys := m.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return goKeyLess(keys[i], keys[j]) })
	value := reflect.New(s.mapType.Elem()).Elem()
	for _, k := range keys {
		value.Set(m.MapIndex(k))
		var err *Error
		if b, err = e.entryAt(b, goKeyText(k), pointerToValue(value), s); err != nil {
			return b, err
		}
	}
	return encloseIn(b, start, '{', '}'), nil
}

func (e *encoder) entryAt(b []byte, name string, value pointer, s *fieldLayout) ([]byte, *Error) {
	b, ok := appendString(append(b, ','), name)
	if !ok {
		return b, writeError("UTF-8", quote(name)).within(key(name))
	}
	b, err := e.valueAt(append(b, ':'), value, s)
	if err != nil {
		return b, err.within(key(name))
	}
	return b, nil
}

// goKeyLess is keyLess for the keys of a Go map.
func goKeyLess(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.String:
		return a.String() < b.String()
	case reflect.Bool:
		return !a.Bool() && b.Bool()
	case reflect.Uint32, reflect.Uint64:
		return a.Uint() < b.Uint()
	default:
		return a.Int() < b.Int()
	}
}

func goKeyText(k reflect.Value) string {
	switch k.Kind() {
	case reflect.String:
		return k.String()
	case reflect.Bool:
		return strconv.FormatBool(k.Bool())
	case reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(k.Uint(), 10)
	default:
		return strconv.FormatInt(k.Int(), 10)
	}
}

// wellKnownAt appends a well-known type whose JSON is that of a field.
func (e *encoder) wellKnownAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	s := &l.fields[0]
	if p.isNil() {
		p = pointerToNew(l.goType)
	}
	switch l.table.known {
	case structType:
		return e.mapAt(b, p.at(s.offset), s)
	case listType:
		return e.listAt(b, p.at(s.offset), s)
	case wrapperType:
		return e.valueAt(b, p.at(s.offset), s)
	}
	held := p.at(s.offset).oneof()
	for i := range l.fields {
		s := &l.fields[i]
		if held.word != s.wrapperWord || held.wrapper.isNil() {
			continue
		}
		if s.kind == kindDouble && (math.IsNaN(*held.wrapper.float64()) || math.IsInf(*held.wrapper.float64(), 0)) {
			break
		}
		return e.valueAt(b, held.wrapper, s)
	}
	e.buf = b
	err := e.reflectMessage(l.message(p)) // It has no JSON. reflectMessage returns the error.
	return e.buf, err
}
