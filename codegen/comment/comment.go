// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package comment removes invisible characters from text that becomes a comment of a source file.
package comment

import (
	"strings"
	"unicode"
)

// Clean removes the characters that an editor does not show: control characters except line
// feeds and tabs, format characters (zero-width, bidirectional, tags) and variation selectors.
// A comment could otherwise contain more than its reader sees.
//
// Joiners between non-ASCII characters and one variation selector after a non-ASCII character
// are kept, because some scripts and emoji need them.
func Clean(text string) string {
	if strings.IndexFunc(text, IsHidden) < 0 {
		return text
	}
	runes := []rune(text)
	clean := make([]rune, 0, len(runes))
	for i, c := range runes {
		if !IsHidden(c) || len(clean) > 0 && isNeeded(c, clean[len(clean)-1], runes[i+1:]) {
			clean = append(clean, c)
		}
	}
	return string(clean)
}

// isNeeded reports whether the visible characters around a hidden character need it.
func isNeeded(c, before rune, after []rune) bool {
	switch {
	case isSelector(c):
		return isVisibleNonASCII(before)
	case isJoiner(c):
		return (isVisibleNonASCII(before) || isSelector(before)) && len(after) > 0 && isVisibleNonASCII(after[0])
	}
	return false
}

// IsHidden reports whether Clean may remove a character, because an editor does not show it.
func IsHidden(c rune) bool {
	switch {
	case c == '\n' || c == '\t':
		return false
	case c < unicode.MaxASCII:
		return c < ' '
	case unicode.Is(unicode.Prepended_Concatenation_Mark, c): // visible format characters
		return false
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func isVisibleNonASCII(c rune) bool { return c > unicode.MaxASCII && !IsHidden(c) }

func isJoiner(c rune) bool { return c == '\u200c' || c == '\u200d' }

// isSelector reports whether a character selects the text or emoji presentation of the one before it.
func isSelector(c rune) bool { return c == '\ufe0e' || c == '\ufe0f' }
