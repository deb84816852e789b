// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"net/http"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readBody reads the requestBody of an operation.
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
	r.settleBodyType(o)
}

// body is the body of a request. Several operations may share it.
type body struct {
	schema    *document.Schema
	mediaType string
	required  bool
	parts     []*document.Part
}

// newBody reads a Request Body Object.
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

// settleBodyType replaces a media type range that includes JSON by the media type that clients send.
// It does so when all schemas have been read.
func (r *reader) settleBodyType(o *document.Operation) {
	if !isJSONRange(o.BodyType) {
		return
	}
	r.deferred = append(r.deferred, func() {
		if isFile(r.resolve(o.Body)) {
			o.BodyType = "application/octet-stream"
		} else {
			o.BodyType = "application/json"
		}
	})
}

// ignoredBody is a body that clients do not send.
type ignoredBody struct {
	operation *document.Operation
	at        finding.Position
}

// dropIgnoredBody removes a body that clients do not send. OpenAPI 3.0 ignores the body of a GET or HEAD
// (3.0.4, section 4.7.10.1), and a TRACE has none (RFC 9110, section 9.3.8).
func (r *reader) dropIgnoredBody(o *document.Operation) {
	isIgnored := o.HTTPMethod == http.MethodTrace ||
		r.before31 && !r.swagger && (o.HTTPMethod == http.MethodGet || o.HTTPMethod == http.MethodHead)
	if o.Body == nil || !isIgnored {
		return
	}
	// Some documents declare an empty form for every operation.
	if isEmpty := o.Body.Kind == document.Object && !r.hasTypeOrParts(o.Body); !isEmpty || !document.IsForm(o.BodyType) {
		r.ignoredBodies = append(r.ignoredBodies, ignoredBody{o, o.Body.At})
		o.Limitations = append(o.Limitations,
			"Requests are sent without a body, although the document describes one: the HTTP method is "+o.HTTPMethod+".")
	}
	o.Body, o.BodyType, o.BodyComponent, o.BodyRequired, o.BodyParts = nil, "", "", false, nil
}

// reportIgnoredBodies reports the bodies that clients do not send.
func (r *reader) reportIgnoredBodies() {
	var operations []string
	var at []finding.Position
	for _, b := range r.ignoredBodies {
		operations, at = append(operations, b.operation.ID), append(at, b.at)
	}
	switch n := len(at); n {
	case 0:
	case 1:
		r.findings.Add(finding.BodyIgnored, at[0], "1 body of a GET, HEAD or TRACE request (%s)", finding.Names(operations))
	default:
		r.findings.AddAll(finding.BodyIgnored, at, "%d bodies of GET, HEAD or TRACE requests (%s)", n, finding.Names(operations))
	}
}
