// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
)

// TestSecurity has the alternatives of an operation: sets of schemes with their scopes.
func TestSecurity(t *testing.T) {
	for _, test := range []struct {
		name         string
		alternatives []string // "a:x,y b" is the scheme a with the scopes x and y together with b
		schemes      []string // the sets in the descriptor
		scopes       []string // the sentences of the comment
	}{
		{"none", nil, nil, nil},
		{"no credentials, or a scheme", []string{"", "a"}, []string{"", "a"}, nil},
		{"two schemes", []string{"a:x", "b:x"}, []string{"a", "b"}, []string{"Required scopes of a: x.", "Required scopes of b: x."}},
		{"repeated", []string{"a:x", "a:x"}, []string{"a"}, []string{"Required scopes of a: x."}},
		{"other scopes", []string{"a:x", "a:y,z"}, []string{"a"}, []string{"Required scopes of a: x; or y, z."}},
		{"another order", []string{"a:x b", "b a:x"}, []string{"a b"}, []string{"Required scopes of a: x."}},
		{"fewer schemes", []string{"a b", "a"}, []string{"a b", "a"}, nil},
		{"no scopes are enough", []string{"a:x", "a"}, []string{"a"}, nil},
		{"no scopes are enough with another scheme", []string{"a:x", "a b"}, []string{"a", "a b"}, []string{"Required scopes of a: x."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := new(document.Operation)
			for _, text := range test.alternatives {
				requirement := document.Requirement{}
				for use := range strings.FieldsSeq(text) {
					scheme, scopes, _ := strings.Cut(use, ":")
					requirement = append(requirement, document.SchemeUse{
						Scheme: scheme, Scopes: strings.FieldsFunc(scopes, func(c rune) bool { return c == ',' }),
					})
				}
				o.Security = append(o.Security, requirement)
			}
			var schemes []string
			for _, set := range security(o) {
				schemes = append(schemes, strings.Join(set.GetSchemes(), " "))
			}
			if diff := cmp.Diff(test.schemes, schemes); diff != "" {
				t.Errorf("schemes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.scopes, requiredScopes(o)); diff != "" {
				t.Errorf("scopes (-want +got):\n%s", diff)
			}
		})
	}
}
