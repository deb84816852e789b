// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"bytes"
	"encoding/binary"
	"reflect"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// messageAt reads the message at pos into p, and returns its end. The position is passed
// from function to function and not stored in the decoder, so that it stays in a register.
func (d *decoder) messageAt(p pointer, l *layout, pos int) (int, *Error) {
	if l.useReflection || l.table.known != 0 {
		d.pos = pos
		err := d.nonObjectAt(p, l)
		return d.pos, err
	}
	if d.limit <= 0 {
		d.pos = pos
		return pos, d.tooDeep()
	}
	d.limit--
	d.required = d.required || l.table.required
	pos, err := d.objectAt(p, l, pos)
	d.limit++
	return pos, err
}

// nonObjectAt reads a message whose JSON is not an object, or that has no layout.
func (d *decoder) nonObjectAt(p pointer, l *layout) *Error {
	if l.useReflection {
		return d.reflectMessage(l.message(p), nil)
	}
	if d.limit <= 0 {
		return d.tooDeep()
	}
	d.limit--
	err := d.wellKnownAt(p, l)
	d.limit++
	return err
}

// objectAt reads the object at pos into p, and returns its end.
func (d *decoder) objectAt(p pointer, l *layout, pos int) (int, *Error) {
	d.pos, d.nullTarget = pos, nil
	if err := d.open('{'); err != nil {
		return pos, err
	}
	c, pos := d.after(d.pos)
	var seen, seenOneofs numberSet
	if c == '}' {
		d.depth--
		if d.unions > 0 {
			d.noteAbsentAt(p, l, &seen)
		}
		return pos + 1, nil
	}
	before := &l.first
	pos-- // where the comma before a member would be
	for {
		var err *Error
		s, at := before.follower.Load(), pos+1
		if s != nil && s.startsAt(d.text, pos) {
			pos += len(s.key)
		} else if s, at, pos, err = d.nextFieldAt(l, before, pos+1); err != nil {
			return pos, err
		}
		if s == nil {
			d.pos = pos
			err = d.unknownAt(p, l, at)
			pos = d.pos
		} else {
			before = s
			pos, err = d.fieldAt(p, l, s, at, pos, &seen, &seenOneofs)
		}
		if err != nil {
			return pos, err
		}
		switch c, pos = d.after(pos); c {
		case ',':
		case '}':
			d.depth--
			if d.unions > 0 {
				d.noteAbsentAt(p, l, &seen)
			}
			return pos + 1, nil
		default:
			d.pos = pos
			return pos, d.unexpected("a comma or }")
		}
	}
}

// noteAbsentAt records which always written fields an object in a union lacked.
func (d *decoder) noteAbsentAt(p pointer, l *layout, seen *numberSet) {
	if len(l.table.alwaysWritten) > 0 && !d.opts.Partial {
		l.table.noteAbsent(l.message(p), func(f *field) bool { return !seen.add(f.index) })
	}
}

// startsAt reports whether a member of the field starts at pos, the position of the comma
// before it, without white space.
func (s *fieldLayout) startsAt(text []byte, pos int) bool {
	n := len(s.key)
	if pos < 0 || pos+n+wordSize > len(text) || binary.LittleEndian.Uint64(text[pos:])&s.prefixMask != s.prefix {
		return false
	}
	return n <= wordSize || string(text[pos+wordSize:pos+n]) == s.key[wordSize:]
}

// nextFieldAt reads the name of a member and the colon. It returns the field or nil, the
// position of the name, and the end of the colon.
func (d *decoder) nextFieldAt(l *layout, before *fieldLayout, pos int) (s *fieldLayout, at, end int, err *Error) {
	c, at := d.after(pos)
	if c != '"' {
		d.pos = at
		return nil, at, at, d.unexpected("the name of a member")
	}
	i, end := l.table.names.findIn(d.text, at+1)
	if end++; end == 1 || end >= len(d.text) || d.text[end] != ':' {
		d.pos = at
		name, _, err := d.name()
		if err != nil {
			return nil, at, at, err
		}
		i, end = l.table.names.find(name), d.pos
	} else {
		end++
	}
	if i < 0 {
		return nil, at, end, nil
	}
	s = &l.fields[i]
	if before.follower.Load() == nil {
		before.follower.Store(s)
	}
	return s, at, end, nil
}

// after is peek for a position other than d.pos.
func (d *decoder) after(pos int) (byte, int) {
	if pos < len(d.text) {
		if c := d.text[pos]; c > ' ' {
			return c, pos
		}
	}
	d.pos = pos
	c := d.peekFar()
	return c, d.pos
}

// fieldAt reads the value at pos, of a field whose name is at the position at.
func (d *decoder) fieldAt(p pointer, l *layout, s *fieldLayout, at, pos int, seen, seenOneofs *numberSet) (int, *Error) {
	c, pos := d.after(pos)
	if !seen.add(s.field.index) {
		if err := d.repeated(l.message(p), s.field, at); err != nil {
			return pos, err
		}
	}
	switch {
	case c == '"' && s.isPlainString:
		pos, err := d.stringAt(p.at(s.offset), pos)
		if err != nil {
			return pos, err.within(s.field.name)
		}
		return pos, nil
	case c == 'n' && !d.takesNull(s.field):
		d.pos = pos
		if err := d.literal("null"); err != nil {
			return pos, err.within(s.field.name)
		}
		if l.nulls != nil {
			*l.nulls.listedNames(p) = append(*l.nulls.listedNames(p), s.field.name)
		}
		return d.pos, nil
	case s.field.oneof >= 0 && !seenOneofs.add(s.field.oneof) && !d.opts.Lenient:
		return pos, d.invalid(at, "one field of the oneof "+cut(string(s.field.fd.ContainingOneof().Name()), maxQuote))
	}
	var err *Error
	hasNulls := false
	if d.opts.Partial && l.nullEntries != nil && (s.storage == storedMap || s.kind == kindMessage && s.storage != storedSlice) {
		d.pos = pos
		hasNulls, err = d.fieldWithNulls(l.table, l.message(p), s.field)
		pos = d.pos
	} else {
		pos, err = d.valueOfFieldAt(p, l, s, pos)
	}
	if err != nil {
		return pos, err.within(s.field.name)
	}
	if !hasNulls && l.empties != nil && s.isEmpty(p) {
		*l.empties.listedNames(p) = append(*l.empties.listedNames(p), s.field.name)
	}
	return pos, nil
}

// listedNames returns the names in a name list.
func (s *fieldLayout) listedNames(p pointer) *[]string { return p.at(s.offset).strings() }

// isEmpty reports whether the field is a list or map without elements.
func (s *fieldLayout) isEmpty(p pointer) bool {
	switch at := p.at(s.offset); s.storage {
	case storedSlice:
		_, n := at.elements()
		return n == 0
	case storedMap:
		return at.value(s.mapType).Len() == 0
	}
	return false
}

// unknownAt reads the value of a member without a field. The name is at the position at.
func (d *decoder) unknownAt(p pointer, l *layout, at int) *Error {
	if d.opts.DiscardUnknown && !d.opts.KeepUnknown && d.text[at+1] != '[' {
		d.foundUnknown = true
		return d.skip()
	}
	// A name in brackets may be an extension of another message, which is an error.
	name, err := d.at(at).content()
	if err != nil {
		return err
	}
	f, err := d.fieldNamed(l.table, name, at)
	if err != nil || f != nil {
		return err
	}
	return d.unknown(l.message(p), l.table, at)
}

// valueOfFieldAt reads the value of a field at start, and returns its end.
func (d *decoder) valueOfFieldAt(p pointer, l *layout, s *fieldLayout, start int) (pos int, err *Error) {
	at := p.at(s.offset)
	known := true
	switch s.storage {
	case storedValue, storedNilable:
		known, pos, err = d.valueAt(at, s, start)
		if s.kind == kindBytes && s.storage == storedValue && len(*at.bytes()) == 0 {
			*at.bytes() = nil
		}
	case storedPointer:
		value := pointerToNew(scalarTypes[s.kind])
		if known, pos, err = d.valueAt(value, s, start); known {
			*at.pointer() = value
		}
	case storedSlice:
		return d.listAt(at, p, l, s, start)
	case storedMap:
		d.pos = start
		err := d.mapAt(at, p, l, s)
		return d.pos, err
	case storedOneof:
		wrapper := pointerToNew(s.wrapper)
		if known, pos, err = d.valueAt(wrapper, s, start); known {
			held := at.oneof()
			held.word, held.wrapper = s.wrapperWord, wrapper
		}
	}
	switch {
	case err != nil:
	case !known:
		d.pos = pos
		d.unknownValueAt(p, l, start, record{name: s.field.name, index: -1})
	case s.kind == kindDouble && pos-start > exactDigits:
		if text := bytes.TrimSpace(d.text[start:pos]); d.needsDigits(s.field, text) {
			noteDigits(l.message(p), s.field.fd, text)
		}
	}
	return pos, err
}

// unknownValueAt is unknownValue for the message at p.
func (d *decoder) unknownValueAt(p pointer, l *layout, start int, r record) {
	d.foundUnknown = true
	if d.opts.KeepUnknown || r.isPart() && d.keepsPlaces() {
		d.unknownValue(l.message(p), start, r)
	}
}

// setPlaceholder sets the new list element or map value at p to the placeholder of the field.
func (p pointer) setPlaceholder(s *fieldLayout) {
	if s.kind == kindEnum {
		*p.int32() = int32(s.ref.enum().placeholder)
	}
}

// scalarTypes are the types to which a field with presence may point.
var scalarTypes = [...]reflect.Type{
	kindBool:   reflect.TypeFor[bool](),
	kindInt32:  reflect.TypeFor[int32](),
	kindUint32: reflect.TypeFor[uint32](),
	kindInt64:  reflect.TypeFor[int64](),
	kindUint64: reflect.TypeFor[uint64](),
	kindFloat:  reflect.TypeFor[float32](),
	kindDouble: reflect.TypeFor[float64](),
	kindString: reflect.TypeFor[string](),
	kindEnum:   reflect.TypeFor[int32](),
}

// valueAt reads the value at pos into p, and returns its end. known is false for an unknown
// enum name that is ignored.
func (d *decoder) valueAt(p pointer, s *fieldLayout, pos int) (known bool, end int, err *Error) {
	switch s.kind {
	case kindString:
		if end, err = d.stringAt(p, pos); err != nil {
			return d.notStringAt(s, end, err)
		}
		return true, end, nil
	case kindMessage:
		l := s.ref.layout()
		m, err := d.newMessage(l)
		if err != nil {
			return true, pos, err
		}
		*p.pointer() = m
		if end, err = d.messageAt(m, l, pos); err != nil {
			return d.notMessageAt(m, l, s, pos, end, err)
		}
		return true, end, nil
	case kindEnum:
		if t := s.ref.enum(); pos < len(d.text) && d.text[pos] == '"' {
			if i, end := t.names.findIn(d.text, pos+1); i >= 0 {
				*p.int32() = int32(t.numbers[i])
				return true, end + 1, nil
			}
		}
	}
	d.pos = pos
	known, err = d.scalarAt(p, s)
	return known, d.pos, err
}

// notStringAt handles a value that is not a string. It may be an ignored null.
func (d *decoder) notStringAt(s *fieldLayout, pos int, err *Error) (known bool, end int, _ *Error) {
	if d.pos = pos; !d.ignores(s.field.kind) {
		return true, pos, err
	}
	err = d.skip()
	return false, d.pos, err
}

// notMessageAt handles a message m at pos that could not be read. It may be null in a list
// or map.
func (d *decoder) notMessageAt(m pointer, l *layout, s *fieldLayout, pos, end int, err *Error) (known bool, _ int, _ *Error) {
	failed := d.pos
	if _, d.pos = d.after(pos); s.storage != storedSlice && s.storage != storedMap || !d.nullElement(s.field) {
		d.pos = failed
		return true, end, err
	}
	setNull(l.message(m))
	err = d.literal("null")
	return true, d.pos, err
}

// scalarAt is valueAt for values other than strings and messages, and for Timestamp and
// Duration.
func (d *decoder) scalarAt(p pointer, s *fieldLayout) (known bool, err *Error) {
	if d.opts.Lenient && s.kind != kindTimestamp && s.kind != kindDuration && d.ignores(s.field.kind) {
		return false, d.skip()
	}
	switch s.kind {
	case kindEnum:
		n, known, err := d.enum(s.ref.enum())
		if known {
			*p.int32() = int32(n)
		}
		return known, err
	case kindBool:
		*p.bool(), err = d.bool()
	case kindInt32:
		var n int64
		n, err = d.int(s.field.kind, 32)
		*p.int32() = int32(n)
	case kindUint32:
		var n uint64
		n, err = d.uint(s.field.kind, 32)
		*p.uint32() = uint32(n)
	case kindInt64:
		*p.int64(), err = d.int(s.field.kind, 64)
	case kindUint64:
		*p.uint64(), err = d.uint(s.field.kind, 64)
	case kindFloat:
		var x float64
		x, err = d.float(s.field.kind, 32)
		*p.float32() = float32(x)
	case kindDouble:
		*p.float64(), err = d.float(s.field.kind, 64)
	case kindBytes:
		*p.bytes(), err = d.bytes()
	case kindTimestamp, kindDuration:
		start := d.pos
		if err = d.secondsAt(p, s); err != nil {
			d.pos = start
			switch isPart := s.storage == storedSlice || s.storage == storedMap; {
			case isPart && d.nullElement(s.field):
				return true, d.partAt(p, s, func(m protoreflect.Message) *Error {
					setNull(m)
					return d.literal("null")
				})
			case !d.isIgnoredTime(s.field):
			case isPart:
				return true, d.partAt(p, s, d.notTime)
			default:
				return false, d.skip()
			}
		}
	}
	return true, err
}

// partAt sets p to a new message, which read fills.
func (d *decoder) partAt(p pointer, s *fieldLayout, read func(protoreflect.Message) *Error) *Error {
	l := s.ref.layout()
	m, err := d.newMessage(l)
	if err != nil {
		return err
	}
	*p.pointer() = m
	return read(l.message(m))
}

// stringAt reads the string at pos, and returns its end.
func (d *decoder) stringAt(p pointer, pos int) (int, *Error) {
	if pos >= len(d.text) || d.text[pos] != '"' {
		if d.pos = pos; d.peek() != '"' {
			return pos, d.unexpected("string")
		}
		pos = d.pos
	}
	start := pos + 1
	end := start + plainPrefix(d.text[start:])
	if end < len(d.text) && d.text[end] == '"' {
		*p.string() = d.strings.make(d.text[start:end], len(d.text)-end)
		return end + 1, nil
	}
	body, escaped, err := d.quotedFrom(start, end)
	if err != nil {
		return pos, err
	}
	if escaped {
		*p.string() = d.unescaped(body, end-start)
	} else {
		*p.string() = d.strings.make(body, len(d.text)-d.pos)
	}
	return d.pos, nil
}

// secondsAt reads a Timestamp or a Duration.
func (d *decoder) secondsAt(p pointer, s *fieldLayout) *Error {
	if d.limit <= 0 {
		return d.tooDeep()
	}
	read := d.timestampText
	if s.kind == kindDuration {
		read = d.durationText
	}
	seconds, nanos, err := read()
	if err != nil {
		return err
	}
	m, err := d.newMessage(s.ref.layout())
	if err != nil {
		return err
	}
	*m.at(s.ref.seconds).int64() = seconds
	*m.at(s.ref.nanos).int32() = int32(nanos)
	*p.pointer() = m
	return nil
}

// listAt reads the list at pos into the slice at at, in the message at p.
func (d *decoder) listAt(at, p pointer, l *layout, s *fieldLayout, pos int) (int, *Error) {
	d.pos = pos
	if err := d.open('['); err != nil {
		return pos, err
	}
	c, pos := d.after(d.pos)
	if c == ']' {
		d.depth--
		return pos + 1, nil
	}
	for i := 0; ; i++ {
		if i == manyMessages && d.slabs == nil && s.kind == kindMessage {
			d.slabs = slabPool.Get().(*slabs)
		}
		start := pos
		known, end, err := d.valueAt(at.grow(s.kind), s, pos)
		pos = end
		if err != nil {
			at.shrink()
			return pos, err.within(index(i))
		}
		if !known {
			d.pos = pos
			d.unknownValueAt(p, l, start, record{name: s.field.name, index: i})
			if at.shrink(); d.keepsPlaces() {
				at.grow(s.kind).setPlaceholder(s)
			}
		}
		switch c, pos = d.after(pos); c {
		case ',':
			_, pos = d.after(pos + 1)
		case ']':
			d.depth--
			return pos + 1, nil
		default:
			d.pos = pos
			return pos, d.unexpected("a comma or ]")
		}
	}
}

// mapAt reads the entries of a map into the map at at, in the message at p.
func (d *decoder) mapAt(at, p pointer, l *layout, s *fieldLayout) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	m := at.value(s.mapType)
	if m.IsNil() {
		m.Set(reflect.MakeMap(s.mapType))
	}
	k, v := reflect.New(s.mapType.Key()).Elem(), reflect.New(s.mapType.Elem()).Elem()
	for first := true; ; first = false {
		if more, err := d.next(first, '}'); !more {
			return err
		}
		text, pos, err := d.name()
		if err != nil {
			return err
		}
		name := d.strings.make(text, len(d.text)-d.pos)
		if !setKey(k, s.field.fd.MapKey().Kind(), name) {
			return d.invalid(pos, "a key of kind "+s.field.fd.MapKey().Kind().String())
		}
		if m.MapIndex(k).IsValid() {
			if !d.opts.Lenient {
				return d.invalid(pos, "each key once")
			}
			m.SetMapIndex(k, reflect.Value{})
		}
		v.SetZero()
		start := d.pos
		known, end, err := d.valueAt(pointerToValue(v), s, start)
		if d.pos = end; err != nil {
			return err.within(key(name))
		}
		if known {
			m.SetMapIndex(k, v)
			continue
		}
		d.unknownValueAt(p, l, start, record{name: s.field.name, index: -1, key: name, keyed: true})
		if d.keepsPlaces() {
			v.SetZero()
			pointerToValue(v).setPlaceholder(s)
			m.SetMapIndex(k, v)
		}
	}
}

// setKey sets k to the key with a name.
func setKey(k reflect.Value, kind protoreflect.Kind, name string) bool {
	if kind == protoreflect.StringKind {
		k.SetString(name)
		return true
	}
	mk, ok := mapKey(kind, name)
	if ok {
		k.Set(reflect.ValueOf(mk.Interface()))
	}
	return ok
}

// valueOfField is valueOfFieldAt for d.pos.
func (d *decoder) valueOfField(p pointer, l *layout, s *fieldLayout) (err *Error) {
	d.pos, err = d.valueOfFieldAt(p, l, s, d.pos)
	return err
}

// wellKnownAt reads a well-known type whose JSON is that of a field.
func (d *decoder) wellKnownAt(p pointer, l *layout) *Error {
	if l.table.known != valueType {
		return d.valueOfField(p, l, &l.fields[0])
	}
	var n protoreflect.FieldNumber
	if n = d.valueField(); n == 0 {
		return d.unexpected("a value")
	}
	if n == numberValueField && d.opts.Exact && !d.isPlainDouble() {
		return d.value(l.table, l.message(p))
	}
	s := &l.fields[l.table.md.Fields().ByNumber(n).Index()]
	if s.kind != kindMessage {
		return d.valueOfField(p, l, s)
	}
	// An object or array and its Value count as a single level of nesting.
	wrapper, inner := pointerToNew(s.wrapper), s.ref.layout()
	m, err := d.newMessage(inner)
	if err != nil {
		return err
	}
	*wrapper.pointer() = m
	if err := d.wellKnownAt(*wrapper.pointer(), inner); err != nil {
		return err
	}
	held := p.at(s.offset).oneof()
	held.word, held.wrapper = s.wrapperWord, wrapper
	return nil
}
