// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate

import (
	"slices"

	"github.com/protolect/protolect/codegen/describe"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// dropUncarried takes out of a document what the model does not carry yet, and
// reports it. A discovery document has nothing of it.
func dropUncarried(doc *document.API) *finding.List {
	d := &dropper{
		findings: new(finding.List), seen: make(map[*document.Schema]bool), schemas: make(map[string]*document.Schema),
		names: make(map[string]bool), counts: make(map[string]*count), objects: make(map[string]bool),
	}
	doc.Operations = slices.DeleteFunc(doc.Operations, func(o *document.Operation) bool {
		// The reader has reported it.
		return len(o.Path.Segments) == 0 && o.URLPath != "" && o.URLPath != "/"
	})
	for _, s := range doc.Schemas {
		d.schemas[s.Name] = s
		d.schema(s)
		d.objects[s.Name] = hasFields(s)
	}
	for _, o := range doc.Operations {
		d.operation(o)
		d.nameInline(doc, o)
	}
	unknown := make(map[string]bool)
	for _, s := range doc.SecuritySchemes {
		if describe.SecurityScheme(s) == nil {
			d.schemes = append(d.schemes, s.At)
			unknown[s.Name] = true
		}
	}
	for _, o := range doc.Operations {
		if slices.ContainsFunc(o.Security, func(set document.Requirement) bool {
			return slices.ContainsFunc(set, func(use document.SchemeUse) bool { return unknown[use.Scheme] })
		}) {
			d.count("operation that accepts credentials which clients do not support", "operations that accept credentials which clients do not support", o.At)
		}
	}
	for _, s := range doc.Servers {
		switch _, ok := s.Endpoint(); {
		case len(doc.Servers) == 1 && len(s.Variables) == 0:
		case !ok:
			d.count("server without an http or https URL: the documentation does not list it", "servers without an http or https URL: the documentation does not list them", s.At)
		default:
			d.servers = append(d.servers, s.At)
		}
	}
	d.report()
	return d.findings
}

type dropper struct {
	findings *finding.List
	seen     map[*document.Schema]bool
	schemas  map[string]*document.Schema // those of the document, by name
	names    map[string]bool             // of the schemas that got one
	objects  map[string]bool             // the schemas with a name that have fields
	counts   map[string]*count
	order    []*count
	schemes  []finding.Position // those of security that clients do not support
	headers  []finding.Position // those of responses
	servers  []finding.Position // those to choose from
	examples []finding.Position // those that are in no comment
}

// count is where something is in a document.
type count struct {
	at           []finding.Position
	one, several string
}

// count counts something, of which it says what one is and what several are.
func (d *dropper) count(one, several string, at finding.Position) {
	c := d.counts[one]
	if c == nil {
		c = &count{one: one, several: several}
		d.counts[one] = c
		d.order = append(d.order, c)
	}
	c.at = append(c.at, at)
}

func (d *dropper) report() {
	for _, c := range d.order {
		what := c.several
		if len(c.at) == 1 {
			what = c.one
		}
		d.findings.AddAll(finding.NotCarried, c.at, "%d %s", len(c.at), what)
	}
	d.reportAll(finding.SecurityUnknown, d.schemes, "security scheme")
	d.reportAll(finding.ServerChoice, d.servers, "server")
	d.reportAll(finding.ResponseHeader, d.headers, "header")
	d.reportAll(finding.ExampleLong, d.examples, "example")
}

// reportAll reports once what is at several positions.
func (d *dropper) reportAll(rule finding.Rule, at []finding.Position, what string) {
	switch n := len(at); n {
	case 0:
	case 1:
		d.findings.Add(rule, at[0], "1 %s", what)
	default:
		d.findings.AddAll(rule, at, "%d %ss", n, what)
	}
}

func (d *dropper) schema(s *document.Schema) {
	if s == nil || d.seen[s] {
		return
	}
	d.seen[s] = true
	if len(s.Examples) > 0 && document.InLine(s.Examples) == "" {
		d.examples = append(d.examples, s.At)
	}
	if len(s.Enum) > 0 && s.Kind != document.String && s.Kind != document.Integer && s.Kind != document.Number {
		d.count("enum of booleans, or of values of several kinds: any is accepted", "enums of booleans, or of values of several kinds: any is accepted", s.At)
		s.Enum = nil
	}
	if s.Discriminator != nil && s.Kind != document.Union {
		d.count("discriminator of an object without a name: what its kinds have beside is not read", "discriminators of objects without a name: what their kinds have beside is not read", s.Discriminator.At)
		s.Discriminator = nil
	}
	d.moveUnnameable(s)
	d.schema(s.Items)
	d.schema(s.Additional)
	for _, v := range s.Variants {
		d.schema(v)
	}
	for _, p := range s.Properties {
		d.schema(p.Schema)
	}
}

// moveUnnameable moves the properties whose names a json_name cannot be to the additional
// properties of their object.
func (d *dropper) moveUnnameable(s *document.Schema) {
	isUnnameable := func(p *document.Property) bool { return !model.IsJSONName(p.Name) }
	for _, p := range s.Properties {
		if !isUnnameable(p) {
			continue
		}
		d.count("property whose name the json_name of a field cannot be: it is one of the object's additional properties", "properties whose names the json_name of a field cannot be: they are among the additional properties of their objects", p.Schema.At)
		if s.Additional == nil {
			values := *p.Schema
			values.Required = false
			s.Additional = &values
		} else if !document.Alike(s.Additional, p.Schema, func(s *document.Schema) *document.Schema { return s }) {
			s.Additional = &document.Schema{At: s.Additional.At}
		}
	}
	if slices.ContainsFunc(s.Properties, isUnnameable) { // the slice may be shared
		s.Properties = slices.DeleteFunc(slices.Clone(s.Properties), isUnnameable)
	}
}

func (d *dropper) operation(o *document.Operation) {
	for _, p := range slices.Concat(o.Parameters, o.Headers) {
		d.schema(p.Schema)
		if p.Reserved {
			d.count("parameter with reserved characters as they are: it is sent encoded, which says the same", "parameters with reserved characters as they are: they are sent encoded, which says the same", p.At)
		}
		if len(p.Examples) > 0 && document.InLine(p.Examples) == "" {
			d.examples = append(d.examples, p.At)
		}
	}
	d.body(o)
	d.responses(o)
}

func (d *dropper) body(o *document.Operation) {
	if o.Body == nil {
		return
	}
	d.schema(o.Body)
	for _, part := range o.BodyParts {
		if len(part.Headers) > 0 {
			d.count("part of a form with headers of its own: it is sent without them", "parts of forms with headers of their own: they are sent without them", part.At)
		}
		if part.Reserved {
			d.count("member of a form with reserved characters as they are: it is sent encoded, which says the same", "members of forms with reserved characters as they are: they are sent encoded, which says the same", part.At)
		}
	}
	if !document.IsForm(o.BodyType) {
		return
	}
	switch kinds := d.formKinds(o.Body); {
	case !kinds.members:
		d.findings.Add(finding.NotCarried, o.Body.At, "the body of %s, a form (%s) whose schema is not an object: the method is called without a body", o.ID, o.BodyType)
		o.Limitations = append(o.Limitations, "Requests are sent without a body, because the schema of the form ("+o.BodyType+") is not an object.")
		o.Body, o.BodyParts = nil, nil
	case kinds.others:
		d.findings.Add(finding.NotCarried, o.Body.At, "the alternatives of the body of %s, a form (%s), that are not objects: a call with one of them is an error", o.ID, o.BodyType)
	}
}

// formKinds says whether some of the values of a schema have members, as a form does,
// and whether others have none.
type formKinds struct{ members, others bool }

func (d *dropper) formKinds(s *document.Schema) formKinds {
	var kinds formKinds
	seen := make(map[*document.Schema]bool)
	var add func(s *document.Schema)
	add = func(s *document.Schema) {
		for s.Kind == document.Ref && d.schemas[s.Ref] != nil && !seen[s] {
			seen[s] = true
			s = d.schemas[s.Ref]
		}
		if seen[s] {
			return
		}
		seen[s] = true
		switch s.Kind {
		case document.Object, document.Any:
			kinds.members = true
		case document.Union:
			for _, v := range s.Variants {
				add(v)
			}
		default:
			kinds.others = true
		}
	}
	add(s)
	return kinds
}

func (d *dropper) responses(o *document.Operation) {
	if len(o.Responses) > 0 && o.Responses[0].Status[0] == '3' {
		o.Limitations = append(o.Limitations, "The API answers with a redirection, which is not followed: it is an error that contains the header Location.")
	}
	for _, r := range o.Responses {
		switch {
		case r.Status[0] == '3':
			d.count("redirection: it is an error of the call", "redirections: they are errors of the call", r.At)
		case r.IsError() && (r.Schema == nil || document.IsJSON(r.MediaType)):
			d.schema(r.Schema)
		case r.IsError():
			d.count("response of an error that is no JSON: its body is not read", "responses of errors that are no JSON: their bodies are not read", r.At)
			r.Schema = nil
		default:
			d.schema(r.Schema)
		}
		for _, h := range r.Headers {
			d.headers = append(d.headers, h.At)
		}
	}
	if o.Response == nil {
		return
	}
	d.schema(o.Response)
}

// nameInline makes schemas with names of bodies and responses that have none.
func (d *dropper) nameInline(doc *document.API, o *document.Operation) {
	if o.BodyType != "" && o.Body != nil && !document.IsRaw(o.BodyType) && (o.Body.Kind == document.Object || o.Body.Kind == document.Union) {
		name := document.BodyOf(o)
		if o.BodyComponent != "" {
			name = document.SharedBody(o.BodyComponent)
		}
		o.Body = d.named(doc, name, o.Body)
	}
	answers := o.Answers()
	if o.ResponseType != "" && needsName(o.Response, o.ResponseType) {
		var same []*document.Response
		name := document.ResponseOf(o)
		for _, r := range o.Responses {
			if r.Schema == o.Response {
				same = append(same, r)
				name = responseName(name, r)
			}
		}
		o.Response = d.named(doc, name, o.Response)
		for _, r := range same {
			r.Schema = o.Response
		}
	}
	for _, r := range answers {
		if r.Schema != o.Response && needsName(r.Schema, r.MediaType) {
			r.Schema = d.named(doc, responseName(document.AnswerOf(o, r), r), r.Schema)
		}
	}
	for _, r := range o.Responses {
		switch {
		case !r.IsError() || r.Schema == nil:
		case hasFields(r.Schema):
			r.Schema = d.named(doc, responseName(document.ErrorOf(o, r), r), r.Schema)
		case !d.objects[r.Schema.Ref]:
			d.count("response of an error that is no object with properties: its body has no type", "responses of errors that are no objects with properties: their bodies have no type", r.At)
		}
	}
}

// needsName tells whether a schema that a response has in place is one for which proto
// has messages alone.
func needsName(s *document.Schema, mediaType string) bool {
	return s != nil && !document.IsRawResponse(mediaType) && (hasFields(s) || isCollection(s))
}

func hasFields(s *document.Schema) bool {
	return s.Kind == document.Object && len(s.Properties)+len(s.Variants) > 0 || s.Kind == document.Union
}

// isCollection tells whether a schema is a list or a map of something.
func isCollection(s *document.Schema) bool {
	return s.Kind == document.Array && s.Items.Kind != document.Any || s.Kind == document.Object && s.Additional != nil && s.Additional.Kind != document.Any
}

// responseName returns the name for the schema of a response: its own, or that of the
// component that it is.
func responseName(own string, r *document.Response) string {
	if r.Component != "" {
		return document.SharedResponse(r.Component)
	}
	return own
}

// named returns a reference to a schema that it gives a name, once. The document may
// have another schema of that name.
func (d *dropper) named(doc *document.API, name string, s *document.Schema) *document.Schema {
	for d.schemas[name] != nil {
		name += "#"
	}
	if !d.names[name] {
		d.names[name] = true
		schema := *s
		schema.Name = name
		doc.Schemas = append(doc.Schemas, &schema)
		d.objects[name] = hasFields(s)
	}
	return &document.Schema{At: s.At, Kind: document.Ref, Ref: name, Description: s.Description}
}
