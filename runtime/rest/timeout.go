// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"fmt"
	"time"

	"github.com/protolect/protolect/runtime/internal/config"
)

// WithTimeout limits the time of a call, from its start to the last byte of the
// response. It limits each page of a [Pager] separately, and a [Download] as a
// whole. Zero, the default, is no limit. A deadline of the context applies in
// any case.
func WithTimeout(d time.Duration) CallOption {
	return config.CallOption(func(c *config.Call) error {
		if d < 0 {
			return fmt.Errorf("rest.WithTimeout: %v is negative", d)
		}
		c.Timeout = d
		return nil
	})
}
