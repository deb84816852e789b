// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import "google.golang.org/protobuf/reflect/protoreflect"

// extraMembers writes the members that are not the value of a field: null and empty ones,
// and additional ones. nulls are the null entries of the message's maps, kept its unknown JSON.
func (e *encoder) extraMembers(t *table, m protoreflect.Message, nulls nullEntries, kept *preserved) *Error {
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
	err := e.entries(t.additional, entries, nulls, kept, func(key string) *Error {
		if isField(key) {
			return writeError("a key that is not the name of a field of "+nameOf(t.md), quote(key))
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

// additionalMember reads a member without a field into the map of additional members. at is
// the position of its name. If the map cannot hold null, a null member is added to the list
// of null fields, if there is one.
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
