// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package yamltree

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Remove removes members of mappings and elements of lists, which JSON pointers identify, from a file in
// plain YAML. Comments on lines of their own and the layout of everything else stay. It also removes a
// mapping or list of which no member is left.
func Remove(data []byte, pointers []string) ([]byte, error) {
	mark := []byte("\ufeff")
	hasMark := bytes.HasPrefix(data, mark)
	data = slices.Clone(bytes.TrimPrefix(data, mark))
	// From the end of the file, so that the pointers of the others stay right.
	offsets := make(map[string]int)
	for _, pointer := range pointers {
		path, err := find(data, pointer)
		if err != nil {
			return nil, err
		}
		offsets[pointer] = path[len(path)-1].key.Column
	}
	pointers = slices.Compact(slices.SortedFunc(slices.Values(pointers), func(a, b string) int {
		return cmp.Or(cmp.Compare(offsets[b], offsets[a]), cmp.Compare(b, a))
	}))
	for _, pointer := range pointers {
		path, err := find(data, pointer)
		if err != nil {
			continue // it was removed with the last of its members
		}
		for len(path) > 1 && path[len(path)-1].size == 1 {
			path = path[:len(path)-1]
		}
		data = remove(data, path[len(path)-1])
	}
	if _, failure := Load(data, maxDepth); failure != nil {
		return nil, fmt.Errorf("the file would be invalid: %s", failure.Message)
	}
	if hasMark {
		data = append(mark, data...)
	}
	return data, nil
}

// place is where a member or an element is.
type place struct {
	parent     *yaml.Node
	key        *yaml.Node // the element itself in a list
	next, last *yaml.Node // the key of the member after it, or nil, and that before it
	size       int        // of the parent
	after      int        // the offset of what follows the parent
}

// find returns the places that lead to a member or an element.
func find(data []byte, pointer string) ([]place, error) {
	root, failure := Load(data, maxDepth)
	missing := fmt.Errorf("the file has no %s", pointer)
	if failure != nil || root == nil {
		return nil, missing
	}
	var path []place
	n, after := root, len(data)
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		step := 1
		if n.Kind == yaml.MappingNode {
			step = 2
		}
		i := slices.IndexFunc(n.Content, func(key *yaml.Node) bool { return key.Value == name })
		if step == 1 {
			index, err := strconv.Atoi(name)
			if i = index; err != nil {
				i = -1
			}
		}
		if i < 0 || i >= len(n.Content) || step == 2 && i%2 == 1 {
			return nil, missing
		}
		p := place{parent: n, key: n.Content[i], size: len(n.Content) / step, after: after}
		if i+step < len(n.Content) {
			p.next = n.Content[i+step]
			after = p.next.Column
		}
		if i > 0 {
			p.last = n.Content[i-step]
		}
		path = append(path, p)
		n = n.Content[i+step-1]
	}
	return path, nil
}

// remove removes a member or an element of a mapping or list that has others, or of the root.
func remove(data []byte, p place) []byte {
	start := p.key.Column
	if p.parent.Style&yaml.FlowStyle != 0 {
		switch {
		case p.next != nil:
			return slices.Delete(data, start, p.next.Column)
		case p.last != nil:
			return slices.Delete(data, flowEnd(data, p.last.Column), flowEnd(data, start))
		}
		return slices.Delete(data, start, flowEnd(data, start))
	}
	end := p.after
	if p.next != nil {
		end = p.next.Column
	}
	start = bytes.LastIndexByte(data[:start], '\n') + 1
	if end < len(data) {
		end = bytes.LastIndexByte(data[:end], '\n') + 1
	}
	indent := indentOf(data[start:])
	// Blank lines and comments before what follows stay.
	lines := bytes.SplitAfter(data[start:end], []byte("\n"))
	for len(lines) > 1 {
		line := lines[len(lines)-1]
		text := bytes.TrimSpace(line)
		if len(text) > 0 && (text[0] != '#' || indentOf(line) > indent) {
			break
		}
		end -= len(line)
		lines = lines[:len(lines)-1]
	}
	return slices.Delete(data, start, end)
}

func indentOf(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// flowEnd returns the offset of the comma or bracket after a member that starts at an offset.
func flowEnd(data []byte, offset int) int {
	depth, quote := 0, byte(0)
	for i := offset; i < len(data); i++ {
		c := data[i]
		switch {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (i == offset || strings.IndexByte(" \t\n,:[{", data[i-1]) >= 0):
			quote = c
		case c == '#' && strings.IndexByte(" \t\n", data[i-1]) >= 0:
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case c == '[' || c == '{':
			depth++
		case (c == ',' || c == ']' || c == '}') && depth == 0:
			return i
		case c == ']' || c == '}':
			depth--
		}
	}
	return len(data)
}
