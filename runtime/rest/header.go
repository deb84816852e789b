// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strings"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/transcode"
)

// WithHeader adds a request header, for example X-Goog-User-Project. Headers
// that the client sets itself, and headers that change the meaning of the
// request, are errors.
func WithHeader(key, value string) CallOption {
	return config.CallOption(func(c *config.Call) error {
		name := textproto.CanonicalMIMEHeaderKey(key)
		if !isToken(key) {
			return fmt.Errorf("rest.WithHeader: %s is not a header name", quote.Limit(key, 80))
		}
		if reason, reserved := reservedHeaders[name]; reserved {
			return fmt.Errorf("rest.WithHeader: %s cannot be set: %s", name, reason)
		}
		if !transcode.IsHeaderValue(value) {
			return fmt.Errorf("rest.WithHeader: the value of %s contains characters that a header cannot contain", name)
		}
		if c.Header == nil {
			c.Header = make(http.Header)
		}
		c.Header[name] = []string{value}
		return nil
	})
}

const (
	ofConnection = "net/http manages the connection: see rest.WithHTTPClient"
	ofCodec      = "the client sets it, because requests and responses are JSON"
	ofMethod     = "the google.api.http rule of the RPC determines the HTTP method"
)

// reservedHeaders are the headers that only the client sets, with the reason.
var reservedHeaders = map[string]string{
	"Accept-Encoding":        ofConnection,
	"Authorization":          "use rest.WithTokenSource",
	"Connection":             ofConnection,
	"Content-Encoding":       ofCodec,
	"Content-Length":         ofConnection,
	"Content-Type":           ofCodec,
	"Expect":                 ofConnection,
	"Host":                   "use rest.WithEndpoint",
	"Keep-Alive":             ofConnection,
	"Proxy-Authorization":    ofConnection,
	"Proxy-Connection":       ofConnection,
	"Te":                     ofConnection,
	"Trailer":                ofConnection,
	"Transfer-Encoding":      ofConnection,
	"Upgrade":                ofConnection,
	"User-Agent":             "use rest.WithUserAgent",
	"X-Goog-Api-Key":         "use rest.WithAPIKey",
	"X-Http-Method":          ofMethod,
	"X-Http-Method-Override": ofMethod,
	"X-Method-Override":      ofMethod,
}

// WithUserAgent puts s before the client's own User-Agent.
func WithUserAgent(s string) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if !transcode.IsHeaderValue(s) {
			return errors.New("rest.WithUserAgent: the text contains characters that a header cannot contain")
		}
		c.UserAgent = strings.TrimSpace(s)
		return nil
	})
}

// WithResponseHeader stores the header of the response in *header. If a call
// sends several requests, as lists and uploads do, the last response counts. It
// is stored before the call returns, or before a [Pager] yields the page. If a
// call fails, [Error] contains the header of its response.
//
// WithResponseHeader is an option of a single call. As an option of a client it
// is an error.
func WithResponseHeader(header *http.Header) CallOption { return responseHeaderOption{header} }

type responseHeaderOption struct{ header *http.Header }

// ApplyClient implements [ClientOption].
func (responseHeaderOption) ApplyClient(*config.Client) error {
	return errors.New("rest.WithResponseHeader is an option of a single call: pass it to the method")
}

// ApplyCall implements [CallOption].
func (o responseHeaderOption) ApplyCall(c *config.Call) error {
	c.ResponseHeader = o.header
	return nil
}

// isToken reports whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
