// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// nullEntries are the map entries that a merge patch sets to null, by key. A nil value marks
// an entry that is null. Other values are the null entries of a nested map.
type nullEntries map[string]nullEntries

// nullEntriesOf returns the null entries that m lists, by member.
func (e *encoder) nullEntriesOf(t *table, m protoreflect.Message) (nullEntries, *Error) {
	if t.nullEntries == nil {
		return nil, nil
	}
	pointers := m.Get(t.nullEntries.fd).List()
	if pointers.Len() == 0 {
		return nil, nil
	}
	all := make(nullEntries)
	for i := range pointers.Len() {
		pointer := pointers.Get(i).String()
		path := parsePointer(pointer)
		var err *Error
		switch {
		case !e.omitUnset:
			err = writeError("no null entries, because only a merge patch can remove map entries", quote(pointer))
		case !t.hasEntry(path):
			err = writeError("the JSON pointer of an entry of a map of "+nameOf(t.md)+`, such as "/labels/color"`, quote(pointer))
		}
		if err != nil {
			return nil, err.within(index(i)).within(t.nullEntries.name)
		}
		all.add(path)
	}
	return all, nil
}

func (n nullEntries) add(path []string) {
	for _, name := range path[:len(path)-1] {
		if n[name] == nil {
			n[name] = make(nullEntries)
		}
		n = n[name]
	}
	if last := path[len(path)-1]; n[last] == nil {
		n[last] = nil
	}
}

// hasEntry reports whether path leads from a message to a map entry: it consists of the name
// of a member and one or more map keys.
func (t *table) hasEntry(path []string) bool {
	if len(path) < 2 {
		return false
	}
	i := t.names.find([]byte(path[0]))
	switch {
	case i >= 0:
		return t.fields[i].name == path[0] && t.fields[i].hasEntry(path[1:], nil)
	case t.additional != nil:
		return t.additional.partHasEntry(path[1:], nil)
	}
	return false
}

// hasEntry reports whether the JSON of a field may be a map in which path leads to an entry.
// seen are the unions that are being visited.
func (f *field) hasEntry(path []string, seen []*table) bool {
	switch {
	case f.fd.IsList():
		return false
	case f.fd.IsMap():
		return f.fd.MapKey().Kind() == protoreflect.StringKind && (len(path) == 1 || f.partHasEntry(path[1:], nil))
	}
	return f.partHasEntry(path, seen)
}

// partHasEntry is hasEntry for an element of the field, or for a singular field.
func (f *field) partHasEntry(path []string, seen []*table) bool {
	md := f.value.Message()
	if md == nil {
		return false
	}
	t := tableOf(md)
	switch {
	case t.value != nil:
		return t.value.hasEntry(path, seen)
	case t.union == nil || slices.Contains(seen, t):
		return false
	}
	return slices.ContainsFunc(t.fields, func(alternative *field) bool { return alternative.hasEntry(path, append(seen, t)) })
}

// takeNulls returns the null entries of the map that is about to be written, and resets
// them.
func (e *encoder) takeNulls() nullEntries {
	nulls := e.nulls
	e.nulls = nil
	return nulls
}

// checkNullsWritten returns an error if null entries were not written because the value is
// not a map.
func (e *encoder) checkNullsWritten() *Error {
	nulls := e.takeNulls()
	if nulls == nil {
		return nil
	}
	first := slices.Min(slices.Collect(maps.Keys(nulls)))
	return writeError("a map, because null_entries lists this entry", "another alternative").within(key(first))
}

// nullMembers writes the null entries of a map. It skips those for which has, if not nil,
// returns true.
func (e *encoder) nullMembers(nulls nullEntries, has func(name string) bool) *Error {
	for _, name := range slices.Sorted(maps.Keys(nulls)) {
		if has != nil && has(name) {
			continue
		}
		if err := e.name(name); err != nil {
			return err
		}
		if nulls[name] == nil {
			e.buf = append(e.buf, "null"...)
			continue
		}
		start := len(e.buf)
		if err := e.nullMembers(nulls[name], nil); err != nil {
			return err.within(key(name))
		}
		e.enclose(start, '{', '}')
	}
	return nil
}

// A nullTarget records the null entries of the map that the decoder reads next.
type nullTarget struct {
	pointers protoreflect.List
	path     string
}

// within returns the target for the value with a key.
func (p *nullTarget) within(name string) *nullTarget {
	return &nullTarget{p.pointers, p.path + "/" + pointerEscapes.Replace(name)}
}

// takeNullTarget returns the target for the null entries of the map that is about to be
// read, or nil, and resets it.
func (d *decoder) takeNullTarget() *nullTarget {
	place := d.nullTarget
	d.nullTarget = nil
	return place
}

// nullEntry reads and records null for a map entry that cannot hold it. It returns false if
// there is another value at pos, or none is recorded.
func (d *decoder) nullEntry(f *field, name string, place *nullTarget) (bool, *Error) {
	if place == nil || place.path == "" || d.peek() != 'n' || f.allowsNullElement() {
		return false, nil
	}
	place.pointers.Append(protoreflect.ValueOfString(place.within(name).path))
	return true, d.literal("null")
}

// fieldWithNulls reads a field of a message that lists null entries. It reports whether it
// found any.
func (d *decoder) fieldWithNulls(t *table, m protoreflect.Message, f *field) (found bool, err *Error) {
	pointers := m.Mutable(t.nullEntries.fd).List()
	before := pointers.Len()
	d.nullTarget = (&nullTarget{pointers: pointers}).within(f.name)
	err = d.field(m, f)
	d.nullTarget = nil
	return pointers.Len() > before, err
}

// recordsNullEntries reports whether null map entries of a message are recorded.
func (d *decoder) recordsNullEntries(t *table) bool { return d.opts.Partial && t.nullEntries != nil }

// parsePointer returns the tokens of a JSON pointer (RFC 6901), or nil if pointer is
// invalid.
func parsePointer(pointer string) []string {
	rest, ok := strings.CutPrefix(pointer, "/")
	if !ok {
		return nil
	}
	path := strings.Split(rest, "/")
	for i := range path {
		path[i] = pointerTexts.Replace(path[i])
	}
	return path
}

// PointerMember returns the name of the member to which the first token of a JSON pointer
// refers: labels for "/labels/color". It returns "" for an invalid pointer.
func PointerMember(pointer string) string {
	if path := parsePointer(pointer); path != nil {
		return path[0]
	}
	return ""
}

var (
	pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
	pointerTexts   = strings.NewReplacer("~0", "~", "~1", "/")
)
