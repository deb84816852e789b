// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// ignore reads the rules to ignore, which Overlay.Ignore applies to the findings of the run. It reports
// unknown rules, and rules that are errors, which cannot be ignored.
func ignore(o *Overlay, n yamltree.Node) func(*applier) {
	for _, m := range n.Members() {
		text, ok := m.Value.Text(reason)
		rule, found := finding.FindRule(m.Name)
		switch {
		case !found:
			m.Key.ReportAs(finding.OverlayMatchesNothing, "the rule %q does not exist%s: protolect rules lists the rules",
				m.Name, finding.Suggestion(m.Name, finding.RuleNames()))
		case rule.Severity == finding.Error:
			m.Key.ReportAs(finding.OverlayImpossible, "%s is an error, and errors cannot be ignored: correct the cause of the error", m.Name)
		case ok:
			o.ignored = append(o.ignored, entry{key: m.Name, name: text, at: m.Key.Position()})
		}
	}
	return nil
}

// Ignore removes the findings of ignored rules from the findings of a run, which it returns. It reports rules without
// findings, unless only the first run has them, or errors ended the run before it was complete.
func (o *Overlay) Ignore(findings *finding.List) *finding.List {
	isComplete := !findings.HasErrors()
	for _, e := range o.ignored {
		rule, _ := finding.FindRule(e.key)
		if findings.Remove(e.key) == 0 && isComplete && !rule.FirstRun {
			findings.Add(finding.OverlayNeedless, e.at, "the run has no finding of the rule %s", e.key)
		}
	}
	return findings
}
