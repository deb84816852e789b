// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// Service is a proto service.
type Service struct {
	Resource []string // the resource path in the document: "spaces", "messages"
	Name     string   // "SpacesMessagesService"
	GRPCName string   // the name in gRPC calls, if it differs: "google.chat.v1.ChatService"
	Methods  []*Method
	Example  *Example
}

// Example is the call with which the documentation of a service starts.
type Example struct {
	Method   *Method
	Request  string // the request message in JSON
	Endpoint string // the URL to call, if it differs from the API's host
	At       finding.Position
}

// Method is an RPC.
type Method struct {
	Service  *Service
	Name     string
	Evidence Evidence // from which the name was derived
	age      age
	// wasPublished reports whether the API was published.
	wasPublished bool
	// Operations are the operations of the document, one for each binding.
	Operations []*document.Operation
	Bindings   []Binding
	Request    *Message
	BodyParts  []BodyPart // of a form: the members that are not sent by default
	Partial    bool       // the body changes a part of a resource: it contains only fields that are set
	Response   Type       // a *Message or a WellKnown
	// Accept are the media types in which Response can be read, the preferred one first. It is
	// empty for "application/json".
	Accept   []string
	Paging   *Paging
	Errors   []NamedError
	Upload   *Upload   // nil if requests cannot carry media
	Download *Download // nil if responses cannot be media
}

// At returns the position of the method in the document.
func (m *Method) At() finding.Position { return m.Operations[0].At }

// NamedError is the meaning of an HTTP status for a method.
type NamedError struct {
	Status      int32
	Name        string // "UNREACHABLE"
	Description string
}

// Binding is an HTTP request by which a method can be called (google.api.http).
type Binding struct {
	HTTPMethod string
	// Path's variables have the names of the document.
	Path pathtemplate.Template
	// Variables maps each variable of the path to the path of its field in the request.
	Variables map[string][]*Field
	// Body is the field for the body. It is nil if there is no body, or if WholeBody is set: then
	// the request message is the body.
	Body      *Field
	WholeBody bool
}

// Upload describes the media that a method's request can carry.
type Upload struct {
	*document.Upload
	Required bool // the method is always called with media
}

// Download describes the media that a method's response can be.
type Download struct {
	*document.Download
	Only bool // the method always returns media
}

// Evidence is the source of a method's name. The strongest evidence comes first.
type Evidence int

// The kinds of evidence.
const (
	ByOverlay      Evidence = iota // the overlay
	ByLock                         // the published name, which differs from the one by the current rules
	ByRequestType                  // the schema of the body, named XRequest
	ByResponseType                 // the schema of the response, named XResponse
	ByResourceType                 // a standard verb and the type on which it works
	ByMethodName                   // a name of several words
	ByResourceName                 // a verb and the resource
	ByPath                         // the HTTP method and the path
)

func (e Evidence) String() string {
	return [...]string{"overlay", "lock", "request type", "response type", "resource type", "method name", "resource name", "path"}[e]
}
