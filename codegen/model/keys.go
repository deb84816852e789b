// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// settleKeys gives another key to a nested message or enum whose key a schema has
// as its name: numbers are remembered by keys.
func (b *builder) settleKeys() {
	messages, enums := make(map[string]bool), make(map[string]bool)
	for _, m := range b.api.Messages {
		messages[m.Key] = true
	}
	for _, e := range b.api.Enums {
		enums[e.Key] = true
	}
	b.api.Walk(func(m *Message) {
		if m.Parent != nil {
			b.settleKey(&m.Key, messages, b.published.Messages, m.At)
		}
		for _, e := range m.Enums {
			b.settleKey(&e.Key, enums, b.published.Enums, e.At)
		}
	})
}

// lockKey returns the key by which the lock knows a message, before settleKeys has run.
func (b *builder) lockKey(m *Message) string {
	if m.Parent != nil && b.schemas[m.Key] != nil {
		return m.Key + nestedSuffix
	}
	return m.Key
}

// nestedSuffix ends the key of a nested type whose own key is the name of a schema.
const nestedSuffix = ".nested"

func (b *builder) settleKey(key *string, taken map[string]bool, published map[string]*numbers.Entry, at finding.Position) {
	own := *key
	if taken[own] {
		*key = make(naming.Numbers).Unused(own+nestedSuffix, func(key string) bool { return taken[key] })
		if published[own] != nil && published[*key] == nil {
			b.findings.Add(finding.PublishedChanged, at, "the schema %q has the name of a nested type by now: what is in that type has other numbers", own)
		}
	}
	taken[*key] = true
}
