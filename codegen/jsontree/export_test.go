// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "testing"

// LimitMemory limits the memory of trees to so many bytes until the test ends.
func LimitMemory(t *testing.T, bytes int) {
	t.Cleanup(func() { maxMemory = defaultMemory })
	maxMemory = bytes
}
