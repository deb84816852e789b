// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// nameInline gives names to schemas that bodies and responses define in place and that only
// a message can hold. A component that operations share gets one name.
func (s *shaper) nameInline() {
	if !s.doc.Conventions.NamesInline {
		return
	}
	n := &namer{shaper: s, named: make(map[string]bool), objects: make(map[string]bool)}
	for _, schema := range s.doc.Schemas {
		n.objects[schema.Name] = hasFields(schema)
	}
	for _, o := range s.doc.Operations {
		n.nameBody(o)
		n.nameResponses(o)
		n.nameErrors(o)
	}
}

// A namer gives names to schemas.
type namer struct {
	*shaper
	named   map[string]bool // the names that the namer gave
	objects map[string]bool // the named schemas whose messages have fields
}

func (n *namer) nameBody(o *document.Operation) {
	if o.Body == nil || document.IsRaw(o.BodyType) || o.Body.Kind != document.Object && o.Body.Kind != document.Union {
		return
	}
	name := document.BodyName(o)
	if o.BodyComponent != "" {
		name = document.SharedBodyName(o.BodyComponent)
	}
	o.Body = n.name(name, o.Body)
}

// nameResponses names the schemas of success responses: that of Operation.Response, and
// those of the other responses if their types differ. Otherwise all get the first name.
func (n *namer) nameResponses(o *document.Operation) {
	responses := o.DistinctResponses() // compared before they have names
	if needsName(o.Response, o.ResponseType) {
		n.nameResponse(o)
		if responses == nil {
			for _, r := range o.Responses {
				if r.HasSuccessBody() && needsName(r.Schema, r.MediaType) {
					r.Schema = o.Response
				}
			}
		}
	}
	for _, r := range responses {
		if r.Schema != o.Response && needsName(r.Schema, r.MediaType) {
			r.Schema = n.name(responseName(document.StatusResponseName(o, r), r), r.Schema)
		}
	}
}

// nameResponse names the schema of an operation's response. Responses of several statuses
// can share it.
func (n *namer) nameResponse(o *document.Operation) {
	name := document.ResponseName(o)
	var same []*document.Response
	for _, r := range o.Responses {
		if r.Schema == o.Response {
			same = append(same, r)
			name = responseName(name, r)
		}
	}
	o.Response = n.name(name, o.Response)
	for _, r := range same {
		r.Schema = o.Response
	}
}

func (n *namer) nameErrors(o *document.Operation) {
	for _, r := range o.Responses {
		switch {
		case !r.IsError() || r.Schema == nil:
		case hasFields(r.Schema):
			r.Schema = n.name(responseName(document.ErrorName(o, r), r), r.Schema)
		case !n.objects[r.Schema.Ref]:
			n.count(finding.NotCarried, "error response whose schema is not an object with properties: its body has no type",
				"error responses whose schemas are not objects with properties: their bodies have no type", o.ID+" "+r.Status, r.At)
		}
	}
}

// name returns a reference to a schema by name, and adds the first schema of each name to
// the document. If the document already has a schema of that name, the name gets a suffix.
func (n *namer) name(name string, schema *document.Schema) *document.Schema {
	for n.schemas[name] != nil {
		name += "#"
	}
	if !n.named[name] {
		n.named[name] = true
		n.objects[name] = hasFields(schema)
		named := *schema
		named.Name = name
		n.doc.Schemas = append(n.doc.Schemas, &named)
	}
	return &document.Schema{At: schema.At, Kind: document.Ref, Ref: name, Description: schema.Description}
}

// responseName returns the name for the schema of a response: that of the shared component
// if there is one, and own otherwise.
func responseName(own string, r *document.Response) string {
	if r.Component != "" {
		return document.SharedResponseName(r.Component)
	}
	return own
}

// needsName reports whether only a message can hold a response with the schema and media
// type.
func needsName(schema *document.Schema, mediaType string) bool {
	return schema != nil && !document.IsRawResponse(mediaType) && (hasFields(schema) || isCollection(schema))
}

// hasFields reports whether the message for a schema has fields.
func hasFields(schema *document.Schema) bool {
	return schema.Kind == document.Object && len(schema.Properties)+len(schema.Variants) > 0 || schema.Kind == document.Union
}

// isCollection reports whether a schema is a list or a map whose values have a type.
func isCollection(schema *document.Schema) bool {
	return schema.Kind == document.Array && schema.Items.Kind != document.Any ||
		schema.Kind == document.Object && schema.Additional != nil && schema.Additional.Kind != document.Any
}
