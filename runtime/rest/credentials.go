// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/transcode"
)

// WithTokenSource sends an OAuth 2.0 access token with each request. A token is
// used until it expires, as with oauth2.ReuseTokenSource.
func WithTokenSource(ts oauth2.TokenSource) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if ts == nil {
			return errors.New("rest.WithTokenSource: the token source is nil")
		}
		return c.SelectTokens("rest.WithTokenSource", ts)
	})
}

// WithBearerToken sends a fixed token with each request (RFC 6750). Use
// [WithTokenSource] for tokens that expire.
func WithBearerToken(token string) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if token == "" || !transcode.IsHeaderValue(token) {
			return errors.New("rest.WithBearerToken: the token is empty or contains characters that a header cannot contain, such as a line break")
		}
		return c.SelectTokens("rest.WithBearerToken", oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
	})
}

// WithAPIKey sends an API key with each request: in the header, query parameter
// or cookie that the service declares, and in the header X-Goog-Api-Key if it
// declares none. Servers log the query of a URL; errors of the client never
// contain the key.
func WithAPIKey(key string) ClientOption { return withKey("rest.WithAPIKey", "", key) }

// WithNamedAPIKey is [WithAPIKey] for a service that declares several keys
// (protolect.api.v1.file.security_schemes). The name selects one of them. The
// option can be used once for each key.
func WithNamedAPIKey(name, key string) ClientOption {
	return withKey("rest.WithNamedAPIKey", name, key)
}

func withKey(option, name, key string) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if key == "" || !transcode.IsHeaderValue(key) {
			return errors.New(option + ": the key is empty or contains characters that a header cannot contain, such as a line break")
		}
		if c.Keys == nil {
			c.Keys = make(map[string]string)
		}
		c.Keys[name] = key
		return c.Select(config.APIKey)
	})
}

// WithBasicAuth sends a user name and a password with each request (RFC 7617).
func WithBasicAuth(user, password string) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if user == "" || strings.Contains(user, ":") {
			return errors.New("rest.WithBasicAuth: the user is empty or contains a colon, which separates it from the password")
		}
		c.Basic = url.UserPassword(user, password)
		return c.Select(config.BasicAuth)
	})
}

// WithoutCredentials sends requests without credentials.
func WithoutCredentials() ClientOption {
	return config.ClientOption(func(c *config.Client) error { return c.Select(config.WithoutCredentials) })
}

// WithScopes replaces the OAuth 2.0 scopes of Application Default Credentials,
// which by default are those of the service. With other credentials it is an
// error, because those already have their scopes.
func WithScopes(scopes ...string) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if len(scopes) == 0 || slices.Contains(scopes, "") {
			return errors.New("rest.WithScopes: the list is empty or contains an empty scope")
		}
		c.Scopes = slices.Clone(scopes)
		return nil
	})
}
