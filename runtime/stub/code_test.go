// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"
)

func TestCodeOfStatus(t *testing.T) {
	for _, test := range []struct {
		inBody, status int
		want           code.Code
	}{
		{0, 400, code.Code_INVALID_ARGUMENT},
		{0, 401, code.Code_UNAUTHENTICATED},
		{0, 403, code.Code_PERMISSION_DENIED},
		{0, 404, code.Code_NOT_FOUND},
		{0, 409, code.Code_ABORTED},
		{0, 416, code.Code_OUT_OF_RANGE},
		{0, 429, code.Code_RESOURCE_EXHAUSTED},
		{0, 499, code.Code_CANCELLED},
		{0, 501, code.Code_UNIMPLEMENTED},
		{0, 502, code.Code_UNAVAILABLE},
		{0, 503, code.Code_UNAVAILABLE},
		{0, 504, code.Code_DEADLINE_EXCEEDED},
		{0, 399, code.Code_UNKNOWN},
		{0, 402, code.Code_FAILED_PRECONDITION},
		{0, 498, code.Code_FAILED_PRECONDITION},
		{0, 500, code.Code_INTERNAL},
		{0, 599, code.Code_INTERNAL},
		{0, 600, code.Code_UNKNOWN},
		{0, 200, code.Code_UNKNOWN},
		{404, 200, code.Code_NOT_FOUND},
		{404, 299, code.Code_NOT_FOUND},
		{404, 300, code.Code_UNKNOWN},
		{404, 503, code.Code_UNAVAILABLE},
	} {
		if got := codeOfStatus(test.inBody, test.status); got != test.want {
			t.Errorf("%d, %d: got %v, want %v", test.inBody, test.status, got, test.want)
		}
	}
}

func TestCodeOfCause(t *testing.T) {
	for _, test := range []struct {
		err  error
		want code.Code
	}{
		{fmt.Errorf("x: %w", context.Canceled), code.Code_CANCELLED},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), code.Code_DEADLINE_EXCEEDED},
		{fmt.Errorf("x: %w", os.ErrDeadlineExceeded), code.Code_DEADLINE_EXCEEDED},
		{errors.New("x"), code.Code_UNAVAILABLE},
	} {
		if got := codeOfCause(test.err); got != test.want {
			t.Errorf("%v: got %v, want %v", test.err, got, test.want)
		}
	}
}
