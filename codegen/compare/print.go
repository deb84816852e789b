// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// PrintText writes comparisons as text for a terminal. The changes with the highest verdicts come
// first, the total last. Of changed descriptions only the number is printed. Control characters
// are replaced.
func PrintText(w io.Writer, comparisons []*Comparison) error {
	var text strings.Builder
	for _, c := range comparisons {
		c.write(&text)
	}
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
	fmt.Fprintln(w)
	counts := make(map[Kind]int)
	descriptions := 0
	last := ""
	for _, change := range c.Changes {
		counts[change.Kind]++
		if change.Aspect == Description {
			descriptions++
			continue
		}
		if verdicts := fmt.Sprintf("  Go %s, wire %s:\n", change.Go, change.Wire); verdicts != last {
			fmt.Fprint(w, verdicts)
			last = verdicts
		}
		fmt.Fprintf(w, "    %s (%s)\n", printable(change.Message), printable(change.at()))
	}
	if descriptions > 0 {
		fmt.Fprintf(w, "  %s changed\n", count(descriptions, "description"))
	}
	fmt.Fprintf(w, "  %s: %d removed, %d changed, %d added: Go %s, wire %s\n", printable(c.API),
		counts[Removed], counts[Changed], counts[Added], c.Go, c.Wire)
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

// PrintJSON writes comparisons as an indented JSON array. See Comparison for its members.
func PrintJSON(w io.Writer, comparisons []*Comparison) error {
	if comparisons == nil {
		comparisons = []*Comparison{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(comparisons)
}
