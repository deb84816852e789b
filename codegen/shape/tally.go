// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// A tally collects the elements with one construct. One finding reports them all.
type tally struct {
	rule             finding.Rule
	singular, plural string // descriptions of the construct, after its number
	names            []string
	at               []finding.Position
}

// count adds an element to the tally for a rule and a construct. The name is the one by which people know
// the element.
func (s *shaper) count(rule finding.Rule, singular, plural, name string, at finding.Position) {
	i := slices.IndexFunc(s.tallies, func(t *tally) bool { return t.rule == rule && t.singular == singular })
	if i < 0 {
		i = len(s.tallies)
		s.tallies = append(s.tallies, &tally{rule: rule, singular: singular, plural: plural})
	}
	s.tallies[i].names = append(s.tallies[i].names, name)
	s.tallies[i].at = append(s.tallies[i].at, at)
}

func (t *tally) report(findings *finding.List) {
	description := t.plural
	if len(t.at) == 1 {
		description = t.singular
	}
	findings.AddAll(t.rule, t.at, "%d %s (%s)", len(t.at), description, finding.Names(t.names))
}

// schemaName returns the name of a schema, or those of the elements that contain it.
func schemaName(s *document.Schema) string {
	return cmp.Or(s.Name, s.At.Element())
}
