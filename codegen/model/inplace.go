// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// A schema that is defined in place, without a name, becomes a message nested in the message
// that contains it. If several messages contain it, each gets a nested message of its own.
// Named lists and maps, and the schemas in them, are treated as if they were defined in place.

// maxNesting is the maximum depth of nested messages. protoc accepts 32 levels.
const maxNesting = 20

// inPlace returns the message for a schema that is defined in place. The message is nested in
// owner, or at the top level if the schema is recursive or nested too deeply. If made is true,
// the message is new and the caller must fill it.
func (b *builder) inPlace(s *document.Schema, owner *Message, key, name string) (m *Message, made bool) {
	full := owner.Key + "." + key
	if m := b.adopt(full, s, owner, name); m != nil {
		return m, false
	}
	place := b.original(s)
	if m := b.shared[place]; m != nil {
		return m, false
	}
	b.grow(1, s.At)
	if b.recursive[place] || depth(owner) >= maxNesting {
		m := b.newShared(s)
		b.shared[place] = m
		return m, true
	}
	m = &Message{Key: full, Name: name, Package: owner.Package, Parent: owner, At: s.At}
	owner.Messages = append(owner.Messages, m)
	return m, true
}

func depth(m *Message) int {
	depth := 0
	for ; m.Parent != nil; m = m.Parent {
		depth++
	}
	return depth
}

// newShared returns a new top-level message for a schema that is defined in place. Its key and
// name follow from the place.
func (b *builder) newShared(s *document.Schema) *Message {
	key := make(naming.Numbers).Unused(s.At.Pointer, func(key string) bool { return b.schemas[key] != nil || b.sharedKeys[key] })
	b.sharedKeys[key] = true
	m := &Message{Key: key, Package: b.api.Package, At: s.At}
	m.Name, m.fallbackName = naming.TypeAt(s.At.Pointer)
	b.api.Messages = append(b.api.Messages, m)
	return m
}

// adopt moves the message of a named schema into owner if the schema is named after its place
// there, because a reference leads to that place. It returns nil if there is no such schema.
func (b *builder) adopt(key string, s *document.Schema, owner *Message, name string) *Message {
	named := b.twin(key, s, owner)
	if named == nil {
		return nil
	}
	m, ok := b.types[key].(*Message)
	if !ok {
		m, ok = b.collection(named).(*Message)
	}
	if ok && m.Parent == nil {
		m.Parent, m.Name, m.fallbackName = owner, name, ""
		owner.Messages = append(owner.Messages, m)
		b.adopted = true
	}
	return m
}

// adoptEnum is like adopt for an enum.
func (b *builder) adoptEnum(key string, s *document.Schema, owner *Message, name string) *Enum {
	if b.twin(key, s, owner) == nil {
		return nil
	}
	e := b.enums[key]
	if e != nil && e.Parent == nil {
		e.Parent, e.Name, e.fallbackName = owner, name, ""
		owner.Enums = append(owner.Enums, e)
		b.adopted = true
	}
	return e
}

// twin returns the named schema at the position of s whose name is key, or nil if there is
// none.
func (b *builder) twin(key string, s *document.Schema, owner *Message) *document.Schema {
	named := b.schemas[key]
	if named == nil || s.Name != "" || named.At != s.At || owner.Root().CreatedFor != nil {
		return nil
	}
	return named
}

// dropAdopted removes adopted types from the top level.
func (b *builder) dropAdopted() {
	if b.adopted {
		b.api.Messages = slices.DeleteFunc(b.api.Messages, func(m *Message) bool { return m.Parent != nil })
		b.api.Enums = slices.DeleteFunc(b.api.Enums, func(e *Enum) bool { return e.Parent != nil })
	}
}
