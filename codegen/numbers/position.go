// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Position returns the position of a member in the text of a lock file: that of its value, or of its name if the value
// has several lines. If the member does not exist, it returns the position of the last one on the path that does. The
// path has the names of members, for example "messages", "Pet", "current", "id".
func Position(file string, data []byte, path ...string) finding.Position {
	node, ok := yamltree.Read(file, data, finding.LockSyntax, new(finding.List))
	if !ok {
		return finding.Position{File: file, Line: 1, Column: 1}
	}
	at := node.Position()
	for i, name := range path {
		all := node.Members()
		found := slices.IndexFunc(all, func(m yamltree.Member) bool { return m.Name == name })
		if found < 0 {
			break
		}
		node, at = all[found].Value, all[found].Key.Position()
		if i == len(path)-1 && node.IsUnquoted() {
			at = node.Position()
		}
	}
	return at
}
