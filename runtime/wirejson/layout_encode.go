// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"math"
	"reflect"
	"sort"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// messageInLayout writes a message whose layout is known.
func (e *encoder) messageInLayout(m proto.Message) (done bool, err *Error) {
	l := layoutOfMessage(m)
	if l.general {
		return false, nil
	}
	p := pointerTo(m)
	if l.keeps(p) || l.hasNames(p) {
		return false, nil
	}
	e.buf, err = e.messageAt(e.buf, p, l)
	return true, err
}

// keeps reports whether a message has unknown fields, in which JSON may be kept.
func (l *layout) keeps(p pointer) bool { return !p.isNil() && len(*p.at(l.unknown).bytes()) > 0 }

// hasNames reports whether a message names fields that are null or empty.
func (l *layout) hasNames(p pointer) bool {
	return l.hasLists && !p.isNil() && (l.nulls.hasNames(p) || l.empties.hasNames(p) || l.nullEntries.hasNames(p))
}

// hasNames reports whether a list of names, which may be nil, has any in a message.
func (s *slot) hasNames(p pointer) bool { return s != nil && len(*p.at(s.offset).strings()) > 0 }

// messageAt appends the JSON of a message. The buffer goes from hand to hand,
// rather than through the encoder, so that it stays in registers.
func (e *encoder) messageAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	if l.general || l.keeps(p) || l.hasLists && l.hasNames(p) {
		e.buf = b
		err := e.reflected(l.message(p))
		return e.buf, err
	}
	e.required = e.required || l.table.required
	if l.table.known != 0 {
		return e.knownAt(b, p, l)
	}
	start := len(b)
	if !p.isNil() {
		var err *Error
		if b, err = e.fieldsAt(b, p, l); err != nil {
			return b, err
		}
	}
	return enclosed(b, start, '{', '}'), nil
}

// enclosed is enclose.
func enclosed(b []byte, start int, left, right byte) []byte {
	if len(b) == start {
		return append(b, left, right)
	}
	b[start] = left
	return append(b, right)
}

func (e *encoder) fieldsAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	for i := range l.tests {
		t := &l.tests[i]
		first := *p.at(uintptr(t.offsets[0])).uint64()
		second := *p.at(uintptr(t.offsets[1])).uint64()
		third := *p.at(uintptr(t.offsets[2])).uint64()
		fourth := *p.at(uintptr(t.offsets[3])).uint64()
		if t.some && !e.partial {
			first, second, third, fourth = first|t.always[0], second|t.always[1], third|t.always[2], fourth|t.always[3]
		}
		if first|second|third|fourth == 0 {
			continue
		}
		var err *Error
		if first&t.masks[0] != 0 {
			b, err = e.slotAt(b, p, t.slots[0])
		}
		if second&t.masks[1] != 0 && err == nil {
			b, err = e.slotAt(b, p, t.slots[1])
		}
		if third&t.masks[2] != 0 && err == nil {
			b, err = e.slotAt(b, p, t.slots[2])
		}
		if fourth&t.masks[3] != 0 && err == nil {
			b, err = e.slotAt(b, p, t.slots[3])
		}
		if err != nil {
			return b, err
		}
	}
	return b, nil
}

// slotAt appends a field that may be set.
func (e *encoder) slotAt(b []byte, p pointer, s *slot) ([]byte, *Error) {
	at := p.at(s.offset)
	if s.plain {
		text := *at.string()
		if n := len(b); n+len(s.start) <= cap(b) {
			*(*[len(s.start)]byte)(b[n : n+len(s.start)]) = s.start
			b = b[:n+len(s.key)+1]
		} else {
			b = append(append(b, s.key...), '"')
		}
		var ok bool
		if b, ok = appendContent(b, text); !ok {
			return b, (&Error{Offset: -1, Want: "UTF-8", Found: quote(text)}).within(s.field.name)
		}
		return b, nil
	}
	if s.oneSided && e.omits(s.field) {
		return b, nil
	}
	switch s.shape {
	case explicit:
		switch at = *at.pointer(); {
		case at.isNil():
			at = zeroValue
		case s.absentZero && *at.int32() == 0:
			return b, nil
		}
	case mapping:
		if (!s.field.always || e.partial) && at.value(s.mapType).Len() == 0 {
			return b, nil
		}
	case oneof:
		held := at.oneof()
		for s != nil && s.word != held.word {
			s = s.next
		}
		if at = held.wrapper; s == nil || at.isNil() {
			return b, nil
		}
	}
	start := len(b)
	// One copy of a size that is known costs less than a call.
	if n := len(b); n+len(s.start) <= cap(b) && len(s.key) <= len(s.start) {
		*(*[len(s.start)]byte)(b[n : n+len(s.start)]) = s.start
		b = b[:n+len(s.key)]
	} else {
		b = append(b, s.key...)
	}
	var err *Error
	switch s.shape {
	case list:
		b, err = e.listAt(b, at, s)
	case mapping:
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

// valueAt appends the value that p points to.
func (e *encoder) valueAt(b []byte, p pointer, s *slot) ([]byte, *Error) {
	switch s.op {
	case opString:
		text := *p.string()
		b, ok := appendString(b, text)
		if !ok {
			return b, &Error{Offset: -1, Want: "UTF-8", Found: quote(text)}
		}
		return b, nil
	case opMessage:
		if (s.nullable || s.noNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		return e.messageAt(b, *p.pointer(), s.link.layout())
	case opEnum:
		n := protoreflect.EnumNumber(*p.int32())
		if text, ok := s.link.enum().text(n); ok {
			return append(b, text...), nil
		}
		return strconv.AppendInt(b, int64(n), 10), nil
	case opBool:
		return strconv.AppendBool(b, *p.bool()), nil
	case opInt32:
		return strconv.AppendInt(b, int64(*p.int32()), 10), nil
	case opUint32:
		return strconv.AppendUint(b, uint64(*p.uint32()), 10), nil
	case opFloat:
		return appendFloat(b, float64(*p.float32()), 32), nil
	case opDouble:
		return appendFloat(b, *p.float64(), 64), nil
	case opInt64:
		return s.field.appendInt64(b, *p.int64()), nil
	case opUint64:
		return s.field.appendUint64(b, *p.uint64()), nil
	case opBytes:
		return s.field.appendBytes(b, *p.bytes()), nil
	case opTimestamp:
		if (s.nullable || s.noNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		seconds, nanos := secondsAt(*p.pointer(), s.link)
		return appendTimestamp(b, seconds, nanos)
	default:
		if (s.nullable || s.noNil) && p.pointer().isNil() {
			return s.appendNil(b)
		}
		seconds, nanos := secondsAt(*p.pointer(), s.link)
		return appendDuration(b, seconds, nanos)
	}
}

// appendNil appends what a nil message is in a list, a map or a oneof.
func (s *slot) appendNil(b []byte) ([]byte, *Error) {
	if s.noNil {
		return b, errNil()
	}
	return append(b, "null"...), nil
}

// secondsAt returns what is in a Timestamp or a Duration.
func secondsAt(p pointer, k *link) (seconds, nanos int64) {
	if p.isNil() {
		return 0, 0
	}
	return *p.at(k.seconds).int64(), int64(*p.at(k.nanos).int32())
}

func (e *encoder) listAt(b []byte, p pointer, s *slot) ([]byte, *Error) {
	start := len(b)
	var err *Error
	switch s.op {
	case opMessage:
		l := s.link.layout()
		for i, message := range *p.messages() {
			if b = append(b, ','); (s.nullable || s.noNil) && message.isNil() {
				b, err = s.appendNil(b)
			} else {
				b, err = e.messageAt(b, message, l)
			}
			if err != nil {
				return b, err.within(index(i))
			}
		}
	case opString:
		for i, text := range *p.strings() {
			var ok bool
			if b, ok = appendString(append(b, ','), text); !ok {
				return b, (&Error{Offset: -1, Want: "UTF-8", Found: quote(text)}).within(index(i))
			}
		}
	default:
		first, n := p.elements()
		for i := range n {
			if b, err = e.valueAt(append(b, ','), first.at(uintptr(i)*s.op.size()), s); err != nil {
				return b, err.within(index(i))
			}
		}
	}
	return enclosed(b, start, '[', ']'), nil
}

// size returns how many bytes a value takes.
func (o op) size() uintptr {
	switch o {
	case opBool:
		return 1
	case opInt32, opUint32, opEnum, opFloat:
		return 4
	case opInt64, opUint64, opDouble:
		return 8
	case opString:
		return reflect.TypeFor[string]().Size()
	case opBytes:
		return reflect.TypeFor[[]byte]().Size()
	default:
		return reflect.TypeFor[pointer]().Size()
	}
}

func (e *encoder) mapAt(b []byte, p pointer, s *slot) ([]byte, *Error) {
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
		return enclosed(b, start, '{', '}'), nil
	}
	m := p.value(s.mapType)
	keys := m.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keyBefore(keys[i], keys[j]) })
	value := reflect.New(s.mapType.Elem()).Elem()
	for _, k := range keys {
		value.Set(m.MapIndex(k))
		var err *Error
		if b, err = e.entryAt(b, keyText(k), pointerToValue(value), s); err != nil {
			return b, err
		}
	}
	return enclosed(b, start, '{', '}'), nil
}

func (e *encoder) entryAt(b []byte, name string, value pointer, s *slot) ([]byte, *Error) {
	b, ok := appendString(append(b, ','), name)
	if !ok {
		return b, (&Error{Offset: -1, Want: "UTF-8", Found: quote(name)}).within(key(name))
	}
	b, err := e.valueAt(append(b, ':'), value, s)
	if err != nil {
		return b, err.within(key(name))
	}
	return b, nil
}

// keyBefore is before, of the keys of a Go map.
func keyBefore(a, b reflect.Value) bool {
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

func keyText(k reflect.Value) string {
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

// knownAt appends a well-known type whose JSON is that of a field.
func (e *encoder) knownAt(b []byte, p pointer, l *layout) ([]byte, *Error) {
	s := &l.slots[0]
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
	for i := range l.slots {
		s := &l.slots[i]
		if held.word != s.word || held.wrapper.isNil() {
			continue
		}
		if s.op == opDouble && (math.IsNaN(*held.wrapper.float64()) || math.IsInf(*held.wrapper.float64(), 0)) {
			break
		}
		return e.valueAt(b, held.wrapper, s)
	}
	e.buf = b
	err := e.reflected(l.message(p)) // It has no JSON, and the error says why.
	return e.buf, err
}
