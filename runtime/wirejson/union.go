// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A union describes a message whose JSON is that of one of its fields, the alternatives.
type union struct {
	// discriminator is the member that names the alternative, or empty.
	discriminator string
	names         map[tagValue]*field // alternatives by the value of the discriminator
	values        []tagValue          // the value of the discriminator to write, by field index
	// byDefault is the alternative of objects whose discriminator is absent or names none, or nil.
	byDefault *field
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
	if fd := t.md.Fields().ByName(protoreflect.Name(rule.GetDefaultField())); fd != nil {
		u.byDefault = t.fields[fd.Index()]
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
	// The names of schemas remain valid in addition to the mapping of a discriminator (OpenAPI
	// 3.1.1, section 4.8.25.4).
	for _, f := range t.fields {
		if v := (tagValue{text: f.name}); u.names[v] == nil {
			u.names[v] = f
		}
	}
	return u
}

// hasLiteral reports whether the discriminator is a field of the alternative whose values are numbers or
// booleans in JSON.
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

// A tag is a member that names the alternative of a union to which an object belongs.
type tag struct {
	name  string
	value tagValue
	union *union
	of    *field // the alternative
}

// check returns an error if the field f of m, which holds the discriminator, names another
// alternative. It accepts names of no alternative, because the server may know more of them.
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
		Want:   t.value.String() + " or an unset field in the alternative " + cut(string(t.of.fd.Name()), maxQuote),
		Found:  value.String() + ", which names the alternative " + cut(string(other.fd.Name()), maxQuote),
	}
	return err.within(f.name)
}

// isDefault reports whether the alternative is read from objects without the tag, and no value of the
// tag is declared for it.
func (t tag) isDefault() bool {
	return t.of == t.union.byDefault && len(fieldRule(t.of.fd).GetJsonDiscriminator()) == 0
}

// isTag reports whether one of the tags has a name.
func isTag(tags []tag, name string) bool {
	return slices.ContainsFunc(tags, func(t tag) bool { return t.name == name })
}

// union writes a union. Without an alternative, it is the preserved JSON or null. It is an error if it was
// read from a value that was discarded, or if it would be null and needsAlternative is set. The tags
// are those of the enclosing unions, of which this one is an alternative.
func (e *encoder) union(t *table, m protoreflect.Message, tags []tag, needsAlternative bool) *Error {
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
	if fd == nil && needsAlternative {
		start := len(e.buf)
		if err := e.preservedValue(m, ""); err != nil || len(e.buf) > start {
			return err
		}
		return errNoAlternative(t.md)
	}
	if fd == nil {
		return e.preservedValue(m, "null")
	}
	f, v := t.fields[fd.Index()], m.Get(fd)
	switch {
	case f.kind == protoreflect.DoubleKind:
		e.buf = sourceFormOf(m).appendDouble(e.buf, fd, v.Float())
		return nil
	case fd.Message() == nil:
		return e.singular(f, v)
	case f.rejectsNil && !v.Message().IsValid():
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
		if err := e.checkNullsWritten(); err != nil {
			return err
		}
	}
	e.required = e.required || alternative.required
	switch {
	case alternative.union != nil:
		return e.union(alternative, v.Message(), tags, f.needsAlternative)
	case len(tags) == 0 || !alternative.isObject():
		return e.singular(f, v)
	}
	start := len(e.buf)
	untagged := sourceFormOf(v.Message()).untagged
	for _, tag := range tags {
		// The alternative may have a field for the member, which is written if it is set.
		if i := alternative.names.find([]byte(tag.name)); i >= 0 {
			if f := alternative.fields[i]; v.Message().Has(f.fd) && !f.isAbsent(v.Message()) {
				if err := tag.check(f, v.Message()); err != nil {
					return err
				}
				continue
			}
		}
		if tag.isDefault() || slices.Contains(untagged, tag.name) {
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

// preservedValue writes the JSON that m preserved for its whole value, or fallback.
func (e *encoder) preservedValue(m protoreflect.Message, other string) *Error {
	k, err := preservedIn(m)
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

// isUnread reports whether a union without an alternative was read from a value that was discarded.
func isUnread(m protoreflect.Message) bool {
	for range records(m) {
		return false
	}
	return sourceFormOf(m).unread
}

// isDiscarded reports whether the value of a field of m is a union whose value was discarded. Marshal
// leaves the member out.
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

// isObject reports whether the JSON of a message is an object with a member for each field.
func (t *table) isObject() bool {
	return (t.known == 0 || t.known == emptyType) && t.value == nil && t.union == nil
}

// union reads a union. A value that matches no alternative is unknown. The tags are those of
// the enclosing unions, of which this one is an alternative.
func (d *decoder) union(t *table, m protoreflect.Message, tags []string) *Error {
	if d.peek() == 'n' {
		if d.opts.Exact {
			setNull(m)
		}
		return d.literal("null")
	}
	d.unions++
	defer d.endUnion()
	err := d.alternative(t, m, tags)
	if err == nil && m.WhichOneof(t.md.Oneofs().Get(0)) == nil {
		setUnread(m)
	}
	return err
}

// alternative reads a union that is not null.
func (d *decoder) alternative(t *table, m protoreflect.Message, tags []string) *Error {
	start := d.pos
	f, err := d.chooseAlternative(t)
	switch {
	case err != nil:
		return err
	case f == nil && !d.allowsUnknown():
		return d.invalid(start, "an alternative of "+nameOf(t.md))
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
	if err := d.reflectMessage(v.Message(), tags); err != nil {
		return err
	}
	m.Set(f.fd, v)
	return nil
}

// endUnion is called after a union was read. After the outermost union, the cached matches
// are of no more use.
func (d *decoder) endUnion() {
	if d.unions--; d.unions == 0 && len(d.matches) > 0 {
		d.budget += len(d.matches) * matchCost
		clear(d.matches)
	}
}
