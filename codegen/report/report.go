// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package report writes what a run read, found, made and tried: as JSON for
// programs, or as an HTML page for people.
package report

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/prove"
)

// A Report is the result of one run.
type Report struct {
	APIs     []*API            `json:"apis"`
	Findings []finding.Finding `json:"findings"`
}

// An API is one document and its result.
type API struct {
	Name     string        `json:"name"`
	Package  string        `json:"package"` // the proto package
	Revision string        `json:"revision,omitempty"`
	Elements []Element     `json:"elements"`
	Messages []MessageName `json:"messages"`
	Proof    *Proof        `json:"proof,omitempty"` // nil if it was skipped
}

// An Element counts the elements of one kind, such as properties.
type Element struct {
	Kind      string `json:"kind"`
	Declared  int    `json:"declared"`  // in the document
	Generated int    `json:"generated"` // in the output
	Reported  int    `json:"reported"`  // left out, with a finding at the place or around it
}

// Lost returns how many elements were left out without a finding.
func (e Element) Lost() int { return e.Declared - e.Generated - e.Reported }

// A MessageName is the name of the message that a schema became.
type MessageName struct {
	Schema  string `json:"schema"`
	Message string `json:"message"`
}

// A Proof has a row for each method.
type Proof struct {
	Summary string          `json:"summary"`
	Methods []*prove.Method `json:"methods"`
}

// NewAPI reports on the output for one document. The findings explain which elements
// are missing in it.
func NewAPI(name string, out *generate.Output, findings []finding.Finding) *API {
	a := &API{
		Name:     name,
		Package:  out.Model.Package.Name,
		Revision: out.Document.Revision,
		Elements: elements(accounting.Count(out.Document, out.Descriptors), findings),
		Messages: []MessageName{},
	}
	out.Model.Walk(func(m *model.Message) {
		if m.Schema != "" {
			a.Messages = append(a.Messages, MessageName{m.Schema, nestedName(m)})
		}
	})
	if out.Proof != nil {
		a.Proof = &Proof{Summary: out.Proof.String(), Methods: out.Proof.Table}
	}
	return a
}

// nestedName returns the name of a message within its package.
func nestedName(m *model.Message) string {
	if m.Parent == nil {
		return m.Name
	}
	return nestedName(m.Parent) + "." + m.Name
}

// elements counts the elements of an account by kind, without those that the document
// does not declare.
func elements(account *accounting.Account, findings []finding.Finding) []Element {
	lost := make(map[accounting.Kind]int)
	for _, m := range account.Unexplained(findings) {
		lost[m.Kind]++
	}
	counts := []Element{}
	for kind := range accounting.Kinds {
		if declared := account.Declared[kind]; declared > 0 {
			found := account.Found[kind]
			counts = append(counts, Element{kind.String(), declared, found, declared - found - lost[kind]})
		}
	}
	return counts
}

// Format returns the report in the format that the extension of a file name
// implies: HTML for .html and .htm, and JSON otherwise.
func (r *Report) Format(file string) ([]byte, error) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".html", ".htm":
		return r.html()
	}
	return r.json()
}

func (r *Report) json() ([]byte, error) {
	c := *r
	if c.APIs == nil {
		c.APIs = []*API{}
	}
	if c.Findings == nil {
		c.Findings = []finding.Finding{}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(c); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}
