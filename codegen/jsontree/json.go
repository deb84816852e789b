// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON returns the value as compact JSON.
func (n *Node) JSON() string { return string(n.appendJSON(nil, math.MaxInt)) }

// String returns how the value begins, as compact JSON. It is for messages.
func (n *Node) String() string {
	const most = 512 // more than messages show
	return string(n.appendJSON(nil, most))
}

// appendJSON appends the value, of which it may leave out what follows the first
// most bytes of text.
func (n *Node) appendJSON(text []byte, most int) []byte {
	if len(text) > most {
		return text
	}
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
			text = e.appendJSON(text, most)
			if len(text) > most {
				return text
			}
		}
		return append(text, ']')
	case Object:
		text = append(text, '{')
		for i, m := range n.Members {
			if i > 0 {
				text = append(text, ',')
			}
			text, _ = jsontext.AppendQuote(text, m.Name)
			text = m.Value.appendJSON(append(text, ':'), most)
			if len(text) > most {
				return text
			}
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
