// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "github.com/protolect/protolect/runtime/internal/config"

// WithKeepUnknown keeps the members and enum values of responses that the
// message type does not define, which are ignored by default. wirejson.UnknownIn
// lists them, and they are part of the message when it is sent back.
func WithKeepUnknown() CallOption {
	return config.CallOption(func(c *config.Call) error {
		c.KeepUnknown = true
		return nil
	})
}
