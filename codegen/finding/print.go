// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// MaxPrinted is how many findings of one rule a person reads on.
const MaxPrinted = 20

// PrintText writes findings for a person, those of at least the given
// severity: position, severity, message and rule on one line, the help on the
// next, then where else in the file the same is the case. Of each rule it writes
// the first most findings, and how many more there are; 0 is no limit. It returns
// how many it left out. Text of the document cannot control the terminal.
func PrintText(w io.Writer, findings []Finding, least Severity, most int) (left int, err error) {
	count := make(map[string]int)
	for _, f := range gather(findings) {
		if f.Severity < least {
			continue
		}
		if count[f.Rule]++; most > 0 && count[f.Rule] > most {
			continue
		}
		pointer := ""
		if f.Position.Pointer != "" {
			pointer = " (" + printable(shortenMiddle(f.Position.Pointer, maxPointer)) + ")"
		}
		if _, err := fmt.Fprintf(w, "%s: %s: %s [%s]%s\n    %s\n%s", f.Position, f.Severity, printable(f.Message), f.Rule, pointer, f.Help, others(f)); err != nil {
			return left, err
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(count)) {
		if rest := count[rule] - most; most > 0 && rest > 0 {
			left += rest
			if _, err := fmt.Fprintf(w, "%d more findings of this rule [%s]\n", rest, rule); err != nil {
				return left, err
			}
		}
	}
	return left, nil
}

// gather makes one finding of those in a file that say the same.
func gather(findings []Finding) []Finding {
	type saying struct{ file, rule, message string }
	first := make(map[saying]int)
	var gathered []Finding
	for _, f := range findings {
		s := saying{f.Position.File, f.Rule, f.Message}
		i, found := first[s]
		if !found {
			first[s] = len(gathered)
			f.More = slices.Clip(f.More) // what is appended is not the list's
			gathered = append(gathered, f)
			continue
		}
		gathered[i].More = append(append(gathered[i].More, f.Position), f.More...)
	}
	return gathered
}

// others says in a line where else a finding is the case, as far as a person reads on.
func others(f Finding) string {
	const most = 5
	if len(f.More) == 0 {
		return ""
	}
	var places []string
	for _, p := range f.More[:min(len(f.More), most)] {
		places = append(places, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	text := "    also at " + strings.Join(places, ", ")
	if rest := len(f.More) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text + "\n"
}

// printable returns text with escapes for what does not print.
func printable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strconv.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

// PrintJSON writes all findings as one JSON array.
func PrintJSON(w io.Writer, findings []Finding) error {
	if findings == nil {
		findings = []Finding{}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(findings)
}
