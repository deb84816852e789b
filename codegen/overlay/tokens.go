// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import "github.com/protolect/protolect/codegen/model"

// signTokens marks security schemes whose tokens a client signs itself.
func (a *applier) signTokens(entries []entry) {
	for _, e := range entries {
		found := false
		var names []string
		for _, s := range a.api.Document.SecuritySchemes {
			names = append(names, s.Name)
			if s.Name == e.key {
				found = true
				if s.IssuerClaim = e.name; !s.IsBearer() {
					a.impossible(e, "the scheme %q is not a bearer token", e.key)
				}
			}
		}
		if !found {
			a.matchesNothing(e, "security scheme", model.NeverPublished, names) // the lock does not have it
		}
	}
}
