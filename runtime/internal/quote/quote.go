// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package quote quotes values in error messages.
package quote

import (
	"strconv"
	"unicode/utf8"
)

// Limit returns at most the first n bytes of s as a Go string literal. An
// ellipsis after the literal shows that s is longer. Limit doesn't cut a
// character in two.
func Limit(s string, n int) string {
	if len(s) <= n {
		return strconv.Quote(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "…"
}
