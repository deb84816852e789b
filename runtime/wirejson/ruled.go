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
// that are null, and the additional ones.
func (e *encoder) ruledMembers(t *table, m protoreflect.Message) *Error {
	nulls := make(map[string]bool)
	if t.nulls != nil {
		list := m.Get(t.nulls.fd).List()
		for i := range list.Len() {
			name := list.Get(i).String()
			j := t.names.find([]byte(name))
			if j < 0 || t.fields[j].name != name {
				return (&Error{Offset: -1, Want: "the JSON name of a field of " + cut(string(t.md.FullName()), 2*maxQuote), Found: quote(name)}).within(index(i)).within(t.nulls.name)
			}
			if nulls[name] || m.Has(t.fields[j].fd) {
				continue
			}
			nulls[name] = true
			e.buf = append(append(e.buf, t.fields[j].key...), "null"...)
		}
	}
	if t.additional == nil {
		return nil
	}
	err := e.entries(t.additional, m.Get(t.additional.fd).Map(), func(key string) *Error {
		if t.names.find([]byte(key)) >= 0 {
			return &Error{Offset: -1, Want: "an additional member, not the name of a field of " + cut(string(t.md.FullName()), 2*maxQuote), Found: quote(key)}
		}
		return nil
	})
	if err != nil {
		return err.within(t.additional.name)
	}
	return nil
}

// additionalMember reads a member for which the message has no field but the
// one that holds such members. null is no member, unless the field can hold it.
func (d *decoder) additionalMember(m protoreflect.Message, f *field, at int) *Error {
	text, _ := d.at(at).content()
	name := string(text)
	if d.peek() == 'n' && !takesNull(f.value) {
		if err := d.literal("null"); err != nil {
			return err.within(key(name))
		}
		return nil
	}
	return d.entry(m, m.Mutable(f.fd).Map(), f, name, at)
}
