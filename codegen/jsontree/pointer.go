// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"slices"
	"strconv"
	"strings"
)

// MaxPointer is the maximum length of the pointer in a position, in bytes. Each schema keeps
// its position, and many schemas can share a parent with a long name.
const MaxPointer = 2000

// shortPointer returns the JSON pointer to the value. If that is longer than MaxPointer, it
// returns the pointer to the nearest enclosing value whose pointer is shorter.
func (n *Node) shortPointer() string {
	for n.pointerSize >= MaxPointer && n.parent != nil {
		n = n.parent
	}
	return n.Pointer()
}

// Pointer returns the JSON pointer (RFC 6901) to the value, whatever its length.
func (n *Node) Pointer() string {
	var keys []string
	for ; n.parent != nil && n.setPointer == ""; n = n.parent {
		keys = append(keys, n.key)
	}
	slices.Reverse(keys)
	var pointer strings.Builder
	pointer.WriteString(n.setPointer)
	for _, key := range keys {
		pointer.WriteByte('/')
		pointer.WriteString(pointerEscaper.Replace(key))
	}
	return pointer.String()
}

// SetPointer sets the pointer of a node of another file: the one that the node would have if
// the whole document were a single file. The pointers of nested values start with it.
func (n *Node) SetPointer(pointer string) { n.setPointer = pointer }

// HasSetPointer reports whether SetPointer was called for the node or for a value that
// contains it.
func (n *Node) HasSetPointer() bool {
	for ; n != nil; n = n.parent {
		if n.setPointer != "" {
			return true
		}
	}
	return false
}

// EscapeKey returns the name of a member as a token of a JSON pointer.
func EscapeKey(key string) string { return pointerEscaper.Replace(key) }

var (
	pointerEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// Find returns the value at a JSON pointer that is relative to the node. It returns nil if
// there is none.
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
