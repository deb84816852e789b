// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/transcode"
)

// A credentialKind is a kind of credentials that an option sets.
type credentialKind int

const (
	defaultCredentials credentialKind = iota
	withTokenSource
	withAPIKey
	withBasicAuth
	withoutCredentials
)

// String returns the name of the option.
func (k credentialKind) String() string {
	switch k {
	case withTokenSource:
		return "rest.WithTokenSource"
	case withAPIKey:
		return "rest.WithAPIKey"
	case withBasicAuth:
		return "rest.WithBasicAuth"
	case withoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// WithTokenSource sends an OAuth 2.0 access token with each request. A token is
// used until it expires, as with oauth2.ReuseTokenSource.
func WithTokenSource(ts oauth2.TokenSource) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if ts == nil {
			return errors.New("rest.WithTokenSource: the token source is nil")
		}
		c.tokens, c.tokensOption = ts, withTokenSource.String()
		return c.use(withTokenSource)
	})
}

// WithBearerToken sends a fixed token with each request (RFC 6750). Use
// [WithTokenSource] for tokens that expire.
func WithBearerToken(token string) ClientOption {
	return WithNewTokenSource("rest.WithBearerToken", func() (oauth2.TokenSource, error) {
		if token == "" {
			return nil, errors.New("the token is empty")
		}
		return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}), nil
	})
}

// WithNewTokenSource is [WithTokenSource] for options of generated packages.
// NewClient calls newSource and returns its error. Errors contain the name of
// the option.
func WithNewTokenSource(option string, newSource func() (oauth2.TokenSource, error)) ClientOption {
	return clientOption(func(c *clientConfig) error {
		ts, err := newSource()
		if err != nil {
			return fmt.Errorf("%s: %w", option, err)
		}
		c.tokens, c.tokensOption = ts, option
		return c.use(withTokenSource)
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
	return clientOption(func(c *clientConfig) error {
		if key == "" || !transcode.IsHeaderValue(key) {
			return errors.New(option + ": the key is empty or contains characters that a header cannot contain")
		}
		if c.keys == nil {
			c.keys = make(map[string]string)
		}
		c.keys[name] = key
		return c.use(withAPIKey)
	})
}

// WithBasicAuth sends a user name and a password with each request (RFC 7617).
func WithBasicAuth(user, password string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if user == "" || strings.Contains(user, ":") {
			return errors.New("rest.WithBasicAuth: the user is empty or contains a colon, which separates it from the password")
		}
		c.basic = sendBasic(user, password)
		return c.use(withBasicAuth)
	})
}

// WithoutCredentials sends requests without credentials.
func WithoutCredentials() ClientOption {
	return clientOption(func(c *clientConfig) error { return c.use(withoutCredentials) })
}

// WithScopes replaces the OAuth 2.0 scopes of Application Default Credentials,
// which by default are those of the service. With other credentials it is an
// error, because those already have their scopes.
func WithScopes(scopes ...string) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if len(scopes) == 0 || slices.Contains(scopes, "") {
			return errors.New("rest.WithScopes: there is no scope, or an empty one")
		}
		c.scopes = slices.Clone(scopes)
		return nil
	})
}

// use selects a kind of credentials.
func (c *clientConfig) use(k credentialKind) error {
	c.credentials = k
	if !slices.Contains(c.given, k) {
		c.given = append(c.given, k)
	}
	return nil
}

// conflict returns an error for options that contradict each other. A service
// that declares security may use several kinds of credentials at once.
func (c *clientConfig) conflict(secured bool) error {
	if len(c.given) > 1 && (!secured || slices.Contains(c.given, withoutCredentials)) {
		return c.tooManyKinds()
	}
	if c.scopes != nil && len(c.given) > 0 {
		return fmt.Errorf("rest.WithScopes has no effect on %s: remove it, or remove %[1]s to use Application Default Credentials", c.optionOf(c.given[0]))
	}
	return nil
}

func (c *clientConfig) tooManyKinds() error {
	return fmt.Errorf("%s and %s cannot be used together, because a client uses one kind of credentials: remove one of them", c.optionOf(c.given[0]), c.optionOf(c.given[1]))
}

// optionOf returns the name of the option that set credentials of a kind.
func (c *clientConfig) optionOf(k credentialKind) string {
	if k == withTokenSource {
		return c.tokensOption
	}
	return k.String()
}
