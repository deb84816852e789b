// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// newRequest returns the HTTP request of a call, without credentials.
func (x *exchange) newRequest(ctx context.Context) (*http.Request, error) {
	m, binding := x.request.ProtoReflect(), x.binding.http.Binding
	u, err := x.url(binding.Path, nil)
	if err != nil {
		return nil, err
	}
	body, contentType, err := binding.EncodeBody(m, transcode.File{Name: x.config.FileName, ContentType: x.config.ContentType})
	if err != nil {
		return nil, err
	}
	// net/http knows the length of a bytes.Reader, and can read it again after a
	// connection turns out to be closed.
	r, err := http.NewRequestWithContext(ctx, binding.Verb, "", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL, r.Host = u, u.Host
	x.setHeader(r)
	if err := binding.EncodeHeader(r.Header, m); err != nil {
		return nil, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r, nil
}

// url returns the URL of a request: the path, the query that the request
// message and the options set, and the parameters of an upload protocol.
func (x *exchange) url(template pathtemplate.Template, protocol url.Values) (*url.URL, error) {
	m, b := x.request.ProtoReflect(), x.binding
	path, err := b.http.Binding.EncodePath(template, m)
	if err != nil {
		return nil, err
	}
	u, err := b.http.ServerURL(cmp.Or(b.endpoint, x.client.endpoint), path, x.client.customEndpoint)
	if err != nil {
		return nil, err
	}
	query, err := b.http.Binding.EncodeQuery(m)
	if err != nil {
		return nil, err
	}
	for k, v := range x.config.Query {
		if isField(m.Descriptor(), k) || query.Has(k) {
			return nil, fmt.Errorf("rest.WithQuery: %q cannot be set: set the field of the request instead", k)
		}
		query.Set(k, v...)
	}
	for k, v := range x.pageQuery {
		if !isField(m.Descriptor(), k) {
			query.Set(k, v...)
		}
	}
	for k, v := range protocol {
		query.Set(k, v...)
	}
	u.RawQuery = query.Encode()
	return u, nil
}

// isField reports whether a URL parameter sets a field of a request, or a field in it.
func isField(request protoreflect.MessageDescriptor, parameter string) bool {
	name, _, _ := strings.Cut(parameter, ".")
	fields := request.Fields()
	return fields.ByJSONName(name) != nil || fields.ByTextName(name) != nil
}

// setHeader sets the headers that every request of a call has.
func (x *exchange) setHeader(r *http.Request) {
	if x.binding.apiVersion != "" {
		r.Header.Set("X-Goog-Api-Version", x.binding.apiVersion)
	}
	// The two slices share one allocation. The capacity keeps them apart.
	values := []string{x.binding.http.Accept(), x.client.agent}
	r.Header["Accept"], r.Header["User-Agent"] = values[:1:1], values[1:]
	for k, v := range x.config.Header {
		r.Header[k] = slices.Clone(v)
	}
}
