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

func (r *reader) readBody(o *document.Operation, node *jsontree.Node) {
	request := node.Get("requestBody")
	if request == nil || !r.isKind(request, jsontree.Object, "requestBody") {
		return
	}
	body := r.follow(request, "description", "summary")
	if body == nil {
		o.Limitations = append(o.Limitations, "Requests are sent without a body, because the document does not describe it.")
		return
	}
	b := r.bodiesRead[body]
	if b == nil {
		b = r.newBody(body)
		r.bodiesRead[body] = b
	}
	o.Body, o.BodyType, o.BodyRequired, o.BodyParts = b.schema, b.mediaType, b.required, b.parts
	o.BodyComponent = r.component(body, "requestBodies")
	r.settleRange(o)
}

// body is the body of a request, which several operations may have.
type body struct {
	schema    *document.Schema
	mediaType string
	required  bool
	parts     []*document.Part
}

func (r *reader) newBody(node *jsontree.Node) *body {
	r.checkMembers(node, bodyMembers)
	b := &body{required: r.flag(node, "required")}
	media := r.chooseMedia(r.media(node))
	if media == nil {
		return b
	}
	b.mediaType = media.Name
	b.schema = r.content(media)
	if text := r.text(node, "description"); text != "" && b.schema.Description == "" {
		b.schema.Description = text
	}
	b.parts = r.parts(media)
	return b
}

// settleRange replaces a range of media types that JSON is in by the one that is sent,
// when all kinds are known.
func (r *reader) settleRange(o *document.Operation) {
	if !isJSONRange(o.BodyType) {
		return
	}
	r.settled = append(r.settled, func() {
		if isFile(r.resolve(o.Body)) {
			o.BodyType = "application/octet-stream"
		} else {
			o.BodyType = "application/json"
		}
	})
}

// content reads what a media type holds: anything, if it does not say.
func (r *reader) content(media *jsontree.Member) *document.Schema {
	s := r.schemaIn(media.Value, "schema")
	if s == nil {
		s = &document.Schema{At: media.Value.Position()}
	}
	s.Examples = append(s.Examples, r.examples(media.Value)...)
	return s
}

// chooseMedia returns the one media type of several that clients speak, and
// reports the others. It returns nil where there is none.
func (r *reader) chooseMedia(media []jsontree.Member) *jsontree.Member {
	var chosen *jsontree.Member
	for i, m := range media {
		if chosen == nil || mediaRank(m.Name) < mediaRank(chosen.Name) {
			chosen = &media[i]
		}
	}
	for _, m := range media {
		if m.Name != chosen.Name {
			r.findings.Add(finding.MediaType, m.Value.Position(), "%s beside %s", m.Name, chosen.Name)
		}
	}
	return chosen
}

// media returns the media types of a body, a response or a parameter.
func (r *reader) media(node *jsontree.Node) []jsontree.Member {
	var media []jsontree.Member
	for _, m := range r.entries(node, "content") {
		if m.Value = r.follow(m.Value); m.Value != nil {
			r.checkMembers(m.Value, mediaMembers)
			r.reportMembers(m.Value, "description", "itemSchema", "prefixEncoding", "itemEncoding")
			media = append(media, m)
		}
	}
	return media
}

// mediaRank says how willingly a media type is spoken: JSON first. A JSON Patch is
// JSON of another kind: a list of changes, for which proto has no types.
func mediaRank(name string) int {
	plain := document.PlainType(name)
	switch {
	case name == "application/json":
		return 0
	case plain == "application/json":
		return 1
	case isJSONRange(plain):
		return 4
	case plain == "application/json-patch+json":
		return 3
	case document.IsJSON(plain):
		return 2
	case plain == document.FormType:
		return 5
	case plain == document.MultipartType:
		return 6
	case strings.Contains(plain, "*"):
		return 8
	}
	return 7
}

// isJSONRange tells whether a media type is a range that JSON is in.
func isJSONRange(name string) bool {
	switch plain := document.PlainType(name); plain {
	case "*/*", "application/*":
		return true
	default:
		return strings.Contains(plain, "*") && document.IsJSON(plain)
	}
}

// readResponses reads all responses. That of success is the first of the 2xx
// that has a body; or the default one, where no other says what success is.
func (r *reader) readResponses(o *document.Operation, node *jsontree.Node) {
	responses := r.member(node, "responses", jsontree.Object)
	if responses == nil {
		if node.Get("responses") == nil && r.old {
			r.findings.Add(finding.ResponsesNone, node.Position(), "%s has no responses", o.ID)
		}
		return
	}
	for _, m := range responses.Members {
		if strings.HasPrefix(m.Name, "x-") {
			r.countExtension(m)
			continue
		}
		if !r.isKind(m.Value, jsontree.Object, m.Name) {
			continue
		}
		if status := rangeOf(m.Name); responses.Get(status) == nil {
			m.Name = status
		}
		if !isStatus(m.Name) {
			r.findings.Add(finding.ResponseStatus, m.Value.Position(), "the status is %q", m.Name)
			continue
		}
		if response := r.response(m, node); response != nil {
			r.takeProduced(o, response, node)
			o.Responses = append(o.Responses, response)
			r.noteStream(o, response)
		}
	}
	slices.SortStableFunc(o.Responses, func(a, b *document.Response) int { return strings.Compare(a.Status, b.Status) })
	success := successOf(o.Responses)
	if success == nil {
		return
	}
	o.Response, o.ResponseType = success.Schema, success.MediaType
	r.settled = append(r.settled, func() {
		for _, response := range o.Responses {
			r.settleFile(response)
		}
		o.ResponseType = success.MediaType
	})
}

// settleFile makes a file of a response whose schema is binary, although its media type is
// JSON or a range: documents state the type of their other responses there. The file may
// have any media type.
func (r *reader) settleFile(response *document.Response) {
	if response.Schema == nil || document.IsRawResponse(response.MediaType) || !isFile(r.resolve(response.Schema)) {
		return
	}
	isJSON := func(name string) bool { return !document.IsRawResponse(name) }
	response.MediaTypes = append(slices.DeleteFunc(slices.Clone(response.MediaTypes), isJSON), "*/*")
	response.MediaType = "application/octet-stream"
}

// rangeOf returns the status that is meant: 2XX by 2xx.
func rangeOf(status string) string {
	if strings.HasSuffix(status, "xx") {
		return strings.ToUpper(status)
	}
	return status
}

// noteStream reports a response of success that is a stream, of which a client is to read
// each part as it arrives.
func (r *reader) noteStream(o *document.Operation, response *document.Response) {
	if response.Status[0] != '2' {
		return
	}
	isOfValues := strings.HasSuffix(response.Description, streamed) || document.IsStream(response.MediaType) && document.IsJSON(response.MediaType)
	switch {
	case isOfValues:
		r.findings.Add(finding.Streaming, response.At, "the response of %s is a stream", o.ID)
		o.Limitations = append(o.Limitations, "The API sends a stream of values. Only one value can be read: a second one is an error.")
	case document.IsStream(response.MediaType):
		r.findings.Add(finding.Streaming, response.At, "the response of %s is a stream, %s", o.ID, response.MediaType)
		o.Limitations = append(o.Limitations, "The API sends a stream ("+response.MediaType+"). The response contains the whole stream, and is complete when the stream ends.")
	}
}

// streamed is how protoc-gen-openapiv2 says that a response is one JSON value after
// another.
const streamed = "(streaming responses)"

func isStatus(text string) bool {
	if text == "default" {
		return true
	}
	return len(text) == 3 && '1' <= text[0] && text[0] <= '5' &&
		(text[1:] == "XX" || '0' <= text[1] && text[1] <= '9' && '0' <= text[2] && text[2] <= '9')
}

func successOf(responses []*document.Response) *document.Response {
	declared := false
	for _, response := range responses {
		switch {
		case response.Status[0] == '2':
			if declared = true; response.Schema != nil {
				return response
			}
		case response.Status[0] == '3':
			declared = true
		case response.Status == "default" && !declared && response.Schema != nil:
			return response
		}
	}
	return nil
}

func (r *reader) response(m jsontree.Member, operation *jsontree.Node) *document.Response {
	node := r.follow(m.Value, "description", "summary")
	if node == nil {
		return nil
	}
	shared := r.responsesRead[node]
	if shared == nil {
		shared = r.newResponse(node)
		r.responsesRead[node] = shared
	}
	response := *shared
	response.At, response.Status = m.Value.Position(), m.Name
	if r.swagger && response.Schema != nil {
		r.setMediaTypes(&response, r.contentTypes(operation, r.rootTypes).produces, m.Value)
	}
	return &response
}

func (r *reader) newResponse(node *jsontree.Node) *document.Response {
	r.checkMembers(node, pick(r.swagger, swaggerResponseMembers, responseMembers))
	response := &document.Response{
		Component:   r.component(node, "responses"),
		Description: joined(r.text(node, "summary"), r.text(node, "description")),
		Headers:     r.headers(node),
	}
	if links := r.member(node, "links", jsontree.Object); links != nil && len(links.Members) > 0 {
		r.findings.Add(finding.Link, links.Position(), "links to other operations")
		for _, link := range links.Members {
			r.follow(link.Value)
		}
	}
	if r.swagger {
		r.readSwaggerResponse(response, node)
		return response
	}
	all := r.media(node)
	if media := r.chooseMedia(all); media != nil {
		response.MediaType, response.Schema = media.Name, r.content(media)
		response.MediaTypes = sameMedia(media, all)
	}
	return response
}

// sameMedia returns the chosen media type, and those of the others whose bodies have the
// same schema. One of bytes has none.
func sameMedia(chosen *jsontree.Member, all []jsontree.Member) []string {
	isRaw := document.IsRawResponse(chosen.Name)
	types := []string{chosen.Name}
	for _, m := range all {
		if m.Name != chosen.Name && (isRaw || sameSchema(m.Value, chosen.Value)) {
			types = append(types, m.Name)
		}
	}
	return types
}

func sameSchema(a, b *jsontree.Node) bool {
	one, two := a.Get("schema"), b.Get("schema")
	if one == nil || two == nil {
		return one == two
	}
	return one.JSON() == two.JSON()
}

// headers reads the headers of a response or a part.
func (r *reader) headers(node *jsontree.Node) []*document.Parameter {
	var headers []*document.Parameter
	for _, m := range r.entries(node, "headers") {
		header := r.follow(m.Value, "description", "summary")
		if header == nil {
			continue
		}
		p := r.parametersRead[header]
		if p == nil {
			p = r.newHeader(header)
			r.parametersRead[header] = p
		}
		named := *p
		named.Name = m.Name
		headers = append(headers, &named)
	}
	return headers
}

// newHeader reads a parameter that has its name and place by where it stands.
func (r *reader) newHeader(node *jsontree.Node) *document.Parameter {
	r.checkMembers(node, pick(r.swagger, swaggerHeaderMembers, headerMembers))
	p := &document.Parameter{At: node.Position(), Required: r.flag(node, "required")}
	switch {
	case node.Get("content") != nil:
		p.ContentType, p.Schema = r.parameterContent(node)
	case r.swagger:
		p.Schema = &document.Schema{At: p.At, Limits: r.limits(node)}
		r.readShape(node, p.Schema)
		r.takeCollectionFormat(node, p, "header")
	default:
		p.Schema = r.schemaIn(node, "schema")
	}
	if p.Schema == nil {
		p.Schema = &document.Schema{At: p.At}
	}
	if text := r.text(node, "description"); text != "" {
		p.Schema.Description = text
	}
	p.Schema.Deprecated = p.Schema.Deprecated || r.flag(node, "deprecated")
	p.Examples = r.examples(node)
	if !r.swagger && p.ContentType == "" {
		r.readStyle(p, node, "header")
	}
	return p
}
