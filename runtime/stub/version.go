// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

// Generated code refers to the constant of the oldest version that it works
// with, so that it does not compile with an older version of this module. Before
// generated code can require a feature of a new version, that version adds its
// constant here.
const (
	// IsAtLeastVersion0_1_0 is true in version 0.1.0 and later.
	IsAtLeastVersion0_1_0 = true
)
