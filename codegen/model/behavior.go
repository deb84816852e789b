// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
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

// behaviors returns what the document says by its members, and by the words
// with which it starts a description.
func behaviors(s *document.Schema) []Behavior {
	var behaviors []Behavior
	add := func(behavior Behavior) {
		for _, b := range behaviors {
			if b == behavior {
				return
			}
		}
		behaviors = append(behaviors, behavior)
	}
	if s.Required {
		add(Required)
	}
	if s.ReadOnly {
		add(OutputOnly)
	}
	if s.WriteOnly {
		add(InputOnly)
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
