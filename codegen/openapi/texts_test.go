// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import "testing"

// TestJoined checks that a summary and a description are not repeated.
func TestJoined(t *testing.T) {
	for _, test := range []struct{ summary, description, want string }{
		{"", "", ""},
		{"Adds a pet", "", "Adds a pet."},
		{"", "Adds a pet", "Adds a pet"},
		{"Adds a pet", "Adds a pet", "Adds a pet."},
		{"Adds a pet.", "Adds a pet. It is new.", "Adds a pet. It is new."},
		{"Adds a pet", "Adds a pets' list", "Adds a pet.\n\nAdds a pets' list"},
	} {
		if got := joined(asSentence(test.summary), test.description); got != test.want {
			t.Errorf("%q and %q: got %q, want %q", test.summary, test.description, got, test.want)
		}
	}
}
