// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package comment_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/comment"
)

func TestEndParagraphs(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"first line", "Lists pets\n\nMore.", "Lists pets\n\nMore."},
		{"between paragraphs", "A.\n\nReturns a map of pets\n\nB.", "A.\n\nReturns a map of pets.\n\nB."},
		{"last paragraph", "A.\n\nReturns a map of pets", "A.\n\nReturns a map of pets."},
		{"after the signs of a comment", " A.\n\n Returns a map\n", " A.\n\n Returns a map.\n"},
		{"a heading", "A.\n\n# Pets\n\nB.", "A.\n\n# Pets\n\nB."},
		{"a full stop", "A.\n\nReturns pets.\n\nB.", "A.\n\nReturns pets.\n\nB."},
		{"lower case", "A.\n\nreturns pets\n\nB.", "A.\n\nreturns pets\n\nB."},
		{"two lines", "A.\n\nReturns\nPets\n\nB.", "A.\n\nReturns\nPets\n\nB."},
		{"after a line", "A.\nReturns pets\n\nB.", "A.\nReturns pets\n\nB."},
		{"code", "A.\n\n\tReturn pets\n\nB.", "A.\n\n\tReturn pets\n\nB."},
		{"a list", "A.\n\n  - Pets\n\nB.", "A.\n\n  - Pets\n\nB."},
	} {
		if got := comment.EndParagraphs(test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
