// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "github.com/protolect/protolect/runtime/internal/config"

// A ClientOption configures a client. Of two options that set the same thing,
// the last one wins. Options are created by functions of this package, of
// generated packages and of package grpctransport.
type ClientOption interface {
	ApplyClient(*config.Client) error
}

// A CallOption configures a single call. As an option of a client it is the
// default for all calls.
type CallOption interface {
	ClientOption
	ApplyCall(*config.Call) error
}
