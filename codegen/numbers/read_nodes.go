// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
)

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

// identifier returns a value that is a proto name, or "" where it is none.
func (r *reader) identifier(m member) string {
	if !r.isUntagged(m.value, m.pointer) {
		return ""
	}
	if m.value.Kind != yaml.ScalarNode || !protoName.MatchString(m.value.Value) {
		r.syntax(m.value, m.pointer, "%s where a proto name belongs", describe(m.value))
		return ""
	}
	return m.value.Value
}

var protoName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// flag returns true, which is all that may stand there.
func (r *reader) flag(m member) bool {
	if r.isPlain(m.value, m.pointer) && m.value.Value != "true" {
		r.syntax(m.value, m.pointer, "%s is %q: it is true or not there", m.name, m.value.Value)
	}
	return true
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
	if line != r.scan.line || column < r.scan.column {
		r.scan = scanned{line: line, column: 1}
	}
	for text := r.lines[line-1]; r.scan.column < column && r.scan.offset < len(text); r.scan.column++ {
		_, size := utf8.DecodeRuneInString(text[r.scan.offset:])
		r.scan.offset += size
	}
	if r.scan.column == column {
		at.Column = r.scan.offset + 1
	}
	return at
}

// scanned is how far the characters of a line have been counted: findings come in
// the order of the file, and all may be on one line.
type scanned struct{ line, column, offset int }

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
