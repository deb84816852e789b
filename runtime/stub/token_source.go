// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/rest"
)

// WithNewTokenSource is [rest.WithTokenSource] for options of generated packages.
// [NewClient] calls newSource and returns its error. Errors contain the name of
// the option.
func WithNewTokenSource(option string, newSource func() (oauth2.TokenSource, error)) rest.ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		source, err := newSource()
		if err != nil {
			return fmt.Errorf("%s: %w", option, err)
		}
		return c.SelectTokens(option, source)
	})
}

// WithSignerOption names the option of a generated package that signs tokens with a
// claim (protolect.api.v1.file.security_schemes), for errors.
func WithSignerOption(claim, option string) rest.ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if c.SignerOptions == nil {
			c.SignerOptions = make(map[string]string)
		}
		c.SignerOptions[claim] = option
		return nil
	})
}
