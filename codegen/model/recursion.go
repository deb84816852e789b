// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// findRecursive finds the schemas that are defined in place and contain themselves. They cannot
// be nested, because the nesting would not end. Tarjan's algorithm finds them as the strongly
// connected components of the graph of containment. Of these, a schema that a single place
// contains is nested there: the others of its component end the nesting.
func (b *builder) findRecursive() {
	f := &recursionFinder{
		builder: b,
		index:   make(map[*document.Schema]int),
		low:     make(map[*document.Schema]int),
		open:    make(map[*document.Schema]bool),
		holders: make(map[*document.Schema]int),
	}
	for _, s := range b.api.Document.Schemas {
		f.visitAll(b.held(s))
	}
	for _, o := range b.api.Document.Operations {
		for _, p := range slices.Concat(o.Parameters, o.Headers) {
			f.visitAll(b.heldByField(p.Schema, nil))
		}
		if o.Body != nil {
			f.visitAll(b.heldByField(o.Body, nil))
		}
	}
	for _, s := range f.found {
		b.recursive[s] = f.holders[s] > 1
	}
}

// A recursionFinder holds the state of Tarjan's algorithm.
type recursionFinder struct {
	*builder
	index, low map[*document.Schema]int
	stack      []*document.Schema
	open       map[*document.Schema]bool // the schemas on the stack
	holders    map[*document.Schema]int  // the number of places that contain a schema
	found      []*document.Schema        // the schemas that contain themselves
}

func (f *recursionFinder) visitAll(all []*document.Schema) {
	for _, s := range all {
		f.holders[s]++
		if f.index[s] == 0 {
			f.visit(s)
		}
	}
}

func (f *recursionFinder) visit(s *document.Schema) {
	f.index[s] = len(f.index) + 1
	f.low[s] = f.index[s]
	f.stack = append(f.stack, s)
	f.open[s] = true
	holdsItself := false
	for _, held := range f.held(s) {
		f.holders[held]++
		switch {
		case f.index[held] == 0:
			f.visit(held)
			f.low[s] = min(f.low[s], f.low[held])
		case f.open[held]:
			f.low[s] = min(f.low[s], f.index[held])
			holdsItself = holdsItself || held == s
		}
	}
	if f.low[s] < f.index[s] {
		return
	}
	at := len(f.stack) - 1
	for f.stack[at] != s {
		at--
	}
	for _, member := range f.stack[at:] {
		f.open[member] = false
		if holdsItself || len(f.stack)-at > 1 {
			f.found = append(f.found, member)
		}
	}
	f.stack = f.stack[:at]
}

// held returns the schemas that are defined in place within a schema and become messages.
func (b *builder) held(s *document.Schema) []*document.Schema {
	var all []*document.Schema
	switch {
	case isCollection(s):
		return b.heldByField(s, nil)
	case s.Kind == document.Union:
		for _, v := range b.alternatives(s) {
			all = b.heldByElement(v, all)
		}
	case s.Kind == document.Object:
		for _, p := range s.Properties {
			all = b.heldByField(p.Schema, all)
		}
		for _, p := range b.gather(s).properties {
			all = b.heldByField(p.Schema, all)
		}
		if additional := b.additional(s); additional != nil {
			all = b.heldByElement(additional, all)
		}
	}
	return all
}

// heldByField appends the schemas that the field for a schema contains, as in fieldType.
func (b *builder) heldByField(s *document.Schema, all []*document.Schema) []*document.Schema {
	if s = b.resolve(s); s.Kind == document.Array {
		return b.heldByElement(s.Items, all)
	}
	return b.heldBySingle(s, all)
}

// heldByElement appends the schemas that an element contains, as in elementType.
func (b *builder) heldByElement(s *document.Schema, all []*document.Schema) []*document.Schema {
	null := b.isNullable(s)
	switch s = b.resolve(s); {
	case null && !b.holdsNull(s), b.isWellKnownCollection(s), isCollection(s) && s.Name != "":
		return all
	case isCollection(s):
		return append(all, b.original(s))
	}
	return b.heldBySingle(s, all)
}

// heldBySingle appends the schemas that a value other than a list contains, as in singleType.
func (b *builder) heldBySingle(s *document.Schema, all []*document.Schema) []*document.Schema {
	switch {
	case b.enums[s.Name] != nil, isEnum(s):
	case s.Kind == document.Object && isFree(s):
	case isMap(s):
		return b.heldByElement(s.Additional, all)
	case s.Kind == document.Object:
		return append(all, b.original(s))
	case s.Kind == document.Union:
		switch alternatives := b.alternatives(s); len(alternatives) {
		case 0:
		case 1:
			return b.heldByElement(alternatives[0], all)
		default:
			return append(all, b.original(s))
		}
	}
	return all
}
