// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"slices"

	"golang.org/x/oauth2"
)

// A CredentialKind is a kind of credentials that an option sets.
type CredentialKind int

// The kinds of credentials.
const (
	DefaultCredentials CredentialKind = iota
	TokenSource
	APIKey
	BasicAuth
	WithoutCredentials
)

// String returns the name of the option.
func (k CredentialKind) String() string {
	switch k {
	case TokenSource:
		return "rest.WithTokenSource"
	case APIKey:
		return "rest.WithAPIKey"
	case BasicAuth:
		return "rest.WithBasicAuth"
	case WithoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// SelectTokens selects a source of access tokens. option is the name of the option
// that set it.
func (c *Client) SelectTokens(option string, source oauth2.TokenSource) error {
	c.Tokens, c.TokensOption = source, option
	return c.Select(TokenSource)
}

// Select selects a kind of credentials.
func (c *Client) Select(k CredentialKind) error {
	c.Credentials = k
	if !slices.Contains(c.Kinds, k) {
		c.Kinds = append(c.Kinds, k)
	}
	return nil
}

// Conflict returns an error for options that contradict each other. A service
// that declares security may use several kinds of credentials at once.
func (c *Client) Conflict(secured bool) error {
	if len(c.Kinds) > 1 && (!secured || slices.Contains(c.Kinds, WithoutCredentials)) {
		return c.TooManyKinds()
	}
	if c.Scopes != nil && len(c.Kinds) > 0 {
		return fmt.Errorf("rest.WithScopes has no effect on %s: remove it, or remove %[1]s to use Application Default Credentials",
			c.OptionName(c.Kinds[0]))
	}
	return nil
}

// TooManyKinds returns the error of options that set two kinds of credentials.
func (c *Client) TooManyKinds() error {
	return fmt.Errorf("%s and %s cannot be used together, because a client uses one kind of credentials: remove one of them",
		c.OptionName(c.Kinds[0]), c.OptionName(c.Kinds[1]))
}

// OptionName returns the name of the option that set credentials of a kind.
func (c *Client) OptionName(k CredentialKind) string {
	if k == TokenSource {
		return c.TokensOption
	}
	return k.String()
}
