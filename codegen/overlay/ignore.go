// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import "github.com/protolect/protolect/codegen/finding"

// Ignore removes the findings of ignored rules from the findings of a run. It reports rules that are
// errors, which cannot be ignored, and rules without findings.
func (o *Overlay) Ignore(findings *finding.List) {
	for _, e := range o.ignored {
		rule, found := finding.FindRule(e.key)
		switch {
		case !found:
			findings.Add(finding.OverlayMatchesNothing, e.at, "the rule %q does not exist: protolect rules lists the rules", e.key)
		case rule.Severity == finding.Error:
			findings.Add(finding.OverlayImpossible, e.at, "%s is an error, and errors cannot be ignored: correct the cause of the error", e.key)
		case findings.Remove(e.key) == 0:
			findings.Add(finding.OverlayNeedless, e.at, "the run has no finding of the rule %s", e.key)
		}
	}
}
