// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/published"
)

// Published returns the generated files of the APIs that a plan changes, before and after it. An API
// without files before the plan is omitted.
func (run *Run) Published(folder string, plan *output.Plan) (before, after published.Files, err error) {
	changed := make(map[string]bool)   // by name of the file
	isChanged := make(map[string]bool) // by owner
	for _, c := range plan.Changes {
		changed[c.Name] = true
	}
	for _, f := range run.Files {
		isChanged[f.Owner] = isChanged[f.Owner] || changed[f.Name]
	}
	before, after = make(published.Files), make(published.Files)
	old := make(map[string]published.Files) // by owner
	for _, f := range run.Files {
		if f.Owner == "" || !isChanged[f.Owner] {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(f.Name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, nil, err
		case old[f.Owner] == nil:
			old[f.Owner] = make(published.Files)
		}
		old[f.Owner][f.Name] = data
		before[f.Name] = data
	}
	for _, f := range run.Files {
		if old[f.Owner] != nil {
			after[f.Name] = f.Data
		}
	}
	for _, c := range plan.Changes {
		if c.Kind != output.Remove {
			continue
		}
		if before[c.Name], err = os.ReadFile(filepath.Join(folder, filepath.FromSlash(c.Name))); err != nil {
			return nil, nil, err
		}
	}
	return before, after, nil
}

// Change is a change of the output.
type Change struct {
	published.Change
	API string // its name, or empty if the run did not generate it
	// At is the position of the element in the document, or the zero value if no document of the run has it.
	At finding.Position
}

// String returns a line about the change, without its verdicts.
func (c Change) String() string {
	line := c.Element + ": " + c.Message
	if c.At.File != "" {
		line += " (" + c.At.String() + ")"
	}
	return line
}

// place is where an element is.
type place struct {
	api string
	at  finding.Position
}

// Locate adds positions to changes: that of the element in the document of the run, or else in the document of
// an earlier one, which may be nil, or else that of the nearest element that contains it.
func (run *Run) Locate(changes []published.Change, before *Run) []Change {
	var located []Change
	for _, c := range changes {
		element := cmp.Or(c.Successor, c.Element)
		at, found := run.places[element]
		if !found && before != nil {
			at, found = before.places[c.Element]
		}
		for !found {
			i := strings.LastIndexByte(element, '.')
			if i < 0 {
				break
			}
			element = element[:i]
			at, found = run.places[element]
		}
		located = append(located, Change{c, at.api, at.at})
	}
	return located
}

// addPlaces notes where the elements of an API are. The folders are those of its Go packages.
func (run *Run) addPlaces(name string, api *model.API, folders ...string) {
	add := func(element string, at finding.Position) { run.places[element] = place{name, at} }
	pkg := api.Package.Name
	for _, element := range append(folders, pkg) {
		add(element, api.Document.At)
	}
	api.Walk(func(m *model.Message) {
		add(pkg+"."+m.Path(), m.At)
		for _, f := range m.Fields {
			add(pkg+"."+m.Path()+"."+f.Name, f.At)
		}
	})
	api.WalkEnums(func(e *model.Enum) {
		name := pkg + "." + e.Path()
		add(name, e.At)
		// Proto names a value after the parent of its enum.
		for _, v := range e.Values {
			add(name[:strings.LastIndexByte(name, '.')+1]+v.Name, e.At)
		}
	})
	for _, s := range api.Services {
		for _, m := range s.Methods {
			add(pkg+"."+s.Name+"."+m.Name, m.At())
		}
	}
}
