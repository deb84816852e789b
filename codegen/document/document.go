// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package document holds the contents of an API's document in a form that is independent
// of the document's format: operations with their parameters, and schemas. A reader fills
// it and records the position of each element. The model is built from it.
//
// Names are spelled as in the document. Elements that a format leaves unordered are sorted
// by name.
package document

import "github.com/protolect/protolect/codegen/finding"

// API is the content of one document.
type API struct {
	At               finding.Position
	Name             string // "chat"
	Version          string // "v1"
	Revision         string
	Title            string
	Description      string
	DocumentationURL string
	Host             string     // the authority to call, "chat.googleapis.com"
	Endpoints        []Endpoint // alternatives to Host
	// DataWrapper reports whether bodies and responses are wrapped in {"data": …}.
	DataWrapper bool
	// Conventions are those of the document's format.
	Conventions Conventions
	Scopes      []Scope
	Schemas     []*Schema
	Operations  []*Operation
	// Servers are all servers of the document. Host and BasePath come from one of them.
	Servers []*Server
	// BasePath is the path of that server, without a trailing slash: "/api/v2". The URLs of
	// all operations start with it.
	BasePath        string
	SecuritySchemes []*SecurityScheme
	Tags            []*Tag
	// Values is the number of JSON values in the document. It limits the size of the output.
	Values int
}

// Endpoint is an alternative URL at which the API can be called.
type Endpoint struct {
	Location    string // "us-central1"; empty if the format does not name locations
	URL         string // with the server's path, without a trailing slash
	Description string
}

// Scope is an OAuth 2.0 scope.
type Scope struct {
	Name        string
	Description string
}

// Tag is a name that groups operations.
type Tag struct {
	At          finding.Position
	Name        string
	Description string
}
