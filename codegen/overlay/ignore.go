// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/ignore"
	"github.com/protolect/protolect/codegen/yamltree"
)

// readIgnored reads the rules to ignore, which Overlay.Ignore applies to the findings of the run.
func readIgnored(o *Overlay, n yamltree.Node) func(*applier) {
	o.ignored = ignore.Read(n, finding.OverlayMatchesNothing, finding.OverlayImpossible)
	return nil
}

// Ignore removes the findings of ignored rules from the findings of a run, which it returns. It reports rules without
// findings, unless only the first run has them, or errors ended the run before it was complete.
func (o *Overlay) Ignore(findings *finding.List) *finding.List {
	isComplete := !findings.HasErrors()
	o.ignored.Remove(findings)
	if isComplete {
		o.ignored.ReportNeedless(findings, finding.OverlayNeedless)
	}
	return findings
}
