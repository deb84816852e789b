// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "testing"

func TestPrintable(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "abc…"},
		{"", 0, ""},
		{"a", 0, "…"},
		{"aé", 3, "aé"},
		{"aé", 2, "a…"},
		{"a\nb", 4, `a\nb`},
		{"a\nb", 3, `a\n…`},
		{"a\nb", 2, `a…`},
		{"\x1b[31m\u202e'\"", 100, `\x1b[31m\u202e'"`},
		{"a\u00a0b\u3000c d", 100, "a b c d"},
		{"\xff", 100, "\ufffd"},
	} {
		if got := printable(test.text, test.n); got != test.want {
			t.Errorf("%q, %d: got %q, want %q", test.text, test.n, got, test.want)
		}
	}
}
