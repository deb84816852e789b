// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"cmp"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// A fit says how well a value suits a field or a message. Of two that are ok, the one with the
// lower counts is better, and the first count that differs decides.
type match struct {
	ok bool // the value can be read
	// loose counts the values whose JSON is of another type than the one that is written.
	looseTypes int
	// constants counts the values that an enum does not have.
	unknownEnums int
	// strange counts the objects of which no member has a field.
	foreignObjects int
	// absent counts the required members that are not there.
	missing int
	// unknown counts the members that there is no field for.
	unknown int
	// free counts what a type for JSON of any form takes, which says little of the value.
	freeForm int
	// wide counts the integers that are read as doubles.
	widened int
}

func (a match) compare(b match) int {
	return cmp.Or(
		cmp.Compare(a.looseTypes, b.looseTypes), cmp.Compare(a.unknownEnums, b.unknownEnums), cmp.Compare(a.foreignObjects, b.foreignObjects),
		cmp.Compare(a.missing, b.missing), cmp.Compare(a.unknown, b.unknown), cmp.Compare(a.freeForm, b.freeForm), cmp.Compare(a.widened, b.widened),
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
	a.widened += b.widened
}

// A fitting is a union that a value at a place may be read as.
type matchKey struct {
	pos int
	t   *table
}

// fitted is the result of a fitting.
type matchResult struct {
	match
	chosen *field // nil where no alternative fits
}

// alternative returns which field of a union the value at pos is for, or nil.
func (d *decoder) chooseAlternative(t *table) (*field, *Error) {
	d.peek()
	f, known, err := d.discriminated(t)
	if err != nil || known && (f == nil || f.value.Message() == nil || tableOf(f.value.Message()).union == nil) {
		return f, err
	}
	best, err := d.matchUnion(t)
	return best.chosen, err
}

// named returns the alternative that the discriminator of the object at pos names. It is not known
// where the union has no discriminator: then the shape decides. Responses may lack it, too.
func (d *decoder) discriminated(t *table) (f *field, known bool, err *Error) {
	if t.union.discriminator == "" || d.peek() != '{' {
		return nil, false, nil
	}
	at, err := d.memberAt(t.union.discriminator)
	if err != nil || at < 0 {
		return nil, !d.allowsUnknown(), err
	}
	probe := d.at(at)
	if probe.peek() != '"' {
		return nil, !d.allowsUnknown(), nil
	}
	text, err := probe.content()
	if err != nil {
		return nil, false, err
	}
	return t.union.names[string(text)], true, nil
}

// fitUnion returns how well the value at pos suits a union: as its best alternative does, the first of
// those that are alike. It looks at all of the value, and at each value once for each union.
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
	d.matches[key] = matchResult{} // A union may be its own alternative, and then is none.
	result, err := d.matchAlternatives(t)
	d.matches[key] = result
	return result, err
}

// fittingSize is about how many bytes the result of a fitting takes.
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

// fitSingle returns how well the value at pos suits a field that is no list or map, or an element or
// entry of one.
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

// fitField returns how well the value at pos suits a field.
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

// fitParts returns how well the elements or entries at pos suit a list or map.
func (d *decoder) matchElements(f *field) (match, *Error) {
	return d.sumParts(func(_ []byte, part *decoder) (match, *Error) {
		switch {
		case part.peek() != 'n':
			return part.matchSingle(f)
		case d.opts.Partial && f.fd.IsMap(), f.nullable || takesNull(f.value) || f.value.Message() != nil && takesNullItself(f.value.Message()):
			return match{ok: true}, nil
		}
		return match{ok: true, looseTypes: 1}, nil
	})
}

// fitWithin sums up what part returns for each member or element of the value at pos. The names
// of elements are nil.
func (d *decoder) sumParts(part func(name []byte, value *decoder) (match, *Error)) (sum match, err *Error) {
	sum.ok = true
	var partError *Error
	err = d.eachPart(func(name []byte, at int) bool {
		value := d.at(at)
		var of match
		of, partError = part(name, value)
		d.budget = value.budget
		sum.add(of)
		return sum.ok && partError == nil
	})
	if err == nil {
		err = partError
	}
	return sum, err
}

// fitMessage returns how well the value at pos suits a message that is no union.
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
			return match{ok: true, freeForm: 1}, nil
		}
		of, err := value.matchSingle(t.additional)
		of.freeForm++
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

// fitsText reports whether the string at pos is that of a well-known type.
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

// fitScalar returns how well the value at pos suits a field of scalars. The type of the JSON has to be the
// one that is written.
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
		// Text in another form than the one that is written may mean something else.
		var e encoder
		if e.singular(f, v) != nil || string(e.buf) != string(d.text[d.pos:probe.pos]) {
			result.looseTypes++
		}
	}
	return result
}

// fitFloat is fitScalar for a double: of text only the names fit that stand for what JSON has no number
// for, and an integer fits an integer better.
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

// fitEnum is fitScalar for an enum. A name fits an enum of names, and a number one of numbers.
func (d *decoder) matchEnum(t *enumTable) match {
	c := d.peek()
	switch {
	case t.null:
		return match{ok: c == 'n'}
	case t.ofNumbers != nil && !isNumberStart(c) && c != '"', t.ofNumbers == nil && c != '"':
		return match{}
	case t.ofNumbers != nil && c == '"':
		// Only values that are no numbers are written as text.
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
