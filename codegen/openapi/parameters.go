// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// parameters returns the Parameter Objects of a path item or an operation. References are resolved.
func (r *reader) parameters(node *jsontree.Node) []*jsontree.Node {
	var parameters []*jsontree.Node
	for _, e := range r.elements(node, "parameters", jsontree.Object) {
		if p := r.follow(e, "description", "summary"); p != nil {
			r.setPointer(p, pick(r.swagger, "/parameters/", "/components/parameters/"))
			parameters = append(parameters, p)
		}
	}
	return parameters
}

// readParameters reads the parameters of an operation. Parameters of the operation override those of the
// path item, which are given as shared.
func (r *reader) readParameters(o *document.Operation, node *jsontree.Node, shared []*jsontree.Node) {
	type identity struct{ in, name string }
	seen := make(map[identity]bool)
	own := r.parameters(node)
	var form []*jsontree.Node // fields of a form, in Swagger 2.0
	for i, p := range slices.Concat(own, shared) {
		at := identity{uncheckedText(p, "in"), uncheckedText(p, "name")}
		if seen[at] && at.in != "body" {
			if i < len(own) {
				r.findings.Add(finding.MemberMisplaced, p.Position(), "the parameter %q is declared twice", at.name)
			}
			continue
		}
		seen[at] = true
		switch {
		case r.swagger && at.in == "body":
			r.readSwaggerBody(o, node, p)
		case r.swagger && at.in == "formData":
			form = append(form, p)
		default:
			r.addParameter(o, p, at.in)
		}
	}
	if len(form) > 0 {
		r.readSwaggerForm(o, node, form)
	}
}

// addParameter reads a parameter and adds it to an operation, depending on its location.
func (r *reader) addParameter(o *document.Operation, node *jsontree.Node, in string) {
	p := r.parameter(node, in)
	if p.Name == "" {
		return
	}
	switch in {
	case "path":
		p.InPath, p.Required = true, true
		o.Parameters = append(o.Parameters, p)
	case "query":
		o.Parameters = append(o.Parameters, p)
	case "header":
		ignored := []string{"Accept", "Content-Type", "Authorization"}
		if slices.ContainsFunc(ignored, func(name string) bool { return strings.EqualFold(name, p.Name) }) {
			r.findings.Add(finding.HeaderIgnored, p.At, "the header %s is a parameter", p.Name)
			return
		}
		o.Headers = append(o.Headers, p)
	case "cookie":
		p.Cookie = true
		o.Headers = append(o.Headers, p)
	case "querystring":
		r.findings.Add(finding.QueryString, p.At, "the parameter %q is the whole query string", p.Name)
	default:
		r.findings.Add(finding.ParameterPlace, p.At, "the parameter %q is in %q", p.Name, in)
	}
}

// parameter reads a Parameter Object. Operations may share it, so it is read once.
func (r *reader) parameter(node *jsontree.Node, in string) *document.Parameter {
	if p := r.parametersRead[node]; p != nil {
		return p
	}
	p := r.newParameter(node, in)
	r.parametersRead[node] = p
	return p
}

// newParameter reads a Parameter Object.
func (r *reader) newParameter(node *jsontree.Node, in string) *document.Parameter {
	r.checkMembers(node, pick(r.swagger, swaggerParameterMembers, parameterMembers))
	p := &document.Parameter{
		At:       node.Position(),
		Name:     r.required(node, "name", "the parameter is not in the output"),
		Required: r.flag(node, "required"),
		Reserved: r.flag(node, "allowReserved"),
	}
	if !r.fitsName(p.Name, node, "the parameter is not in the output") {
		p.Name = ""
	}
	switch {
	case node.Get("content") != nil:
		p.ContentType, p.Schema = r.parameterContent(node)
	case r.swagger:
		p.Schema = &document.Schema{At: p.At, Limits: r.limits(node)}
		r.readShape(node, p.Schema)
		r.takeCollectionFormat(node, p, in)
	default:
		p.Schema = r.schemaIn(node, "schema")
	}
	if p.Schema == nil {
		p.Schema = &document.Schema{At: p.At}
		r.findings.Add(finding.SchemaMissing, p.At, "the parameter %q has neither a schema nor content", p.Name)
	}
	if text := r.text(node, "description"); text != "" {
		p.Schema.Description = text
	}
	p.Schema.Deprecated = p.Schema.Deprecated || r.flag(node, "deprecated")
	if r.flag(node, "allowEmptyValue") && !r.swagger {
		p.Schema.Limits = append(p.Schema.Limits, document.Limit{Name: "May be empty", Value: "true"})
	}
	p.Examples = r.examples(node)
	if !r.swagger && p.ContentType == "" {
		r.readStyle(p, node, in)
	}
	return p
}

// parameterContent returns the media type of a parameter and its schema. It reports further media types.
func (r *reader) parameterContent(node *jsontree.Node) (mediaType string, schema *document.Schema) {
	for i, m := range r.media(node) {
		if i > 0 {
			r.findings.Add(finding.MediaType, m.Value.Position(), "%s is a second media type", m.Name)
			continue
		}
		mediaType, schema = m.Name, r.schemaIn(m.Value, "schema")
		if schema == nil {
			schema = &document.Schema{At: m.Value.Position()}
		}
	}
	return mediaType, schema
}
