// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"bytes"
	"sort"
)

// Lines locates offsets of a file.
type Lines struct {
	file   string
	starts []int
}

// NewLines returns the lines of a file, each of which ends in "\n". If data starts with a
// byte order mark, the caller must remove it: the mark has no column.
func NewLines(file string, data []byte) *Lines {
	return &Lines{file, lineStarts(data)}
}

// Position returns the position of an offset in bytes.
func (l *Lines) Position(offset int) Position {
	line := sort.SearchInts(l.starts, offset+1)
	return Position{File: l.file, Line: line, Column: offset - l.starts[line-1] + 1}
}

// lineStarts returns the offset at which each line starts.
func lineStarts(data []byte) []int {
	starts := []int{0}
	for i := 0; ; {
		next := bytes.IndexByte(data[i:], '\n')
		if next < 0 {
			return starts
		}
		i += next + 1
		starts = append(starts, i)
	}
}
