// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"io"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// ReadRequest reads an HTTP request, with its whole body. A server bounds that with
// http.MaxBytesReader. The error is a [*RequestError].
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

// DecodeRequestOptions change how a request is read.
type DecodeRequestOptions struct {
	// Resolver finds the messages in google.protobuf.Any. It is protoregistry.GlobalTypes when nil.
	Resolver wirejson.Resolver
}

// DecodeRequest reads a request that was matched into req, which it resets. It is the reverse
// of Method.EncodeRequest, and also reads what other clients may write: names of proto
// beside JSON names, numbers as strings, indices in any order. The error is a
// [*RequestError]: for a query parameter or a member of the body that the method does not have, a
// value that is not of the field's type, a parameter that is given twice, or a body of another
// media type.
func (m *Match) DecodeRequest(r *Request, req proto.Message, opts DecodeRequestOptions) error {
	proto.Reset(req)
	strict := FileRule(m.Method.Descriptor.ParentFile()).GetJsonRequired()
	d := &requestDecoder{
		binding: m.Binding, request: req.ProtoReflect(), header: r.Header, strict: strict,
		json: jsonWriter{resolver: opts.Resolver, strict: strict, partial: m.Method.rule.GetBody().GetPartial()}, given: make(map[*parameter]bool),
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

// A requestDecoder reads one request.
type requestDecoder struct {
	binding *Binding
	request protoreflect.Message
	header  http.Header
	json    jsonWriter
	// strict is set for APIs of OpenAPI: they have none of the tolerance of Google's front end.
	strict bool
	// given are the parameters that the request has.
	given map[*parameter]bool
}

// set sets a field of m to the value of a parameter.
func (d *requestDecoder) set(m protoreflect.Message, p *parameter, name string, n *node) *RequestError {
	d.given[p] = true
	fd := p.field
	if od := fd.ContainingOneof(); od != nil && !od.IsSynthetic() {
		if other := m.WhichOneof(od); other != nil && other != fd {
			return badRequestf("cannot be set together with %s", other.JSONName()).within(name)
		}
	}
	if fd.Message() != nil && !fd.IsList() && fd.Message().FullName() == fieldMask && n.hasText && n.json == nil {
		return setFieldMask(m, fd, n.text).named(name)
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

// named is within for an error that may be nil.
func (e *RequestError) named(name string) *RequestError {
	if e == nil {
		return nil
	}
	return e.within(name)
}

// checkRequired refuses a request without a parameter that it needs.
func (d *requestDecoder) checkRequired() *RequestError {
	b := d.binding
	for _, group := range [...]struct {
		place      string
		parameters []*parameter
	}{{"query parameter", b.query}, {"header", b.headers}, {"cookie", b.cookies}} {
		for _, p := range group.parameters {
			missing := !p.isSet(d.request)
			if d.strict {
				missing = missing && !d.given[p]
			}
			needed := p.mustBeSet && (d.strict || !p.mayBeEmpty()) || p.sendsZero && d.strict
			if needed && missing {
				return badRequestf("is required").within(p.wireName()).in(group.place)
			}
		}
	}
	return nil
}

// mayBeEmpty reports whether nothing is sent of some values of a parameter that is set.
func (p *parameter) mayBeEmpty() bool {
	md := p.field.Message()
	return md != nil && !p.field.IsList() && !isText(md.FullName())
}

// wireName is the name of a parameter in its place.
func (p *parameter) wireName() string {
	switch {
	case p.rule.GetHeader() != "":
		return p.rule.GetHeader()
	case p.rule.GetCookie() != "":
		return p.rule.GetCookie()
	}
	return p.name
}
