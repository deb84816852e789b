// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/jsontree"
)

// TestSetMemory has limits that follow the memory of a run. The largest document that
// is published, of 47 MB, is read with the default; one of 10 MB on any machine.
func TestSetMemory(t *testing.T) {
	t.Cleanup(func() { jsontree.SetMemory(2560 << 20) })
	for _, test := range []struct{ run, memory, size int }{
		{0, 160 << 20, 16 << 20},
		{300 << 20, 160 << 20, 16 << 20},
		{2560 << 20, 640 << 20, 64 << 20},
		{10240 << 20, 2560 << 20, 256 << 20},
	} {
		jsontree.SetMemory(test.run)
		if jsontree.MaxMemory() != test.memory || jsontree.MaxSize() != test.size {
			t.Errorf("a run of %d MiB reads %d bytes, and their tree takes %d", test.run>>20, jsontree.MaxSize(), jsontree.MaxMemory())
		}
	}
	text := []byte(`["` + strings.Repeat("x", 20<<20) + `"]`)
	for _, run := range []int{300 << 20, 2560 << 20} {
		jsontree.SetMemory(run)
		_, findings := jsontree.Parse("a.json", text)
		if want := len(text) > jsontree.MaxSize(); findings.HasErrors() != want {
			t.Errorf("a run of %d MiB: errors %t, want %t: %s", run>>20, !want, want, fmt.Sprint(findings.All()))
		}
	}
}
