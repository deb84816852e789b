// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package jsontree parses JSON and YAML documents into a tree whose nodes know
// their position in the file.
package jsontree

import (
	"slices"
	"strings"
)

// Kind is the kind of a JSON value.
type Kind byte

// The kinds of JSON values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Node is one value of a document. Its exported fields must not be modified.
type Node struct {
	Kind Kind
	// Text is the value of a string, or the JSON literal of a number or boolean.
	Text string
	// Elements are the elements of an array, in order.
	Elements []*Node
	// Members are the members of an object, sorted by name. JSON objects are unordered
	// (RFC 8259, section 4), so the output must not depend on the order in the file.
	Members []Member

	file   *file
	offset int // in bytes, from the start of the file
	parent *Node
	key    string // the name or index within parent
	// setPointer overrides the pointer that follows from parent and key, see SetPointer.
	setPointer string
	// pointerSize is the length of the pointer to the node in bytes, at most MaxPointer.
	pointerSize int
}

// Member is one member of an object.
type Member struct {
	Name  string
	Value *Node
}

// Get returns the value of the named member. It returns nil if the node is not an object or
// does not have the member.
func (n *Node) Get(name string) *Node {
	i, found := slices.BinarySearchFunc(n.Members, name, func(m Member, name string) int {
		return strings.Compare(m.Name, name)
	})
	if !found {
		return nil
	}
	return n.Members[i].Value
}

// Spelling returns the text of a scalar as the file spells it. Text differs from it for the
// numbers and booleans of YAML that JSON does not have: 010, 0x1F, True.
func (n *Node) Spelling() string {
	if spelling, found := n.file.spellings[n.offset]; found {
		return spelling
	}
	return n.Text
}

// Root returns the root value of the file that contains the node.
func (n *Node) Root() *Node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// Size returns the number of values in the tree of the node, including the node itself.
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
