// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strconv"

// Numbers makes names unique by appending a number. It remembers the last number of each
// name, so each scope needs its own Numbers and must not free names.
type Numbers map[string]int

// Unused returns name if it is unused, and otherwise name followed by the first number, from
// 2, that makes it unused.
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
