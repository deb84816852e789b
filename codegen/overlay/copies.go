// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// reportCopies reports the lines of a section that leave copies of their property unchanged. A schema that
// includes another by allOf has a copy of each property, with the same place in the document. The lines
// do not change the copies, because these may have been published. isDone reports whether a copy has
// the value of a line without a line of its own.
func (a *applier) reportCopies(section string, entries []entry, isDone func(*model.Field, entry) bool) {
	copies := make(map[string][]string) // keys by place
	for key, f := range a.fields {
		copies[f.At.String()] = append(copies[f.At.String()], key)
	}
	hasLine := func(key string) bool {
		return slices.ContainsFunc(entries, func(e entry) bool { return e.key == key })
	}
	for _, e := range entries {
		f := a.fields[e.key]
		if f == nil || f.At.Line == 0 {
			continue
		}
		place := f.At.String()
		all := copies[place]
		delete(copies, place) // several lines for the same property are one finding
		var left []string
		for _, key := range all {
			if other := a.fields[key]; other.Key == f.Key && !hasLine(key) && !isDone(other, e) {
				left = append(left, key)
			}
		}
		if len(left) > 0 {
			slices.Sort(left)
			a.findings.Add(finding.OverlayNotInherited, e.at, "the line changes %s and not its copies %s; their lines are %s",
				e.key, strings.Join(left, ", "), model.OverlayLines(section, left, e.name))
		}
	}
}
