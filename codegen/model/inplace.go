// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/naming"
)

// A schema that has no name of its own stands in place: it becomes a message
// nested in the one that has it, and another one in each that has it. Lists and
// maps with a name stand in place too, and so does what is in them.

// maxNesting is how deep messages are nested. protoc reads 32 levels.
const maxNesting = 20

// inPlace returns the message of a schema that stands in place: nested in owner,
// if it does not have one that all who refer to it share. The caller fills it if it
// was made.
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

// newShared returns a message at the top level for a schema that stands in place.
// It is known and called by that place.
func (b *builder) newShared(s *document.Schema) *Message {
	key := make(naming.Numbers).Unused(s.At.Pointer, func(key string) bool { return b.schemas[key] != nil || b.sharedKeys[key] })
	b.sharedKeys[key] = true
	m := &Message{Key: key, Package: b.api.Package, At: s.At}
	m.Name, m.fallbackName = naming.Place(s.At.Pointer)
	b.api.Messages = append(b.api.Messages, m)
	return m
}

// adopt nests the message of a named schema in owner, if the schema is named
// after its place there: a reference leads to it. It returns nil if there is none.
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

// adoptEnum is adopt for an enum.
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

// twin returns the named schema that stands where s does, and is known by the
// same key.
func (b *builder) twin(key string, s *document.Schema, owner *Message) *document.Schema {
	named := b.schemas[key]
	if named == nil || s.Name != "" || named.At != s.At || owner.Root().MadeFor != nil {
		return nil
	}
	return named
}

// dropAdopted takes what was adopted from the top level.
func (b *builder) dropAdopted() {
	if b.adopted {
		b.api.Messages = slices.DeleteFunc(b.api.Messages, func(m *Message) bool { return m.Parent != nil })
		b.api.Enums = slices.DeleteFunc(b.api.Enums, func(e *Enum) bool { return e.Parent != nil })
	}
}
