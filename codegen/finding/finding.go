// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package finding is how the stages of the generator report problems and decisions: each finding
// has a position in a file, a rule, and a remedy.
//
// A stage reports and continues, so that one run shows everything that needs attention.
package finding

import (
	"cmp"
	"fmt"
	"slices"
)

// Position is a place in a file.
type Position struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`    // from 1; 0 if only the file is known
	Column  int    `json:"column,omitempty"`  // from 1, in bytes
	Pointer string `json:"pointer,omitempty"` // RFC 6901, empty for the whole document
}

func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Severity is the effect of a finding on the run.
type Severity int

const (
	// Note explains a decision: the output expresses the document in another way than a
	// reader of the document might expect.
	Note Severity = iota
	// Warning reports a difference between the document and the output.
	Warning
	// Error stops the run.
	Error
)

func (s Severity) String() string {
	return [...]string{"note", "warning", "error"}[s]
}

// MarshalText returns the name of the severity.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is a problem or decision that a stage reports.
type Finding struct {
	Position Position `json:"position"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"` // the problem, with the offending value
	Help     string   `json:"help"`    // the remedy, or the decision that was made
	// More are the other positions of the same problem.
	More []Position `json:"more,omitempty"`
	// Excerpt is the line at the position. List.Quote sets it.
	Excerpt Excerpt `json:"-"`
}

// List collects the findings of a run. The zero value is ready for use; it is
// not safe for concurrent use.
type List struct {
	findings []Finding
	errors   int
}

// NewList returns a list of findings.
func NewList(findings []Finding) *List {
	l := &List{findings: findings}
	l.errors = l.Count(Error)
	return l
}

// Add adds a finding, whose severity and help are those of the rule. Long arguments are shortened,
// so that a message never contains a whole document.
func (l *List) Add(rule Rule, at Position, format string, args ...any) {
	l.findings = append(l.findings, Finding{
		Position: at,
		Rule:     rule.Name,
		Severity: rule.Severity,
		Message:  Message(format, args...),
		Help:     rule.Help,
	})
	if rule.Severity == Error {
		l.errors++
	}
}

// AddAll adds one finding for several positions, of which there must be at least one.
func (l *List) AddAll(rule Rule, at []Position, format string, args ...any) {
	at = slices.SortedStableFunc(slices.Values(at), func(a, b Position) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	l.Add(rule, at[0], format, args...)
	l.findings[len(l.findings)-1].More = at[1:]
}

// HasErrors reports whether the run must fail.
func (l *List) HasErrors() bool { return l.errors > 0 }

// Count returns the number of findings of a severity.
func (l *List) Count(severity Severity) int {
	n := 0
	for _, f := range l.findings {
		if f.Severity == severity {
			n++
		}
	}
	return n
}

// Remove removes the findings of a rule and returns their number. The severity of the rule must not
// be Error.
func (l *List) Remove(rule string) int {
	return l.RemoveFunc(func(f Finding) bool { return f.Rule == rule })
}

// RemoveFunc removes the findings for which a function returns true, and returns their number. None
// of them may be an error.
func (l *List) RemoveFunc(remove func(Finding) bool) int {
	before := len(l.findings)
	l.findings = slices.DeleteFunc(l.findings, remove)
	return before - len(l.findings)
}

// MakeStrict turns warnings into errors.
func (l *List) MakeStrict() {
	for i := range l.findings {
		if l.findings[i].Severity == Warning {
			l.findings[i].Severity = Error
			l.errors++
		}
	}
}

// Append adds the findings of another list.
func (l *List) Append(other *List) {
	l.findings = append(l.findings, other.findings...)
	l.errors += other.errors
}

// All returns the findings in the order of their positions.
func (l *List) All() []Finding {
	sorted := slices.Clone(l.findings)
	slices.SortStableFunc(sorted, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Position.File, b.Position.File),
			cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Column, b.Position.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return sorted
}
