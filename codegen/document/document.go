// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package document is what a document says of its API, whatever format it is
// written in: operations with their parameters, and schemas. A reader fills
// it, with the position of everything; the model is made from it.
//
// Names are the document's own. Whatever a format leaves unordered stands in
// order of name.
package document

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// API is one document.
type API struct {
	At               finding.Position
	Name             string // "chat"
	Version          string // "v1"
	Revision         string
	Title            string
	Description      string
	DocumentationURL string
	Host             string     // the authority to call, "chat.googleapis.com"
	Endpoints        []Endpoint // other places than Host
	// DataWrapper says that bodies and responses stand in {"data": …}.
	DataWrapper bool
	// Conventions are those of the document's format.
	Conventions Conventions
	Scopes      []Scope
	Schemas     []*Schema
	Operations  []*Operation
	// Servers are all that the document names. Host and BasePath come from one of them.
	Servers []*Server
	// BasePath is the path of that server, with which the paths of the operations begin,
	// without a slash at the end: "/api/v2".
	BasePath        string
	SecuritySchemes []*SecurityScheme
	Tags            []*Tag
	// Values is how many JSON values the document has. What may be made of it is
	// bounded by that.
	Values int
}

// Endpoint is another place where the API can be called.
type Endpoint struct {
	Location    string // "us-central1"; empty where the format has no such name
	URL         string // with the server's path, and without a slash at the end
	Description string
}

// Scope is an OAuth 2.0 scope.
type Scope struct {
	Name        string
	Description string
}

// Operation is one method of the API.
type Operation struct {
	At          finding.Position
	ID          string   // unique, "chat.spaces.messages.create"
	Resource    []string // "spaces", "messages"
	Tags        []string // all that the document gives it
	Name        string   // "create"; empty where the document gives none
	Description string
	Deprecated  bool
	HTTPMethod  string // "POST"
	// Path is what to request. Its variables are named by the parameters that
	// fill them. It has no segments where no template can say the path.
	Path pathtemplate.Template
	// URLPath is the path as the document writes it, behind the server's:
	// "/reports/{id}.json".
	URLPath string
	// APIVersion is what a client sends in the header X-Goog-Api-Version.
	APIVersion string
	Parameters []*Parameter
	Body       *Schema // nil without one
	Response   *Schema // of success; nil without one
	Scopes     []string
	Upload     *Upload   // nil where no media goes with the request
	Download   *Download // nil where the response is never media
	// Headers are the parameters that are sent in the header.
	Headers []*Parameter
	// BodyType is the media type of Body, and ResponseType that of Response.
	// They are empty where the format has JSON alone.
	BodyType string
	// BodyComponent is the document's name of a body that operations have in common.
	BodyComponent string
	BodyRequired  bool
	BodyParts     []*Part // how properties of a form or multipart body are sent
	ResponseType  string
	// Responses are all that the document describes, those of errors too, in
	// order of status. One of them has Response.
	Responses []*Response
	// Security says what a call needs: one of these, or nothing stated where
	// there are none.
	Security []Requirement
	// Servers are what to call instead of the API's.
	Servers []*Server
	Host    string // the authority to call, where it is not the API's
	// BasePath is the path of the server that is called, with which Path begins.
	BasePath string
	// Limitations are sentences about what the API can do and the output cannot
	// express.
	Limitations []string
}

// Upload is how media goes with the request of an operation.
type Upload struct {
	At      finding.Position
	Accept  []string // media types, "image/*"
	MaxSize int64    // in bytes, 0 where the document does not say
	// Simple and Resumable are the paths to which media goes in one request, and
	// in parts. Their variables are those of the operation's path. Without a
	// segment there is no such path.
	Simple, Resumable pathtemplate.Template
}

// HasPath reports whether a client can send media.
func (u *Upload) HasPath() bool { return len(u.Simple.Segments)+len(u.Resumable.Segments) > 0 }

// Download says that an operation's response can be had as media.
type Download struct {
	At finding.Position
	// Service says that media is served at /download before the path, too.
	Service bool
}

// Parameter is one parameter of an operation, in the path or in the query.
type Parameter struct {
	At       finding.Position
	Name     string
	InPath   bool
	Cookie   bool // among the headers: a cookie
	Required bool
	Repeated bool // sent once for each element, Schema being the element's
	Schema   *Schema
	// Style says how the value is written where it is not as usual: a text in
	// a path or header, name=value in a query.
	Style       Style
	Explode     bool   // the elements or properties are written one by one
	Reserved    bool   // characters that URLs reserve are sent as they are
	ContentType string // the media type of the value, where it is written in one
	Examples    []Example
}

// Kind is the kind of value that a schema describes.
type Kind int

// The kinds of schemas.
const (
	Any Kind = iota
	Ref
	String
	Integer
	Number
	Boolean
	Array
	Object
	Union // one of Variants
)

// Schema describes a value.
type Schema struct {
	At          finding.Position
	Name        string // only where the document names it
	Kind        Kind
	Ref         string // the named schema that a Ref stands for
	Format      Format
	Description string
	Deprecated  bool
	ReadOnly    bool
	WriteOnly   bool
	Nullable    bool // null is a value, too
	Required    bool // the property must be present
	Enum        []EnumValue
	Items       *Schema     // of an Array
	Properties  []*Property // of an Object
	Additional  *Schema     // what an Object's other properties hold; nil where there are none
	// Variants are what a Union is one of. An Object that has some is one of
	// them, and has its own properties beside.
	Variants []*Schema
	// Inclusive says that a value may be several of the Variants at once.
	Inclusive     bool
	Discriminator *Discriminator
	// DiscriminatorValues maps the property of a discriminator to the values that mean this schema, in the mapping of a
	// schema that this one extends.
	DiscriminatorValues map[string][]string
	Limits              []Limit
	Examples            []Example
	// ContentMediaType is what the bytes of a text are, and ContentEncoding how it has
	// them ("base64"). A part of a form that has no encoding is the bytes themselves.
	ContentMediaType, ContentEncoding string
}

// EachSchema yields every schema of the document once.
func (a *API) EachSchema(yield func(*Schema) bool) {
	seen := make(map[*Schema]bool)
	var walk func(s *Schema) bool
	walk = func(s *Schema) bool {
		if s == nil || seen[s] {
			return true
		}
		seen[s] = true
		if !yield(s) || !walk(s.Items) || !walk(s.Additional) {
			return false
		}
		for _, p := range s.Properties {
			if !walk(p.Schema) {
				return false
			}
		}
		return !slices.ContainsFunc(s.Variants, func(v *Schema) bool { return !walk(v) })
	}
	all := slices.Clone(a.Schemas)
	for _, o := range a.Operations {
		for _, p := range slices.Concat(o.Parameters, o.Headers) {
			all = append(all, p.Schema)
		}
		all = append(all, o.Body, o.Response)
		for _, r := range o.Responses {
			all = append(all, r.Schema)
		}
	}
	for _, s := range all {
		if !walk(s) {
			return
		}
	}
}

// Property is a property of an object.
type Property struct {
	Name   string
	Schema *Schema
}

// EnumValue is one of the values that a schema permits.
type EnumValue struct {
	Value       string // of a number or boolean its JSON literal
	Description string
	Deprecated  bool
}

// Limit is something else that the document says of a value and that a type
// cannot say: its default, its least and greatest value, its pattern.
type Limit struct {
	Name  string
	Value string
}

// The names of limits, in the words of a comment. Lengths are in characters, and
// patterns are RE2 and need match no more than a part.
const (
	Default   = "Default"
	Minimum   = "Minimum"
	Maximum   = "Maximum"
	MinLength = "Minimum length"
	MaxLength = "Maximum length"
	MinItems  = "Minimum items"
	MaxItems  = "Maximum items"
	Pattern   = "Pattern"

	ExclusiveMinimum = "Exclusive minimum"
	ExclusiveMaximum = "Exclusive maximum"

	RequiredBy = "Required by" // methods of this API
)

// Format narrows a kind.
type Format int

// The formats, in the words of JSON Schema and of the discovery service.
const (
	NoFormat Format = iota
	Int32
	UInt32
	Int64  // of a String: in quotes, as proto JSON writes it
	UInt64 // likewise
	Float
	Double
	Base64URL // base64 in the URL-safe alphabet (RFC 4648, section 5)
	Base64    // base64 in the plain alphabet (RFC 4648, section 4)
	Binary    // raw bytes, which JSON cannot hold
	Date      // RFC 3339 full-date, a plain string
	Timestamp // RFC 3339 date-time
	Duration  // seconds, as in "3.5s"
	FieldMask // comma-separated lowerCamel paths
	TypedAny  // an object that names its own type in @type
	Struct    // an object with any properties
)
