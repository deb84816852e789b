// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package naming derives the names of the output from those of a document: names of
// packages, services, methods, messages and fields. Its inputs are words, ids, paths,
// titles and hosts; it does not depend on the model or on descriptors. The tests list
// its rules with examples.
//
// A published name is in the lock and is not derived again.
package naming

import (
	"strings"
	"unicode"
)

// Words splits a name into words, which consist of ASCII letters and digits. Each other
// character separates words. A word also starts at an upper-case letter after a lower-case
// letter or a digit, and at the last of several upper-case letters before a lower-case one.
// The plural s of an acronym belongs to the acronym. The words of "selfLinkURLs" are "self",
// "Link" and "URLs".
func Words(name string) []string {
	var words []string
	for _, part := range strings.FieldsFunc(name, func(c rune) bool { return !isLetterOrDigit(c) }) {
		start := 0
		for i := 1; i < len(part); i++ {
			next := i+1 < len(part) && isLower(part[i+1])
			if isUpper(part[i]) && (!isUpper(part[i-1]) || next && !isPluralS(part[i+1:])) {
				words = append(words, part[start:i])
				start = i
			}
		}
		words = append(words, part[start:])
	}
	return words
}

// isPluralS reports whether the text after an acronym starts with its plural s.
func isPluralS(rest string) bool {
	return rest[0] == 's' && (len(rest) == 1 || !isLower(rest[1]))
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetterOrDigit(c rune) bool {
	return c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// lettersOf returns the ASCII letters and digits of a text.
func lettersOf(text string) string { return strings.Join(Words(text), "") }

// hasAll reports whether all contains each word of some, as hasAny compares them.
func hasAll(all, some []string) bool {
	for _, word := range some {
		if !hasAny(all, []string{word}) {
			return false
		}
	}
	return true
}

// hasAny reports whether all contains a word of some. It ignores case and number, and a word
// of at least four letters matches a longer one that starts with it: Repo matches Repository.
func hasAny(all, some []string) bool {
	for _, word := range all {
		for _, other := range some {
			if SameNoun(word, other) || len(other) >= 4 && len(word) > len(other) && strings.EqualFold(word[:len(other)], other) {
				return true
			}
		}
	}
	return false
}

// joined appends more to words. If more starts with words at the end of words, they are not
// repeated: project and project files are joined to project files.
func joined(words, more []string) []string {
	for n := min(len(words), len(more)); n > 0; n-- {
		if sameWords(words[len(words)-n:], more[:n]) {
			return append(words[:len(words)-n:len(words)-n], more...)
		}
	}
	return append(words[:len(words):len(words)], more...)
}

// sameWords reports whether two lists contain the same words, ignoring number and case.
func sameWords(some, others []string) bool {
	if len(some) != len(others) {
		return false
	}
	for i := range some {
		if !SameNoun(some[i], others[i]) {
			return false
		}
	}
	return true
}
