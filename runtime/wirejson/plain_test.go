// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strings"
	"testing"
)

// TestPlain puts every byte at every place in strings of up to 80 bytes.
func TestPlain(t *testing.T) {
	for n := range 80 {
		for at := range n {
			for c := range 256 {
				s := []byte(strings.Repeat("x", n))
				s[at] = byte(c)
				want := n
				if !isPlain(byte(c)) {
					want = at
				}
				to := []byte(strings.Repeat("-", n+1))
				if got := copyPlain(to[:n], string(s)); got != want || string(to[:want]) != string(s[:want]) || to[n] != '-' {
					t.Fatalf("copyPlain of %q copies %d bytes: %q", s, got, to)
				}
				if got := plainPrefix(s); got != want {
					t.Fatalf("plainPrefix of %q is %d", s, got)
				}
			}
		}
	}
}
