// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "slices"

// Alike tells whether two schemas have the same values, whatever is said of them.
// resolve returns what a reference stands for, or the reference where that is known by
// its name.
func Alike(one, two *Schema, resolve func(*Schema) *Schema) bool {
	c := &comparison{resolve: resolve, seen: make(map[[2]*Schema]bool)}
	return c.alike(one, two)
}

// comparison is a comparison of schemas, which may hold themselves.
type comparison struct {
	resolve func(*Schema) *Schema
	// seen has the pairs that were compared: the first that differs ends it all.
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
