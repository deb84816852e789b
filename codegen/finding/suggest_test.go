// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/finding"
)

func TestSuggestion(t *testing.T) {
	for _, test := range []struct {
		name  string
		known []string
		want  string
	}{
		{"getPetz", []string{"getPet", "getPets", "listPets"}, "getPet"},
		{"GETPETS", []string{"getPet", "getPets"}, "getPets"},
		{"Pets", []string{"Owner", "Pet"}, "Pet"},
		{"Pet.agee", []string{"Owner.agee", "Pet.age", "Pet.name"}, "Pet.age"},
		{"Pet.none", []string{"Pet.name", "Pet.size"}, ""}, // only the last part counts
		{"Pett.age", []string{"Pet.age", "Pet.name"}, "Pet.age"},
		{"Dog", []string{"Dog", "Dogs"}, "Dogs"}, // the name exists elsewhere
		{"x", []string{"y", "*"}, ""},            // everything would change
		{"getPet", []string{"deleteOwner", ""}, ""},
		{"", []string{"a"}, ""},
		{"getPet", nil, ""},
	} {
		want := ""
		if test.want != "" {
			want = ` (did you mean "` + test.want + `"?)`
		}
		if got := finding.Suggestion(test.name, test.known); got != want {
			t.Errorf("Suggestion(%q, %q) = %q, want %q", test.name, test.known, got, want)
		}
	}
}
