// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// alias is what the name of a schema stands for, however many references lead
// there.
type alias struct {
	// last is the last schema on the way that is a reference, nil without one.
	last   *document.Schema
	target *document.Schema
	// nullable says that a schema on the way may be null.
	nullable bool
}

// findAliases follows every name to its end, each reference once.
func (b *builder) findAliases() {
	for name := range b.schemas {
		b.findAlias(name)
	}
}

func (b *builder) findAlias(name string) {
	var names []string // on the way, each refers to the next
	for open := make(map[string]bool); ; {
		_, known := b.aliases[name]
		s := b.schemas[name]
		if known || s.Kind != document.Ref {
			break
		}
		if open[name] { // they refer to each other: it can be anything
			b.aliases[name] = alias{target: &document.Schema{At: s.At}}
			break
		}
		open[name] = true
		names = append(names, name)
		name = s.Ref
	}
	end, known := b.aliases[name]
	if !known {
		s := b.schemas[name]
		end = alias{target: s, nullable: s.Nullable}
		b.aliases[name] = end
	}
	for i := len(names) - 1; i >= 0; i-- {
		s := b.schemas[names[i]]
		if end.last == nil {
			end.last = s
		}
		end.nullable = end.nullable || s.Nullable
		b.aliases[names[i]] = end
	}
}

// resolve returns the schema that a reference stands for, if it names one that
// is neither a message nor a well-known type, and otherwise s itself.
func (b *builder) resolve(s *document.Schema) *document.Schema {
	if s.Kind != document.Ref {
		return s
	}
	switch a := b.aliases[s.Ref]; {
	case b.types[a.target.Name] == nil:
		return a.target
	case a.last != nil:
		return a.last
	}
	return s
}

// target returns the schema that another one is, or refers to.
func (b *builder) target(s *document.Schema) *document.Schema {
	if s.Kind == document.Ref {
		return b.aliases[s.Ref].target
	}
	return s
}

// isNullable tells whether null is one of the values: not where it is a value of
// the field's type.
func (b *builder) isNullable(s *document.Schema) bool {
	return (s.Nullable || s.Kind == document.Ref && b.aliases[s.Ref].nullable) && !b.isUntyped(s)
}
