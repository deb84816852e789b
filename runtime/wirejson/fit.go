// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"cmp"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// A fit says how well a value suits a field or a message. Of two that are ok, the one with the
// lower counts is better, and the first count that differs decides.
type fit struct {
	ok bool // the value can be read
	// loose counts the values whose JSON is of another type than the one that is written.
	loose int
	// constants counts the values that an enum does not have.
	constants int
	// strange counts the objects of which no member has a field.
	strange int
	// absent counts the required members that are not there.
	absent int
	// unknown counts the members that there is no field for.
	unknown int
	// free counts what a type for JSON of any form takes, which says little of the value.
	free int
	// entries counts the members that are entries of a map, rather than fields.
	entries int
	// wide counts the integers that are read as doubles.
	wide int
}

func (a fit) compare(b fit) int {
	return cmp.Or(
		cmp.Compare(a.loose, b.loose), cmp.Compare(a.constants, b.constants), cmp.Compare(a.strange, b.strange),
		cmp.Compare(a.absent, b.absent), cmp.Compare(a.unknown, b.unknown), cmp.Compare(a.free, b.free),
		cmp.Compare(a.entries, b.entries), cmp.Compare(a.wide, b.wide),
	)
}

func (a *fit) add(b fit) {
	a.ok = a.ok && b.ok
	a.loose += b.loose
	a.constants += b.constants
	a.strange += b.strange
	a.absent += b.absent
	a.unknown += b.unknown
	a.free += b.free
	a.entries += b.entries
	a.wide += b.wide
}

// A fitting is a union that a value at a place may be read as.
type fitting struct {
	pos int
	t   *table
}

// fitted is the result of a fitting.
type fitted struct {
	fit
	chosen *field // nil where no alternative fits
}

// alternative returns which field of a union the value at pos is for, or nil.
func (d *decoder) alternative(t *table) (*field, *Error) {
	d.peek()
	f, known, err := d.named(t)
	if err != nil || known && (f == nil || f.value.Message() == nil || tableOf(f.value.Message()).union == nil) {
		return f, err
	}
	best, err := d.fitUnion(t)
	return best.chosen, err
}

// named returns the alternative that the discriminator of the object at pos names. It is not known
// where the union has no discriminator: then the shape decides. Responses may lack it, too.
func (d *decoder) named(t *table) (f *field, known bool, err *Error) {
	if t.union.discriminator == "" || d.peek() != '{' {
		return nil, false, nil
	}
	at, err := d.memberAt(t.union.discriminator)
	if err != nil || at < 0 {
		return nil, !d.lenient(), err
	}
	value, known, err := d.at(at).tagValue()
	if err != nil {
		return nil, false, err
	}
	if !known {
		return nil, !d.lenient(), nil
	}
	return t.union.names[value], true, nil
}

// tagValue reads the value of a discriminator. It is not known if the value is null, an object or an array.
func (d *decoder) tagValue() (v tagValue, known bool, err *Error) {
	switch c := d.peek(); {
	case c == '"':
		text, err := d.content()
		return tagValue{text: string(text)}, true, err
	case c == 't' || c == 'f':
		b, err := d.bool()
		return tagValue{strconv.FormatBool(b), true}, true, err
	case isNumberStart(c):
		text, err := d.number()
		if whole, isInteger := integer(text); isInteger {
			return tagValue{whole, true}, true, err
		}
		return tagValue{string(text), true}, true, err
	}
	return v, false, nil
}

// fitUnion returns how well the value at pos suits a union: as its best alternative does, the first of
// those that are alike. It looks at all of the value, and at each value once for each union.
func (d *decoder) fitUnion(t *table) (fitted, *Error) {
	d.peek()
	key := fitting{d.pos, t}
	if result, done := d.fits[key]; done {
		return result, nil
	}
	if d.fits == nil {
		d.fits = make(map[fitting]fitted)
	}
	if err := d.take(fittingSize); err != nil {
		return fitted{}, err
	}
	d.fits[key] = fitted{} // A union may be its own alternative, and then is none.
	result, err := d.bestAlternative(t)
	d.fits[key] = result
	return result, err
}

// fittingSize is about how many bytes the result of a fitting takes.
const fittingSize = 128

func (d *decoder) bestAlternative(t *table) (best fitted, err *Error) {
	if d.peek() == 'n' {
		return fitted{fit: fit{ok: true}}, nil
	}
	f, known, err := d.named(t)
	switch {
	case err != nil || known && f == nil:
		return fitted{}, err
	case known:
		of, err := d.fitSingle(f)
		return fitted{of, f}, err
	}
	for _, f := range t.fields {
		of, err := d.fitSingle(f)
		if err != nil {
			return fitted{}, err
		}
		if of.ok && (best.chosen == nil || of.compare(best.fit) < 0) {
			best = fitted{of, f}
		}
	}
	return best, nil
}

// fitSingle returns how well the value at pos suits a field that is no list or map, or an element or
// entry of one.
func (d *decoder) fitSingle(f *field) (fit, *Error) {
	md := f.value.Message()
	if md == nil {
		return d.fitScalar(f), nil
	}
	t := tableOf(md)
	if t.known == wrapperType {
		inner := *t.fields[0]
		inner.asNumber = f.asNumber
		return d.fitScalar(&inner), nil
	}
	if t.union != nil {
		result, err := d.fitUnion(t)
		return result.fit, err
	}
	return d.fitMessage(t)
}

// fitField returns how well the value at pos suits a field.
func (d *decoder) fitField(f *field) (fit, *Error) {
	switch c := d.peek(); {
	case c == 'n':
		return fit{ok: true}, nil
	case f.fd.IsMap() && c != '{' || f.fd.IsList() && c != '[':
		return fit{}, nil
	case f.fd.IsMap() || f.fd.IsList():
		return d.fitParts(f)
	}
	return d.fitSingle(f)
}

// fitParts returns how well the elements or entries at pos suit a list or map.
func (d *decoder) fitParts(f *field) (fit, *Error) {
	return d.fitWithin(func(_ []byte, part *decoder) (fit, *Error) {
		switch {
		case part.peek() != 'n':
			of, err := part.fitSingle(f)
			if f.fd.IsMap() {
				of.entries++
			}
			return of, err
		case d.opts.Partial && f.fd.IsMap(), f.nullable || takesNull(f.value) || f.value.Message() != nil && takesNullItself(f.value.Message()):
			return fit{ok: true}, nil
		}
		return fit{ok: true, loose: 1}, nil
	})
}

// fitWithin sums up what part returns for each member or element of the value at pos. The names
// of elements are nil.
func (d *decoder) fitWithin(part func(name []byte, value *decoder) (fit, *Error)) (sum fit, err *Error) {
	sum.ok = true
	var partError *Error
	err = d.within(func(name []byte, at int) bool {
		value := d.at(at)
		var of fit
		of, partError = part(name, value)
		d.room = value.room
		sum.add(of)
		return sum.ok && partError == nil
	})
	if err == nil {
		err = partError
	}
	return sum, err
}

// fitMessage returns how well the value at pos suits a message that is no union.
func (d *decoder) fitMessage(t *table) (fit, *Error) {
	c := d.peek()
	switch {
	case t.known == valueType:
		return fit{ok: true, free: 1}, nil
	case t.known == listType:
		return fit{ok: c == '[', free: 1}, nil
	case t.known == structType || t.known == anyType:
		return fit{ok: c == '{', free: 1}, nil
	case t.known != 0 && t.known != emptyType:
		return fit{ok: c == '"' && d.at(d.pos).fitsText(t.known)}, nil
	case t.value != nil:
		return d.fitField(t.value)
	case c != '{':
		return fit{}, nil
	}
	var seen numberSet
	all, unknown := 0, 0
	sum, err := d.fitWithin(func(name []byte, value *decoder) (fit, *Error) {
		i := t.names.find(name)
		all++
		switch {
		case i >= 0:
			seen.add(i)
			return value.fitField(t.fields[i])
		case t.additional == nil:
			unknown++
			return fit{ok: true, unknown: 1}, nil
		case value.peek() == 'n':
			return fit{ok: true, entries: 1}, nil
		}
		of, err := value.fitSingle(t.additional)
		of.entries++
		return of, err
	})
	if all > 0 && all == unknown {
		sum.strange++
	}
	for _, f := range t.demanded {
		if sum.ok && seen.add(f.index) {
			sum.absent++
		}
	}
	return sum, err
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

// fitScalar returns how well the value at pos suits a field of scalars. The type of the JSON has to be the
// one that is written.
func (d *decoder) fitScalar(f *field) (result fit) {
	c := d.peek()
	isText, isNumber := c == '"', isNumberStart(c)
	switch f.kind {
	case protoreflect.EnumKind:
		return d.at(d.pos).fitEnum(enumOf(f.value.Enum()))
	case protoreflect.StringKind, protoreflect.BytesKind:
		result.ok = isText
	case protoreflect.BoolKind:
		result.ok = c == 't' || c == 'f'
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		result.ok = isNumber || isText && !f.asNumber
		if isNumber && !f.asNumber {
			result.loose = 1
		}
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		result = d.at(d.pos).fitFloat()
	default:
		result.ok = isNumber
	}
	if !result.ok {
		return result
	}
	probe := d.at(d.pos)
	v, err := probe.scalar(f)
	result.ok = err == nil && v.IsValid()
	if result.ok && isText && f.kind != protoreflect.StringKind {
		// Text in another form than the one that is written may mean something else.
		var e encoder
		if e.singular(f, v) != nil || string(e.buf) != string(d.text[d.pos:probe.pos]) {
			result.loose++
		}
	}
	return result
}

// fitFloat is fitScalar for a double: of text only the names fit that stand for what JSON has no number
// for, and an integer fits an integer better.
func (d *decoder) fitFloat() fit {
	if isNumberStart(d.peek()) {
		text, err := d.number()
		if _, isInteger := integer(text); isInteger && err == nil {
			return fit{ok: true, wide: 1}
		}
		return fit{ok: err == nil}
	}
	if d.peek() != '"' {
		return fit{}
	}
	text, err := d.content()
	return fit{ok: err == nil && !isNumber(string(text)), loose: 1}
}

// fitEnum is fitScalar for an enum. A name fits an enum of names, and a number one of numbers.
func (d *decoder) fitEnum(t *enumTable) fit {
	c := d.peek()
	switch {
	case t.null:
		return fit{ok: c == 'n'}
	case t.ofNumbers != nil && !isNumberStart(c) && c != '"', t.ofNumbers == nil && c != '"':
		return fit{}
	case t.ofNumbers != nil && c == '"':
		// Only values that are no numbers are written as text.
		if text, err := d.at(d.pos).content(); err != nil || isNumber(string(text)) {
			return fit{}
		}
	}
	d.opts.DiscardUnknown = true
	_, known, err := d.enum(t)
	result := fit{ok: err == nil}
	if !known {
		result.constants = 1
	}
	return result
}
