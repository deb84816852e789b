// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// A tally collects the positions of one construct. One finding reports them all.
type tally struct {
	rule             finding.Rule
	singular, plural string // descriptions of the construct, after its number
	at               []finding.Position
}

// count adds a position to the tally for a rule and a construct.
func (s *shaper) count(rule finding.Rule, singular, plural string, at finding.Position) {
	i := slices.IndexFunc(s.tallies, func(t *tally) bool { return t.rule == rule && t.singular == singular })
	if i < 0 {
		i = len(s.tallies)
		s.tallies = append(s.tallies, &tally{rule: rule, singular: singular, plural: plural})
	}
	s.tallies[i].at = append(s.tallies[i].at, at)
}

func (t *tally) report(findings *finding.List) {
	description := t.plural
	if len(t.at) == 1 {
		description = t.singular
	}
	findings.AddAll(t.rule, t.at, "%d %s", len(t.at), description)
}
