// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gonames

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestClaimWords splits claims at everything except letters and digits.
func TestClaimWords(t *testing.T) {
	for claim, want := range map[string][]string{
		"iss": {"issuer"}, "issuer_id": {"issuer", "id"}, "az09-AZ": {"az09", "az"}, "a`b{c/d:e": {"a", "b", "c", "d", "e"}, "--": nil,
	} {
		if diff := cmp.Diff(want, claimWords(claim)); diff != "" && len(want)+len(claimWords(claim)) > 0 {
			t.Errorf("%s (-want +got):\n%s", claim, diff)
		}
	}
}
