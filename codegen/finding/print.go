// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// PrintText writes all findings of at least the given severity for a person, in
// the order of their positions. Text of the document cannot control the terminal.
func PrintText(w io.Writer, findings []Finding, least Severity) error {
	p := &printer{Writer: bufio.NewWriter(w)}
	for _, f := range gather(findings) {
		if f.Severity >= least {
			p.finding(f)
		}
	}
	return p.Flush()
}

// mostImportant is how many findings PrintBrief writes in full.
const mostImportant = 10

// PrintBrief writes the findings of at least the given severity for a person: the
// ten that matter most in full, and of the others a line for each rule, with how
// many they are and where. It returns how many findings are not written in full.
func PrintBrief(w io.Writer, findings []Finding, least Severity) (left int, err error) {
	var all []Finding
	for _, f := range gather(findings) {
		if f.Severity >= least {
			all = append(all, f)
		}
	}
	important, rest := byImportance(all)
	p := &printer{Writer: bufio.NewWriter(w)}
	explained := make(map[string]bool)
	for _, f := range important {
		p.finding(f)
		explained[f.Rule] = true
	}
	for _, group := range ByRule(rest) {
		p.group(group, explained[group[0].Rule])
		for _, f := range group {
			left += 1 + len(f.More)
		}
	}
	return left, p.Flush()
}

// byImportance divides findings into those that matter most, and the others. Of
// what is equally severe each rule comes once before any comes twice.
func byImportance(findings []Finding) (important, rest []Finding) {
	type ranked struct {
		Finding
		again int // how many of its rule come before
	}
	count := make(map[string]int)
	var all []ranked
	for _, f := range findings {
		all = append(all, ranked{f, count[f.Rule]})
		count[f.Rule]++
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.again, b.again),
			cmp.Compare(consequence(a.Rule), consequence(b.Rule)),
		)
	})
	for i, f := range all {
		if i < mostImportant {
			important = append(important, f.Finding)
		} else {
			rest = append(rest, f.Finding)
		}
	}
	slices.SortStableFunc(important, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(consequence(a.Rule), consequence(b.Rule)),
		)
	})
	return important, rest
}

// ByRule returns the findings of each rule, the most important rules first.
func ByRule(findings []Finding) [][]Finding {
	index := make(map[string]int)
	var groups [][]Finding
	for _, f := range findings {
		i, found := index[f.Rule]
		if !found {
			i = len(groups)
			index[f.Rule] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	slices.SortStableFunc(groups, func(a, b []Finding) int {
		return cmp.Or(
			cmp.Compare(b[0].Severity, a[0].Severity),
			cmp.Compare(consequence(a[0].Rule), consequence(b[0].Rule)),
		)
	})
	return groups
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

// printer writes findings. Its writer keeps the first error.
type printer struct{ *bufio.Writer }

// finding writes one in full: position, severity, message and rule on one line, the
// line of the document with a mark, the help, then where else in the file the same
// is the case.
func (p *printer) finding(f Finding) {
	pointer := ""
	if f.Position.Pointer != "" {
		pointer = " (" + printable(shortenMiddle(f.Position.Pointer, maxPointer)) + ")"
	}
	fmt.Fprintf(p, "%s: %s: %s [%s]%s\n", f.Position, f.Severity, printable(f.Message), f.Rule, pointer)
	if f.Excerpt.Text != "" {
		number := strconv.Itoa(f.Position.Line)
		fmt.Fprintf(p, "    %s | %s\n    %*s | %*s^\n", number, f.Excerpt.Text, len(number), "", f.Excerpt.Mark, "")
	}
	fmt.Fprintf(p, "    %s\n", f.Help)
	if len(f.More) > 0 {
		fmt.Fprintf(p, "    also at %s\n", places(f.More, f.Position.File))
	}
}

// group writes a line for several findings of a rule, and its help if that was not
// written before.
func (p *printer) group(group []Finding, explained bool) {
	file := group[0].Position.File
	more := ""
	if explained {
		more = "more "
	}
	var all []Position
	for _, f := range group {
		all = append(append(all, f.Position), f.More...)
		if f.Position.File != file {
			file = "" // each place names its own
		}
	}
	plural := "s"
	if len(all) == 1 {
		plural = ""
	}
	where := places(all, file)
	if file != "" {
		where = file + ":" + where
	}
	fmt.Fprintf(p, "%d %s%s%s [%s] at %s\n", len(all), more, group[0].Severity, plural, group[0].Rule, where)
	if !explained {
		fmt.Fprintf(p, "    %s\n", group[0].Help)
	}
}

// places returns the first positions, as far as a person reads on. Those in the
// given file do not name it.
func places(all []Position, file string) string {
	const most = 5
	var texts []string
	for _, p := range all[:min(len(all), most)] {
		if p.File == file && p.Line > 0 {
			texts = append(texts, fmt.Sprintf("%d:%d", p.Line, p.Column))
		} else {
			texts = append(texts, p.String())
		}
	}
	text := strings.Join(texts, ", ")
	if rest := len(all) - most; rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
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
