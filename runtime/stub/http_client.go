// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "net/http"

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
