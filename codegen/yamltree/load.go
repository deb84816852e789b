// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package yamltree

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// An Error is a reason why data is not one YAML document.
type Error struct {
	Offset  int // in bytes
	Message string
}

// Load reads a YAML document that nests at most maxDepth levels. The root is nil if data
// contains no document. In the result, Column is the offset of a node in bytes.
//
// The data must not start with a byte order mark.
func Load(data []byte, maxDepth int) (root *yaml.Node, failure *Error) {
	if !utf8.Valid(data) {
		return nil, &Error{validPrefix(data), "invalid UTF-8"}
	}
	o := offsets{data: data, lines: lineStarts(data)}
	var documents []yaml.Node
	limits := loaderlimits.New(loaderlimits.DepthValue(maxDepth))
	if err := yaml.Load(data, &documents, yaml.WithAllDocuments(), yaml.WithPlugin(limits)); err != nil {
		return nil, o.failure(err)
	}
	switch len(documents) {
	case 0:
		return nil, nil
	case 1:
		o.set(documents[0].Content[0])
		return documents[0].Content[0], nil
	}
	return nil, &Error{o.of(documents[1].Line, documents[1].Column), "a second document begins here"}
}

// failure converts an error of the library.
func (o *offsets) failure(err error) *Error {
	load, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return &Error{0, strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	message := strings.TrimPrefix(load.Message, "yaml: ")
	if load.Mark.Line == 0 { // it failed before lines were counted
		return &Error{min(load.Mark.Index, len(o.data)), message}
	}
	return &Error{o.of(load.Mark.Line, load.Mark.Column), message}
}

// validPrefix returns the length of the longest prefix that is valid UTF-8.
func validPrefix(data []byte) int {
	offset := 0
	for offset < len(data) {
		r, size := utf8.DecodeRune(data[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return offset
}

// offsets converts lines and columns of the library, which counts characters, to offsets in
// bytes.
type offsets struct {
	data  []byte
	lines []int // the offset at which each line starts

	// The characters of a line are counted once if its nodes come in order.
	line, column, offset int
}

// of returns the offset of a line and column, which count from 1.
func (o *offsets) of(line, column int) int {
	line = min(max(line, 1), len(o.lines))
	if line != o.line || column < o.column {
		o.line, o.column, o.offset = line, 1, o.lines[line-1]
	}
	for o.column < column && o.offset < len(o.data) {
		_, size := utf8.DecodeRune(o.data[o.offset:])
		o.offset += size
		o.column++
	}
	return o.offset
}

// set replaces the columns of a node and its content by offsets. It does not follow aliases,
// so it visits each node of the file once.
func (o *offsets) set(n *yaml.Node) {
	n.Column = o.of(n.Line, n.Column)
	for _, inner := range n.Content {
		o.set(inner)
	}
}

// lineStarts returns the offset at which each line starts. YAML 1.1 has more line breaks than
// "\n", and the library counts lines by them.
func lineStarts(data []byte) []int {
	starts := []int{0}
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
		starts = append(starts, i+1)
	}
	return starts
}
