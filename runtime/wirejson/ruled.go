// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "google.golang.org/protobuf/reflect/protoreflect"

// valueOf writes a message whose JSON is that of its only field.
func (e *encoder) valueOf(t *table, m protoreflect.Message) *Error {
	kept, err := keptBy(m)
	if err != nil {
		return err
	}
	return e.field(t.value, m.Get(t.value.fd), kept)
}

// ruledMembers writes the members that stand in no field of their own: those
// that are null or empty, and the additional ones. nulls are the null entries of maps.
func (e *encoder) ruledMembers(t *table, m protoreflect.Message, nulls nullEntries) *Error {
	written := make(map[string]bool)
	for name := range nulls {
		written[name] = true
	}
	if err := e.namedMembers(t, m, t.nulls, written, func(*field) string { return "null" }); err != nil {
		return err
	}
	if err := e.namedMembers(t, m, t.empties, written, emptyText); err != nil {
		return err
	}
	if t.additional == nil {
		return nil
	}
	isField := func(name string) bool { return t.names.find([]byte(name)) >= 0 }
	entries := m.Get(t.additional.fd).Map()
	err := e.entries(t.additional, entries, nulls, func(key string) *Error {
		if isField(key) {
			return &Error{Offset: -1, Want: "an additional member, not the name of a field of " + cut(string(t.md.FullName()), 2*maxQuote), Found: quote(key)}
		}
		return nil
	})
	if err == nil {
		err = e.nullMembers(nulls, func(name string) bool {
			return isField(name) || entries.Has(protoreflect.ValueOfString(name).MapKey())
		})
	}
	if err != nil {
		return err.within(t.additional.name)
	}
	return nil
}

// saysNull reports whether a field that is not set is among those that are null.
func (t *table) saysNull(m protoreflect.Message, f *field) bool {
	if t.nulls == nil {
		return false
	}
	names := m.Get(t.nulls.fd).List()
	for i := range names.Len() {
		if names.Get(i).String() == f.name {
			return true
		}
	}
	return false
}

// namedMembers writes the fields that a list names and that are not set, nor written yet. The
// list may be nil, and text says what is written.
func (e *encoder) namedMembers(t *table, m protoreflect.Message, list *field, written map[string]bool, text func(*field) string) *Error {
	if list == nil {
		return nil
	}
	names := m.Get(list.fd).List()
	for i := range names.Len() {
		name := names.Get(i).String()
		j := t.names.find([]byte(name))
		if j < 0 && list == t.nulls && t.additional != nil {
			if !written[name] && !m.Get(t.additional.fd).Map().Has(protoreflect.ValueOfString(name).MapKey()) {
				written[name] = true
				if err := e.name(name); err != nil {
					return err.within(index(i)).within(list.name)
				}
				e.buf = append(e.buf, "null"...)
			}
			continue
		}
		if j < 0 || t.fields[j].name != name || text(t.fields[j]) == "" {
			want := "the JSON name of a field of "
			if list == t.empties {
				want = "the JSON name of a list or map of "
			}
			return (&Error{Offset: -1, Want: want + cut(string(t.md.FullName()), 2*maxQuote), Found: quote(name)}).within(index(i)).within(list.name)
		}
		f := t.fields[j]
		if written[name] || f.always && list == t.empties && !e.partial || m.Has(f.fd) && !f.isDiscarded(m) || e.omits(f) {
			continue
		}
		written[name] = true
		e.buf = append(append(e.buf, f.key...), text(f)...)
	}
	return nil
}

// emptyText returns the JSON of an empty list or map, and nothing of other fields.
func emptyText(f *field) string {
	switch {
	case f.fd.IsList():
		return "[]"
	case f.fd.IsMap():
		return "{}"
	}
	return ""
}

// additionalMember reads a member for which the message has no field but the
// one that holds such members. null is no member, unless the field can hold it, but may be among
// the names of what is null.
func (d *decoder) additionalMember(m protoreflect.Message, t *table, at int) *Error {
	f := t.additional
	text, _ := d.at(at).content()
	name := string(text)
	if d.peek() == 'n' && !takesNull(f.value) && (!d.nullPart(f) || d.opts.Partial && t.nulls != nil && !f.nullable) {
		if err := d.literal("null"); err != nil {
			return err.within(key(name))
		}
		if t.nulls != nil {
			m.Mutable(t.nulls.fd).List().Append(protoreflect.ValueOfString(name))
		}
		return nil
	}
	var place *nullPlace
	if d.notesNulls(t) {
		place = &nullPlace{pointers: m.Mutable(t.nullEntries.fd).List()}
	}
	return d.entry(m, m.Mutable(f.fd).Map(), f, name, at, place)
}
