// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/http"
	"net/url"
	"strings"

	"google.golang.org/protobuf/proto"
)

// A Request is an encoded request, without a server and credentials.
type Request struct {
	Verb string
	// Path is percent-encoded, and begins with the base path.
	Path string
	// Query is percent-encoded.
	Query  string
	Header http.Header
	Body   []byte
}

// URL returns the path and the query of the request.
func (r *Request) URL() string {
	if r.Query == "" {
		return r.Path
	}
	return r.Path + "?" + r.Query
}

// EncodeRequest returns the HTTP request for the request message req, by the primary
// binding. It does not modify req. An error names the field that cannot be sent.
func (m *Method) EncodeRequest(req proto.Message) (*Request, error) {
	b, message := m.Binding, req.ProtoReflect()
	if err := b.CheckRequired(message); err != nil {
		return nil, err
	}
	r := &Request{Verb: b.Verb, Header: http.Header{"Accept": {m.accept}}}
	var err error
	if r.Path, err = b.EncodePath(b.Path, message); err != nil {
		return nil, err
	}
	query, err := b.EncodeQuery(message)
	if err != nil {
		return nil, err
	}
	r.Query = query.Encode()
	if err := b.EncodeHeader(r.Header, message); err != nil {
		return nil, err
	}
	body, contentType, err := b.EncodeBody(message, File{})
	if err != nil {
		return nil, err
	}
	if r.Body = body; contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r, nil
}

// ServerURL appends path, which EncodePath returned, to the URL of a server. replaced is
// whether the URL has its own base path, which replaces that of the method.
func (m *Method) ServerURL(server *url.URL, path string, replaced bool) (*url.URL, error) {
	if replaced && m.BasePath != "" {
		if rest, ok := strings.CutPrefix(path, m.BasePath); ok && (rest == "" || rest[0] == '/') {
			path = rest
		}
	}
	u := *server
	u.RawPath = u.EscapedPath() + path
	var err error
	if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
		return nil, err
	}
	return &u, nil
}
