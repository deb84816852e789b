// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"strconv"
	"strings"
	"unicode"
)

// printable returns s with all characters that are not printable escaped. It
// cuts the text after about n bytes.
func printable(s string, n int) string {
	var b strings.Builder
	for _, r := range s {
		piece := string(r)
		if unicode.Is(unicode.Zs, r) {
			piece = " "
		} else if !unicode.IsPrint(r) {
			q := strconv.QuoteRune(r)
			piece = q[1 : len(q)-1]
		}
		if b.Len()+len(piece) > n {
			b.WriteString("…")
			return b.String()
		}
		b.WriteString(piece)
	}
	return b.String()
}
