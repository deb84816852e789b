// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// breakCycles prevents that new fields make packages depend on each other. A new schema moves to the
// package of the field. For a published schema, which cannot move, the field accepts any JSON value.
func (s *settler) breakCycles() {
	if len(s.api.allPackages()) == 1 {
		return
	}
	for s.breakCycle() {
	}
}

// breakCycle breaks one cycle, and reports whether there was one.
func (s *settler) breakCycle() bool {
	uses := make(map[*Package]map[*Package]bool)
	type use struct {
		m *Message
		f *Field
	}
	var later []use
	add := func(u use) {
		if uses[u.m.Package] == nil {
			uses[u.m.Package] = make(map[*Package]bool)
		}
		uses[u.m.Package][packageOf(u.f.Type)] = true
	}
	s.api.Walk(func(m *Message) {
		if m.Root().CreatedFor != nil {
			return // it has its own file
		}
		for _, f := range m.Fields {
			switch pkg := packageOf(f.Type); {
			case pkg == nil || pkg == m.Package:
			case s.canAdapt(m, f):
				later = append(later, use{m, f})
			default:
				add(use{m, f})
			}
		}
	})
	for _, u := range later {
		if !reaches(uses, packageOf(u.f.Type), u.m.Package, make(map[*Package]bool)) {
			add(u)
			continue
		}
		s.separate(u.m, u.f)
		return true
	}
	return false
}

// canAdapt reports whether a field is new, or was adapted when it was new.
func (s *settler) canAdapt(m *Message, f *Field) bool {
	if f.age != current {
		return true
	}
	entry := s.api.published.Messages[m.Key]
	return entry != nil && entry.Types[f.Key] == string(ValueType) || s.movesTo(f.Type, m.Package)
}

// movesTo reports whether a type was published in a package to which breakCycles moved it.
func (s *settler) movesTo(t Type, pkg *Package) bool {
	m := s.movable(t)
	return m != nil && m.entry != nil && strings.HasPrefix(last(publishedPaths(s.api, m.key, m.entry)), pkg.Name+".")
}

// A movable is a type at the top level of the package of the API that no line of an overlay places.
type movable struct {
	key   string
	entry *numbers.Entry // in the lock
	isNew bool
	move  func(*Package)
	at    finding.Position
}

// movable returns the type of a field, or of the values of a map, or nil if it cannot move.
func (s *settler) movable(t Type) *movable {
	if of, ok := t.(Map); ok {
		t = of.Value
	}
	switch t := t.(type) {
	case *Message:
		if t.Parent == nil && !t.Named && t.Package == s.api.Package {
			return &movable{t.Key, s.api.published.Messages[t.Key], t.age != current, t.SetPackage, t.At}
		}
	case *Enum:
		if t.Parent == nil && !t.Named && t.Package == s.api.Package {
			return &movable{t.Key, s.api.published.Enums[t.Key], t.age != current, func(pkg *Package) { t.Package = pkg }, t.At}
		}
	}
	return nil
}

// separate moves the type of a field to the package of the field, or makes the field accept any value.
func (s *settler) separate(m *Message, f *Field) {
	other := packageOf(f.Type)
	if t := s.movable(f.Type); t != nil && (t.isNew || s.movesTo(f.Type, m.Package)) {
		t.move(m.Package)
		if t.isNew {
			s.adapted(t.at, "the new schema %q would make the packages %s and %s depend on each other: it becomes part of %s; "+
				"the line that states this is %s", t.key, m.Package.Name, other.Name, m.Package.Name, packageLine(m.Package, t.key))
		}
		return
	}
	if f.age != current {
		s.adapted(f.At, "the new field for %q of %s would make the packages %s and %s depend on each other: it accepts any JSON value",
			f.Key, m.Key, m.Package.Name, other.Name)
	}
	f.AcceptAny()
	f.LockedType = string(ValueType)
}

// packageOf returns the package of a type that the API declares, or nil.
func packageOf(t Type) *Package {
	switch t := t.(type) {
	case *Message:
		return t.Package
	case *Enum:
		return t.Package
	case Map:
		return packageOf(t.Value)
	}
	return nil
}

// reaches reports whether a package uses another one, directly or indirectly.
func reaches(uses map[*Package]map[*Package]bool, from, to *Package, seen map[*Package]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	for next := range uses[from] {
		if !seen[next] && reaches(uses, next, to, seen) {
			return true
		}
	}
	return false
}

// packageLine returns the line for the overlay that adds a schema to a package.
func packageLine(pkg *Package, schema string) finding.Verbatim {
	return finding.Verbatim("packages: {" + inYAML(pkg.Name) + ": {schemas: [" + inYAML(schema) + "]}}")
}

func last(paths []string) string { return paths[len(paths)-1] }
