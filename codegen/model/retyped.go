// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// typeRules are the rules whose findings describe the type that the document gives a field.
var typeRules = []finding.Rule{
	finding.UnknownFormat, finding.EnumRepeats, finding.MappingUnknown, finding.NullElement, finding.IntegerRange,
}

// IsMoot returns a function that reports whether a finding describes a type of the document that an
// overlay replaced in every field that had it.
func (a *API) IsMoot() func(finding.Finding) bool {
	replaced := make(map[place]bool)
	w := a.newTypeWalker()
	a.eachField(func(f *Field) {
		if f.Retyped {
			w.walk(f.schema, true, func(s *document.Schema) { replaced[placeOf(s.At)] = true })
		}
	})
	if len(replaced) == 0 {
		return func(finding.Finding) bool { return false }
	}
	clear(w.seen)
	a.eachField(func(f *Field) {
		if !f.Retyped {
			w.walk(f.schema, false, func(s *document.Schema) { delete(replaced, placeOf(s.At)) })
		}
	})
	return func(f finding.Finding) bool {
		if !slices.ContainsFunc(typeRules, func(r finding.Rule) bool { return r.Name == f.Rule }) {
			return false
		}
		at := placeOf(f.Position)
		for !replaced[at] {
			i := strings.LastIndexByte(at.pointer, '/')
			if i < 0 {
				return false
			}
			at.pointer = at.pointer[:i]
		}
		return true
	}
}

func (a *API) eachField(visit func(*Field)) {
	a.Walk(func(m *Message) {
		for _, f := range m.Fields {
			visit(f)
		}
	})
}

// place identifies a value of a document.
type place struct{ file, pointer string }

func placeOf(p finding.Position) place { return place{p.File, p.Pointer} }

// typeWalker visits the schemas that determine the types of fields.
type typeWalker struct {
	named    map[string]*document.Schema
	messages map[string]bool // the names of the schemas that are messages
	seen     map[*document.Schema]bool
}

func (a *API) newTypeWalker() *typeWalker {
	w := &typeWalker{make(map[string]*document.Schema), make(map[string]bool), make(map[*document.Schema]bool)}
	for _, s := range a.Document.Schemas {
		w.named[s.Name] = s
	}
	a.Walk(func(m *Message) { w.messages[m.Schema] = true })
	return w
}

// walk visits a schema, those of the elements of lists and maps, the alternatives of unions, and the
// schemas that it refers to, except for messages. If inside is set, it also visits the properties of
// objects that the document defines in place.
func (w *typeWalker) walk(s *document.Schema, inside bool, visit func(*document.Schema)) {
	if s == nil || w.seen[s] {
		return
	}
	w.seen[s] = true
	visit(s)
	if s.Kind == document.Ref {
		if !w.messages[s.Ref] {
			w.walk(w.named[s.Ref], inside, visit)
		}
		return
	}
	w.walk(s.Items, inside, visit)
	w.walk(s.Additional, inside, visit)
	for _, v := range s.Variants {
		w.walk(v, inside, visit)
	}
	if inside {
		for _, p := range s.Properties {
			w.walk(p.Schema, inside, visit)
		}
	}
}
