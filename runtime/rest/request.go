// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// newRequest makes the HTTP request of a call, without credentials. It reads
// req only, so several calls may share one.
func (c *Client) newRequest(ctx context.Context, b *binding, req proto.Message, cfg *callConfig) (*http.Request, error) {
	m := req.ProtoReflect()
	u, err := c.address(b, b.http.Binding.Path, m, cfg, nil)
	if err != nil {
		return nil, err
	}
	body, contentType, err := b.http.Binding.EncodeBody(m, transcode.File{Name: cfg.upload.name, ContentType: cfg.upload.contentType})
	if err != nil {
		return nil, err
	}
	// With a bytes.Reader, empty or not, net/http knows the length and can
	// read the body again when a connection turns out to be dead.
	r, err := http.NewRequestWithContext(ctx, b.http.Binding.Verb, "", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL, r.Host = u, u.Host
	c.setHeader(r, b, cfg)
	if err := b.http.Binding.EncodeHeader(r.Header, m); err != nil {
		return nil, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r, nil
}

// address returns where to send the request of a call: a path, the parameters
// that the request has for it, and those of the protocol.
func (c *Client) address(b *binding, template pathtemplate.Template, m protoreflect.Message, cfg *callConfig, protocol url.Values) (*url.URL, error) {
	path, err := b.http.Binding.EncodePath(template, m)
	if err != nil {
		return nil, err
	}
	u, err := b.http.ServerURL(cmp.Or(b.endpoint, c.endpoint), path, c.ownEndpoint)
	if err != nil {
		return nil, err
	}
	query, err := b.http.Binding.EncodeQuery(m)
	if err != nil {
		return nil, err
	}
	for k, v := range cfg.query {
		name, _, _ := strings.Cut(k, ".")
		fields := m.Descriptor().Fields()
		if fields.ByJSONName(name) != nil || fields.ByTextName(name) != nil || query.Has(k) {
			return nil, fmt.Errorf("rest.WithQuery: %q cannot be set: the request has a field for it", k)
		}
		query.Set(k, v...)
	}
	for k, v := range protocol {
		query.Set(k, v...)
	}
	u.RawQuery = query.Encode()
	return u, nil
}

// setHeader sets what every request of a call has.
func (c *Client) setHeader(r *http.Request, b *binding, cfg *callConfig) {
	if b.apiVersion != "" {
		r.Header.Set("X-Goog-Api-Version", b.apiVersion)
	}
	// Both lists are in one piece of memory, and cannot grow into each other.
	values := []string{b.http.Accept(), c.agent}
	r.Header["Accept"], r.Header["User-Agent"] = values[:1:1], values[1:]
	for k, v := range cfg.header {
		r.Header[k] = slices.Clone(v)
	}
}
