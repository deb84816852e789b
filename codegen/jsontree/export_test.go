// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import "testing"

// LimitMemory lets trees take no more memory than that while a test runs.
func LimitMemory(t *testing.T, bytes int) {
	t.Cleanup(func() { maxMemory = defaultMemory })
	maxMemory = bytes
}
