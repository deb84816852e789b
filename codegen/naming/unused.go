// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strconv"

// Numbers gives names that would be used twice a number. It has the last number
// of each name: names are only added to a scope.
type Numbers map[string]int

// Unused returns name, or name with the first number after it that makes it
// differ from all that is used.
func (n Numbers) Unused(name string, used func(string) bool) string {
	if !used(name) {
		return name
	}
	for i := max(n[name], 2); ; i++ {
		if candidate := name + strconv.Itoa(i); !used(candidate) {
			n[name] = i
			return candidate
		}
	}
}
