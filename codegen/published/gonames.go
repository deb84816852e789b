// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package published

import (
	"strings"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/goapi"
)

// compareGo compares the Go packages.
func (c *comparer) compareGo(before, after []*goapi.Package, elements map[string]string) {
	changes := goapi.Compare(before, after)
	breaks := make(map[[2]string]bool)
	for _, change := range changes {
		breaks[[2]string{change.Package, change.Name}] = change.Breaks
	}
	for _, change := range changes {
		owner, member, _ := strings.Cut(change.Name, ".Get")
		if fieldBreaks, found := breaks[[2]string{change.Package, owner + "." + member}]; found && (fieldBreaks || !change.Breaks) {
			continue // the getter of a field that changed
		}
		verdict := Verdict{Go: compare.Minor}
		if change.Breaks {
			verdict.Go = compare.Major
		}
		element := elementOf(elements, change.Package, change.Name, change.Kind)
		if element == "" {
			element = strings.TrimSuffix(change.Package+"."+change.Name, ".")
		}
		_, exists := c.changes[element]
		recorded, _ := c.record(element, verdict, "%s", change.Message)
		if !exists {
			recorded.State = change.State
		}
		if change.State != Changed && c.implies(element, change.State) {
			continue
		}
		recorded.Names = append(recorded.Names, Name{change.Package, change.Name, change.Kind, change.State, change.Detail})
	}
}

// implies reports whether the change of an element follows from that of a message that contains it, or from that
// of a method or field.
func (c *comparer) implies(element string, state State) bool {
	for name := element; ; {
		if c.implied[name] {
			return true
		}
		i := strings.LastIndexByte(name, '.')
		if i < 0 {
			return false
		}
		name = name[:i]
		if parent := c.changes[name]; parent != nil && parent.State == state {
			return true
		}
	}
}

// nameElements sets the Go names of changed elements. Earlier packages take precedence. Of the names of an element,
// the shortest is that of its field or method, not of its getter.
func (c *comparer) nameElements(elements map[string]string, versions ...[]*goapi.Package) {
	for _, packages := range versions {
		names := make(map[string]string)
		for _, p := range packages {
			for _, name := range p.Names() {
				element := elementOf(elements, p.Path(), name, p.Kind(name))
				if known, found := names[element]; element != "" && (!found || len(name) < len(known)) {
					names[element] = name
				}
			}
		}
		for element, name := range names {
			if change := c.changes[element]; change != nil && change.GoName == "" {
				change.GoName = name
			}
		}
	}
}
