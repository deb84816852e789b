// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "github.com/protolect/protolect/runtime/wirejson"

// maxDepth is how deeply JSON may nest, the limit that protobuf has for its
// binary form in most languages.
const maxDepth = 100

// Reading ignores members and enum values that are newer than this program.
var reading = wirejson.UnmarshalOptions{DiscardUnknown: true, RecursionLimit: maxDepth}

// reading says how to read a response.
func (x *exchange) reading() wirejson.UnmarshalOptions {
	options := reading
	options.KeepUnknown = x.keepUnknown
	return options
}
