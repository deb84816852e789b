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

// contentTypes contains the media types of bodies, which Swagger 2.0 documents declare for the whole
// document or for an operation.
type contentTypes struct{ consumes, produces []string }

// contentTypes reads the media types of a document or an operation. The default is those of inherited.
func (r *reader) contentTypes(node *jsontree.Node, inherited contentTypes) contentTypes {
	types := inherited
	if node.Get("consumes") != nil {
		types.consumes = r.texts(node, "consumes")
	}
	if node.Get("produces") != nil {
		types.produces = r.texts(node, "produces")
	}
	return types
}

// readSwaggerServer converts host, basePath and schemes into servers.
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
		schemes = []string{"https"} // the default is the scheme from which the document was fetched
	}
	for _, scheme := range schemes {
		r.doc.Servers = append(r.doc.Servers, &document.Server{At: r.root.Get("host").Position(), URL: scheme + "://" + host + base})
	}
}

// readSwaggerBody reads a parameter that is the body.
func (r *reader) readSwaggerBody(o *document.Operation, operation, node *jsontree.Node) {
	r.checkMembers(node, swaggerParameterMembers)
	o.BodyRequired = r.flag(node, "required")
	o.BodyType = r.chooseType(r.contentTypes(operation, r.rootTypes).consumes, node)
	o.Body = r.schemaIn(node, "schema")
	if o.Body == nil {
		o.Body = &document.Schema{At: node.Position()}
		r.findings.Add(finding.SchemaMissing, o.Body.At, "the body of %s has no schema", o.ID)
	}
	if text := r.text(node, "description"); text != "" && o.Body.Description == "" {
		o.Body.Description = text
	}
	r.settleBodyType(o)
}

// readSwaggerForm converts the fields of a form into a body that is an object.
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

// isFile reports whether a schema is raw bytes.
func isFile(s *document.Schema) bool { return s.Kind == document.String && s.Format == document.Binary }

// chooseFormType returns the media type of a form and reports other ones. A form with a file is a
// multipart form. Any other form is one if the operation permits it.
func (r *reader) chooseFormType(types []string, hasFile bool, at finding.Position) string {
	chosen := pick(hasFile, document.MultipartType, document.FormType)
	for _, plain := range []string{document.FormType, document.MultipartType} {
		i := slices.IndexFunc(types, func(name string) bool { return document.BaseMediaType(name) == plain })
		if i >= 0 && (!hasFile || plain == document.MultipartType) {
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

// chooseType returns the media type that clients use, and reports the others. The default is JSON.
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

// setMediaTypes sets the media types of a response to those that its operation produces.
func (r *reader) setMediaTypes(response *document.Response, produces []string, node *jsontree.Node) {
	response.MediaType = r.chooseType(produces, node)
	response.MediaTypes = []string{response.MediaType}
	for _, name := range produces {
		if !slices.Contains(response.MediaTypes, name) {
			response.MediaTypes = append(response.MediaTypes, name)
		}
	}
}

// readSwaggerResponse reads the schema and the examples of a response.
func (r *reader) readSwaggerResponse(response *document.Response, node *jsontree.Node) {
	response.Schema = r.schemaIn(node, "schema")
	if examples := r.member(node, "examples", jsontree.Object); examples != nil {
		for _, m := range examples.Members {
			response.Examples = append(response.Examples, document.Example{Name: m.Name, JSON: m.Value.JSON()})
		}
	}
}

// takeCollectionFormat reads the format of a list. Only queries and forms can contain a parameter several
// times. Swagger 2.0 has neither objects nor values of any type outside of bodies; they are sent as in
// OpenAPI 3.
func (r *reader) takeCollectionFormat(node *jsontree.Node, p *document.Parameter, in string) {
	if p.Schema.Kind != document.Array {
		if in != "formData" {
			p.Explode = in == "query"
			r.deferred = append(r.deferred, func() { r.settleStyle(p, p.Explode) })
		}
		return
	}
	p.Schema.Limits = slices.DeleteFunc(p.Schema.Limits, func(l document.Limit) bool { return l.Name == "Collection format" })
	switch format := r.text(node, "collectionFormat"); {
	case format == "multi" && (in == "query" || in == "formData"):
		r.makeRepeated(p)
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

// takeProduced makes raw bytes the body of a success response of Swagger 2.0 without a schema, if the
// operation itself declares only media types of raw bytes, such as archives and logs.
func (r *reader) takeProduced(o *document.Operation, response *document.Response, operation *jsontree.Node) {
	produces := operation.Get("produces")
	hasBody := response.Status[0] == '2' && response.Status != "204" && o.HTTPMethod != http.MethodHead
	if !r.swagger || produces == nil || response.Schema != nil || !hasBody {
		return
	}
	types := r.texts(operation, "produces")
	if len(types) == 0 || slices.ContainsFunc(types, func(t string) bool { return !document.IsRawResponse(t) }) {
		return
	}
	r.setMediaTypes(response, types, produces)
	response.Schema = &document.Schema{At: produces.Position(), Kind: document.String, Format: document.Binary}
}
