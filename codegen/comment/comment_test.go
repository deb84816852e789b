// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package comment_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/comment"
)

func TestClean(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"plain", "Lists books.\n\tAll of them, naïve ones as well: 本, Ω, 🙂.", "Lists books.\n\tAll of them, naïve ones as well: 本, Ω, 🙂."},
		{"controls", "a\x00b\x1b[31mc\x7fd\u0085e\re", "ab[31mcdee"},
		{"line and paragraph separators", "a\u2028b\u2029c", "abc"},
		{"zero width", "a\u200bb\u2060c\ufeffd\u00ade", "abcde"},
		{"hidden at the start", "\u200ba\ufe0f", "a"},
		{"bidirectional", "a\u202eb\u2066c\u2069\u061cd", "abcd"},
		{"tags", "a\U000e0041\U000e0042\U000e007fb", "ab"},
		{"a flag of tags", "🏴\U000e0067\U000e0062\U000e0065\U000e007f", "🏴"},
		{"fillers", "a\u115f\u1160\u3164\uffa0\u034fb", "ab"},
		{"selectors", "a\ufe0f☎\ufe0f\ufe0f\U000e0100b", "a☎\ufe0fb"},
		{"joiners in ASCII", "a\u200db\u200cc\u200d", "abc"},
		{"joiners in emoji", "👩\u200d👧", "👩\u200d👧"},
		{"joiners after selectors", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"joiners in Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"many joiners", "é\u200d\u200d\u200dé", "é\u200dé"},
		{"a visible format character", "\u0600١", "\u0600١"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := comment.Clean(test.text); got != test.want {
				t.Errorf("got %+q, want %+q", got, test.want)
			}
		})
	}
}
