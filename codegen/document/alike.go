// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "slices"

// SameStructure reports whether two schemas have the same structure. It ignores descriptions,
// limits and annotations. It compares the results of resolve, which can replace a reference
// by its target, or return the reference to have it compared by name.
func SameStructure(one, two *Schema, resolve func(*Schema) *Schema) bool {
	c := &comparison{resolve: resolve, seen: make(map[[2]*Schema]bool)}
	return c.alike(one, two)
}

// comparison compares schemas, which may be recursive.
type comparison struct {
	resolve func(*Schema) *Schema
	// seen contains the pairs whose comparison has started. They count as alike, because
	// the first difference ends the whole comparison.
	seen map[[2]*Schema]bool
}

func (c *comparison) alike(one, two *Schema) bool {
	if one == nil || two == nil {
		return one == two
	}
	one, two = c.resolve(one), c.resolve(two)
	if one == two || c.seen[[2]*Schema{one, two}] {
		return true
	}
	c.seen[[2]*Schema{one, two}] = true
	return one.Kind == two.Kind && one.Ref == two.Ref && one.Format == two.Format &&
		c.alike(one.Items, two.Items) && c.alike(one.Additional, two.Additional) &&
		slices.EqualFunc(one.Enum, two.Enum, func(v, w EnumValue) bool { return v.Value == w.Value }) &&
		slices.EqualFunc(one.Variants, two.Variants, c.alike) &&
		slices.EqualFunc(one.Properties, two.Properties, func(p, q *Property) bool {
			return p.Name == q.Name && c.alike(p.Schema, q.Schema)
		})
}
