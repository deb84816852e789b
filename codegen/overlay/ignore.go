// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import "github.com/protolect/protolect/codegen/finding"

// Ignore takes the findings of the rules to ignore out of a list that has all of a
// run. An error cannot be ignored, and a rule without findings need not be.
func (o *Overlay) Ignore(findings *finding.List) {
	for _, e := range o.ignored {
		rule, found := finding.FindRule(e.key)
		switch {
		case !found:
			findings.Add(finding.OverlayMatchesNothing, e.at, "there is no rule %q: protolect rules lists them", e.key)
		case rule.Severity == finding.Error:
			findings.Add(finding.OverlayImpossible, e.at, "%s is an error: it cannot be ignored", e.key)
		case findings.Remove(e.key) == 0:
			findings.Add(finding.OverlayNeedless, e.at, "no finding is of the rule %s", e.key)
		}
	}
}
