// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "google.golang.org/protobuf/reflect/protoreflect"

// ruledMembers writes the members that stand in no field of their own: those
// that are null or empty, and the additional ones. nulls are the null entries of maps.
func (e *encoder) extraMembers(t *table, m protoreflect.Message, nulls nullEntries) *Error {
	written := make(map[string]bool)
	for name := range nulls {
		written[name] = true
	}
	if err := e.listedMembers(t, m, t.nulls, written, func(*field) string { return "null" }); err != nil {
		return err
	}
	if err := e.listedMembers(t, m, t.empties, written, emptyText); err != nil {
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

// additionalMember reads a member for which the message has no field but the
// one that holds such members. null is no member, unless the field can hold it, but may be among
// the names of what is null.
func (d *decoder) additionalMember(m protoreflect.Message, t *table, at int) *Error {
	f := t.additional
	text, _ := d.at(at).content()
	name := string(text)
	if d.peek() == 'n' && !takesNull(f.value) && (!d.nullElement(f) || d.opts.Partial && t.nulls != nil && !f.nullable) {
		if err := d.literal("null"); err != nil {
			return err.within(key(name))
		}
		if t.nulls != nil {
			m.Mutable(t.nulls.fd).List().Append(protoreflect.ValueOfString(name))
		}
		return nil
	}
	var place *nullTarget
	if d.recordsNullEntries(t) {
		place = &nullTarget{pointers: m.Mutable(t.nullEntries.fd).List()}
	}
	return d.entry(m, m.Mutable(f.fd).Map(), f, name, at, place)
}
