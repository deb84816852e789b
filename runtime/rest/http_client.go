// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"net/http"

	"github.com/protolect/protolect/runtime/internal/config"
)

// WithHTTPClient sends calls through a copy of hc, for example with a proxy or
// another transport. Token requests of a credentials file use it as well.
// Redirects are not followed, whatever its CheckRedirect does, and its Jar is
// not used.
//
// The client still adds credentials to each request. If hc adds its own, use
// [WithoutCredentials] in addition.
func WithHTTPClient(hc *http.Client) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if hc == nil {
			return errors.New("rest.WithHTTPClient: the client is nil")
		}
		c.HTTP = hc
		return nil
	})
}
