// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"reflect"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// messageInLayout reads a message whose layout is known.
func (d *decoder) messageInLayout(m proto.Message) (done bool, err *Error) {
	l := layoutOfMessage(m)
	if l.general {
		return false, nil
	}
	return true, d.messageAt(pointerTo(m), l)
}

func (d *decoder) messageAt(p pointer, l *layout) *Error {
	if l.general {
		return d.reflected(l.message(p), nil)
	}
	if d.limit <= 0 {
		return d.tooDeep()
	}
	d.limit--
	d.required = d.required || l.table.required
	var err *Error
	if l.table.known != 0 {
		err = d.knownAt(p, l)
	} else {
		err = d.objectAt(p, l)
	}
	d.limit++
	return err
}

// newAt makes a message and points p to it.
func (d *decoder) newAt(p pointer, l *layout) *Error {
	m, err := d.make(l)
	if err != nil {
		return err
	}
	*p.pointer() = m
	return d.messageAt(m, l)
}

func (d *decoder) objectAt(p pointer, l *layout) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	var seen, seenOneofs numberSet
	c := d.peek()
	if c == '}' {
		d.pos++
		d.depth--
		return nil
	}
	for {
		if c != '"' {
			return d.unexpected("the name of a member")
		}
		at := d.pos
		var name []byte
		i, end := l.table.names.findIn(d.text, at+1)
		if end > 0 {
			name = d.text[at+1 : end]
			d.pos = end + 1
			if d.peek() != ':' {
				return d.unexpected("a colon")
			}
			d.pos++
		} else {
			var err *Error
			if name, _, err = d.name(); err != nil {
				return err
			}
			i = l.table.names.find(name)
		}
		var err *Error
		if i < 0 {
			err = d.unknownAt(p, l, name, at)
		} else {
			err = d.fieldAt(p, l, &l.slots[i], at, &seen, &seenOneofs)
		}
		if err != nil {
			return err
		}
		switch c = d.peek(); c {
		case ',':
			d.pos++
			c = d.peek()
		case '}':
			d.pos++
			d.depth--
			return nil
		default:
			return d.unexpected("a comma or }")
		}
	}
}

// fieldAt reads the value of a field whose name begins at a byte.
func (d *decoder) fieldAt(p pointer, l *layout, s *slot, at int, seen, seenOneofs *numberSet) *Error {
	if !seen.add(s.field.index) {
		return d.invalid(at, "each field once")
	}
	if d.peek() == 'n' && !s.field.takesNull {
		if err := d.literal("null"); err != nil {
			return err.within(s.field.name)
		}
		return nil
	}
	if s.field.oneof >= 0 && !seenOneofs.add(s.field.oneof) {
		return d.invalid(at, "one field of the oneof "+cut(string(s.field.fd.ContainingOneof().Name()), maxQuote))
	}
	if err := d.slotAt(p, l, s); err != nil {
		return err.within(s.field.name)
	}
	return nil
}

// unknownAt reads the value of a member that is no field.
func (d *decoder) unknownAt(p pointer, l *layout, name []byte, at int) *Error {
	if d.opts.DiscardUnknown && !d.opts.KeepUnknown && (len(name) == 0 || name[0] != '[') {
		return d.skip()
	}
	// In brackets it may be an extension, which is then of another message.
	f, err := d.fieldNamed(l.table, name, at)
	if err != nil || f != nil {
		return err
	}
	return d.unknown(l.message(p), l.table, at)
}

// slotAt reads the value of a field.
func (d *decoder) slotAt(p pointer, l *layout, s *slot) *Error {
	at, start := p.at(s.offset), d.pos
	if s.op == opString && s.shape == implicit {
		return d.stringAt(at)
	}
	known, err := true, (*Error)(nil)
	switch s.shape {
	case implicit, nilable:
		known, err = d.valueAt(at, s)
		if s.op == opBytes && s.shape == implicit && len(*at.bytes()) == 0 {
			*at.bytes() = nil
		}
	case explicit:
		value := pointerToNew(scalarTypes[s.op])
		if known, err = d.valueAt(value, s); known {
			*at.pointer() = value
		}
	case list:
		return d.listAt(at, p, l, s)
	case mapping:
		return d.mapAt(at, p, l, s)
	case oneof:
		wrapper := pointerToNew(s.wrapper)
		if known, err = d.valueAt(wrapper, s); known {
			held := at.oneof()
			held.word, held.wrapper = s.word, wrapper
		}
	}
	if err == nil && !known {
		d.unspelledAt(p, l, start, record{name: s.field.name, index: -1})
	}
	return err
}

func (d *decoder) unspelledAt(p pointer, l *layout, start int, r record) {
	if d.opts.KeepUnknown {
		d.unspelled(l.message(p), start, r)
	}
}

// scalarTypes are the types that a field with presence may point to.
var scalarTypes = [...]reflect.Type{
	opBool: reflect.TypeFor[bool](), opInt32: reflect.TypeFor[int32](), opUint32: reflect.TypeFor[uint32](), opEnum: reflect.TypeFor[int32](),
	opInt64: reflect.TypeFor[int64](), opUint64: reflect.TypeFor[uint64](), opFloat: reflect.TypeFor[float32](), opDouble: reflect.TypeFor[float64](),
	opString: reflect.TypeFor[string](),
}

// valueAt reads a value into what p points to. It is not known when it is the
// name of an enum value that is to be ignored.
func (d *decoder) valueAt(p pointer, s *slot) (known bool, err *Error) {
	switch s.op {
	case opString:
		err = d.stringAt(p)
	case opMessage:
		err = d.newAt(p, s.link.layout())
	case opEnum:
		n, known, err := d.enum(s.link.enum())
		if known {
			*p.int32() = int32(n)
		}
		return known, err
	case opBool:
		*p.bool(), err = d.bool()
	case opInt32:
		var n int64
		n, err = d.int(s.field.kind, 32)
		*p.int32() = int32(n)
	case opUint32:
		var n uint64
		n, err = d.uint(s.field.kind, 32)
		*p.uint32() = uint32(n)
	case opInt64:
		*p.int64(), err = d.int(s.field.kind, 64)
	case opUint64:
		*p.uint64(), err = d.uint(s.field.kind, 64)
	case opFloat:
		var x float64
		x, err = d.float(s.field.kind, 32)
		*p.float32() = float32(x)
	case opDouble:
		*p.float64(), err = d.float(s.field.kind, 64)
	case opBytes:
		*p.bytes(), err = d.bytes()
	case opTimestamp:
		err = d.secondsAt(p, s.link, (*decoder).timestampText)
	case opDuration:
		err = d.secondsAt(p, s.link, (*decoder).durationText)
	}
	return true, err
}

// stringAt reads a string.
func (d *decoder) stringAt(p pointer) (err *Error) {
	if d.peek() != '"' {
		return d.unexpected("string")
	}
	start := d.pos + 1
	end := start + plainPrefix(d.text[start:])
	if end >= len(d.text) || d.text[end] != '"' {
		*p.string(), err = d.str()
		return err
	}
	d.pos = end + 1
	*p.string() = d.strings.make(d.text[start:end], len(d.text)-end)
	return nil
}

// secondsAt reads a Timestamp or a Duration.
func (d *decoder) secondsAt(p pointer, k *link, read func(*decoder) (int64, int, *Error)) *Error {
	if d.limit <= 0 {
		return d.tooDeep()
	}
	seconds, nanos, err := read(d)
	if err != nil {
		return err
	}
	m, err := d.make(k.layout())
	if err != nil {
		return err
	}
	*m.at(k.seconds).int64() = seconds
	*m.at(k.nanos).int32() = int32(nanos)
	*p.pointer() = m
	return nil
}

// listAt reads a list into the slice at, of the message at p.
func (d *decoder) listAt(at, p pointer, l *layout, s *slot) *Error {
	if err := d.open('['); err != nil {
		return err
	}
	for i := 0; ; i++ {
		if more, err := d.more(i == 0, ']'); !more {
			return err
		}
		start := d.pos
		known, err := d.valueAt(at.grow(s.op), s)
		if err != nil {
			at.shrink()
			return err.within(index(i))
		}
		if !known {
			at.shrink()
			d.unspelledAt(p, l, start, record{name: s.field.name, index: i})
		}
	}
}

// mapAt reads the entries of a map into the map at, of the message at p.
func (d *decoder) mapAt(at, p pointer, l *layout, s *slot) *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	m := at.value(s.mapType)
	if m.IsNil() {
		m.Set(reflect.MakeMap(s.mapType))
	}
	k, v := reflect.New(s.mapType.Key()).Elem(), reflect.New(s.mapType.Elem()).Elem()
	for first := true; ; first = false {
		if more, err := d.more(first, '}'); !more {
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
			return d.invalid(pos, "each key once")
		}
		v.SetZero()
		start := d.pos
		known, err := d.valueAt(pointerToValue(v), s)
		if err != nil {
			return err.within(key(name))
		}
		if known {
			m.SetMapIndex(k, v)
		} else {
			d.unspelledAt(p, l, start, record{name: s.field.name, index: -1, key: name, keyed: true})
		}
	}
}

// setKey sets k to the key that a name stands for.
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

// knownAt reads a well-known type whose JSON is that of a field.
func (d *decoder) knownAt(p pointer, l *layout) *Error {
	if l.table.known != valueType {
		return d.slotAt(p, l, &l.slots[0])
	}
	var n protoreflect.FieldNumber
	if n = d.valueField(); n == 0 {
		return d.unexpected("a value")
	}
	s := &l.slots[l.table.md.Fields().ByNumber(n).Index()]
	if s.op != opMessage {
		return d.slotAt(p, l, s)
	}
	// An object or array counts as one message deep with the value that it is.
	wrapper, inner := pointerToNew(s.wrapper), s.link.layout()
	m, err := d.make(inner)
	if err != nil {
		return err
	}
	*wrapper.pointer() = m
	if err := d.knownAt(*wrapper.pointer(), inner); err != nil {
		return err
	}
	held := p.at(s.offset).oneof()
	held.word, held.wrapper = s.word, wrapper
	return nil
}
