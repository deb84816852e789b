// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"net/http"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// What Swagger 2.0 says in another place than OpenAPI 3.

// contentTypes are the media types of bodies, which Swagger 2.0 states for the
// document or for an operation.
type contentTypes struct{ consumes, produces []string }

func (r *reader) contentTypes(node *jsontree.Node, otherwise contentTypes) contentTypes {
	types := otherwise
	if node.Get("consumes") != nil {
		types.consumes = r.texts(node, "consumes")
	}
	if node.Get("produces") != nil {
		types.produces = r.texts(node, "produces")
	}
	return types
}

// readSwaggerServer makes servers of host, basePath and schemes.
func (r *reader) readSwaggerServer() {
	host, base := r.text(r.root, "host"), r.text(r.root, "basePath")
	if host == "" {
		if base != "" {
			r.doc.Servers = []*document.Server{{At: r.root.Get("basePath").Position(), URL: base}}
		}
		return
	}
	schemes := r.texts(r.root, "schemes")
	if len(schemes) == 0 {
		schemes = []string{"https"} // the scheme that the document was served by
	}
	for _, scheme := range schemes {
		r.doc.Servers = append(r.doc.Servers, &document.Server{At: r.root.Get("host").Position(), URL: scheme + "://" + host + base})
	}
}

func (r *reader) readSwaggerBody(o *document.Operation, operation, node *jsontree.Node) {
	r.checkMembers(node, swaggerParameterMembers)
	o.BodyRequired = r.flag(node, "required")
	o.BodyType = r.chooseType(r.contentTypes(operation, r.rootTypes).consumes, node)
	o.Body = r.schemaIn(node, "schema")
	if o.Body == nil {
		o.Body = &document.Schema{At: node.Position()}
		r.findings.Add(finding.SchemaMissing, o.Body.At, "the body has no schema")
	}
	if text := r.text(node, "description"); text != "" && o.Body.Description == "" {
		o.Body.Description = text
	}
	r.settleRange(o)
}

// readSwaggerForm makes an object of the fields of a form.
func (r *reader) readSwaggerForm(o *document.Operation, operation *jsontree.Node, fields []*jsontree.Node) {
	o.Body = &document.Schema{At: fields[0].Position(), Kind: document.Object}
	hasFile := false
	for _, node := range fields {
		field := r.parameter(node, "formData")
		if field.Name == "" {
			continue
		}
		schema := field.Schema
		if field.Repeated {
			schema = &document.Schema{At: schema.At, Kind: document.Array, Items: field.Schema, Description: schema.Description}
		}
		schema.Required = field.Required
		o.BodyRequired = o.BodyRequired || field.Required
		hasFile = hasFile || isFile(field.Schema) || field.Schema.Kind == document.Array && isFile(field.Schema.Items)
		o.Body.Properties = append(o.Body.Properties, &document.Property{Name: field.Name, Schema: schema})
		if field.Style != document.DefaultStyle {
			o.BodyParts = append(o.BodyParts, &document.Part{At: field.At, Property: field.Name, Style: field.Style})
		}
	}
	o.BodyType = r.chooseFormType(r.contentTypes(operation, r.rootTypes).consumes, hasFile, o.Body.At)
}

func isFile(s *document.Schema) bool { return s.Kind == document.String && s.Format == document.Binary }

// chooseFormType returns the media type of a form, and reports the other one if there is
// one: a file needs a multipart form, and any other form is one if it may be.
func (r *reader) chooseFormType(types []string, hasFile bool, at finding.Position) string {
	chosen := pick(hasFile, document.MultipartType, document.FormType)
	for _, plain := range []string{document.FormType, document.MultipartType} {
		if i := slices.IndexFunc(types, func(name string) bool { return document.PlainType(name) == plain }); i >= 0 && (!hasFile || plain == document.MultipartType) {
			chosen = types[i]
		}
	}
	for _, name := range types {
		if name != chosen && document.IsForm(name) {
			r.findings.Add(finding.MediaType, at, "%s beside %s", name, chosen)
		}
	}
	return chosen
}

// chooseType returns the media type of several that clients speak, and reports
// the others. JSON is meant where there is none.
func (r *reader) chooseType(types []string, node *jsontree.Node) string {
	if len(types) == 0 {
		return "application/json"
	}
	if !r.step(node.Position(), len(types)) {
		return types[0]
	}
	chosen := types[0]
	for _, name := range types {
		if mediaRank(name) < mediaRank(chosen) {
			chosen = name
		}
	}
	for _, name := range types {
		if name != chosen {
			r.findings.Add(finding.MediaType, node.Position(), "%s beside %s", name, chosen)
		}
	}
	return chosen
}

// setMediaTypes gives a response the media types that its operation produces.
func (r *reader) setMediaTypes(response *document.Response, produces []string, node *jsontree.Node) {
	response.MediaType = r.chooseType(produces, node)
	response.MediaTypes = []string{response.MediaType}
	for _, name := range produces {
		if !slices.Contains(response.MediaTypes, name) {
			response.MediaTypes = append(response.MediaTypes, name)
		}
	}
}

func (r *reader) readSwaggerResponse(response *document.Response, node *jsontree.Node) {
	response.Schema = r.schemaIn(node, "schema")
	if examples := r.member(node, "examples", jsontree.Object); examples != nil {
		for _, m := range examples.Members {
			response.Examples = append(response.Examples, document.Example{Name: m.Name, JSON: m.Value.JSON()})
		}
	}
}

// takeCollectionFormat reads how a list is written in a text. Only a query and a form can
// have a parameter several times. Swagger 2.0 has no objects outside of bodies, and no
// values of any type: they are written as in OpenAPI 3.
func (r *reader) takeCollectionFormat(node *jsontree.Node, p *document.Parameter, in string) {
	if p.Schema.Kind != document.Array {
		if in != "formData" {
			p.Explode = in == "query"
			r.settled = append(r.settled, func() { r.settleStyle(p, p.Explode) })
		}
		return
	}
	p.Schema.Limits = slices.DeleteFunc(p.Schema.Limits, func(l document.Limit) bool { return l.Name == "Collection format" })
	switch format := r.text(node, "collectionFormat"); {
	case format == "multi" && (in == "query" || in == "formData"):
		r.repeat(p)
	case format == "" || format == "csv":
		p.Style = document.CommaSeparated
	case format == "ssv":
		p.Style = document.SpaceSeparated
	case format == "tsv":
		p.Style = document.TabSeparated
	case format == "pipes":
		p.Style = document.PipeSeparated
	default:
		p.Style = document.CommaSeparated
		r.findings.Add(finding.ParameterStyle, node.Get("collectionFormat").Position(), "the collection format of %q is %q", p.Name, format)
	}
}

// takeProduced gives a response of Swagger 2.0 that has no schema a body of bytes, where
// the operation says of itself what it produces, and that is no JSON: an archive, a log.
func (r *reader) takeProduced(o *document.Operation, response *document.Response, operation *jsontree.Node) {
	produces := operation.Get("produces")
	if !r.swagger || produces == nil || response.Schema != nil || response.Status[0] != '2' || response.Status == "204" || o.HTTPMethod == http.MethodHead {
		return
	}
	types := r.texts(operation, "produces")
	if len(types) == 0 || slices.ContainsFunc(types, func(t string) bool { return !document.IsRawResponse(t) }) {
		return
	}
	r.setMediaTypes(response, types, produces)
	response.Schema = &document.Schema{At: produces.Position(), Kind: document.String, Format: document.Binary}
}
