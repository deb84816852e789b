// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "testing"

func TestIsJSONName(t *testing.T) {
	for name, want := range map[string]bool{
		"name": true, "": true, "a b": true, "größe": true, "@type": true, "x\u200bz": true,
		"[x]": false, "a\x00b": false, "x\ufe0f": false, "x\U000e0100z": false,
	} {
		if got := IsJSONName(name); got != want {
			t.Errorf("IsJSONName of %q = %t, want %t", name, got, want)
		}
	}
}
