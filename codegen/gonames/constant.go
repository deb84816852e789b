// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gonames

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Constants gives names to constants and variables of a package: unique ones, with a number if a
// name is taken.
type Constants struct{ taken map[string]bool }

// Scope returns the name for an OAuth 2.0 scope: ".../auth/chat.messages" gives
// ScopeChatMessages.
func (c *Constants) Scope(scope string) string {
	return c.unique(constantName("Scope", scopeWords(scope)))
}

// Endpoint returns the name for the endpoint of a location: "us-central1" gives
// EndpointUSCentral1.
func (c *Constants) Endpoint(location string) string {
	return c.unique(constantName("Endpoint", locationWords(location)))
}

// Error returns the name for an error: "NOT_FOUND" gives ErrNotFound.
func (c *Constants) Error(name string) string { return c.unique(Error(name)) }

// Error returns the name for the first error of its name in a package.
func Error(name string) string {
	return constantName("Err", strings.ToLower(strings.ReplaceAll(name, "_", " ")))
}

func (c *Constants) unique(base string) string {
	if c.taken == nil {
		c.taken = make(map[string]bool)
	}
	name := base
	for n := 2; c.taken[name]; n++ {
		name = base + strconv.Itoa(n)
	}
	c.taken[name] = true
	return name
}

// constantName returns prefix and words in CamelCase.
func constantName(prefix, words string) string {
	var name strings.Builder
	name.WriteString(prefix)
	for part := range strings.FieldsFuncSeq(words, isSeparator) {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

// isSeparator reports whether c is neither an ASCII letter nor a digit.
func isSeparator(c rune) bool {
	return c >= unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c)
}

// scopeWords returns the words for the name of a scope's constant:
// ".../auth/chat.messages" gives ScopeChatMessages.
func scopeWords(scope string) string {
	if _, short, found := strings.Cut(scope, "/auth/"); found {
		return short
	}
	return strings.TrimPrefix(scope, "https://")
}

// twoLetters matches the code of a country or continent at the start of a location.
var twoLetters = regexp.MustCompile(`^[a-z]{2}\b`)

// locationWords returns a location with its code in capitals, as in a Go name: US-central1.
func locationWords(location string) string {
	return twoLetters.ReplaceAllStringFunc(location, strings.ToUpper)
}
