// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// Behavior is a google.api.field_behavior (AIP-203).
type Behavior int

// The behaviors that documents state.
const (
	Optional Behavior = iota
	Required
	OutputOnly
	InputOnly
	Immutable
	UnorderedList
	Identifier
)

var behaviorWords = []struct {
	words    string
	behavior Behavior
}{
	{"Optional.", Optional},
	{"Required.", Required},
	{"Output only.", OutputOnly},
	{"[Output Only]", OutputOnly},
	{"Input only.", InputOnly},
	{"[Input Only]", InputOnly},
	{"Immutable.", Immutable},
	{"Unordered list.", UnorderedList},
	{"Identifier.", Identifier},
}

// behaviors returns the behaviors that a schema states by its members and, with the convention
// BehaviorWords, by the words at the start of its description.
func (b *builder) behaviors(s *document.Schema) []Behavior {
	var behaviors []Behavior
	add := func(behavior Behavior) {
		if !slices.Contains(behaviors, behavior) {
			behaviors = append(behaviors, behavior)
		}
	}
	if s.Required {
		add(Required)
	}
	if b.isReadOnly(s) {
		add(OutputOnly)
	}
	if b.isWriteOnly(s) {
		add(InputOnly)
	}
	if !b.conventions.BehaviorWords {
		return behaviors
	}
	rest := s.Description
next:
	for {
		rest = strings.TrimSpace(rest)
		for _, b := range behaviorWords {
			if after, found := strings.CutPrefix(rest, b.words); found {
				add(b.behavior)
				rest = after
				continue next
			}
		}
		return behaviors
	}
}

// isReadOnly reports whether a schema, or one that it refers to, is read-only: only the server
// sends it.
func (b *builder) isReadOnly(s *document.Schema) bool {
	return b.anyReferenced(s, func(s *document.Schema) bool { return s.ReadOnly })
}

// isWriteOnly reports whether a schema, or one that it refers to, is write-only: only the
// client sends it.
func (b *builder) isWriteOnly(s *document.Schema) bool {
	return b.anyReferenced(s, func(s *document.Schema) bool { return s.WriteOnly })
}

// anyReferenced reports whether is returns true for a schema or for one that it refers to.
func (b *builder) anyReferenced(s *document.Schema, is func(*document.Schema) bool) bool {
	for range len(b.schemas) + 1 {
		if is(s) {
			return true
		}
		if s.Kind != document.Ref || b.schemas[s.Ref] == nil {
			break
		}
		s = b.schemas[s.Ref]
	}
	return false
}

// IsRequired reports whether the document requires the field.
func (f *Field) IsRequired() bool { return slices.Contains(f.Behaviors, Required) }

func mergeBehaviors(a, b []Behavior) []Behavior {
	for _, behavior := range b {
		if !slices.Contains(a, behavior) {
			a = append(a, behavior)
		}
	}
	return a
}

// ofClient returns the behaviors without OutputOnly, because clients set all parameters, whatever
// their descriptions state.
func ofClient(behaviors []Behavior) []Behavior {
	return slices.DeleteFunc(slices.Clone(behaviors), func(behavior Behavior) bool { return behavior == OutputOnly })
}
