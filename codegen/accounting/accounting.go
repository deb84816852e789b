// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package accounting compares what a document declares with what the written
// descriptors declare, to show that nothing is lost. It knows nothing of how the
// one was made from the other: it looks everything up again, by the names that
// the descriptors carry.
package accounting

import (
	"cmp"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// Kind is a kind of thing that documents declare.
type Kind int

// The kinds, in the order of the table.
const (
	Methods Kind = iota
	Parameters
	Schemas
	Properties
	EnumValues
	Scopes
	Uploads
	Downloads
	Kinds // how many there are
)

func (k Kind) String() string {
	return [...]string{"methods", "parameters", "schemas", "properties", "enum values", "scopes", "uploads", "downloads"}[k]
}

// Account is the result for one document.
type Account struct {
	Declared [Kinds]int // by the document
	Found    [Kinds]int // in the descriptors
	// Missing is what was not found, and Explained how much of it lies where a
	// finding says so.
	Missing   []Missing
	Explained int
}

// Missing is something that the document declares and the descriptors do not.
type Missing struct {
	Kind Kind
	Name string
	At   finding.Position
}

// Unexplained returns what is missing without a finding at its place or around
// it.
func (a *Account) Unexplained(findings []finding.Finding) []Missing {
	explained := make(map[string]bool)
	for _, f := range findings {
		explained[f.Position.Pointer] = true
		for _, at := range f.More {
			explained[at.Pointer] = true
		}
	}
	var unexplained []Missing
	for _, m := range a.Missing {
		if !isExplained(m.At.Pointer, explained) {
			unexplained = append(unexplained, m)
		}
	}
	a.Explained = len(a.Missing) - len(unexplained)
	return unexplained
}

func isExplained(pointer string, explained map[string]bool) bool {
	for pointer != "" {
		if explained[pointer] {
			return true
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return false
}

// Take looks up everything of a document in descriptors.
func Take(doc *document.API, files []protoreflect.FileDescriptor) *Account {
	t := &taker{
		account:  new(Account),
		messages: make(map[string]protoreflect.MessageDescriptor),
		enums:    make(map[string]protoreflect.EnumDescriptor),
		methods:  make(map[string]protoreflect.MethodDescriptor),
		scopes:   make(map[string]bool),
		schemas:  make(map[string]*document.Schema),
		open:     make(map[place]bool),
	}
	for _, file := range files {
		t.index(file)
	}
	for _, s := range doc.Schemas {
		t.schemas[s.Name] = s
	}
	for _, s := range doc.Schemas {
		message, enum := t.messages[s.Name], t.enums[s.Name]
		t.count(Schemas, s.Name, message != nil || enum != nil, s.At)
		if enum != nil {
			t.takeEnum(s, enum, s.Name)
		} else {
			t.takeNamed(s, message)
		}
	}
	for _, o := range doc.Operations {
		t.takeOperation(o)
	}
	for _, s := range doc.Scopes {
		t.count(Scopes, s.Name, t.scopes[s.Name], doc.At)
	}
	return t.account
}

type taker struct {
	account  *Account
	messages map[string]protoreflect.MessageDescriptor // by the schema's name
	enums    map[string]protoreflect.EnumDescriptor    // by the schema's name
	methods  map[string]protoreflect.MethodDescriptor  // by the operation's id
	scopes   map[string]bool
	schemas  map[string]*document.Schema
	open     map[place]bool // what is being taken
}

func (t *taker) count(kind Kind, name string, found bool, at finding.Position) {
	t.account.Declared[kind]++
	if found {
		t.account.Found[kind]++
		return
	}
	t.account.Missing = append(t.account.Missing, Missing{kind, name, at})
}

// index notes the document's names that the descriptors carry.
func (t *taker) index(file protoreflect.FileDescriptor) {
	for _, scope := range extension[*apipb.FileRule](file, apipb.E_File).GetOauthScopes() {
		t.scopes[scope.GetName()] = true
	}
	for i := range file.Messages().Len() {
		m := file.Messages().Get(i)
		if extension[*apipb.MessageRule](m, apipb.E_Message).GetSchema() == "" {
			t.messages[string(m.Name())] = m
		}
		t.indexNamed(m)
	}
	for i := range file.Enums().Len() {
		e := file.Enums().Get(i)
		t.enums[cmp.Or(extension[*apipb.EnumRule](e, apipb.E_Enum).GetSchema(), string(e.Name()))] = e
	}
	for i := range file.Services().Len() {
		methods := file.Services().Get(i).Methods()
		for j := range methods.Len() {
			for _, id := range extension[*apipb.MethodRule](methods.Get(j), apipb.E_Method).GetIds() {
				t.methods[id] = methods.Get(j)
			}
		}
	}
}

// indexNamed notes the messages that carry the name of their schema.
func (t *taker) indexNamed(m protoreflect.MessageDescriptor) {
	if name := extension[*apipb.MessageRule](m, apipb.E_Message).GetSchema(); name != "" {
		t.messages[name] = m
	}
	for i := range m.Messages().Len() {
		t.indexNamed(m.Messages().Get(i))
	}
}

// extension returns an option, which compiled descriptors may hold as a
// dynamic message.
func extension[M proto.Message](d protoreflect.Descriptor, kind protoreflect.ExtensionType) M {
	var rule M
	d.Options().ProtoReflect().Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if field.FullName() != kind.TypeDescriptor().FullName() {
			return true
		}
		rule = rule.ProtoReflect().New().Interface().(M)
		if data, err := proto.Marshal(value.Message().Interface()); err == nil {
			_ = proto.Unmarshal(data, rule) // both are the same message
		}
		return false
	})
	return rule
}
