// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/jsontree"
)

// TestSetMemory derives the limits from the memory of a run, and parses a document of 20 MB
// within and beyond them.
func TestSetMemory(t *testing.T) {
	t.Cleanup(func() { jsontree.LimitMemory(2560 << 20) })
	for _, test := range []struct{ run, memory, size int }{
		{0, 160 << 20, 16 << 20},
		{300 << 20, 160 << 20, 16 << 20},
		{2560 << 20, 640 << 20, 64 << 20},
		{10240 << 20, 2560 << 20, 256 << 20},
	} {
		jsontree.LimitMemory(test.run)
		if jsontree.MaxMemory() != test.memory || jsontree.MaxSize() != test.size {
			t.Errorf("SetMemory(%d): MaxSize() = %d, MaxMemory() = %d, want %d, %d", test.run, jsontree.MaxSize(), jsontree.MaxMemory(), test.size, test.memory)
		}
	}
	text := []byte(`["` + strings.Repeat("x", 20<<20) + `"]`)
	for _, run := range []int{300 << 20, 2560 << 20} {
		jsontree.LimitMemory(run)
		_, findings := jsontree.Parse("a.json", text)
		if want := len(text) > jsontree.MaxSize(); findings.HasErrors() != want {
			t.Errorf("SetMemory(%d): errors %t, want %t: %v", run, !want, want, findings.All())
		}
	}
}
