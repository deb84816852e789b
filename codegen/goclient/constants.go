// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strconv"
	"strings"
	"unicode"
)

// constantView is a constant or variable of a generated package whose value is a string.
type constantView struct {
	Comment     string // with comment signs
	Name        string // "EndpointUSCentral1"
	Value       string // a Go literal
	Description string // a Go literal

	plain string // the description, unquoted
}

// constants collects constants with unique names.
type constants struct {
	views []constantView
	taken map[string]bool
}

func newConstants() *constants { return &constants{taken: make(map[string]bool)} }

// add adds a constant whose name consists of prefix and words, and a number if that name
// is taken. The comment is the name followed by about, in one line.
func (c *constants) add(prefix, words, value, description, about string) {
	base := constantName(prefix, words)
	name := base
	for n := 2; c.taken[name]; n++ {
		name = base + strconv.Itoa(n)
	}
	c.taken[name] = true
	c.views = append(c.views, constantView{
		Comment:     commented(name + about),
		Name:        name,
		Value:       quote(value),
		Description: quote(description),
		plain:       description,
	})
}

// inOneLine returns text with single spaces in place of line breaks.
func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

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
