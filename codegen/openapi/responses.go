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

// readResponses reads all responses of an operation. The success response is the first 2xx response
// with a body, or the default response if there is neither a 2xx nor a 3xx response.
func (r *reader) readResponses(o *document.Operation, node *jsontree.Node) {
	responses := r.member(node, "responses", jsontree.Object)
	if responses == nil {
		if node.Get("responses") == nil && r.before31 {
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
		if status := statusRange(m.Name); responses.Get(status) == nil {
			m.Name = status
		}
		if !isStatus(m.Name) {
			r.findings.Add(finding.ResponseStatus, m.Value.Position(), "the status %q is invalid", m.Name)
			continue
		}
		if response := r.response(m, node); response != nil {
			r.takeProduced(o, response, node)
			o.Responses = append(o.Responses, response)
			r.reportStream(o, response)
		}
	}
	slices.SortStableFunc(o.Responses, func(a, b *document.Response) int { return strings.Compare(a.Status, b.Status) })
	success := successOf(o.Responses)
	if success == nil {
		return
	}
	o.Response, o.ResponseType = success.Schema, success.MediaType
	r.deferred = append(r.deferred, func() {
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

// statusRange returns the correct spelling of a range of statuses: 2XX for 2xx.
func statusRange(status string) string {
	if strings.HasSuffix(status, "xx") {
		return strings.ToUpper(status)
	}
	return status
}

// reportStream reports a success response that is a stream. Clients should read its parts as they
// arrive, which generated methods cannot do.
func (r *reader) reportStream(o *document.Operation, response *document.Response) {
	if response.Status[0] != '2' {
		return
	}
	isOfValues := strings.HasSuffix(response.Description, streamed) ||
		document.IsStream(response.MediaType) && document.IsJSON(response.MediaType)
	switch {
	case isOfValues:
		r.findings.Add(finding.Streaming, response.At, "the response of %s is a stream", o.ID)
		o.Limitations = append(o.Limitations, "The API sends a stream of values. Clients read only one value; a second value is an error.")
	case document.IsStream(response.MediaType):
		r.findings.Add(finding.Streaming, response.At, "the response of %s is a stream, %s", o.ID, response.MediaType)
		o.Limitations = append(o.Limitations,
			"The API sends a stream ("+response.MediaType+"). The call returns the whole stream when it ends.")
	}
}

// streamed is the suffix of the description with which protoc-gen-openapiv2 marks a response that is a
// sequence of JSON values.
const streamed = "(streaming responses)"

// isStatus reports whether a text is a status, a range of statuses or "default".
func isStatus(text string) bool {
	if text == "default" {
		return true
	}
	return len(text) == 3 && '1' <= text[0] && text[0] <= '5' &&
		(text[1:] == "XX" || '0' <= text[1] && text[1] <= '9' && '0' <= text[2] && text[2] <= '9')
}

// successOf returns the success response with a body, or nil.
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

// response reads a response of an operation. Operations may share its Response Object.
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

// newResponse reads a Response Object.
func (r *reader) newResponse(node *jsontree.Node) *document.Response {
	r.checkMembers(node, pick(r.swagger, swaggerResponseMembers, responseMembers))
	response := &document.Response{
		Component:   r.component(node, "responses"),
		Description: joined(r.text(node, "summary"), r.text(node, "description")),
		Headers:     r.headers(node),
	}
	if links := r.member(node, "links", jsontree.Object); links != nil && len(links.Members) > 0 {
		r.findings.Add(finding.Link, links.Position(), "the response %q links to other operations", node.Position().Element())
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
