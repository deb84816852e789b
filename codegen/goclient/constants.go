// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
)

// constantView is a constant with a string.
type constantView struct {
	Comment string // with comment signs
	Name    string // "EndpointUsCentral1"
	Value   string // a Go literal
	// Description is a Go literal, too.
	Description string

	plain string // the description as it is
}

// constants gives each constant a name of its own.
type constants struct {
	views []constantView
	taken map[string]bool
}

func newConstants() *constants { return &constants{taken: make(map[string]bool)} }

// add adds a constant that is called after words, whatever is between them.
func (c *constants) add(prefix, words, value, description string) {
	base := constantName(prefix, words)
	name := base
	for n := 2; c.taken[name]; n++ {
		name = base + strconv.Itoa(n)
	}
	c.taken[name] = true
	c.views = append(c.views, constantView{
		Comment:     signed(name + ": " + cmp.Or(strings.Join(strings.Fields(description), " "), words+".")),
		Name:        name,
		Value:       quote(value),
		Description: quote(description),
		plain:       description,
	})
}

func constantName(prefix, words string) string {
	var name strings.Builder
	name.WriteString(prefix)
	for part := range strings.FieldsFuncSeq(words, isNoIdentifier) {
		name.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return name.String()
}

func isNoIdentifier(c rune) bool {
	return c >= unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c)
}
