// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"strings"

	"github.com/protolect/protolect/codegen/gonames"
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
	gonames.Constants
	views []constantView
}

// add adds a constant. The comment is the name followed by about, in one line.
func (c *constants) add(name, value, description, about string) {
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
