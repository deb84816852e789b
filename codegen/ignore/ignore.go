// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package ignore hides the findings of rules that an overlay or protolect.yaml lists, each with a reason.
package ignore

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Rules are the rules of a section ignore. The zero value hides no finding.
type Rules struct{ entries []*entry }

type entry struct {
	rule   finding.Rule
	at     finding.Position
	needed bool
}

var reason = yamltree.NewForm(`\S`, "a reason")

// Read reads a section, which maps rules to reasons. It reports rules that do not exist by the rule unknown, and rules
// that are errors, which cannot be ignored, by the rule impossible.
func Read(n yamltree.Node, unknown, impossible finding.Rule) Rules {
	var rules Rules
	for _, m := range n.Members() {
		_, ok := m.Value.Text(reason)
		rule, found := finding.FindRule(m.Name)
		switch {
		case !found:
			m.Key.ReportAs(unknown, "the rule %q does not exist%s: protolect rules lists the rules",
				m.Name, finding.Suggestion(m.Name, finding.RuleNames()))
		case rule.Severity == finding.Error:
			m.Key.ReportAs(impossible, "%s is an error, and errors cannot be ignored: correct the cause of the error", m.Name)
		case ok:
			rules.entries = append(rules.entries, &entry{rule: rule, at: m.Key.Position()})
		}
	}
	return rules
}

// IsEmpty reports whether there are no rules.
func (r Rules) IsEmpty() bool { return len(r.entries) == 0 }

// Remove removes the findings of the rules.
func (r Rules) Remove(findings *finding.List) {
	for _, e := range r.entries {
		if findings.Remove(e.rule.Name) > 0 {
			e.needed = true
		}
	}
}

// ReportNeedless reports the rules of which Remove never found a finding. It leaves out rules of which only the first
// run with a document has findings.
func (r Rules) ReportNeedless(findings *finding.List, needless finding.Rule) {
	for _, e := range r.entries {
		if !e.needed && !e.rule.FirstRun {
			findings.Add(needless, e.at, "the run has no finding of the rule %s", e.rule.Name)
		}
	}
}
