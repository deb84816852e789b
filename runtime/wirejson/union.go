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
	names         map[tagValue]*field // by what the discriminator says
	values        []tagValue          // what it says of each field
}

// A tagValue is the value of a discriminator: a text or, if it is literal, a number or boolean.
type tagValue struct {
	text      string
	isLiteral bool
}

func (v tagValue) String() string {
	if v.isLiteral {
		return v.text
	}
	return quote(v.text)
}

func newUnion(t *table, rule *apipb.Union) *union {
	u := &union{discriminator: rule.GetDiscriminator(), names: make(map[tagValue]*field), values: make([]tagValue, len(t.fields))}
	if u.discriminator == "" {
		return u
	}
	for _, f := range t.fields {
		texts := fieldRule(f.fd).GetJsonDiscriminator()
		isLiteral := len(texts) > 0 && hasLiteral(f.fd.Message(), u.discriminator)
		if len(texts) == 0 {
			texts = []string{f.name}
		}
		u.values[f.index] = tagValue{texts[0], isLiteral}
		for _, text := range texts {
			if v := (tagValue{text, isLiteral}); u.names[v] == nil {
				u.names[v] = f
			}
		}
	}
	// A mapping of a discriminator stands beside the names of the schemas (OpenAPI 3.1.1, section
	// 4.8.25.4).
	for _, f := range t.fields {
		if v := (tagValue{text: f.name}); u.names[v] == nil {
			u.names[v] = f
		}
	}
	return u
}

// hasLiteral reports whether the member of an alternative that the discriminator reads is a number or a boolean.
func hasLiteral(alternative protoreflect.MessageDescriptor, discriminator string) bool {
	if alternative == nil {
		return false
	}
	fd := alternative.Fields().ByJSONName(discriminator)
	switch {
	case fd == nil || fd.Message() != nil:
		return false
	case fd.Enum() != nil:
		return enumOf(fd.Enum()).ofNumbers != nil
	}
	return fd.Kind() != protoreflect.StringKind && fd.Kind() != protoreflect.BytesKind
}

// A tag is a member that says which alternative of a union an object is.
type tag struct {
	name  string
	value tagValue
	union *union
	of    *field // the alternative
}

// check returns an error if a field of the alternative, which the discriminator reads, holds the value
// of another alternative. Values that are nobody's are sent: the server may know more of them.
func (t tag) check(f *field, m protoreflect.Message) *Error {
	value := tagValue{isLiteral: t.value.isLiteral}
	switch v := m.Get(f.fd); {
	case f.fd.IsList() || f.fd.IsMap() || f.value.Message() != nil:
		return nil
	case f.kind == protoreflect.EnumKind:
		value.text = EnumText(f.fd.Enum(), v.Enum())
	case f.kind == protoreflect.StringKind || value.isLiteral:
		value.text = v.String()
	default:
		return nil
	}
	other := t.union.names[value]
	if other == nil || other == t.of || slices.Contains(fieldRule(t.of.fd).GetJsonDiscriminator(), value.text) {
		return nil
	}
	err := &Error{
		Offset: -1,
		Want:   t.value.String() + ", or nothing, in the alternative " + cut(string(t.of.fd.Name()), maxQuote),
		Found:  value.String() + ", which means the alternative " + cut(string(other.fd.Name()), maxQuote),
	}
	return err.within(f.name)
}

func isTag(tags []tag, name string) bool {
	return slices.ContainsFunc(tags, func(t tag) bool { return t.name == name })
}

// union writes a union. One that has no alternative is null, unless it was read from another value: then
// it is what was kept of that, or an error. The tags are those of the unions that it is an alternative of.
func (e *encoder) union(t *table, m protoreflect.Message, tags []tag) *Error {
	fd := m.WhichOneof(t.md.Oneofs().Get(0))
	if fd == nil && e.nulls != nil {
		start := len(e.buf)
		err := e.nullMembers(e.takeNulls(), nil)
		e.enclose(start, '{', '}')
		return err
	}
	if fd == nil && isUnread(m) {
		return discardedError(t.md)
	}
	if fd == nil {
		return e.keptValue(m, "null")
	}
	f, v := t.fields[fd.Index()], m.Get(fd)
	switch {
	case fd.Message() == nil:
		return e.singular(f, v)
	case f.noNil && !v.Message().IsValid():
		return errNil().within(string(fd.Name()))
	}
	if name := t.union.discriminator; name != "" {
		outer := tags
		tags = nil
		for _, t := range outer {
			if t.name != name {
				tags = append(tags, t)
			}
		}
		tags = append(tags, tag{name, t.union.values[f.index], t.union, f})
	}
	alternative := tableOf(fd.Message())
	if alternative.isObject() || alternative.known != 0 {
		if err := e.nullsLeft(); err != nil {
			return err
		}
	}
	e.required = e.required || alternative.required
	switch {
	case alternative.union != nil:
		return e.union(alternative, v.Message(), tags)
	case len(tags) == 0 || !alternative.isObject():
		return e.singular(f, v)
	}
	start := len(e.buf)
	untagged := formOf(v.Message()).untagged
	for _, tag := range tags {
		// The alternative may have a field for it, and that be set.
		if i := alternative.names.find([]byte(tag.name)); i >= 0 && v.Message().Has(alternative.fields[i].fd) && !alternative.fields[i].isAbsent(v.Message()) {
			if err := tag.check(alternative.fields[i], v.Message()); err != nil {
				return err
			}
			continue
		}
		if slices.Contains(untagged, tag.name) {
			continue
		}
		if err := e.name(tag.name); err != nil {
			return err
		}
		if tag.value.isLiteral {
			e.buf = append(e.buf, tag.value.text...)
		} else if err := e.str(tag.value.text); err != nil {
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

// isUnread reports whether a union without an alternative was read from a value that was not kept.
func isUnread(m protoreflect.Message) bool {
	for range records(m) {
		return false
	}
	return formOf(m).unread
}

// isDiscarded reports whether the value of a field of m is a union whose value was discarded: the object
// does not have the member.
func (f *field) isDiscarded(m protoreflect.Message) bool {
	if f.value.Message() == nil || f.fd.IsList() || f.fd.IsMap() {
		return false
	}
	for m.Has(f.fd) && tableOf(f.value.Message()).union != nil {
		m = m.Get(f.fd).Message()
		fd := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
		if fd == nil {
			return isUnread(m)
		}
		if fd.Message() == nil {
			return false
		}
		f = fieldOf(fd)
	}
	return false
}

// isObject reports whether the JSON of a message is an object with its fields.
func (t *table) isObject() bool {
	return (t.known == 0 || t.known == emptyType) && t.value == nil && t.union == nil
}

// union reads a union. A value that suits no alternative is unknown. The tags
// are those of the unions that it is an alternative of.
func (d *decoder) union(t *table, m protoreflect.Message, tags []string) *Error {
	if d.peek() == 'n' {
		if d.opts.Exact {
			setNull(m)
		}
		return d.literal("null")
	}
	d.unions++
	defer d.endUnion()
	err := d.alternativeOf(t, m, tags)
	if err == nil && m.WhichOneof(t.md.Oneofs().Get(0)) == nil {
		setUnread(m)
	}
	return err
}

// alternativeOf reads a union that is not null.
func (d *decoder) alternativeOf(t *table, m protoreflect.Message, tags []string) *Error {
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

// endUnion is called when a union has been read. What was found out about the values within it
// is of no use after the outermost one.
func (d *decoder) endUnion() {
	if d.unions--; d.unions == 0 && len(d.fits) > 0 {
		d.room += len(d.fits) * fittingSize
		clear(d.fits)
	}
}
