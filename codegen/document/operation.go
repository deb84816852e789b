// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"cmp"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// Operation is a method of the API.
type Operation struct {
	At          finding.Position
	ID          string   // unique, "chat.spaces.messages.create"
	SharedID    string   // the ID that the document declares, if another operation has it
	Resource    []string // "spaces", "messages"
	Tags        []string
	Name        string // "create"; empty if the document does not name the operation
	Description string
	Deprecated  bool
	HTTPMethod  string // "POST"
	// Path is the path to request. Its variables have the names of the parameters that
	// fill them. It has no segments if a template cannot express the path.
	Path pathtemplate.Template
	// URLPath is the path as written in the document, relative to the server's path:
	// "/reports/{id}.json".
	URLPath string
	// APIVersion is the value of the header X-Goog-Api-Version; empty if it is not sent.
	APIVersion string
	Parameters []*Parameter
	Body       *Schema // nil if requests have no body
	Response   *Schema // of the primary success response; nil if that has no body
	Scopes     []string
	Upload     *Upload   // nil if requests cannot carry media
	Download   *Download // nil if responses cannot be media
	// Headers are the parameters that are sent as headers or cookies.
	Headers []*Parameter
	// BodyType is the media type of Body, and ResponseType that of Response.
	// They are empty if the format permits only JSON.
	BodyType string
	// BodyComponent is the name of the component that defines the body, if operations
	// share it.
	BodyComponent string
	BodyRequired  bool
	BodyParts     []*Part // how the properties of a form are sent
	ResponseType  string
	// Responses are all responses in the document, including errors, sorted by status.
	// One of them has the schema Response.
	Responses []*Response
	// Security lists alternative requirements: a call must meet one of them. If it is
	// empty, the document states no requirement.
	Security []Requirement
	// Servers replace the servers of the API for this operation.
	Servers []*Server
	Host    string // the authority to call, if it differs from the API's
	// BasePath is the path of the server to call. Path starts with it.
	BasePath string
	// Limitations are sentences about capabilities of the API that the output cannot
	// express.
	Limitations []string
}

// Route returns the HTTP method and the path as written in the document: "GET /pets/{id}". It is the ID
// of operations for which the document declares none.
func (o *Operation) Route() string { return o.HTTPMethod + " " + cmp.Or(o.URLPath, o.Path.String()) }

// IDResource returns the resource that the ID of a discovery document contains: "spaces" and "messages" for
// "chat.spaces.messages.create".
func (o *Operation) IDResource() []string {
	parts := strings.Split(o.ID, ".")
	if len(parts) < 3 {
		return nil
	}
	return parts[1 : len(parts)-1]
}

// Upload describes the media that a request can carry.
type Upload struct {
	At      finding.Position
	Accept  []string // media types, "image/*"
	MaxSize int64    // in bytes; 0 if the document states no limit
	// Simple is the path for uploads in one request, and Resumable the path for uploads in
	// chunks. Their variables are those of the operation's path. A template without segments
	// means that the kind of upload is not supported.
	Simple, Resumable pathtemplate.Template
}

// HasPath reports whether there is a path for uploads, so that a client can send media.
func (u *Upload) HasPath() bool { return len(u.Simple.Segments)+len(u.Resumable.Segments) > 0 }

// Download describes the media that a response can be.
type Download struct {
	At finding.Position
	// Service reports whether media is also available at the path with the prefix
	// "/download".
	Service bool
}

// Parameter is a parameter of an operation in the path, the query, a header or a cookie.
type Parameter struct {
	At       finding.Position
	Name     string
	InPath   bool
	Cookie   bool // for an element of Operation.Headers: sent as a cookie
	Required bool
	Repeated bool // sent once for each element; Schema describes one element
	Schema   *Schema
	// Style is how the value is written if it is not DefaultStyle: plain text in a path or
	// header, name=value in a query.
	Style       Style
	Explode     bool   // each element or property is written separately
	Reserved    bool   // reserved characters of URLs are not percent-encoded
	ContentType string // the media type in which the value is encoded; empty for plain text
	Examples    []Example
}
