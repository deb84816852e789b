// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"lastName": lastName}).Parse(pageText))

// maxListed is how many findings of a rule the page lists. A page with all findings of a
// large document would be too large for a browser.
const maxListed = 100

// The data of the page.
type (
	pageData struct {
		Title  string
		APIs   []*API
		Rules  []ruleData
		Totals []total
	}
	ruleData struct {
		Name     string
		Severity finding.Severity
		Help     string
		Count    int
		Findings []findingData
		Omitted  int
	}
	findingData struct {
		Position string
		Pointer  string
		Message  string
		Line     string // with its number
		Mark     string // a caret below the column
		More     []string
	}
	total struct {
		Severity finding.Severity
		Count    int
	}
)

func (r *Report) html() ([]byte, error) {
	var names []string
	for _, a := range r.APIs {
		names = append(names, a.Name)
	}
	data := pageData{Title: strings.Join(names, ", "), APIs: r.APIs}
	counts := make(map[finding.Severity]int)
	for _, group := range finding.ByRule(r.Findings) {
		rule := newRuleData(group)
		counts[rule.Severity] += rule.Count
		data.Rules = append(data.Rules, rule)
	}
	for _, severity := range []finding.Severity{finding.Error, finding.Warning, finding.Note} {
		data.Totals = append(data.Totals, total{severity, counts[severity]})
	}
	var text bytes.Buffer
	if err := page.Execute(&text, data); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

func newRuleData(group []finding.Finding) ruleData {
	first := group[0]
	rule := ruleData{Name: first.Rule, Severity: first.Severity, Help: first.Help}
	for _, f := range group {
		rule.Count += 1 + len(f.More)
	}
	listed := group[:min(len(group), maxListed)]
	for _, f := range group[len(listed):] {
		rule.Omitted += 1 + len(f.More)
	}
	for _, f := range listed {
		d := findingData{Position: f.Position.String(), Pointer: f.Position.Pointer, Message: f.Message}
		if f.Excerpt.Text != "" {
			number := fmt.Sprintf("%d │ ", f.Position.Line)
			d.Line = number + f.Excerpt.Text
			d.Mark = strings.Repeat(" ", len(number)-len("│")+1+f.Excerpt.Mark) + "^"
		}
		more := f.More[:min(len(f.More), maxListed)]
		rule.Omitted += len(f.More) - len(more)
		for _, p := range more {
			d.More = append(d.More, p.String())
		}
		rule.Findings = append(rule.Findings, d)
	}
	return rule
}

// Renamed returns the messages whose names differ from those of their schemas.
func (a *API) Renamed() []MessageName {
	return slices.DeleteFunc(slices.Clone(a.Messages), func(m MessageName) bool {
		return m.Schema == lastName(m.Message)
	})
}

// lastName returns the part of a full name after the last dot.
func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
