// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package model holds an API in the shape that protobuf will give it:
// services, RPCs with their bindings, messages, fields, enums. Every decision
// on that shape is made here, once, for all formats of documents.
package model

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// API is the model of one document.
type API struct {
	Document *document.API
	// Notice is what comes first of all that is said of the API: a clause.
	Notice string
	// Package is where everything lives that no overlay puts elsewhere.
	Package  *Package
	Services []*Service
	// Messages and Enums are those at the top level of their package.
	Messages []*Message
	Enums    []*Enum
	// TypeRules is the version of the rules by which numbers have their types (TypeRules).
	TypeRules int
	// Official says that some numbers come from the API's own definitions. What
	// has none of those gets a number that they will hardly take.
	Official bool
	// Clashes are the names that do not follow from keys, because something else had
	// the name that does.
	Clashes Clashes
}

// Clashes are names of what would be called like something else, by key.
type Clashes struct {
	Messages, Enums map[string]string
	Fields          map[string]map[string]string // by the keys of message and field
}

// Package is a proto package and the Go package of its messages.
type Package struct {
	Name     string // "protolect.google.chat.v1"
	GoImport string // "github.com/protolect/protolect/gen/google/chat/v1/chatpb"
}

// Service is a proto service.
type Service struct {
	Resource []string // the resource path in the document: "spaces", "messages"
	Name     string   // "SpacesMessagesService"
	GRPCName string   // by which gRPC calls it, where that is another: "google.chat.v1.ChatService"
	Methods  []*Method
	Example  *Example
}

// Example is the call that the documentation of a service begins with.
type Example struct {
	Method  *Method
	Request string // JSON of the request message
	// Endpoint is where it calls, if that is not the API's host.
	Endpoint string
	At       finding.Position
}

// Method is an RPC.
type Method struct {
	Service  *Service
	Name     string
	Evidence Evidence // what gave the method its name
	// Operations are what the document says of it, one for each binding.
	Operations []*document.Operation
	Bindings   []Binding
	Request    *Message
	BodyParts  []BodyPart // of a form: the members that are not sent as usual
	Partial    bool       // the body changes a part of a resource: it has only what is set
	Response   Type       // a *Message or a WellKnown
	// Accept are the media types in which Response can be read, the preferred one first;
	// empty for "application/json".
	Accept   []string
	Paging   *Paging
	Errors   []NamedError
	Upload   *Upload   // nil where no media goes with the request
	Download *Download // nil where the response is never media
}

// At returns where the document describes the method.
func (m *Method) At() finding.Position { return m.Operations[0].At }

// NamedError is what an HTTP status means for a method.
type NamedError struct {
	Status      int32
	Name        string // "UNREACHABLE"
	Description string
}

// Binding is one way to call a method by HTTP (google.api.http).
type Binding struct {
	HTTPMethod string
	// Path's variables are named as the document names them.
	Path pathtemplate.Template
	// Variables has, for each variable of the path, the fields that lead to
	// its value: one, or one within another.
	Variables map[string][]*Field
	// Body is the field that is the body. It is nil where there is no body,
	// and where WholeBody says that the request itself is.
	Body      *Field
	WholeBody bool
}

// Paging says by which fields a method returns its result page by page. Each is a list of
// those that lead to it.
type Paging struct {
	// One of these says in the request where the page is: its token, its number from 1, the
	// number of the items before it, or the id of the last one of these.
	PageToken, PageNumber, Offset, LastItem []*Field
	Limit                                   []*Field // of the request: how many items a page has
	Items                                   []*Field // nil where no single list is the result
	ItemID                                  []*Field // of an item, with LastItem
	// These say in the response which page is next, or how many there are.
	NextPageToken, NextLink, PageCount, Total, HasMore []*Field
	// LinkHeader says that the link to the next page is in the header of the response.
	LinkHeader bool
	// ZeroBased says that the number of the first page is 0.
	ZeroBased bool
	// recent says that the first versions of protolect did not recognize it.
	recent bool
}

// HasEnd tells whether the pages come to an end.
func (p *Paging) HasEnd() bool {
	switch {
	case p.PageToken != nil:
		return p.NextPageToken != nil || p.NextLink != nil || p.LinkHeader
	case p.LastItem != nil:
		return p.Items != nil && p.ItemID != nil
	}
	return p.Items != nil || p.NextLink != nil || p.LinkHeader || p.PageCount != nil || p.HasMore != nil
}

// Upload is how media goes with a method's request.
type Upload struct {
	*document.Upload
	Required bool // the method is not called without media
}

// Download says that a method's response can be had as media.
type Download struct {
	*document.Download
	Only bool // the method is not called for its response message
}

// Evidence is what gave a method its name, the strongest first.
type Evidence int

// The kinds of evidence.
const (
	ByOverlay      Evidence = iota // a person said so
	ByLock                         // it was published so, and the rules would decide otherwise by now
	ByRequestType                  // the body's schema is called XRequest
	ByResponseType                 // the response's schema is called XResponse
	ByResourceType                 // a standard verb, and the type it works on
	ByMethodName                   // a name of many words
	ByResourceName                 // a verb, and the resource it stands in
	ByPath                         // its HTTP method and path
)

func (e Evidence) String() string {
	return [...]string{"overlay", "lock", "request type", "response type", "resource type", "method name", "resource name", "path"}[e]
}

// Message is a proto message.
type Message struct {
	// Key is the document's name of it: a schema's name, a schema's and a
	// property's ("Space.spaceDetails"), or the method for which it was made.
	Key string
	// Schema is the name of the schema that it is, empty for what the document
	// has no name for.
	Schema string
	// Also has the names of the schemas in whose place it stands.
	Also        []string
	Name        string
	Package     *Package
	Parent      *Message // nil at the top level
	Description string
	Deprecated  bool
	Fields      []*Field
	Messages    []*Message // nested
	Enums       []*Enum    // nested
	Reserved    []Reserved
	At          finding.Position
	// JSONValue says that JSON has the value of the only field, a list or a map,
	// in place of the message.
	JSONValue bool
	// IsUnion says that JSON has the value of the one field that is set in place of the
	// message. Discriminator is the member of an object that says which field that is, if
	// there is one.
	IsUnion       bool
	Discriminator string
	fallbackName  string // what it is called if something else has its name
	preferredName string // what it is called if it was never published, and nothing else has that name
	// MadeFor is the method whose parameters, or some of them, it gathers, nil
	// for the document's own schemas.
	MadeFor *Method
}

// Path returns the name within the package: "Space.SpaceDetails".
func (m *Message) Path() string {
	if m.Parent != nil {
		return m.Parent.Path() + "." + m.Name
	}
	return m.Name
}

// Root returns the message at the top level that m is nested in, or m itself.
func (m *Message) Root() *Message {
	for m.Parent != nil {
		m = m.Parent
	}
	return m
}

// Field returns the field for the property or parameter of that name, or nil.
func (m *Message) Field(name string) *Field { return m.FieldByKey(propertyKey(name)) }

// FieldByKey returns the field of that key, or nil.
func (m *Message) FieldByKey(key string) *Field {
	for _, f := range m.Fields {
		if f.Key == key {
			return f
		}
	}
	return nil
}

// Field is a field of a message.
type Field struct {
	Key         string // by which the lock knows it: the property or parameter of the document
	Name        string
	Renamed     bool  // by an overlay, which only bodies are: JSON has no name for those
	Number      int32 // 0 until the numbers are known
	Official    *Official
	Type        Type
	Repeated    bool
	Optional    bool   // absent is something else than the zero value
	Oneof       string // the name of the oneof that it is a member of
	Behaviors   []Behavior
	Description string
	Deprecated  bool
	Limits      []document.Limit
	Examples    string // values that the document shows, in one line
	noTime      string // one of them that is not of the field's type, a time
	// Constraints are what can be checked of the limits, and CheckedBySender says
	// that a client does so before it sends a request. Constrain finds both.
	Constraints     Constraints
	CheckedBySender bool
	// ClientDefault says that a client can be told once what the field holds in
	// requests that leave it empty, and RequestID that a client makes an id for
	// those.
	ClientDefault, RequestID bool
	Parameter                Parameter
	// Status is the HTTP status whose body the field is, in a response that has one of
	// several: "202", "2XX".
	Status string
	JSON   FieldJSON
	// Changed says that the field is in a partial body, which may lack it though it is
	// required.
	Changed bool
	// Decided is what the lock remembers of the type (numbers.Entry.Types).
	Decided string
	At      finding.Position
}

// IsPlain tells whether the field holds one scalar, which is written as its text alone.
func (f *Field) IsPlain() bool { return isScalar(f.Type) && !f.Repeated && !f.Parameter.IsStyled() }

// Official is a number that the API's own definitions give.
type Official struct {
	Number int32
	At     finding.Position
}

// Enum is a proto enum.
type Enum struct {
	Key          string // "User.type", or the schema's name
	Schema       string // the document's name, if it has one
	Name         string
	fallbackName string // a better name than one with a number, if the own one is taken
	Package      *Package
	Parent       *Message // nil at the top level
	Description  string
	Values       []*EnumValue
	Reserved     []Reserved
	// Prefixed says that the names of the values start with the enum's.
	Prefixed bool
	// JSONNumber says that the values are numbers in JSON.
	JSONNumber bool
	At         finding.Position
}

// Path returns the name within the package: "User.Type".
func (e *Enum) Path() string {
	if e.Parent != nil {
		return e.Parent.Path() + "." + e.Name
	}
	return e.Name
}

// EnumValue is a value of an enum.
type EnumValue struct {
	Key         string // as JSON spells it
	Absent      bool   // it stands for no value, and JSON does not have it
	Name        string
	Number      int32
	Official    *Official
	Description string
	Deprecated  bool
}

// Type is the type of a field: Scalar, *Message, *Enum, WellKnown or Map.
type Type interface{ isType() }

// Scalar is one of proto's scalar types.
type Scalar int

// The scalar types in use.
const (
	Bool Scalar = iota
	Int32
	UInt32
	Int64
	UInt64
	Float
	Double
	String
	Bytes
)

// Map is a map from strings.
type Map struct{ Value Type }

func (Scalar) isType()    {}
func (*Message) isType()  {}
func (*Enum) isType()     {}
func (WellKnown) isType() {}
func (Map) isType()       {}

// Walk calls visit for every message, each before those nested in it.
func (a *API) Walk(visit func(*Message)) {
	var walk func([]*Message)
	walk = func(messages []*Message) {
		for _, m := range messages {
			visit(m)
			walk(m.Messages)
		}
	}
	walk(a.Messages)
}

// WalkEnums calls visit for every enum.
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
