// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"io"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/wirejson"
)

// ReadRequest reads an HTTP request with its whole body. Servers should limit the size of
// the body with http.MaxBytesReader before. The error is a [*RequestError] with the status
// 413 if the body is too large, or 400 if it cannot be read.
func ReadRequest(r *http.Request) (*Request, error) {
	read := &Request{Verb: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Header: r.Header}
	if r.Body == nil {
		return read, nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		e := &RequestError{HTTPStatus: http.StatusBadRequest, Place: "body", Problem: "cannot be read: " + err.Error(), cause: err}
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			e.HTTPStatus, e.Problem = http.StatusRequestEntityTooLarge, err.Error()
		}
		return nil, e
	}
	read.Body = body
	return read, nil
}

// DecodeRequestOptions configures how requests are decoded.
type DecodeRequestOptions struct {
	// Resolver finds the types of messages in google.protobuf.Any. The default is
	// protoregistry.GlobalTypes.
	Resolver wirejson.Resolver
}

// NewRequest returns a new request message of the method, for DecodeRequest. It has the generated Go
// type if the program links it, so that the server can use a type switch to select the method.
// Otherwise, it is a dynamicpb.Message.
func (m *Match) NewRequest() proto.Message {
	md := m.Method.Descriptor.Input()
	if t, err := protoregistry.GlobalTypes.FindMessageByName(md.FullName()); err == nil && t.Descriptor() == md {
		return t.New().Interface()
	}
	return dynamicpb.NewMessage(md)
}

// DecodeRequest resets req and decodes r, for which m is the match, into it. It is the
// reverse of Method.EncodeRequest, and also accepts requests that other clients may send:
// with proto names instead of JSON names, numbers as strings, indices in any order.
//
// The error is a [*RequestError]. Its status is 415 for a body of another media type or with
// a content encoding. It is 400 for a query parameter or a member of the body that the
// method does not have, a value that is not of the field's type, a parameter that is given
// twice, and, in APIs of OpenAPI, a missing required parameter.
func (m *Match) DecodeRequest(r *Request, req proto.Message, opts DecodeRequestOptions) error {
	proto.Reset(req)
	strict := FileRule(m.Method.Descriptor.ParentFile()).GetJsonRequired()
	d := &requestDecoder{
		binding: m.Binding, request: req.ProtoReflect(), header: r.Header, strict: strict,
		json:    jsonWriter{resolver: opts.Resolver, strict: strict, partial: m.Method.rule.GetBody().GetPartial()},
		present: make(map[*parameter]bool),
	}
	for _, read := range []func() *RequestError{
		func() *RequestError { return d.body(r.Body) },
		func() *RequestError { return d.path(m.variables) },
		func() *RequestError { return d.query(r.Query) },
		d.headers,
		d.cookies,
		d.checkRequired,
	} {
		if err := read(); err != nil {
			return err
		}
	}
	return nil
}

// A requestDecoder decodes one request.
type requestDecoder struct {
	binding *Binding
	request protoreflect.Message
	header  http.Header
	json    jsonWriter
	// strict is set for APIs of OpenAPI, which lack the tolerance of Google's servers.
	strict bool
	// present are the parameters that the request has.
	present map[*parameter]bool
}

// set sets the field of a parameter to the value n. m is the message that contains the
// field.
func (d *requestDecoder) set(m protoreflect.Message, p *parameter, name string, n *node) *RequestError {
	d.present[p] = true
	fd := p.field
	if od := fd.ContainingOneof(); od != nil && !od.IsSynthetic() {
		if other := m.WhichOneof(od); other != nil && other != fd {
			return badRequestf("cannot be set together with %s", other.JSONName()).within(name)
		}
	}
	if fd.Message() != nil && !fd.IsList() && fd.Message().FullName() == fieldMask && n.hasText && n.json == nil {
		return setFieldMask(m, fd, n.text).within(name)
	}
	json, err := d.json.field(nil, fd, n, nil)
	if err != nil {
		return err.within(name)
	}
	if err := d.json.unmarshal().UnmarshalField(json, m, fd); err != nil {
		return badJSON(err, name)
	}
	return nil
}

// checkRequired returns an error if the request lacks a required parameter.
func (d *requestDecoder) checkRequired() *RequestError {
	b := d.binding
	for _, group := range [...]struct {
		place      string
		parameters []*parameter
	}{{"query parameter", b.query}, {"header", b.headers}, {"cookie", b.cookies}} {
		for _, p := range group.parameters {
			missing := !p.isSet(d.request)
			if d.strict {
				missing = missing && !d.present[p]
			}
			needed := p.mustBeSet && (d.strict || !p.mayBeEmpty()) || p.sendsZero && d.strict
			if needed && missing {
				return badRequestf("is required").within(p.wireName()).in(group.place)
			}
		}
	}
	return nil
}

// mayBeEmpty reports whether some values of the parameter are encoded as nothing.
func (p *parameter) mayBeEmpty() bool {
	md := p.field.Message()
	return md != nil && !p.field.IsList() && !isText(md.FullName())
}

// wireName returns the name of the parameter in its place.
func (p *parameter) wireName() string {
	switch {
	case p.rule.GetHeader() != "":
		return p.rule.GetHeader()
	case p.rule.GetCookie() != "":
		return p.rule.GetCookie()
	}
	return p.name
}
