// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// A tally counts the places of one thing, which one finding reports.
type tally struct {
	rule         finding.Rule
	one, several string // what one place has, and what several have
	at           []finding.Position
}

// count counts something at a place.
func (s *shaper) count(rule finding.Rule, one, several string, at finding.Position) {
	i := slices.IndexFunc(s.tallies, func(t *tally) bool { return t.rule == rule && t.one == one })
	if i < 0 {
		i = len(s.tallies)
		s.tallies = append(s.tallies, &tally{rule: rule, one: one, several: several})
	}
	s.tallies[i].at = append(s.tallies[i].at, at)
}

func (t *tally) report(findings *finding.List) {
	what := t.several
	if len(t.at) == 1 {
		what = t.one
	}
	findings.AddAll(t.rule, t.at, "%d %s", len(t.at), what)
}
