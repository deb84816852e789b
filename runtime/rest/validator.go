// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"

	"google.golang.org/protobuf/proto"
)

// WithValidator lets v look at each request before it is sent: what it refuses
// is not sent. A Validator of buf.build/go/protovalidate is one; without any,
// limits such as buf.validate's are left to the server. The validator's error
// is found in the call's with errors.As. It is used by several goroutines at
// once.
func WithValidator[Option any](v interface {
	Validate(proto.Message, ...Option) error
}) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if v == nil {
			return errors.New("rest.WithValidator: the validator is nil")
		}
		c.validate = func(m proto.Message) error { return v.Validate(m) }
		return nil
	})
}
