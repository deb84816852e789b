// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Parameter describes how a field outside of the body is sent, if it differs from the default
// of google.api.http.
type Parameter struct {
	Header    string // the name of the header; empty for other places
	Cookie    string // the name of the cookie; empty for other places
	Query     string // the name of the query parameter, if it differs from the field's JSON name
	Path      bool   // sent only in the path, although the message is the body
	Separator string // between the elements of a list, or between the keys and values of an object
	Exploded  bool   // key=value is written for each key of an object
	JSON      bool   // the value is encoded as JSON
	Prefix    string // written before the value in the path
}

// IsStyled reports whether the value is sent in another form than plain text.
func (p Parameter) IsStyled() bool {
	return p.Separator != "" || p.Exploded || p.JSON || p.Prefix != ""
}

// parameterSchema returns the schema for the field of a parameter: a list if the parameter is
// repeated, and a string if only the caller can encode its media type. It is never read-only or
// write-only.
func (b *builder) parameterSchema(o *document.Operation, p *document.Parameter, schema document.Schema) *document.Schema {
	schema.Required, schema.ReadOnly, schema.WriteOnly = p.Required, false, false
	schema.Examples = slices.Concat(schema.Examples, p.Examples)
	switch {
	case p.Repeated:
		schema = document.Schema{
			At: schema.At, Kind: document.Array, Items: p.Schema, Required: p.Required,
			Description: schema.Description, Deprecated: schema.Deprecated, Limits: schema.Limits, Examples: schema.Examples,
		}
	case p.ContentType != "" && !document.IsJSON(p.ContentType) && !b.jsonTypesOf(p.Schema).isScalar():
		b.findings.Add(finding.NotCarried, p.At,
			"the type of the parameter %q of %s, which is encoded as %s: callers encode it and pass a string", p.Name, o.ID, p.ContentType)
		schema = document.Schema{
			At: schema.At, Kind: document.String, Required: p.Required,
			Description: schema.Description, Deprecated: schema.Deprecated, Examples: schema.Examples,
		}
	}
	return &schema
}
