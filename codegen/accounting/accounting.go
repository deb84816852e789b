// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package accounting checks that generated descriptors declare every element of their document.
// It looks up each element by the document's names, which the descriptors contain as options,
// and shares no code with the generator.
package accounting

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Kind is a kind of element that documents declare.
type Kind int

// The kinds, in the order of reports.
const (
	Methods Kind = iota
	Parameters
	Schemas
	Properties
	EnumValues
	Scopes
	Uploads
	Downloads
	Kinds // the number of kinds
)

func (k Kind) String() string {
	return [...]string{"methods", "parameters", "schemas", "properties", "enum values", "scopes", "uploads", "downloads"}[k]
}

// Account is the result for one document. Its counts are indexed by Kind.
type Account struct {
	Declared [Kinds]int // elements of the document
	Found    [Kinds]int // those that the descriptors declare
	// Missing are the elements that the descriptors do not declare.
	Missing []Missing
	// Explained is the number of missing elements that a finding explains. Unexplained sets it.
	Explained int
}

// Missing is an element that the document declares and the descriptors do not.
type Missing struct {
	Kind Kind
	Name string // for instance "Pet.name" for a property, "getPet?id" for a parameter
	At   finding.Position
}

// Unexplained returns the missing elements without a finding for the element or a value that
// contains it. It sets Explained.
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

// Count looks up every element of a document in the descriptors that were generated from it.
// Each file's options may be generated or dynamic messages.
func Count(doc *document.API, files []protoreflect.FileDescriptor) *Account {
	c := &counter{
		account:  new(Account),
		messages: make(map[string]protoreflect.MessageDescriptor),
		enums:    make(map[string]protoreflect.EnumDescriptor),
		methods:  make(map[string]protoreflect.MethodDescriptor),
		scopes:   make(map[string]bool),
		schemas:  make(map[string]*document.Schema),
		open:     make(map[visit]bool),
	}
	for _, file := range files {
		c.index(file)
	}
	for _, s := range doc.Schemas {
		c.schemas[s.Name] = s
	}
	for _, s := range doc.Schemas {
		message, enum := c.messages[s.Name], c.enums[s.Name]
		c.add(Schemas, s.Name, message != nil || enum != nil, s.At)
		if enum != nil {
			c.countEnum(s, enum, s.Name)
		} else {
			c.countSchema(s, message)
		}
	}
	for _, o := range doc.Operations {
		c.countOperation(o)
	}
	for _, s := range doc.Scopes {
		c.add(Scopes, s.Name, c.scopes[s.Name], doc.At)
	}
	return c.account
}

type counter struct {
	account  *Account
	messages map[string]protoreflect.MessageDescriptor // by the schema's name
	enums    map[string]protoreflect.EnumDescriptor    // by the schema's name
	methods  map[string]protoreflect.MethodDescriptor  // by the operation's id
	scopes   map[string]bool                           // the names of all scopes
	schemas  map[string]*document.Schema               // by name
	open     map[visit]bool                            // the visits that have not ended
}

// add counts an element, and records it as missing if it was not found.
func (c *counter) add(kind Kind, name string, found bool, at finding.Position) {
	c.account.Declared[kind]++
	if found {
		c.account.Found[kind]++
		return
	}
	c.account.Missing = append(c.account.Missing, Missing{kind, name, at})
}
