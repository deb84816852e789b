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

// PrintText prints all findings of at least the given severity, in the order of their positions.
// Control characters are escaped, so that text of a document cannot control the terminal.
func PrintText(w io.Writer, findings []Finding, least Severity) error {
	p := &printer{Writer: bufio.NewWriter(w)}
	for _, f := range gather(findings) {
		if f.Severity >= least {
			p.finding(f)
		}
	}
	return p.Flush()
}

// mostImportant is the number of findings that PrintBrief prints in full.
const mostImportant = 10

// PrintBrief prints the findings of at least the given severity: the ten most important ones in
// full, and the others as a line for each rule, with their number and first positions. It returns
// the number of findings that it did not print in full.
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

// byImportance separates the most important findings from the others. Among findings of the same
// severity, each rule occurs once before any rule occurs twice. Findings with the same consequence stay
// in the order of their positions.
func byImportance(findings []Finding) (important, rest []Finding) {
	type ranked struct {
		Finding
		again int // the number of earlier findings of its rule
		index int
	}
	count := make(map[string]int)
	var all []ranked
	for i, f := range findings {
		all = append(all, ranked{f, count[f.Rule], i})
		count[f.Rule]++
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(
			isCause(b.Rule, b.again)-isCause(a.Rule, a.again),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.again, b.again),
			cmp.Compare(consequence(a.Rule), consequence(b.Rule)),
		)
	})
	most := min(len(all), mostImportant)
	for _, f := range all[most:] {
		rest = append(rest, f.Finding)
	}
	slices.SortFunc(all[:most], func(a, b ranked) int {
		return cmp.Or(
			isCause(b.Rule, b.again)-isCause(a.Rule, a.again),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(consequence(a.Rule), consequence(b.Rule)),
			cmp.Compare(a.index, b.index),
		)
	})
	for _, f := range all[:most] {
		important = append(important, f.Finding)
	}
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

// gather combines findings of a file with the same rule and message.
func gather(findings []Finding) []Finding {
	type problem struct{ file, rule, message string }
	first := make(map[problem]int)
	var gathered []Finding
	for _, f := range findings {
		p := problem{f.Position.File, f.Rule, f.Message}
		i, found := first[p]
		if !found {
			first[p] = len(gathered)
			f.More = slices.Clip(f.More) // appending must not change the list
			gathered = append(gathered, f)
			continue
		}
		gathered[i].More = append(append(gathered[i].More, f.Position), f.More...)
	}
	return gathered
}

// printer writes findings. Its writer keeps the first error.
type printer struct{ *bufio.Writer }

// finding prints a finding in full: a line with position, severity, message and rule, the line of
// the document with a mark, the help, and the other positions.
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

// group prints a line for several findings of a rule, and the help if it was not printed before.
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
			file = "" // each position names its own
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

// places returns the first positions, as many as a person reads. Positions in the given file omit
// its name.
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

// printable escapes characters that do not print.
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
