// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/comment"
)

// quote returns text as a Go string literal. Like strconv.Quote, it escapes characters that
// editors do not show, and also variation selectors.
func quote(text string) string {
	literal := strconv.Quote(text)
	if strings.IndexFunc(literal, comment.IsHidden) < 0 {
		return literal
	}
	var b strings.Builder
	for _, c := range literal {
		switch {
		case !comment.IsHidden(c):
			b.WriteRune(c)
		case c > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, c)
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.String()
}
