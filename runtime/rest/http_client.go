// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"net/http"
)

// WithHTTPClient sends calls through a copy of hc, for example with a proxy or
// another transport. Token requests of a credentials file use it as well.
// Redirects are not followed, whatever its CheckRedirect does, and its Jar is
// not used.
//
// The client still adds credentials to each request. If hc adds its own, use
// [WithoutCredentials] in addition.
func WithHTTPClient(hc *http.Client) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if hc == nil {
			return errors.New("rest.WithHTTPClient: the client is nil")
		}
		c.http = hc
		return nil
	})
}

// isolated returns a copy of an HTTP client, which may be nil, that follows no
// redirects and keeps no cookies. So no request and no credential reaches a
// server that the user did not choose.
func isolated(user *http.Client) *http.Client {
	var c http.Client
	if user != nil {
		c = *user
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Jar = nil
	return &c
}
