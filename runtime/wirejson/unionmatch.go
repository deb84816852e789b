// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"cmp"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// A match rates how well a JSON value matches a field or a message. Of two matches that are
// ok, the one with the lower count is better, in the first count that differs.
type match struct {
	ok bool // the value can be read
	// looseTypes counts values of another JSON type than Marshal writes.
	looseTypes int
	// unknownEnums counts enum values that the enum does not have.
	unknownEnums int
	// foreignObjects counts objects none of whose members has a field.
	foreignObjects int
	// missing counts required members that are absent.
	missing int
	// unknown counts members without a field.
	unknown int
	// freeForm counts values of types that accept any JSON, which do not distinguish
	// alternatives.
	freeForm int
	// mapEntries counts members that are entries of a map rather than fields.
	mapEntries int
	// widened counts integers that are read as doubles.
	widened int
}

func (a match) compare(b match) int {
	return cmp.Or(
		cmp.Compare(a.looseTypes, b.looseTypes), cmp.Compare(a.unknownEnums, b.unknownEnums), cmp.Compare(a.foreignObjects, b.foreignObjects),
		cmp.Compare(a.missing, b.missing), cmp.Compare(a.unknown, b.unknown),
		cmp.Compare(a.freeForm, b.freeForm), cmp.Compare(a.mapEntries, b.mapEntries), cmp.Compare(a.widened, b.widened),
	)
}

func (a *match) add(b match) {
	a.ok = a.ok && b.ok
	a.looseTypes += b.looseTypes
	a.unknownEnums += b.unknownEnums
	a.foreignObjects += b.foreignObjects
	a.missing += b.missing
	a.unknown += b.unknown
	a.freeForm += b.freeForm
	a.mapEntries += b.mapEntries
	a.widened += b.widened
}

// A matchKey identifies an attempt to read the value at pos as a union.
type matchKey struct {
	pos int
	t   *table
}

// A matchResult is the best match of a union.
type matchResult struct {
	match
	chosen *field // nil if no alternative matches
}

// chooseAlternative returns the alternative of a union for the value at pos, or nil.
func (d *decoder) chooseAlternative(t *table) (*field, *Error) {
	d.peek()
	f, known, err := d.discriminated(t)
	if err != nil || known && (f == nil || f.value.Message() == nil || tableOf(f.value.Message()).union == nil) {
		return f, err
	}
	best, err := d.matchUnion(t)
	return best.chosen, err
}

// discriminated returns the alternative that the discriminator of the object at pos names.
// known is false if the alternative must be chosen by matching: if the union has no
// discriminator, or the object lacks it, unknown members are allowed and there is no default.
func (d *decoder) discriminated(t *table) (f *field, known bool, err *Error) {
	if t.union.discriminator == "" || d.peek() != '{' {
		return nil, false, nil
	}
	at, err := d.memberAt(t.union.discriminator)
	byDefault := t.union.byDefault
	if err != nil || at < 0 {
		return byDefault, byDefault != nil || !d.allowsUnknown(), err
	}
	value, known, err := d.at(at).tagValue()
	if err != nil {
		return nil, false, err
	}
	if !known {
		return byDefault, byDefault != nil || !d.allowsUnknown(), nil
	}
	if f = t.union.names[value]; f == nil {
		f = byDefault
	}
	return f, true, nil
}

// tagValue reads the value of a discriminator. It is not known if it is null, an object or an array.
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

// matchUnion rates the value at pos as a value of a union: as its best alternative does, or
// the first of several equal ones. It reads the whole value, and each value within it once
// per union.
func (d *decoder) matchUnion(t *table) (matchResult, *Error) {
	d.peek()
	key := matchKey{d.pos, t}
	if result, done := d.matches[key]; done {
		return result, nil
	}
	if d.matches == nil {
		d.matches = make(map[matchKey]matchResult)
	}
	if err := d.spend(matchCost); err != nil {
		return matchResult{}, err
	}
	d.matches[key] = matchResult{} // A union that is its own alternative does not match itself.
	result, err := d.matchAlternatives(t)
	d.matches[key] = result
	return result, err
}

// matchCost is the approximate memory that a matchResult takes in the map of matches, in
// bytes.
const matchCost = 128

func (d *decoder) matchAlternatives(t *table) (best matchResult, err *Error) {
	if d.peek() == 'n' {
		return matchResult{match: match{ok: true}}, nil
	}
	f, known, err := d.discriminated(t)
	switch {
	case err != nil || known && f == nil:
		return matchResult{}, err
	case known:
		of, err := d.matchSingle(f)
		return matchResult{of, f}, err
	}
	for _, f := range t.fields {
		of, err := d.matchSingle(f)
		if err != nil {
			return matchResult{}, err
		}
		if of.ok && (best.chosen == nil || of.compare(best.match) < 0) {
			best = matchResult{of, f}
		}
	}
	return best, nil
}

// matchSingle rates the value at pos as a value of a singular field, or as an element or
// entry of a list or map.
func (d *decoder) matchSingle(f *field) (match, *Error) {
	md := f.value.Message()
	if md == nil {
		return d.matchScalar(f), nil
	}
	t := tableOf(md)
	if t.known == wrapperType {
		inner := *t.fields[0]
		inner.asNumber = f.asNumber
		return d.matchScalar(&inner), nil
	}
	if t.union != nil {
		result, err := d.matchUnion(t)
		return result.match, err
	}
	return d.matchMessage(t)
}

// matchField rates the value at pos as a value of a field.
func (d *decoder) matchField(f *field) (match, *Error) {
	switch c := d.peek(); {
	case c == 'n':
		return match{ok: true}, nil
	case f.fd.IsMap() && c != '{' || f.fd.IsList() && c != '[':
		return match{}, nil
	case f.fd.IsMap() || f.fd.IsList():
		return d.matchElements(f)
	}
	return d.matchSingle(f)
}

// matchElements rates the value at pos as a value of a list or map.
func (d *decoder) matchElements(f *field) (match, *Error) {
	return d.sumParts(func(_ []byte, part *decoder) (match, *Error) {
		switch {
		case part.peek() != 'n':
			of, err := part.matchSingle(f)
			if f.fd.IsMap() {
				of.mapEntries++
			}
			return of, err
		case d.opts.Partial && f.fd.IsMap(), f.allowsNullElement():
			return match{ok: true}, nil
		}
		return match{ok: true, looseTypes: 1}, nil
	})
}

// sumParts returns the sum of the matches that rate returns for each member or element of
// the value at pos. The name of an element is nil.
func (d *decoder) sumParts(rate func(name []byte, value *decoder) (match, *Error)) (sum match, err *Error) {
	sum.ok = true
	var partError *Error
	err = d.eachPart(func(name []byte, at int) bool {
		value := d.at(at)
		var of match
		of, partError = rate(name, value)
		d.budget = value.budget
		sum.add(of)
		return sum.ok && partError == nil
	})
	if err == nil {
		err = partError
	}
	return sum, err
}

// matchMessage rates the value at pos as a message that is not a union.
func (d *decoder) matchMessage(t *table) (match, *Error) {
	c := d.peek()
	switch {
	case t.known == valueType:
		return match{ok: true, freeForm: 1}, nil
	case t.known == listType:
		return match{ok: c == '[', freeForm: 1}, nil
	case t.known == structType || t.known == anyType:
		return match{ok: c == '{', freeForm: 1}, nil
	case t.known != 0 && t.known != emptyType:
		return match{ok: c == '"' && d.at(d.pos).isTextOf(t.known)}, nil
	case t.value != nil:
		return d.matchField(t.value)
	case c != '{':
		return match{}, nil
	}
	var seen numberSet
	all, unknown := 0, 0
	sum, err := d.sumParts(func(name []byte, value *decoder) (match, *Error) {
		i := t.names.find(name)
		all++
		switch {
		case i >= 0:
			seen.add(i)
			return value.matchField(t.fields[i])
		case t.additional == nil:
			unknown++
			return match{ok: true, unknown: 1}, nil
		case value.peek() == 'n':
			return match{ok: true, mapEntries: 1}, nil
		}
		of, err := value.matchSingle(t.additional)
		of.mapEntries++
		return of, err
	})
	if all > 0 && all == unknown {
		sum.foreignObjects++
	}
	for _, f := range t.demanded {
		if sum.ok && seen.add(f.index) {
			sum.missing++
		}
	}
	return sum, err
}

// isTextOf reports whether the string at pos is valid for a well-known type.
func (d *decoder) isTextOf(t wellKnown) bool {
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

// matchScalar rates the value at pos as a value of a scalar field. The JSON type must be one
// that Marshal writes.
func (d *decoder) matchScalar(f *field) (result match) {
	c := d.peek()
	isText, isNumber := c == '"', isNumberStart(c)
	switch f.kind {
	case protoreflect.EnumKind:
		return d.at(d.pos).matchEnum(enumOf(f.value.Enum()))
	case protoreflect.StringKind, protoreflect.BytesKind:
		result.ok = isText
	case protoreflect.BoolKind:
		result.ok = c == 't' || c == 'f'
	case protoreflect.Int64Kind, protoreflect.Sint64Kind, protoreflect.Sfixed64Kind, protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		result.ok = isNumber || isText && !f.asNumber
		if isNumber && !f.asNumber {
			result.looseTypes = 1
		}
	case protoreflect.FloatKind, protoreflect.DoubleKind:
		result = d.at(d.pos).matchFloat()
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
		// Text that Marshal would write in another form may have another meaning.
		var e encoder
		if e.singular(f, v) != nil || string(e.buf) != string(d.text[d.pos:probe.pos]) {
			result.looseTypes++
		}
	}
	return result
}

// matchFloat is matchScalar for floats and doubles. The only strings that match are NaN,
// Infinity and -Infinity. An integer matches an integer field better.
func (d *decoder) matchFloat() match {
	if isNumberStart(d.peek()) {
		text, err := d.number()
		if _, isInteger := integer(text); isInteger && err == nil {
			return match{ok: true, widened: 1}
		}
		return match{ok: err == nil}
	}
	if d.peek() != '"' {
		return match{}
	}
	text, err := d.content()
	return match{ok: err == nil && !isNumber(string(text)), looseTypes: 1}
}

// matchEnum is matchScalar for enums. A string matches an enum of names, and a number an
// enum of numbers.
func (d *decoder) matchEnum(t *enumTable) match {
	c := d.peek()
	switch {
	case t.null:
		return match{ok: c == 'n'}
	case t.ofNumbers != nil && !isNumberStart(c) && c != '"', t.ofNumbers == nil && c != '"':
		return match{}
	case t.ofNumbers != nil && c == '"':
		// Marshal writes only values that are not numerals as text.
		if text, err := d.at(d.pos).content(); err != nil || isNumber(string(text)) {
			return match{}
		}
	}
	d.opts.DiscardUnknown = true
	_, known, err := d.enum(t)
	result := match{ok: err == nil}
	if !known {
		result.unknownEnums = 1
	}
	return result
}
