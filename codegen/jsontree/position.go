// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "github.com/protolect/protolect/codegen/finding"

// Position returns the position where the value starts. Its pointer has at most MaxPointer
// bytes.
func (n *Node) Position() finding.Position {
	position := n.file.Position(n.offset)
	position.Pointer = n.shortPointer()
	return position
}

// file is the file of a tree.
type file struct {
	*finding.Lines
	// spellings are the scalars of YAML that JSON spells differently, by their offsets.
	spellings map[int]string
}

func newFile(name string, data []byte) *file { return &file{Lines: finding.NewLines(name, data)} }
