// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/finding"
)

// References let a small document describe large structures: a path item is read for each path
// that refers to it, and each schema of a chain of allOf has the properties of all schemas before
// it. The limit is more than any published document needs.
const (
	minSteps      = 100_000
	stepsPerValue = 3
)

// maxSteps returns the maximum number of steps for the document.
func (r *reader) maxSteps() int { return max(minSteps, stepsPerValue*r.doc.Values) }

// step counts n values that are read by reference. It returns false if the limit is exceeded, and
// reports that once.
func (r *reader) step(at finding.Position, n int) bool {
	limit, before := r.maxSteps(), r.steps
	r.steps += n
	if before <= limit && r.steps > limit {
		r.findings.Add(finding.Expansion, at,
			"references lead to more than %d properties, parameters and responses; this is the limit for a document with %d values",
			limit, r.doc.Values)
	}
	return r.steps <= limit
}
