// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON returns the value as compact JSON.
func (n *Node) JSON() string { return string(n.appendJSON(nil)) }

func (n *Node) appendJSON(text []byte) []byte {
	switch n.Kind {
	case Null:
		return append(text, "null"...)
	case String:
		// It cannot fail: a text of the tree is UTF-8.
		text, _ = jsontext.AppendQuote(text, n.Text)
		return text
	case Array:
		text = append(text, '[')
		for i, e := range n.Elements {
			if i > 0 {
				text = append(text, ',')
			}
			text = e.appendJSON(text)
		}
		return append(text, ']')
	case Object:
		text = append(text, '{')
		for i, m := range n.Members {
			if i > 0 {
				text = append(text, ',')
			}
			text, _ = jsontext.AppendQuote(text, m.Name)
			text = m.Value.appendJSON(append(text, ':'))
		}
		return append(text, '}')
	}
	return append(text, n.Text...)
}

// Find returns what stands at a JSON pointer (RFC 6901) within the value, or
// nil.
func (n *Node) Find(pointer string) *Node {
	if pointer == "" {
		return n
	}
	if pointer[0] != '/' {
		return nil
	}
	for key := range strings.SplitSeq(pointer[1:], "/") {
		key = pointerUnescaper.Replace(key)
		switch n.Kind {
		case Object:
			n = n.Get(key)
		case Array:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(n.Elements) || key != n.Elements[i].key {
				return nil
			}
			n = n.Elements[i]
		default:
			return nil
		}
		if n == nil {
			return nil
		}
	}
	return n
}

var pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")

// Size returns how many values the value holds, with itself.
func (n *Node) Size() int {
	size := 1
	for _, e := range n.Elements {
		size += e.Size()
	}
	for _, m := range n.Members {
		size += m.Value.Size()
	}
	return size
}
