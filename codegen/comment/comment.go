// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package comment makes text of documents fit for the comments of source files.
package comment

import (
	"strings"
	"unicode"
)

// Clean drops the characters that an editor does not show, so that a comment says
// what a reader sees: control characters but for line feeds and tabs, format
// characters (zero-width, bidirectional, tags) and variation selectors. Joiners
// between characters beyond ASCII, and one selector behind such a character,
// stay: scripts and emoji need them.
func Clean(text string) string {
	if strings.IndexFunc(text, IsHidden) < 0 {
		return text
	}
	runes := []rune(text)
	clean := make([]rune, 0, len(runes))
	for i, c := range runes {
		if !IsHidden(c) || len(clean) > 0 && belongs(c, clean[len(clean)-1], runes[i+1:]) {
			clean = append(clean, c)
		}
	}
	return string(clean)
}

// belongs tells whether a hidden character belongs to those beside it.
func belongs(c, before rune, after []rune) bool {
	switch {
	case isSelector(c):
		return isVisibleBeyondASCII(before)
	case isJoiner(c):
		return (isVisibleBeyondASCII(before) || isSelector(before)) && len(after) > 0 && isVisibleBeyondASCII(after[0])
	}
	return false
}

// IsHidden reports whether an editor does not show a character.
func IsHidden(c rune) bool {
	switch {
	case c == '\n' || c == '\t':
		return false
	case c < unicode.MaxASCII:
		return c < ' '
	case unicode.Is(unicode.Prepended_Concatenation_Mark, c): // format characters that are seen
		return false
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func isVisibleBeyondASCII(c rune) bool { return c > unicode.MaxASCII && !IsHidden(c) }

func isJoiner(c rune) bool { return c == '\u200c' || c == '\u200d' }

// isSelector tells whether a character chooses between text and emoji.
func isSelector(c rune) bool { return c == '\ufe0e' || c == '\ufe0f' }
