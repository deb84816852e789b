// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "testing"

// LimitTrees limits the memory of trees to a number of bytes until the test ends.
func LimitTrees(t *testing.T, bytes int) {
	t.Cleanup(func() { maxMemory = defaultMemory })
	maxMemory = bytes
}
