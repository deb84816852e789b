// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"math"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON returns the value as compact JSON.
func (n *Node) JSON() string { return string(n.appendJSON(nil, math.MaxInt)) }

// String returns the start of the value as compact JSON, for use in messages.
func (n *Node) String() string {
	const enough = 512 // bytes; messages show fewer
	return string(n.appendJSON(nil, enough))
}

// appendJSON appends the value as compact JSON. It may stop when the text is longer than
// enough bytes.
func (n *Node) appendJSON(text []byte, enough int) []byte {
	if len(text) > enough {
		return text
	}
	switch n.Kind {
	case Null:
		return append(text, "null"...)
	case String:
		text, _ = jsontext.AppendQuote(text, n.Text) // fails only for invalid UTF-8
		return text
	case Array:
		text = append(text, '[')
		for i, e := range n.Elements {
			if i > 0 {
				text = append(text, ',')
			}
			text = e.appendJSON(text, enough)
			if len(text) > enough {
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
			text = m.Value.appendJSON(append(text, ':'), enough)
			if len(text) > enough {
				return text
			}
		}
		return append(text, '}')
	}
	return append(text, n.Text...)
}
