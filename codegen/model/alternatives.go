// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// alternatives returns the distinct alternatives of a union. An alternative that is a union
// without a discriminator is replaced by its own alternatives. It returns nil if an alternative
// permits any JSON value, because it could not be distinguished from the others.
func (b *builder) alternatives(s *document.Schema) []*document.Schema {
	if all, known := b.unions[s]; known && b.unionsDeclared {
		return all
	}
	all := b.findAlternatives(s)
	if b.leadsToItself(s, all) {
		all = nil
	}
	if b.unionsDeclared {
		b.unions[s] = all
	}
	return all
}

// leadsToItself reports whether a union is its own only alternative, directly or through other
// unions with a single alternative. Such a union permits any value.
func (b *builder) leadsToItself(s *document.Schema, all []*document.Schema) bool {
	seen := map[*document.Schema]bool{b.target(s): true}
	for len(all) == 1 {
		next := b.target(all[0])
		if next.Kind != document.Union {
			return false
		}
		if seen[next] {
			return true
		}
		seen[next] = true
		all = b.findAlternatives(next)
	}
	return false
}

func (b *builder) findAlternatives(s *document.Schema) []*document.Schema {
	var all []*document.Schema
	seen := make(map[*document.Schema]bool)
	open := false
	var add func(s *document.Schema)
	add = func(s *document.Schema) {
		resolved, target := b.resolve(s), b.target(s)
		switch {
		case seen[target] || !b.step(1, s.At):
		case b.isUntyped(s), target.Format == document.TypedAny, isEmptyObject(target):
			open = true
		case target.Kind == document.Union && target.Discriminator == nil:
			seen[target] = true
			for _, v := range target.Variants {
				add(v)
			}
		default:
			seen[target] = true
			all = append(all, resolved)
		}
	}
	seen[s] = true
	for _, v := range s.Variants {
		add(v)
	}
	if open {
		return nil
	}
	return b.withoutNarrower(all)
}

// isEmptyObject reports whether a schema is an object about which the document states nothing else.
func isEmptyObject(s *document.Schema) bool {
	return s.Kind == document.Object && len(s.Properties) == 0 && s.Additional == nil && len(s.Variants) == 0
}

// withoutNarrower removes alternatives whose values another alternative includes, such as an enum
// of strings beside a string. In version 1 of TypeRules, numbers include integers.
func (b *builder) withoutNarrower(all []*document.Schema) []*document.Schema {
	has := func(kind document.Kind) bool {
		return slices.ContainsFunc(all, func(s *document.Schema) bool {
			return s.Kind == kind && len(s.Enum) == 0 && s.Format == document.NoFormat
		})
	}
	hasString, hasNumber := has(document.String), has(document.Number)
	seen := make(map[document.Kind]bool)
	return slices.DeleteFunc(all, func(s *document.Schema) bool {
		switch {
		case s.Kind == document.String && hasString, s.Kind == document.Number && hasNumber:
			plain := len(s.Enum) == 0 && s.Format == document.NoFormat && !seen[s.Kind]
			seen[s.Kind] = seen[s.Kind] || plain
			return !plain
		case s.Kind == document.Integer && hasNumber && b.api.TypeRules < 2, s.Kind == document.Boolean && seen[s.Kind]:
			return true
		case s.Kind == document.Boolean:
			seen[s.Kind] = true
		}
		return false
	})
}

// isPlain reports whether a schema is a string, a number or a boolean.
func isPlain(s *document.Schema) bool {
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}
