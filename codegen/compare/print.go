// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// PrintText writes a comparison as text for a terminal. The changes with the highest verdicts come first. Of
// changed descriptions only the number is printed. Control characters are replaced.
func (c *Comparison) PrintText(w io.Writer) error {
	var text strings.Builder
	c.write(&text)
	_, err := io.WriteString(w, text.String())
	return err
}

func (c *Comparison) write(w *strings.Builder) {
	fmt.Fprint(w, printable(c.API))
	if c.Old != c.New && c.Old != "" && c.New != "" {
		fmt.Fprintf(w, ", revision %s to %s", printable(c.Old), printable(c.New))
	}
	if len(c.Changes) == 0 {
		fmt.Fprint(w, ": nothing changed\n")
		return
	}
	counts := make(map[Kind]int)
	for _, change := range c.Changes {
		counts[change.Kind]++
	}
	fmt.Fprintf(w, "\n  The document: %d removed, %d changed, %d added\n", counts[Removed], counts[Changed], counts[Added])
	descriptions := 0
	for _, change := range c.Changes {
		if change.Aspect == Description {
			descriptions++
			continue
		}
		fmt.Fprintf(w, "    %s (%s)\n", printable(change.Message), printable(change.at()))
	}
	if descriptions > 0 {
		fmt.Fprintf(w, "    %s changed\n", count(descriptions, "description"))
	}
}

// at returns the position in the new document, or in the old one if the element was removed.
func (c *Change) at() string {
	if c.New != nil {
		return c.New.String()
	}
	return c.Old.String()
}

// printable replaces characters that are not printable.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if strconv.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}, text)
}
