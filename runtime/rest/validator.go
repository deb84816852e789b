// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"

	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/internal/config"
)

// WithValidator validates each request before it is sent. A request that v
// rejects is not sent, and errors.As finds the error of v in that of the call. v
// is typically a Validator of buf.build/go/protovalidate. It must be safe for
// concurrent use.
//
// Without the option, a client checks only a few of the limits: the patterns of
// parameters in the path, and the numbers of elements of lists that are fields of
// the request message. The server checks all other limits.
func WithValidator[Option any](v interface {
	Validate(proto.Message, ...Option) error
}) ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if v == nil {
			return errors.New("rest.WithValidator: the validator is nil")
		}
		c.Validate = func(m proto.Message) error { return v.Validate(m) }
		return nil
	})
}
