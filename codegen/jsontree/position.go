// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/protolect/protolect/codegen/finding"
)

// Position returns the position where the value starts. Its pointer has at most MaxPointer
// bytes.
func (n *Node) Position() finding.Position {
	position := n.file.position(n.offset)
	position.Pointer = n.shortPointer()
	return position
}

// file converts offsets into lines and columns.
type file struct {
	name  string
	lines []int // the offset at which each line starts
}

func newFile(name string, data []byte) *file {
	f := &file{name: name, lines: []int{0}}
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			return f
		}
		i += next + 1
		f.lines = append(f.lines, i)
	}
}

func (f *file) position(offset int) finding.Position {
	line := sort.SearchInts(f.lines, offset+1)
	return finding.Position{File: f.name, Line: line, Column: offset - f.lines[line-1] + 1}
}

// YAMLPositions converts the lines and columns of go.yaml.in/yaml/v4 into positions. The
// columns of that library count characters, those of a position count bytes. Its lines also
// end at a lone carriage return, U+0085, U+2028 and U+2029, those of a position only at a line feed.
//
// Conversions in the order of the file take linear time in total. A YAMLPositions must not be
// used concurrently.
type YAMLPositions struct {
	file  *file
	data  []byte
	lines []int // the offset at which each line starts, as YAML counts lines

	// The last conversion: offset is that of a line and column.
	line, column, offset int
}

// NewYAMLPositions returns the positions of a file. The data must be the bytes that the
// library reads; it may start with a byte order mark, which has no column.
func NewYAMLPositions(name string, data []byte) *YAMLPositions {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return &YAMLPositions{file: newFile(name, data), data: data, lines: yamlLines(data)}
}

// Position returns the position of a line and a column of the library, both from 1. If the
// line is 0, the library does not know it, and the position has only the name of the file.
func (p *YAMLPositions) Position(line, column int) finding.Position {
	if line < 1 {
		return finding.Position{File: p.file.name}
	}
	return p.file.position(p.offsetOf(line, column))
}

// offsetOf returns the offset of a line and a column in bytes. Values outside of the file
// stand for its nearest character.
func (p *YAMLPositions) offsetOf(line, column int) int {
	line = min(max(line, 1), len(p.lines))
	if line != p.line || column < p.column {
		p.line, p.column, p.offset = line, 1, p.lines[line-1]
	}
	for p.column < column && p.offset < len(p.data) {
		_, size := utf8.DecodeRune(p.data[p.offset:])
		p.offset += size
		p.column++
	}
	return p.offset
}

// yamlLines returns the offset at which each line starts, as YAML 1.1 breaks lines
// (section 4.2).
func yamlLines(data []byte) []int {
	lines := []int{0}
	for i := 0; i < len(data); i++ {
		rest := data[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			i++
		case rest[0] == '\n', rest[0] == '\r':
		case bytes.HasPrefix(rest, []byte("\u0085")):
			i++
		case bytes.HasPrefix(rest, []byte("\u2028")), bytes.HasPrefix(rest, []byte("\u2029")):
			i += 2
		default:
			continue
		}
		lines = append(lines, i+1)
	}
	return lines
}
