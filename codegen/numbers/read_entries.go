// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

func readEntries(section yamltree.Node, kind kind) map[string]*Entry {
	entries := make(map[string]*Entry)
	for _, m := range members(section) {
		entries[m.Name] = readEntry(m.Value, kind)
	}
	return entries
}

func readEntry(n yamltree.Node, kind kind) *Entry {
	entry := new(Entry)
	r := entryReader{kind: kind, entry: entry, numbers: make(map[int32]yamltree.Member), names: make(map[string]yamltree.Member)}
	var named, typed, published, replaced *yamltree.Member
	for _, m := range members(n) {
		switch {
		case m.Name == "current":
			entry.Current = r.readNumbers(m.Value)
		case m.Name == "gone":
			entry.Gone = r.readNumbers(m.Value)
		case m.Name == "name":
			entry.Name = readIdentifier(m.Value)
		case m.Name == "names":
			named = &m
		case m.Name == "paths":
			entry.Paths = readPaths(m.Value)
		case m.Name == "replaces" && kind == messageKind:
			for _, e := range m.Value.Elements() {
				if key, ok := e.Text(nonEmpty); ok {
					entry.Replaces = append(entry.Replaces, key)
				}
			}
		case m.Name == "published" && kind == messageKind:
			published = &m
		case m.Name == "types" && kind == messageKind:
			typed = &m
		case m.Name == "replaced" && kind == messageKind:
			replaced = &m
		case m.Name == "prefixed" && kind == enumKind:
			entry.Prefixed = m.Value.Flag()
		case kind == enumKind:
			m.ReportUnknown("name", "paths", "prefixed", "current", "gone", "names")
		default:
			m.ReportUnknown("name", "paths", "replaces", "current", "gone", "replaced", "published", "names", "types")
		}
	}
	// The others refer to numbers, wherever those stand in the entry.
	if replaced != nil {
		entry.Replaced = r.readReplaced(replaced.Value)
	}
	if named != nil {
		entry.Names = r.readNames(named.Value)
	}
	if published != nil {
		entry.Published = r.readPublished(published.Value)
	}
	if typed != nil {
		entry.Types = r.readTypes(typed.Value)
	}
	return entry
}

// entryReader reads the members of one entry. A name and a number may occur once in current and
// gone together.
type entryReader struct {
	kind    kind
	entry   *Entry
	numbers map[int32]yamltree.Member
	names   map[string]yamltree.Member
}

func (r *entryReader) readNumbers(n yamltree.Node) map[string]int32 {
	numbers := make(map[string]int32)
	for _, m := range members(n) {
		if first, found := r.names[m.Name]; found {
			m.Key.Report("%s %q already has a number on line %d: it is either current or gone", r.kind.member, m.Name, first.Key.Line())
			continue
		}
		r.names[m.Name] = m
		if number, ok := r.readTyped(m); ok {
			numbers[m.Name] = number
		}
	}
	return numbers
}

// readReplaced returns the numbers that names had with other types.
func (r *entryReader) readReplaced(n yamltree.Node) map[string][]int32 {
	replaced := make(map[string][]int32)
	for _, m := range members(n) {
		if _, found := r.names[m.Name]; !found {
			m.Key.Report("%s %q was replaced, but has no number: it is either current or gone", r.kind.member, m.Name)
		}
		for _, item := range m.Value.Elements() {
			if number, ok := r.readTyped(yamltree.Member{Name: m.Name, Key: m.Key, Value: item}); ok {
				replaced[m.Name] = append(replaced[m.Name], number)
			}
		}
		slices.Sort(replaced[m.Name])
	}
	return replaced
}

// readTyped returns a number that no other name has. The type of a field can follow it.
func (r *entryReader) readTyped(m yamltree.Member) (number int32, ok bool) {
	text, ok := m.Value.Unquoted()
	if !ok {
		return 0, false
	}
	text, typeText, typed := strings.Cut(text, " ")
	if typed && r.kind != messageKind {
		m.Value.Report("the number of %s %q has the type %q, which only fields have", r.kind.member, m.Name, typeText)
		return 0, false
	}
	if number, ok = r.parseNumber(m, text); !ok {
		return 0, false
	}
	if first, found := r.numbers[number]; found {
		m.Value.ReportAs(finding.LockDuplicate, "%s %q has the number %d, like %q on line %d",
			r.kind.member, m.Name, number, first.Name, first.Value.Line())
		return 0, false
	}
	r.numbers[number] = m
	if typed {
		t, ok := parseFieldType(typeText)
		if !ok {
			m.Value.Report("expected the type of field %q after its number, as in 1 optional string, found %q", m.Name, typeText)
			return 0, false
		}
		r.entry.SetType(number, t)
	}
	return number, true
}

func (r *entryReader) readNumber(m yamltree.Member) (number int32, ok bool) {
	text, ok := m.Value.Unquoted()
	if !ok {
		return 0, false
	}
	return r.parseNumber(m, text)
}

func (r *entryReader) parseNumber(m yamltree.Member, text string) (number int32, ok bool) {
	parsed, err := strconv.ParseInt(text, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax), err == nil && strconv.FormatInt(parsed, 10) != text:
		m.Value.ReportAs(finding.LockNumberInvalid, "the number of %s %q is %q, which is not a decimal integer", r.kind.member, m.Name, text)
		return 0, false
	case err != nil, !r.kind.allows(parsed):
		m.Value.ReportAs(finding.LockNumberInvalid, "the number of %s %q is %s, which no %s may have", r.kind.member, m.Name, text, r.kind.member)
		return 0, false
	}
	return int32(parsed), true
}

// path is the form of a type's name within its package, which a package can precede.
var path = yamltree.NewForm(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$`, "the proto name of a type")

func readPaths(n yamltree.Node) []string {
	var paths []string
	for _, item := range n.Elements() {
		if text, ok := item.Text(path); ok {
			paths = append(paths, text)
		}
	}
	return paths
}

// readPublished returns the numbers of published names, each of which must be the number of a key.
func (r *entryReader) readPublished(n yamltree.Node) map[string]int32 {
	published := make(map[string]int32)
	for _, m := range members(n) {
		if !identifier.Pattern.MatchString(m.Name) {
			m.Key.Report("expected a proto name, found %q", m.Name)
			continue
		}
		number, ok := r.readNumber(m)
		if !ok {
			continue
		}
		if _, found := r.numbers[number]; !found {
			m.Value.Report("the published name %q has the number %d, which no %s has", m.Name, number, r.kind.member)
		}
		published[m.Name] = number
	}
	return published
}

// readNames returns the proto names of fields or values, each of which must have a number.
func (r *entryReader) readNames(n yamltree.Node) map[string]string {
	names := make(map[string]string)
	first := make(map[string]yamltree.Member) // by proto name
	for _, m := range members(n) {
		name := readIdentifier(m.Value)
		if name == "" {
			continue
		}
		if _, found := r.names[m.Name]; !found {
			m.Key.Report("%s %q has a name but no number", r.kind.member, m.Name)
		}
		if other, found := first[name]; found {
			m.Value.Report("%s %q has the name %s, like %q on line %d", r.kind.member, m.Name, name, other.Name, other.Key.Line())
		}
		first[name] = m
		names[m.Name] = name
	}
	return names
}

// fieldType is the form of the values of [Entry.Types].
var fieldType = yamltree.NewForm(`^(optional|(optional )?(int32|int64|uint32|uint64|google\.protobuf\.Value))$`,
	"optional, a type, or both, as in optional uint32")

// readTypes returns the types of fields, each of which must have a number.
func (r *entryReader) readTypes(n yamltree.Node) map[string]string {
	types := make(map[string]string)
	for _, m := range members(n) {
		if _, found := r.names[m.Name]; !found {
			m.Key.Report("%s %q has a type but no number", r.kind.member, m.Name)
		}
		if text, ok := m.Value.Text(fieldType); ok {
			types[m.Name] = text
		}
	}
	return types
}
