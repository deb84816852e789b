// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "github.com/protolect/protolect/codegen/finding"

func (c *comparer) compareDescriptions(element Element, name string, oldAt, newAt finding.Position, before, after string) {
	if before != after {
		c.changed(element, Description, name, oldAt, newAt, Patch, Patch, "the description of the %s %q changed", element, name)
	}
}

func (c *comparer) compareDeprecation(element Element, name string, oldAt, newAt finding.Position, before, after bool) {
	if after && !before {
		c.changed(element, Deprecation, name, oldAt, newAt, Patch, Patch, "the %s %q is deprecated", element, name)
	} else if before && !after {
		c.changed(element, Deprecation, name, oldAt, newAt, Patch, Patch, "the %s %q is no longer deprecated", element, name)
	}
}
