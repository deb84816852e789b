// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"slices"
	"testing"
)

// TestTables finds rows that GitHub shows as text, because a blank line or the line below the
// head of their table is missing.
func TestTables(t *testing.T) {
	for name, page := range pages(t) {
		if len(page.rows) > 0 {
			t.Errorf("%s: %q is not part of a table", name, page.rows[0])
		}
	}
	want := []string{"| a | b |", "| c | d |"}
	if got := parse([]byte("| a | b |\n| c | d |\n")).rows; !slices.Equal(got, want) {
		t.Errorf("the rows of a table without a line below its head: %q, want %q", got, want)
	}
}
