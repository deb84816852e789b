// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strconv"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/comment"
)

func TestQuote(t *testing.T) {
	for _, text := range []string{"", "plain \"text\"\n", "é日本", "x\ufe0fy\U000e0100z", "\u2060\u200b\u202e", "\\ufe0f", "\xff"} {
		literal := quote(text)
		if back, err := strconv.Unquote(literal); err != nil || back != text {
			t.Errorf("quote(%+q) = %s, which reads %+q, %v", text, literal, back, err)
		}
		if strings.ContainsFunc(literal, comment.IsHidden) {
			t.Errorf("quote(%+q) has hidden characters: %+q", text, literal)
		}
	}
}
