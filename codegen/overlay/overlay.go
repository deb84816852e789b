// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package overlay adds facts to the model of an API that its document lacks.
//
// They are in overlay.yaml, whose sections docs/overlays.md documents with an example each.
// The command "protolect overlay" prints that page from the table of sections in this package.
//
// Every line must match something of the document and change something. A line that does not
// is an error, so outdated lines are reported.
package overlay

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/ignore"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/yamltree"
)

// Overlay is the content of an overlay.yaml. The zero value adds nothing.
type Overlay struct {
	steps   map[string]func(*applier) // by section
	ignored ignore.Rules
}

// entry is one line: what it is about, and the value that it has there.
type entry struct {
	key  string
	name string
	at   finding.Position
}

// Read reads an overlay. Mistakes are findings; the overlay contains the lines without
// mistakes. The name of the file is for positions.
func Read(file string, data []byte) (*Overlay, *finding.List) {
	findings := new(finding.List)
	o := &Overlay{steps: make(map[string]func(*applier))}
	root, ok := yamltree.Read(file, data, finding.OverlaySyntax, findings)
	if !ok || root.IsEmpty() {
		return o, findings
	}
	for _, m := range root.Members() {
		if s := findSection(m.Name); s != nil {
			o.steps[s.name] = s.read(o, m.Value)
		} else {
			m.ReportUnknown(sectionNames()...)
		}
	}
	return o, findings
}

// IsEmpty reports whether the overlay has no sections.
func (o *Overlay) IsEmpty() bool { return len(o.steps) == 0 && o.ignored.IsEmpty() }

// Apply adds the facts to the model, section by section in the order of the table.
func (o *Overlay) Apply(api *model.API) *finding.List {
	a := newApplier(api)
	for i := range sections {
		if step := o.steps[sections[i].name]; step != nil {
			step(a)
		}
	}
	a.reportEmptyContainers()
	return a.findings
}
