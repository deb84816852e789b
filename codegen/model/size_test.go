// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// TestSize checks the limits by the number of values and the memory of a run. The largest
// published document has a size of 385,000, and documents of 10 MB have at most 100,000.
func TestSize(t *testing.T) {
	t.Cleanup(func() { LimitMemory(defaultMemory) })
	const values, memory = "the limit for a document of ", "raise it with --max-memory"
	for _, test := range []struct {
		run, values, limit int
		reason             string
	}{
		{0, 10, 50_000, values},
		{0, 1_000_000, 131_072, memory},
		{defaultMemory, 20_000, 60_000, values},
		{defaultMemory, 4_000_000, 524_288, memory},
		{4 * defaultMemory, 4_000_000, 2_097_152, memory},
	} {
		LimitMemory(test.run)
		b := &builder{size: newSize(test.values), api: &API{Document: &document.API{Values: test.values}}, findings: new(finding.List)}
		if !b.grow(test.limit, finding.Position{}) || b.grow(1, finding.Position{}) {
			t.Errorf("limit for %d MiB = %d for %d values, want %d", test.run>>20, b.size.limit, test.values, test.limit)
		}
		if all := b.findings.All(); len(all) != 1 || !strings.Contains(all[0].Message, test.reason) {
			t.Errorf("a run of %d MiB with %d values: %v, want one with %q", test.run>>20, test.values, all, test.reason)
		}
	}
}
