// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "github.com/protolect/protolect/codegen/finding"

// Position returns the position where the value starts. Its pointer has at most MaxPointer
// bytes.
func (n *Node) Position() finding.Position {
	position := n.lines.Position(n.offset)
	position.Pointer = n.shortPointer()
	return position
}
