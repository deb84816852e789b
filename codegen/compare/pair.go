// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "slices"

// pair calls visit for each name that occurs in either list, in order of name. The pointer is nil
// if the list does not contain the name.
func pair[T any](before, after []T, name func(T) string, visit func(before, after *T)) {
	type both struct{ before, after *T }
	all := make(map[string]both, max(len(before), len(after)))
	var names []string
	for i := range before {
		names = append(names, name(before[i]))
		all[name(before[i])] = both{before: &before[i]}
	}
	for i := range after {
		b, known := all[name(after[i])]
		if !known {
			names = append(names, name(after[i]))
		}
		b.after = &after[i]
		all[name(after[i])] = b
	}
	slices.Sort(names)
	for _, n := range slices.Compact(names) {
		visit(all[n].before, all[n].after)
	}
}
