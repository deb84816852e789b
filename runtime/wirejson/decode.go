// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"encoding/base64"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// message reads a message.
func (d *decoder) message(m proto.Message) *Error {
	if done, err := d.fastMessage(m); done {
		return err
	}
	return d.reflectMessage(m.ProtoReflect(), nil)
}

// reflectMessage reads a message through reflection. The tags are members that were read
// before and need not be fields: "@type", or the discriminators of unions.
func (d *decoder) reflectMessage(m protoreflect.Message, tags []string) *Error {
	if d.limit <= 0 {
		return d.tooDeep()
	}
	if err := d.spend(messageCost(m)); err != nil {
		return err
	}
	d.limit--
	t := tableOf(m.Descriptor())
	d.required = d.required || t.required
	var err *Error
	switch {
	case t.known != 0:
		err = d.wellKnown(t, m)
	case t.value != nil:
		err = d.field(m, t.value)
	case t.union != nil:
		err = d.union(t, m, tags)
	default:
		err = d.object(t, m, tags)
	}
	d.limit++
	return err
}

// messageCost returns the approximate size of a message that is used through reflection, in
// bytes.
func messageCost(m protoreflect.Message) int {
	const atLeast = 256
	t := reflect.TypeOf(m.Interface())
	if t.Kind() != reflect.Pointer {
		return atLeast
	}
	return max(atLeast, int(t.Elem().Size()))
}

// spend subtracts n bytes of messages from the budget, and returns an error if it is
// exhausted.
func (d *decoder) spend(n int) *Error {
	if d.budget -= n; d.budget < 0 {
		return &Error{Offset: d.pos, Want: "messages that take at most " + strconv.Itoa(budgetPerByte) + " times the size of their JSON"}
	}
	return nil
}

// object reads a message from an object with a member for each field. See reflectMessage for
// the tags.
func (d *decoder) object(t *table, m protoreflect.Message, tags []string) *Error {
	d.nullTarget = nil
	if err := d.open('{'); err != nil {
		return err
	}
	if t.messageSet {
		return messageSetError(t.md, d.pos)
	}
	var tagged numberSet
	var seen, seenOneofs numberSet
	for first := true; ; first = false {
		if more, err := d.next(first, '}'); !more {
			if err == nil && d.unions > 0 && len(tags) > 0 && !d.opts.Partial {
				noteUntagged(m, tags, func(i int) bool {
					f := t.names.find([]byte(tags[i]))
					return tagged.has(i) || f >= 0 && seen.has(int(t.fields[f].fd.Number()))
				})
			}
			if err == nil && d.unions > 0 && len(t.alwaysWritten) > 0 && !d.opts.Partial {
				t.noteAbsent(m, func(f *field) bool { return !seen.add(int(f.fd.Number())) })
			}
			return err
		}
		name, at, err := d.name()
		if err != nil {
			return err
		}
		f, err := d.fieldNamed(t, name, at)
		if err != nil {
			return err
		}
		if f == nil {
			if i := slices.Index(tags, string(name)); i < 0 {
				err = d.unknown(m, t, at)
			} else if tagged.add(i) || d.opts.Lenient {
				err = d.skip()
			} else {
				err = d.invalid(at, "each member once")
			}
			if err != nil {
				return err
			}
			continue
		}
		if !seen.add(int(f.fd.Number())) {
			if err := d.repeated(m, f, at); err != nil {
				return err
			}
		}
		if d.peek() == 'n' && !d.takesNull(f) {
			if err := d.literal("null"); err != nil {
				return err.within(f.name)
			}
			if t.nulls != nil {
				m.Mutable(t.nulls.fd).List().Append(protoreflect.ValueOfString(f.name))
			}
			continue
		}
		if f.oneof >= 0 && !seenOneofs.add(f.oneof) && !d.opts.Lenient {
			return d.invalid(at, "one field of the oneof "+cut(string(f.fd.ContainingOneof().Name()), maxQuote))
		}
		hasNulls := false
		if d.recordsNullEntries(t) {
			hasNulls, err = d.fieldWithNulls(t, m, f)
		} else {
			err = d.field(m, f)
		}
		if err != nil {
			return err.within(f.name)
		}
		if !hasNulls && t.empties != nil && emptyText(f) != "" && !m.Has(f.fd) {
			m.Mutable(t.empties.fd).List().Append(protoreflect.ValueOfString(f.name))
		}
	}
}

// repeated prepares m for a second value of f, whose name is at the position at.
func (d *decoder) repeated(m protoreflect.Message, f *field, at int) *Error {
	if !d.opts.Lenient {
		return d.invalid(at, "each field once")
	}
	m.Clear(f.fd)
	return d.forget(m, f.name)
}

// takesNull reports whether null is a value of a field. With Exact, a list of
// google.protobuf.Value is not such a field, unlike in the JSON mapping of protobuf.
func (d *decoder) takesNull(f *field) bool {
	isMany := f.fd.IsList() || f.fd.IsMap()
	return f.takesNull && (!d.opts.Exact || !isMany)
}

// fieldNamed finds a field by its JSON name, its proto name or, in brackets, the full name
// of an extension. It returns nil if there is none.
func (d *decoder) fieldNamed(t *table, name []byte, at int) (*field, *Error) {
	bracketed := len(name) > 1 && name[0] == '[' && name[len(name)-1] == ']'
	if !bracketed || t.known == emptyType || !t.extendable && t.additional != nil {
		if i := t.names.find(name); i >= 0 {
			return t.fields[i], nil
		}
		return nil, nil
	}
	xt, err := d.opts.Resolver.FindExtensionByName(protoreflect.FullName(name[1 : len(name)-1]))
	if err != nil && !errors.Is(err, protoregistry.NotFound) {
		e := d.invalid(at, "an extension")
		e.cause = err
		return nil, e
	}
	if xt == nil {
		return nil, nil
	}
	fd := xt.TypeDescriptor()
	if fd.ContainingMessage().FullName() != t.md.FullName() || !t.md.ExtensionRanges().Has(fd.Number()) {
		return nil, d.invalid(at, "an extension of "+nameOf(t.md))
	}
	return newField(fd), nil
}

// unknown reads the value of a member without a field. The name is at the position at.
func (d *decoder) unknown(m protoreflect.Message, t *table, at int) *Error {
	if t.additional != nil {
		return d.additionalMember(m, t, at)
	}
	if !d.allowsUnknown() {
		return d.invalid(at, "a field of "+nameOf(t.md))
	}
	raw, err := d.raw()
	d.foundUnknown = true
	if err == nil && d.opts.KeepUnknown {
		name, _ := d.at(at).content()
		preserve(m, record{name: string(name), JSON: raw, index: -1})
	}
	return err
}

// discard records that r, which has been read, is unknown.
func (d *decoder) discard(m protoreflect.Message, r record) {
	d.foundUnknown = true
	if d.opts.KeepUnknown || r.isPart() && d.keepsPlaces() {
		preserve(m, r)
	}
}

// keepsPlaces reports whether an unknown scalar in a list or map keeps its place.
func (d *decoder) keepsPlaces() bool { return d.opts.KeepUnknown || d.opts.Exact }

// unknownValue records that the value from start to pos is unknown to its enum. r is its
// place in the message.
func (d *decoder) unknownValue(m protoreflect.Message, at int, r record) {
	r.JSON = bytes.TrimSpace(d.text[at:d.pos])
	d.discard(m, r)
}

func (d *decoder) field(m protoreflect.Message, f *field) *Error {
	switch {
	case f.fd.IsList():
		return d.list(m, m.Mutable(f.fd).List(), f)
	case f.fd.IsMap():
		return d.mapping(m, m.Mutable(f.fd).Map(), f)
	case f.value.Message() != nil && !d.isIgnoredTime(f):
		v := m.NewField(f.fd)
		if err := d.message(v.Message().Interface()); err != nil {
			return err
		}
		m.Set(f.fd, v)
		return nil
	}
	d.peek()
	start := d.pos
	v, err := d.scalar(f)
	switch {
	case err != nil:
		return err
	case v.IsValid():
		m.Set(f.fd, v)
		if text := d.text[start:d.pos]; d.needsDigits(f, text) {
			noteDigits(m, f.fd, text)
		}
	default:
		d.unknownValue(m, start, record{name: f.name, index: -1})
	}
	return nil
}

func (d *decoder) list(m protoreflect.Message, list protoreflect.List, f *field) *Error {
	d.nullTarget = nil
	if err := d.open('['); err != nil {
		return err
	}
	for i := 0; ; i++ {
		if more, err := d.next(i == 0, ']'); !more {
			return err
		}
		start := d.pos
		v, err := d.element(f, list.NewElement)
		switch {
		case err != nil:
			return err.within(index(i))
		case v.IsValid():
			list.Append(v)
		default:
			d.unknownValue(m, start, record{name: f.name, index: i})
			if d.keepsPlaces() {
				list.Append(f.placeholder(list.NewElement))
			}
		}
	}
}

func (d *decoder) mapping(m protoreflect.Message, entries protoreflect.Map, f *field) *Error {
	place := d.takeNullTarget()
	if err := d.open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := d.next(first, '}'); !more {
			return err
		}
		name, at, err := d.name()
		if err != nil {
			return err
		}
		if err := d.entry(m, entries, f, d.strings.make(name, len(d.text)-d.pos), at, place); err != nil {
			return err
		}
	}
}

// entry reads the value of a map entry whose name has been read. target, if not nil, records
// null entries.
func (d *decoder) entry(m protoreflect.Message, entries protoreflect.Map, f *field, name string, at int, place *nullTarget) *Error {
	k, ok := mapKey(f.fd.MapKey().Kind(), name)
	if !ok {
		return d.invalid(at, "a key of kind "+f.fd.MapKey().Kind().String())
	}
	if entries.Has(k) {
		if !d.opts.Lenient {
			return d.invalid(at, "each key once")
		}
		entries.Clear(k)
	}
	if isNull, err := d.nullEntry(f, name, place); isNull {
		return err
	}
	start := d.pos
	if place != nil {
		d.nullTarget = place.within(name)
	}
	v, err := d.element(f, entries.NewValue)
	d.nullTarget = nil
	switch {
	case err != nil:
		return err.within(key(name))
	case v.IsValid():
		entries.Set(k, v)
	default:
		d.unknownValue(m, start, record{name: f.name, index: -1, key: name, keyed: true})
		if d.keepsPlaces() {
			entries.Set(k, f.placeholder(entries.NewValue))
		}
	}
	return nil
}

// element reads a list element or the value of a map entry. It returns an invalid value if
// the element is ignored.
func (d *decoder) element(f *field, newElement func() protoreflect.Value) (protoreflect.Value, *Error) {
	d.peek()
	switch {
	case d.nullElement(f):
		v := newElement()
		setNull(v.Message())
		return v, d.literal("null")
	case f.value.Message() == nil:
		return d.scalar(f)
	case d.isIgnoredTime(f):
		v := newElement()
		return v, d.notTime(v.Message())
	}
	v := newElement()
	return v, d.message(v.Message().Interface())
}

// nullElement reports whether null is at pos, and stands for a message of a list or map. A union that
// must not be null is null again when it is written.
func (d *decoder) nullElement(f *field) bool {
	if d.pos == len(d.text) || d.text[d.pos] != 'n' || f.value.Message() == nil {
		return false
	}
	if takesNullItself(f.value.Message()) {
		return f.needsAlternative && (!d.opts.Partial || !f.fd.IsMap())
	}
	return f.nullable || d.opts.Exact
}

// isIgnoredTime reports whether the value at pos stands where a time should be, is not a
// time, and is ignored.
func (d *decoder) isIgnoredTime(f *field) bool {
	if !d.opts.Lenient || !d.allowsUnknown() || wellKnownType(f.value.Message().FullName()) != timestampType {
		return false
	}
	return d.peek() != '"' || !d.at(d.pos).isTextOf(timestampType)
}

// notTime reads a value that is not a time into m, a Timestamp in a list or map. The element keeps its
// place, so that the others keep theirs.
func (d *decoder) notTime(m protoreflect.Message) *Error {
	setUnreadElement(m)
	raw, err := d.raw()
	if err == nil {
		d.discard(m, record{JSON: raw, index: -1})
	}
	return err
}

// mapKey converts the name of a member to a map key. It returns false if the name is not a
// key of that kind.
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

// scalar reads a value that is not a message. It returns an invalid value if the value is
// ignored, such as an unknown enum name.
func (d *decoder) scalar(f *field) (v protoreflect.Value, err *Error) {
	if d.ignores(f.kind) {
		return v, d.skip()
	}
	switch f.kind {
	case protoreflect.EnumKind:
		n, known, err := d.enum(enumOf(f.value.Enum()))
		if err == nil && known {
			v = protoreflect.ValueOfEnum(n)
		}
		return v, err
	case protoreflect.BoolKind:
		b, err := d.bool()
		return protoreflect.ValueOfBool(b), err
	case protoreflect.StringKind:
		if d.peek() != '"' {
			return v, d.unexpected("string")
		}
		s, err := d.str()
		return protoreflect.ValueOfString(s), err
	case protoreflect.BytesKind:
		b, err := d.bytes()
		return protoreflect.ValueOfBytes(b), err
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		n, err := d.int(f.kind, 32)
		return protoreflect.ValueOfInt32(int32(n)), err
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind:
		n, err := d.int(f.kind, 64)
		return protoreflect.ValueOfInt64(n), err
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		n, err := d.uint(f.kind, 32)
		return protoreflect.ValueOfUint32(uint32(n)), err
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		n, err := d.uint(f.kind, 64)
		return protoreflect.ValueOfUint64(n), err
	case protoreflect.FloatKind:
		x, err := d.float(f.kind, 32)
		return protoreflect.ValueOfFloat32(float32(x)), err
	default:
		x, err := d.float(f.kind, 64)
		return protoreflect.ValueOfFloat64(x), err
	}
}

// ignores reports whether the value at pos is ignored because it is not a scalar or time of
// the kind.
func (d *decoder) ignores(kind protoreflect.Kind) bool {
	if !d.opts.Lenient || !d.allowsUnknown() {
		return false
	}
	switch c := d.peek(); {
	case kind == protoreflect.MessageKind: // see isIgnoredTime
		return true
	case c == 'n':
		return kind != protoreflect.EnumKind
	case c == '"' && kind == protoreflect.BytesKind:
		_, err := d.at(d.pos).bytes()
		return err != nil
	}
	return false
}

func (d *decoder) bool() (bool, *Error) {
	switch d.peek() {
	case 't':
		return true, d.literal("true")
	case 'f':
		return false, d.literal("false")
	}
	return false, d.unexpected("bool")
}

// bytes reads base64 in the standard or the URL-safe alphabet, with or without padding.
func (d *decoder) bytes() ([]byte, *Error) {
	if d.peek() != '"' {
		return nil, d.unexpected("bytes in base64")
	}
	at := d.pos
	s, e := d.content()
	if e != nil {
		return nil, e
	}
	encoding := base64.StdEncoding
	if bytes.ContainsAny(s, "-_") {
		encoding = base64.URLEncoding
	}
	if len(s)%4 != 0 {
		encoding = encoding.WithPadding(base64.NoPadding)
	}
	b := make([]byte, encoding.DecodedLen(len(s)))
	n, err := encoding.Decode(b, s)
	if err != nil {
		return nil, d.invalid(at, "bytes in base64")
	}
	return b[:n], nil
}
