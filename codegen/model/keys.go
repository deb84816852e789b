// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
	"github.com/protolect/protolect/codegen/naming"
	"github.com/protolect/protolect/codegen/numbers"
)

// settleKeys changes the key of a nested message or enum if a schema has it as its name. Keys
// must be unique, because the lock stores numbers by key.
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

// moveEntries gives entries of the lock other keys if new schemas have theirs: those of nested types, and
// those of requests, whose keys are the IDs of methods.
func (b *builder) moveEntries() {
	for _, s := range b.api.Document.Schemas {
		if !isNamedInDocument(s) {
			continue
		}
		entry := b.published.Messages[s.Name]
		method, isMethod := b.published.Methods[s.Name]
		own := s.Name + requestSuffix
		isRequest := isMethod && !method.Joined && entry != nil && b.published.Messages[own] == nil
		if isRequest { // or the schema had the key before: a request without fields has no entry
			name := strings.TrimRight(last(publishedPaths(b.api, s.Name, entry)), "0123456789")
			isRequest = strings.HasSuffix(name, "Request")
		}
		if isRequest {
			for _, key := range slices.Sorted(maps.Keys(entry.Current)) {
				b.api.moveEntry(b.published.Messages, s.Name+"."+key, own+"."+key)
				b.api.moveEntry(b.published.Enums, s.Name+"."+key, own+"."+key)
			}
			b.api.moveEntry(b.published.Messages, s.Name, own)
			continue
		}
		dot := strings.LastIndexByte(s.Name, '.')
		if dot < 0 || b.published.Messages[s.Name[:dot]] == nil {
			continue
		}
		outer := last(publishedPaths(b.api, s.Name[:dot], b.published.Messages[s.Name[:dot]])) + "."
		for _, entries := range []map[string]*numbers.Entry{b.published.Messages, b.published.Enums} {
			entry := entries[s.Name]
			if entry != nil && strings.HasPrefix(last(publishedPaths(b.api, s.Name, entry)), outer) && entries[s.Name+nestedSuffix] == nil {
				b.api.moveEntry(entries, s.Name, s.Name+nestedSuffix)
			}
		}
	}
}

// isNamedInDocument reports whether the document names a schema. Others are named after their places, and keep
// those keys.
func isNamedInDocument(s *document.Schema) bool {
	return s.At.Pointer == "" || path.Base(s.At.Pointer) == jsontree.EscapeKey(s.Name)
}

// lockKey returns the key of a message in the lock. It can be called before settleKeys has run.
func (b *builder) lockKey(m *Message) string {
	if m.Parent != nil && b.schemas[m.Key] != nil {
		return m.Key + nestedSuffix
	}
	return m.Key
}

// requestSuffix is the suffix for the key of a request if a schema has the ID of the method as its name.
const requestSuffix = ".request"

// nestedSuffix is the suffix for the key of a nested type whose own key is the name of a
// schema.
const nestedSuffix = ".nested"

func (b *builder) settleKey(key *string, taken map[string]bool, published map[string]*numbers.Entry, at finding.Position) {
	own := *key
	if taken[own] {
		*key = make(naming.Numbers).Unused(own+nestedSuffix, func(key string) bool { return taken[key] })
		if published[own] != nil && published[*key] == nil {
			b.findings.Add(finding.PublishedChanged, at,
				"the schema %q now has the name of a nested type: the fields or values of that type get other numbers", own)
		}
	}
	taken[*key] = true
}

// The keys of synthetic fields, which do not stand for a property: the additional properties
// of an object, the names of its null fields, the names of its empty lists and maps, and the null
// entries of its maps.
const (
	additionalKey = "*"
	nullsKey      = "*null"
	emptiesKey    = "*empty"
	entriesKey    = "*entry"
)

// syntheticKeys maps these keys to their order. They come after all other fields.
var syntheticKeys = map[string]int{additionalKey: 1, nullsKey: 2, emptiesKey: 3, entriesKey: 4}

// IsSynthetic reports whether a key in the lock is that of a field that does not stand for a property.
func IsSynthetic(key string) bool { return syntheticKeys[key] > 0 }

// syntheticNames maps these keys to the names of their fields.
var syntheticNames = map[string]string{
	additionalKey: "additional_properties", nullsKey: "null_fields", emptiesKey: "empty_fields", entriesKey: "null_entries",
}

// propertyKey returns the key of the field for a property or parameter: its name, with a
// backslash before a name that would be a synthetic key.
func propertyKey(name string) string {
	if syntheticKeys[strings.TrimLeft(name, `\`)] > 0 {
		return `\` + name
	}
	return name
}

// propertyName is the inverse of propertyKey.
func propertyName(key string) string {
	if name, found := strings.CutPrefix(key, `\`); found && propertyKey(name) == key {
		return name
	}
	return key
}

// Property returns the name of the property or parameter of the field.
func (f *Field) Property() string { return propertyName(f.Key) }

// shadowKey returns an unused key for a query parameter whose name is the key of another field.
func shadowKey(m *Method, name string) string {
	key := "?" + name
	hasKey := func(p *document.Parameter) bool { return p.Name == key }
	for m.Request.Field(key) != nil || slices.ContainsFunc(m.Operations[0].Parameters, hasKey) {
		key = "?" + key
	}
	return key
}
