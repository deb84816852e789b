// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "slices"

// Alike tells whether two schemas have the same values, whatever is said of them.
// resolve returns what a reference stands for, or the reference where that is known by
// its name.
func Alike(one, two *Schema, resolve func(*Schema) *Schema) bool {
	if one == nil || two == nil {
		return one == two
	}
	one, two = resolve(one), resolve(two)
	alike := func(a, b *Schema) bool { return Alike(a, b, resolve) }
	return one == two || one.Kind == two.Kind && one.Ref == two.Ref && one.Format == two.Format &&
		alike(one.Items, two.Items) && alike(one.Additional, two.Additional) &&
		slices.EqualFunc(one.Enum, two.Enum, func(v, w EnumValue) bool { return v.Value == w.Value }) &&
		slices.EqualFunc(one.Variants, two.Variants, alike) &&
		slices.EqualFunc(one.Properties, two.Properties, func(p, q *Property) bool {
			return p.Name == q.Name && alike(p.Schema, q.Schema)
		})
}
