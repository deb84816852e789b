// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// parameters returns the parameters that a path or an operation lists, each
// with what it stands for.
func (r *reader) parameters(node *jsontree.Node) []*jsontree.Node {
	var parameters []*jsontree.Node
	for _, e := range r.elements(node, "parameters", jsontree.Object) {
		if p := r.follow(e, "description", "summary"); p != nil {
			r.place(p, pick(r.swagger, "/parameters/", "/components/parameters/"))
			parameters = append(parameters, p)
		}
	}
	return parameters
}

// readParameters reads the parameters of an operation: its own, and those of
// its path that it does not say anew.
func (r *reader) readParameters(o *document.Operation, node *jsontree.Node, shared []*jsontree.Node) {
	type place struct{ in, name string }
	seen := make(map[place]bool)
	own := r.parameters(node)
	var form []*jsontree.Node // fields of a form, in Swagger 2.0
	for i, p := range slices.Concat(own, shared) {
		at := place{textIn(p, "in"), textIn(p, "name")}
		if seen[at] && at.in != "body" {
			if i < len(own) {
				r.findings.Add(finding.MemberMisplaced, p.Position(), "the parameter %q is there already", at.name)
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
		if slices.ContainsFunc([]string{"Accept", "Content-Type", "Authorization"}, func(name string) bool { return strings.EqualFold(name, p.Name) }) {
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

// parameter reads a parameter of a path, a query, a header or a form, once
// however many refer to it.
func (r *reader) parameter(node *jsontree.Node, in string) *document.Parameter {
	if p := r.parametersRead[node]; p != nil {
		return p
	}
	p := r.newParameter(node, in)
	r.parametersRead[node] = p
	return p
}

func (r *reader) newParameter(node *jsontree.Node, in string) *document.Parameter {
	r.checkMembers(node, pick(r.swagger, swaggerParameterMembers, parameterMembers))
	p := &document.Parameter{
		At:       node.Position(),
		Name:     r.required(node, "name", "the parameter is not in the output"),
		Required: r.flag(node, "required"),
		Reserved: r.flag(node, "allowReserved"),
	}
	if !r.fits(p.Name, node, "the parameter is not in the output") {
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

// parameterContent returns the media type in which a value is written, and its
// schema: there is one.
func (r *reader) parameterContent(node *jsontree.Node) (mediaType string, schema *document.Schema) {
	for i, m := range r.media(node) {
		if i > 0 {
			r.findings.Add(finding.MediaType, m.Value.Position(), "a second media type, %s", m.Name)
			continue
		}
		mediaType, schema = m.Name, r.schemaIn(m.Value, "schema")
		if schema == nil {
			schema = &document.Schema{At: m.Value.Position()}
		}
	}
	return mediaType, schema
}

// styles are the styles that have a name, but for those that are usual where
// they stand.
var styles = map[string]document.Style{
	"spaceDelimited": document.SpaceSeparated,
	"pipeDelimited":  document.PipeSeparated,
	"deepObject":     document.DeepObject,
	"label":          document.LabelStyle,
	"matrix":         document.MatrixStyle,
}

// readStyle reads how a list or an object is written. A list in a query is
// sent element by element if nothing else is said.
func (r *reader) readStyle(p *document.Parameter, node *jsontree.Node, in string) {
	inQuery := in == "query" || in == "cookie"
	name := r.text(node, "style")
	switch {
	case name == "", inQuery && name == "form", !inQuery && name == "simple":
		p.Explode = inQuery
	case styles[name] == document.DefaultStyle, !mayStand(styles[name], in):
		r.findings.Add(finding.ParameterStyle, node.Get("style").Position(), "the style of %q is %q", p.Name, name)
	default:
		p.Style = styles[name]
	}
	if node.Get("explode") != nil {
		p.Explode = r.flag(node, "explode")
	}
	r.settled = append(r.settled, func() { r.settleStyle(p, inQuery) })
}

// mayStand tells whether a style has a form in a place.
func mayStand(style document.Style, in string) bool {
	switch style {
	case document.LabelStyle, document.MatrixStyle:
		return in == "path"
	case document.DeepObject:
		return in == "query"
	}
	return true
}

// settleStyle says what the style means for the kinds of values, when all kinds
// are known.
func (r *reader) settleStyle(p *document.Parameter, inQuery bool) {
	isPrefixed := p.Style == document.LabelStyle || p.Style == document.MatrixStyle
	hasLists, hasObjects := r.compounds(p.Schema)
	switch {
	case !hasLists && !hasObjects && !isPrefixed:
		p.Style, p.Explode = document.DefaultStyle, false // it is all the same
	case p.Style != document.DefaultStyle:
	case inQuery && p.Explode && r.kindOf(p.Schema) == document.Array:
		r.repeat(p)
	case inQuery && hasObjects:
		p.Style = document.FormStyle
	case inQuery && p.Explode:
		p.Explode = false // lists are sent element by element
	default:
		p.Style = document.CommaSeparated
	}
}

// compounds tells whether some of the values of a schema are lists, and whether some are
// objects.
func (r *reader) compounds(s *document.Schema) (lists, objects bool) {
	seen := make(map[*document.Schema]bool)
	var walk func(s *document.Schema)
	walk = func(s *document.Schema) {
		if s = r.resolve(s); seen[s] {
			return
		}
		seen[s] = true
		lists = lists || s.Kind == document.Array || s.Kind == document.Any
		objects = objects || s.Kind == document.Object || s.Kind == document.Any
		if s.Kind == document.Union {
			for _, v := range s.Variants {
				walk(v)
			}
		}
	}
	walk(s)
	return lists, objects
}

// repeat makes a parameter that is a list one that is sent once for each
// element.
func (r *reader) repeat(p *document.Parameter) {
	list := p.Schema
	for range len(r.schemas) + 1 {
		if list.Kind != document.Ref || r.schemas[list.Ref] == nil {
			break
		}
		list = r.schemas[list.Ref]
	}
	item := *list.Items
	if p.Schema.Description != "" {
		item.Description = p.Schema.Description
	}
	item.Deprecated = item.Deprecated || p.Schema.Deprecated
	item.Limits = append(slices.Clone(p.Schema.Limits), item.Limits...)
	item.Examples = append(slices.Clone(p.Schema.Examples), item.Examples...)
	p.Repeated, p.Schema, p.Explode = true, &item, false
}

// kindOf returns the kind of what a schema stands for.
func (r *reader) kindOf(s *document.Schema) document.Kind { return r.resolve(s).Kind }

// resolve returns what a schema stands for. It is one that takes anything where that is
// not known.
func (r *reader) resolve(s *document.Schema) *document.Schema {
	for range len(r.schemas) + 1 {
		if s == nil || s.Kind != document.Ref {
			break
		}
		s = r.schemas[s.Ref]
	}
	if s == nil {
		return new(document.Schema)
	}
	return s
}

// examples returns the examples beside a schema.
func (r *reader) examples(node *jsontree.Node) []document.Example {
	var examples []document.Example
	if example := node.Get("example"); example != nil {
		examples = append(examples, document.Example{JSON: example.JSON()})
	}
	if r.swagger {
		return examples
	}
	for _, m := range r.entries(node, "examples") {
		e := r.follow(m.Value, "summary", "description")
		if e == nil {
			continue
		}
		r.checkMembers(e, exampleMembers)
		example := document.Example{Name: m.Name, Description: joined(r.text(e, "summary"), r.text(e, "description"))}
		for _, name := range []string{"value", "dataValue"} {
			if value := e.Get(name); value != nil {
				example.JSON = value.JSON()
				break
			}
		}
		if serialized := e.Get("serializedValue"); serialized != nil && example.JSON == "" {
			var value bytes.Buffer
			if json.Compact(&value, []byte(serialized.Text)) != nil { // a form, a header, XML
				r.reportMembers(e, "serializedValue")
				continue
			}
			example.JSON = value.String()
		}
		if outside := e.Get("externalValue"); outside != nil {
			r.findings.Add(finding.ExampleOutside, outside.Position(), "the example %q is at %q", m.Name, outside.Text)
			continue
		}
		examples = append(examples, example)
	}
	return examples
}
