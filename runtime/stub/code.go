// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"net"

	"google.golang.org/genproto/googleapis/rpc/code"
)

// codeOfCause returns the code for a failure without a response.
func codeOfCause(err error) code.Code {
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return code.Code_CANCELLED
	case errors.Is(err, context.DeadlineExceeded), ok && timeout.Timeout():
		return code.Code_DEADLINE_EXCEEDED
	default:
		return code.Code_UNAVAILABLE
	}
}

// codeOfStatus returns the code for an HTTP status, as in the table of
// google/rpc/code.proto. inBody is the status that the body contains, or 0. It
// replaces a status below 300, because some servers send errors with status 200.
func codeOfStatus(inBody, status int) code.Code {
	if status < 300 {
		status = inBody
	}
	switch status {
	case 401:
		return code.Code_UNAUTHENTICATED
	case 400:
		return code.Code_INVALID_ARGUMENT
	case 403:
		return code.Code_PERMISSION_DENIED
	case 404:
		return code.Code_NOT_FOUND
	case 409:
		return code.Code_ABORTED
	case 416:
		return code.Code_OUT_OF_RANGE
	case 429:
		return code.Code_RESOURCE_EXHAUSTED
	case 499:
		return code.Code_CANCELLED
	case 501:
		return code.Code_UNIMPLEMENTED
	case 502, 503:
		return code.Code_UNAVAILABLE
	case 504:
		return code.Code_DEADLINE_EXCEEDED
	}
	switch {
	case status >= 400 && status < 500:
		return code.Code_FAILED_PRECONDITION
	case status >= 500 && status < 600:
		return code.Code_INTERNAL
	default:
		return code.Code_UNKNOWN
	}
}
