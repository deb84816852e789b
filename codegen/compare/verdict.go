// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "fmt"

// Verdict is the consequence of a change, as a part of a semantic version.
type Verdict int

// The verdicts, in increasing order.
const (
	None Verdict = iota // without any change
	Patch
	Minor
	Major
)

func (v Verdict) String() string { return [...]string{"none", "patch", "minor", "major"}[v] }

// MarshalText writes the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads the name of a verdict.
func (v *Verdict) UnmarshalText(text []byte) error {
	for _, verdict := range []Verdict{None, Patch, Minor, Major} {
		if string(text) == verdict.String() {
			*v = verdict
			return nil
		}
	}
	return fmt.Errorf("%q is not a verdict: expected none, patch, minor or major", text)
}
