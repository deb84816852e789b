// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package quote_test

import (
	"testing"

	"github.com/protolect/protolect/runtime/internal/quote"
)

func TestLimit(t *testing.T) {
	for _, test := range []struct {
		name, text string
		n          int
		want       string
	}{
		{"shorter", "a\n", 3, `"a\n"`},
		{"at the limit", "éé", 4, `"éé"`},
		{"one byte longer", "ééa", 4, `"éé"…`},
		{"a character across the limit", "aéé", 4, `"aé"…`},
		{"continuation bytes only", "\x80\x80\x80\x80", 3, `""…`},
		{"no byte", "é", 0, `""…`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := quote.Limit(test.text, test.n); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
