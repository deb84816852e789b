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

// The behaviours that documents speak of.
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

// behaviors returns the behaviors that the document states by its members and, if that is a
// convention of its format, by the words at the start of a description.
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

// isReadOnly tells whether a schema, or one that it refers to, describes what a server
// sends and does not take.
func (b *builder) isReadOnly(s *document.Schema) bool {
	return b.says(s, func(s *document.Schema) bool { return s.ReadOnly })
}

// isWriteOnly tells whether a schema, or one that it refers to, describes what a server
// takes and does not send.
func (b *builder) isWriteOnly(s *document.Schema) bool {
	return b.says(s, func(s *document.Schema) bool { return s.WriteOnly })
}

// says tells whether a schema, or one that it refers to, says something.
func (b *builder) says(s *document.Schema, is func(*document.Schema) bool) bool {
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
