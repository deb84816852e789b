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
	names         map[string]*field // alternatives by the value of the discriminator
	texts         []string          // the value of the discriminator to write, by field index
	// byDefault is the alternative of objects whose discriminator is absent or names none, or nil.
	byDefault *field
}

func newUnion(t *table, rule *apipb.Union) *union {
	u := &union{discriminator: rule.GetDiscriminator(), names: make(map[string]*field), texts: make([]string, len(t.fields))}
	if u.discriminator == "" {
		return u
	}
	if fd := t.md.Fields().ByName(protoreflect.Name(rule.GetDefaultField())); fd != nil {
		u.byDefault = t.fields[fd.Index()]
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
	// The names of schemas remain valid in addition to the mapping of a discriminator (OpenAPI
	// 3.1.1, section 4.8.25.4).
	for _, f := range t.fields {
		if u.names[f.name] == nil {
			u.names[f.name] = f
		}
	}
	return u
}

// A tag is a member that names the alternative of a union to which an object belongs.
type tag struct {
	name, text string
	union      *union
	of         *field // the alternative
}

// check returns an error if the field f of m, which holds the discriminator, names another
// alternative. It accepts names of no alternative, because the server may know more of them.
func (t tag) check(f *field, m protoreflect.Message) *Error {
	var text string
	switch v := m.Get(f.fd); {
	case f.fd.IsList() || f.fd.IsMap():
		return nil
	case f.kind == protoreflect.StringKind:
		text = v.String()
	case f.kind == protoreflect.EnumKind:
		text = EnumText(f.fd.Enum(), v.Enum())
	default:
		return nil
	}
	other := t.union.names[text]
	if other == nil || other == t.of || slices.Contains(fieldRule(t.of.fd).GetJsonDiscriminator(), text) {
		return nil
	}
	err := &Error{
		Offset: -1,
		Want:   quote(t.text) + " or an unset field in the alternative " + cut(string(t.of.fd.Name()), maxQuote),
		Found:  quote(text) + ", which names the alternative " + cut(string(other.fd.Name()), maxQuote),
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

// union writes a union. Without an alternative, it is null or the preserved JSON. The tags
// are those of the enclosing unions, of which this one is an alternative.
func (e *encoder) union(t *table, m protoreflect.Message, tags []tag) *Error {
	fd := m.WhichOneof(t.md.Oneofs().Get(0))
	if fd == nil && e.nulls != nil {
		start := len(e.buf)
		err := e.nullMembers(e.takeNulls(), nil)
		e.enclose(start, '{', '}')
		return err
	}
	if fd == nil {
		return e.preservedValue(m, "null")
	}
	f, v := t.fields[fd.Index()], m.Get(fd)
	switch {
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
		tags = append(tags, tag{name, t.union.texts[f.index], t.union, f})
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
		return e.union(alternative, v.Message(), tags)
	case len(tags) == 0 || !alternative.isObject():
		return e.singular(f, v)
	}
	start := len(e.buf)
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
		if tag.isDefault() {
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

// isObject reports whether the JSON of a message is an object with a member for each field.
func (t *table) isObject() bool {
	return (t.known == 0 || t.known == emptyType) && t.value == nil && t.union == nil
}

// union reads a union. A value that matches no alternative is unknown. The tags are those of
// the enclosing unions, of which this one is an alternative.
func (d *decoder) union(t *table, m protoreflect.Message, tags []string) *Error {
	if d.peek() == 'n' {
		return d.literal("null")
	}
	start := d.pos
	f, err := d.chooseAlternative(t)
	d.unions++
	defer d.endUnion()
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
