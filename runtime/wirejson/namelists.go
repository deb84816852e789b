// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// listsNull reports whether the message lists f as null.
func (t *table) listsNull(m protoreflect.Message, f *field) bool {
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

// listedMembers writes the fields that a name list of m names. It skips fields that are set
// or in written, to which it adds the others. text returns the JSON of a field, or "" if the
// list may not name it. list may be nil.
func (e *encoder) listedMembers(t *table, m protoreflect.Message, list *field, written map[string]bool, text func(*field) string) *Error {
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
			if similar := t.similarName(name); similar != "" {
				want = quote(similar) + ", " + want
			}
			return writeError(want+nameOf(t.md), quote(name)).within(index(i)).within(list.name)
		}
		f := t.fields[j]
		if written[name] || f.alwaysWritten && list == t.empties && !e.omitUnset || m.Has(f.fd) && !f.isDiscarded(m) || e.omits(f) {
			continue
		}
		written[name] = true
		e.buf = append(append(e.buf, f.key...), text(f)...)
	}
	return nil
}

// similarName returns the JSON name of the field with a proto name, or of the one whose
// name differs only in case and separators. It returns "" for any other name, and for that
// of a field itself.
func (t *table) similarName(name string) string {
	similar := ""
	if fd := t.md.Fields().ByTextName(name); fd != nil {
		similar = fd.JSONName()
	} else {
		for _, f := range t.fields {
			if foldName(f.name) == foldName(name) {
				similar = f.name
			}
		}
	}
	if similar == name {
		return ""
	}
	return similar
}

// foldName returns a name without its case and separators.
func foldName(name string) string {
	return strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(name))
}

// emptyText returns the JSON of an empty list or map, or "" for any other field.
func emptyText(f *field) string {
	switch {
	case f.fd.IsList():
		return "[]"
	case f.fd.IsMap():
		return "{}"
	}
	return ""
}

// isNameList reports whether f is one of the lists of names, which are not written
// themselves.
func (t *table) isNameList(f *field) bool {
	return f == t.nulls || f == t.empties || f == t.nullEntries
}
