// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// alias is the end of a chain of references that starts at a named schema.
type alias struct {
	// last is the last reference of the chain, or nil if the schema is not a reference.
	last   *document.Schema
	target *document.Schema
	// nullable reports whether a schema of the chain can be null.
	nullable bool
}

// findAliases resolves the chain of each named schema. It follows each reference once.
func (b *builder) findAliases() {
	for name := range b.schemas {
		b.findAlias(name)
	}
}

func (b *builder) findAlias(name string) {
	var names []string // of the chain: each refers to the next
	for open := make(map[string]bool); ; {
		_, known := b.aliases[name]
		s := b.schemas[name]
		if known || s.Kind != document.Ref {
			break
		}
		if open[name] { // a cycle of references permits any value
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

// resolve returns the schema that a reference leads to, unless that is a message or a
// well-known type: then it returns the last reference of the chain. It returns other schemas
// unchanged.
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

// target returns the schema that a reference leads to. It returns other schemas unchanged.
func (b *builder) target(s *document.Schema) *document.Schema {
	if s.Kind == document.Ref {
		return b.aliases[s.Ref].target
	}
	return s
}

// isNullable reports whether a schema permits null in addition to the values of its type. An
// untyped schema is not nullable, because null is a value of its type.
func (b *builder) isNullable(s *document.Schema) bool {
	return (s.Nullable || s.Kind == document.Ref && b.aliases[s.Ref].nullable) && !b.isUntyped(s)
}

// permitsNull reports whether a schema, or an alternative of it, is nullable.
func (b *builder) permitsNull(s *document.Schema) bool {
	seen := make(map[*document.Schema]bool)
	var permits func(s *document.Schema) bool
	permits = func(s *document.Schema) bool {
		if b.isNullable(s) {
			return true
		}
		target := b.target(s)
		if target.Kind != document.Union || seen[target] {
			return false
		}
		seen[target] = true
		return slices.ContainsFunc(target.Variants, permits)
	}
	return permits(s)
}
