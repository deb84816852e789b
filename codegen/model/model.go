// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package model represents an API in the structure of protobuf: services, RPCs with their bindings,
// messages, fields and enums. All decisions on this structure are made here, for all formats of
// documents.
package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

// API is the model of one document.
type API struct {
	Document *document.API
	// Notice is a clause with which the documentation of the API starts.
	Notice string
	// Package is the package of all elements that no overlay moves to another one.
	Package  *Package
	Services []*Service
	// Messages and Enums are at the top level of their package.
	Messages []*Message
	Enums    []*Enum
	// TypeRules is the version of the rules for the types of fields (see the constant TypeRules).
	TypeRules int
	// Official reports whether some numbers come from the API's own definitions. Other elements get
	// numbers that those definitions are unlikely to use.
	Official bool
	// Clashes are the names that do not follow from keys, because another element has the name that
	// does.
	Clashes Clashes
	// Renamed contains the new IDs of published methods whose IDs the document changed, by the old ones.
	Renamed   map[string]string
	published *numbers.Lock
	unsettled []unsettled
}

// Clashes contains names by key.
type Clashes struct {
	Messages, Enums map[string]string
	Fields          map[string]map[string]string // by the keys of message and field
}

// Package is a proto package and the Go package of its messages.
type Package struct {
	Name     string // "protolect.google.chat.v1"
	GoImport string // "github.com/protolect/protolect/gen/google/chat/v1/chatpb"
}

// Walk calls visit for each message, before the messages nested in it.
func (a *API) Walk(visit func(*Message)) {
	for _, m := range a.Messages {
		m.Walk(visit)
	}
}

// Walk calls visit for m, and then for each message nested in it.
func (m *Message) Walk(visit func(*Message)) {
	visit(m)
	for _, nested := range m.Messages {
		nested.Walk(visit)
	}
}

// WalkEnums calls visit for each enum.
func (a *API) WalkEnums(visit func(*Enum)) {
	for _, e := range a.Enums {
		visit(e)
	}
	a.Walk(func(m *Message) {
		for _, e := range m.Enums {
			visit(e)
		}
	})
}
