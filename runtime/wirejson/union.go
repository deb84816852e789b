// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A union says how the JSON of one field stands for a message, all of whose
// fields are in one oneof.
type union struct {
	// discriminator is the member that names the alternative, if any.
	discriminator string
	names         map[string]*field // by what the discriminator says
	texts         []string          // what it says of each field
}

func newUnion(t *table, rule *apipb.Union) *union {
	u := &union{discriminator: rule.GetDiscriminator(), names: make(map[string]*field), texts: make([]string, len(t.fields))}
	if u.discriminator == "" {
		return u
	}
	for _, f := range t.fields {
		texts := fieldRule(f.fd).GetJsonDiscriminator()
		if len(texts) == 0 {
			texts = []string{f.name}
		}
		u.texts[f.index] = texts[0]
		for _, text := range texts {
			if u.names[text] == nil {
				u.names[text] = f
			}
		}
	}
	return u
}

// A tag is a member that says which alternative of a union an object is.
type tag struct{ name, text string }

func isTag(tags []tag, name string) bool {
	return slices.ContainsFunc(tags, func(t tag) bool { return t.name == name })
}

// union writes a union. One that has no alternative is null, or what was kept
// of it. The tags are those of the unions that it is an alternative of.
func (e *encoder) union(t *table, m protoreflect.Message, tags []tag) *Error {
	fd := m.WhichOneof(t.md.Oneofs().Get(0))
	if fd == nil {
		return e.keptValue(m, "null")
	}
	f, v := t.fields[fd.Index()], m.Get(fd)
	if fd.Message() == nil {
		return e.singular(f, v)
	}
	if name := t.union.discriminator; name != "" {
		outer := tags
		tags = nil
		for _, t := range outer {
			if t.name != name {
				tags = append(tags, t)
			}
		}
		tags = append(tags, tag{name, t.union.texts[f.index]})
	}
	alternative := tableOf(fd.Message())
	e.required = e.required || alternative.required
	switch {
	case alternative.union != nil:
		return e.union(alternative, v.Message(), tags)
	case len(tags) == 0 || !alternative.isObject():
		return e.singular(f, v)
	}
	start := len(e.buf)
	for _, tag := range tags {
		// The alternative may have a field for it, and that be set.
		if i := alternative.names.find([]byte(tag.name)); i >= 0 && v.Message().Has(alternative.fields[i].fd) {
			continue
		}
		if err := e.name(tag.name); err != nil {
			return err
		}
		if err := e.str(tag.text); err != nil {
			return err
		}
	}
	if err := e.fields(alternative, v.Message(), tags); err != nil {
		return err
	}
	e.enclose(start, '{', '}')
	return nil
}

// keptValue writes what was kept in place of a whole value, or other.
func (e *encoder) keptValue(m protoreflect.Message, other string) *Error {
	k, err := keptBy(m)
	if err != nil {
		return err
	}
	if k == nil || len(k.members) == 0 {
		e.buf = append(e.buf, other...)
		return nil
	}
	e.buf = append(e.buf, k.members[0].JSON...)
	return nil
}

// isObject reports whether the JSON of a message is an object with its fields.
func (t *table) isObject() bool {
	return (t.known == 0 || t.known == emptyType) && t.value == nil && t.union == nil
}

// union reads a union. A value that suits no alternative is unknown. The tags
// are those of the unions that it is an alternative of.
func (d *decoder) union(t *table, m protoreflect.Message, tags []string) *Error {
	if d.peek() == 'n' {
		return d.literal("null")
	}
	start := d.pos
	f, err := d.alternative(t)
	switch {
	case err != nil:
		return err
	case f == nil && !d.lenient():
		return d.invalid(start, "an alternative of "+cut(string(t.md.FullName()), 2*maxQuote))
	case f == nil:
		raw, err := d.raw()
		if err == nil {
			d.discard(m, record{JSON: raw, index: -1})
		}
		return err
	}
	if f.value.Message() == nil {
		return d.field(m, f)
	}
	if t.union.discriminator != "" {
		tags = append(slices.Clip(tags), t.union.discriminator)
	}
	alternative := tableOf(f.value.Message())
	if len(tags) == 0 || alternative.union == nil && !alternative.isObject() {
		return d.field(m, f)
	}
	v := m.NewField(f.fd)
	if err := d.reflected(v.Message(), tags); err != nil {
		return err
	}
	m.Set(f.fd, v)
	return nil
}

// alternative returns which field of a union the value at pos is for, or nil.
func (d *decoder) alternative(t *table) (*field, *Error) {
	if t.union.discriminator != "" && d.peek() == '{' {
		at, err := d.memberAt(t.union.discriminator)
		if err != nil || at < 0 {
			return nil, err
		}
		probe := d.at(at)
		if probe.peek() != '"' {
			return nil, nil
		}
		text, err := probe.content()
		if err != nil {
			return nil, err
		}
		return t.union.names[string(text)], nil
	}
	var best *field
	fewest := -1
	for _, f := range t.fields {
		missed, ok, err := d.fits(f, maxUnions)
		if err != nil {
			return nil, err
		}
		if ok && (fewest < 0 || missed < fewest) {
			best, fewest = f, missed
		}
	}
	return best, nil
}

// maxUnions bounds how many unions within unions are looked through for one
// value.
const maxUnions = 4

// fits reports whether the value at pos can be read as a field, and how many
// of its members the field has no place for. It looks at the value and at what
// is directly within it, not deeper.
func (d *decoder) fits(f *field, unions int) (missed int, ok bool, err *Error) {
	c := d.peek()
	md := f.value.Message()
	if f.fd.IsMap() || f.fd.IsList() {
		return 0, false, nil // Neither can be in a oneof.
	}
	if md == nil {
		return d.fitsScalar(f)
	}
	t := tableOf(md)
	switch {
	case t.union != nil:
		if unions == 0 {
			return 0, false, nil
		}
		for _, alternative := range t.fields {
			n, fits, err := d.fits(alternative, unions-1)
			if err != nil {
				return 0, false, err
			}
			if fits && (!ok || n < missed) {
				missed, ok = n, true
			}
		}
		return missed, ok, nil
	case t.known == valueType:
		return 0, true, nil
	case t.known == listType:
		return 0, c == '[', nil
	case t.known == structType || t.known == anyType:
		return 0, c == '{', nil
	case t.known == wrapperType:
		inner := *t.fields[0]
		inner.asNumber = f.asNumber
		return d.fitsScalar(&inner)
	case t.known != 0 && t.known != emptyType:
		return 0, c == '"' && d.at(d.pos).fitsText(t.known), nil
	case t.value != nil && t.value.fd.IsList():
		if c != '[' {
			return 0, false, nil
		}
		return d.fitsWithin(func([]byte) *field { return t.value })
	case t.value != nil:
		if c != '{' {
			return 0, false, nil
		}
		return d.fitsWithin(func([]byte) *field { return t.value })
	case c != '{':
		return 0, false, nil
	}
	return d.fitsWithin(func(name []byte) *field {
		if i := t.names.find(name); i >= 0 {
			return t.fields[i]
		}
		return t.additional
	})
}

// fitsWithin looks at the members or elements of the value at pos. fieldOf
// returns the field that each is for.
func (d *decoder) fitsWithin(fieldOf func(name []byte) *field) (missed int, ok bool, err *Error) {
	ok = true
	err = d.within(func(name []byte, at int) bool {
		f := fieldOf(name)
		if f == nil {
			missed++
		} else {
			n, suits := d.at(at).suits(f, f.fd.IsMap() && f.name != string(name) || f.fd.IsList() && name == nil)
			missed += n
			ok = suits
		}
		return ok
	})
	return missed, ok, err
}

// suits reports whether the value at pos may be for a field, or for an element
// or entry of it, by the first byte and, of scalars, by the text: that which an enum
// does not have is missed.
func (d *decoder) suits(f *field, part bool) (missed int, ok bool) {
	c := d.peek()
	switch {
	case c == 'n':
		return 0, true
	case f.fd.IsMap() && !part:
		return 0, c == '{'
	case f.fd.IsList() && !part:
		return 0, c == '['
	case f.value.Message() == nil:
		missed, ok, err := d.fitsScalar(f)
		return missed, ok && err == nil
	}
	t := tableOf(f.value.Message())
	switch {
	case t.union != nil || t.known == valueType:
		return 0, true
	case t.known == listType || t.value != nil && t.value.fd.IsList():
		return 0, c == '['
	case t.known == wrapperType:
		_, ok, err := d.fitsScalar(t.fields[0])
		return 0, ok && err == nil
	case t.known == durationType || t.known == fieldMaskType || t.known == timestampType:
		return 0, c == '"'
	}
	return 0, c == '{'
}

// fitsText reports whether the string at pos is that of a well-known type.
func (d *decoder) fitsText(t wellKnown) bool {
	var err *Error
	switch t {
	case timestampType:
		_, _, err = d.timestampText()
	case durationType:
		_, _, err = d.durationText()
	case fieldMaskType:
		_, err = d.fieldMaskText()
	}
	return err == nil
}

// fitsScalar reports whether the value at pos is one that a field of scalars
// writes. Text that an enum does not have counts as one member missed.
func (d *decoder) fitsScalar(f *field) (missed int, ok bool, err *Error) {
	c := d.peek()
	text := c == '"'
	probe := d.at(d.pos)
	switch f.kind {
	case protoreflect.EnumKind:
		if isNull := c == 'n' && isNullValue(f.value.Enum()); !text && !isNumberStart(c) && !isNull {
			return 0, false, nil
		}
		probe.opts.DiscardUnknown = true
		_, known, err := probe.enum(enumOf(f.value.Enum()))
		if !known {
			missed = 1
		}
		return missed, err == nil, nil
	case protoreflect.StringKind, protoreflect.BytesKind:
		ok = text
	case protoreflect.BoolKind:
		ok = c == 't' || c == 'f'
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		ok = !text || !f.asNumber
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		ok = true // "NaN" is text.
	default:
		ok = !text
	}
	if ok {
		_, err := probe.scalar(f)
		ok = err == nil
	}
	return 0, ok, nil
}
