// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

// Read reads the text of the lock file that is called file. It takes nothing
// but what [Lock.Write] may have written, in any layout, and reports everything
// else where it stands. The lock is nil where there are errors.
//
// An API that has no lock file yet has the zero Lock. A file without content is
// an error, because it had some when it was written.
func Read(file string, data []byte) (*Lock, *finding.List) {
	r := reader{file: file, lines: strings.Split(string(data), "\n")}
	lock := r.read(data)
	if r.findings.HasErrors() {
		return nil, &r.findings
	}
	return lock, &r.findings
}

// reader reads one file. Its methods report what they find and go on.
type reader struct {
	file     string
	lines    []string
	findings finding.List
}

// member is a member of a mapping.
type member struct {
	name       string
	pointer    string // to the value
	key, value *yaml.Node
}

func (r *reader) read(data []byte) *Lock {
	var document yaml.Node
	if err := yaml.Load(data, &document); err != nil {
		r.loadError(data, err)
		return nil
	}
	root := document.Content[0]
	top := r.members(root, "")
	if !r.isVersioned(root, top) {
		return nil
	}
	lock := &Lock{}
	for _, m := range top {
		switch m.name {
		case "version":
		case "messages":
			lock.Messages = r.entries(m, messageKind)
		case "enums":
			lock.Enums = r.entries(m, enumKind)
		default:
			r.unknown(m, "version, messages and enums")
		}
	}
	return lock
}

// loadError reports what is no YAML, or not one document of it.
func (r *reader) loadError(data []byte, err error) {
	at, message := finding.Position{File: r.file}, err.Error()
	if failure, ok := errors.AsType[*yaml.LoadError](err); ok {
		message = strings.TrimPrefix(failure.Message, "yaml: ")
		at = r.position(failure.Mark.Line, failure.Mark.Column, "")
		if at.Line == 0 && failure.Mark.Index > 0 {
			// Of what is no UTF-8 the library knows only the byte.
			before := data[:min(failure.Mark.Index, len(data))]
			at.Line = bytes.Count(before, []byte("\n")) + 1
			at.Column = len(before) - bytes.LastIndexByte(before, '\n')
		}
	}
	r.findings.Add(finding.LockSyntax, at, "%s", message)
}

// isVersioned tells whether the file has the version that is read here, and
// reports it if not: the rest would be misunderstood.
func (r *reader) isVersioned(root *yaml.Node, top []member) bool {
	i := slices.IndexFunc(top, func(m member) bool { return m.name == "version" })
	if i < 0 {
		if !r.findings.HasErrors() {
			r.syntax(root, "", "the version is missing, which is always written")
		}
		return false
	}
	value, pointer := top[i].value, top[i].pointer
	if !r.isPlain(value, pointer) {
		return false
	}
	number, err := strconv.ParseUint(value.Value, 10, 64)
	switch {
	case value.Value == strconv.Itoa(version):
		return true
	case err == nil && number > version:
		r.findings.Add(finding.LockVersion, r.at(value, pointer), "the lock file has version %d, and this protolect knows versions up to %d", number, version)
	default:
		r.syntax(value, pointer, "the version is %q, and should be %d", value.Value, version)
	}
	return false
}

func (r *reader) entries(section member, kind kind) map[string]*Entry {
	entries := map[string]*Entry{}
	for _, m := range r.members(section.value, section.pointer) {
		entries[m.name] = r.entry(m, kind)
	}
	return entries
}

func (r *reader) entry(of member, kind kind) *Entry {
	entry := &Entry{}
	seen := entryReader{reader: r, kind: kind, numbers: map[int32]member{}, names: map[string]member{}}
	for _, m := range r.members(of.value, of.pointer) {
		switch {
		case m.name == "current":
			entry.Current = seen.read(m)
		case m.name == "gone":
			entry.Gone = seen.read(m)
		case m.name == "prefixed" && kind == enumKind:
			entry.Prefixed = true
			if r.isPlain(m.value, m.pointer) && m.value.Value != "true" {
				r.syntax(m.value, m.pointer, "prefixed is %q: it is true or not there", m.value.Value)
			}
		case kind == enumKind:
			r.unknown(m, "prefixed, current and gone")
		default:
			r.unknown(m, "current and gone")
		}
	}
	return entry
}

// entryReader reads the two maps of one entry, in which a name and a number may
// stand only once.
type entryReader struct {
	*reader
	kind    kind
	numbers map[int32]member
	names   map[string]member
}

func (r *entryReader) read(part member) map[string]int32 {
	numbers := map[string]int32{}
	for _, m := range r.members(part.value, part.pointer) {
		if first, ok := r.names[m.name]; ok {
			r.syntax(m.key, m.pointer, "%s %q has a number on line %d already, and is current or gone but not both", r.kind.member, m.name, first.key.Line)
			continue
		}
		r.names[m.name] = m
		number, ok := r.number(m)
		if !ok {
			continue
		}
		if first, ok := r.numbers[number]; ok {
			r.findings.Add(finding.LockDuplicate, r.at(m.value, m.pointer), "%s %q has the number %d, which is that of %q on line %d", r.kind.member, m.name, number, first.name, first.key.Line)
			continue
		}
		r.numbers[number] = m
		numbers[m.name] = number
	}
	return numbers
}

func (r *entryReader) number(m member) (int32, bool) {
	if !r.isPlain(m.value, m.pointer) {
		return 0, false
	}
	number, err := strconv.ParseInt(m.value.Value, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrSyntax), err == nil && strconv.FormatInt(number, 10) != m.value.Value:
		r.findings.Add(finding.LockNumberInvalid, r.at(m.value, m.pointer), "%s %q has %q for a number, which is no whole decimal number", r.kind.member, m.name, m.value.Value)
		return 0, false
	case err != nil, !r.kind.allows(number):
		r.findings.Add(finding.LockNumberInvalid, r.at(m.value, m.pointer), "%s %q has the number %s, which no %s may have", r.kind.member, m.name, m.value.Value, r.kind.member)
		return 0, false
	}
	return int32(number), true
}

// members returns the members of a mapping whose names are strings, the first
// of each name.
func (r *reader) members(mapping *yaml.Node, pointer string) []member {
	if !r.isUntagged(mapping, pointer) {
		return nil
	}
	if mapping.Kind != yaml.MappingNode {
		r.syntax(mapping, pointer, "%s where a mapping belongs", describe(mapping))
		return nil
	}
	members := make([]member, 0, len(mapping.Content)/2)
	lines := make(map[string]int, len(mapping.Content)/2)
	for i := 0; i < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		if !r.isUntagged(key, pointer) {
			continue
		}
		if key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str" {
			r.syntax(key, pointer, "%s where a name belongs, which is quoted unless it can be nothing but a string", describe(key))
			continue
		}
		m := member{name: key.Value, pointer: pointer + "/" + escape.Replace(key.Value), key: key, value: value}
		if line, ok := lines[m.name]; ok {
			r.syntax(key, m.pointer, "the key %q is on line %d already", m.name, line)
			continue
		}
		lines[m.name] = key.Line
		members = append(members, m)
	}
	return members
}

// isPlain tells whether node is a scalar without quotes, and reports it if not.
func (r *reader) isPlain(node *yaml.Node, pointer string) bool {
	if !r.isUntagged(node, pointer) {
		return false
	}
	if node.Kind != yaml.ScalarNode || node.Style != 0 {
		r.syntax(node, pointer, "%s where a value without quotes belongs", describe(node))
		return false
	}
	return true
}

// isUntagged tells whether node does without anchor, alias and tag, and reports
// it if not.
func (r *reader) isUntagged(node *yaml.Node, pointer string) bool {
	switch {
	case node.Kind == yaml.AliasNode:
		r.syntax(node, pointer, "the alias *%s: a lock file has none", node.Value)
	case node.Anchor != "":
		r.syntax(node, pointer, "the anchor &%s: a lock file has none", node.Anchor)
	case node.Style&yaml.TaggedStyle != 0 || node.Tag == "!":
		r.syntax(node, pointer, "the tag %s: a lock file has none", node.Tag)
	default:
		return true
	}
	return false
}

func (r *reader) unknown(m member, known string) {
	r.syntax(m.key, m.pointer, "the unknown key %q: here are %s", m.name, known)
}

func (r *reader) syntax(node *yaml.Node, pointer, format string, args ...any) {
	r.findings.Add(finding.LockSyntax, r.at(node, pointer), format, args...)
}

func (r *reader) at(node *yaml.Node, pointer string) finding.Position {
	return r.position(node.Line, node.Column, pointer)
}

// position makes a position of the library's, whose columns count characters
// and which may be unknown.
func (r *reader) position(line, column int, pointer string) finding.Position {
	at := finding.Position{File: r.file, Line: line, Column: column, Pointer: pointer}
	if line < 1 || line > len(r.lines) {
		return at
	}
	characters := 0
	for offset := range r.lines[line-1] {
		characters++
		if characters == column {
			at.Column = offset + 1
		}
	}
	return at
}

// escape makes a token of a JSON pointer.
var escape = strings.NewReplacer("~", "~0", "/", "~1")

// describe names what node is, with its value where it has one.
func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	default:
		if node.Value == "" {
			return "nothing"
		}
		return strconv.Quote(node.Value)
	}
}
