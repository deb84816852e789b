// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"

	"github.com/protolect/protolect/codegen/finding"
)

func (c *comparer) added(element Element, name string, at finding.Position, goVerdict, wire Verdict, format string, args ...any) {
	c.Changes = append(c.Changes, Change{
		Kind: Added, Element: element, Name: name, New: &at,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}

func (c *comparer) removed(element Element, name string, at finding.Position, goVerdict, wire Verdict, format string, args ...any) {
	c.Changes = append(c.Changes, Change{
		Kind: Removed, Element: element, Name: name, Old: &at,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}

func (c *comparer) changed(element Element, aspect Aspect, name string, oldAt, newAt finding.Position, goVerdict, wire Verdict, format string, args ...any) {
	c.Changes = append(c.Changes, Change{
		Kind: Changed, Element: element, Aspect: aspect, Name: name, Old: &oldAt, New: &newAt,
		Message: finding.Message(format, args...), Go: goVerdict, Wire: wire,
	})
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if noun == "property" {
		noun = "propertie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
