// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/reflect/protoreflect"
)

func TestErrorText(t *testing.T) {
	long := func(n int) string { return strings.Repeat("a", n) }
	for _, test := range []struct {
		e    *Error
		want string
	}{
		{&Error{Method: "a.B.C", Code: code.Code_UNAVAILABLE}, "a.B.C: UNAVAILABLE"},
		{&Error{Method: "a.B.C", StatusCode: 404, Code: code.Code_NOT_FOUND}, "a.B.C: 404 NOT_FOUND"},
		{&Error{Method: "a.B.C", StatusCode: 404, Code: code.Code_NOT_FOUND, Message: "gone\n"}, `a.B.C: 404 NOT_FOUND: gone\n`},
		{&Error{Method: "a.B.C", Code: code.Code_NOT_FOUND, Message: "gone", Hint: "look elsewhere"}, "a.B.C: NOT_FOUND: gone (look elsewhere)"},
		{&Error{Method: "a.B.C", Code: code.Code_NOT_FOUND, Hint: "look elsewhere"}, "a.B.C: NOT_FOUND (look elsewhere)"},
		{&Error{Method: "a.B.C", StatusCode: 403, Code: code.Code_PERMISSION_DENIED, Reason: "DISABLED\n", Message: "no"}, `a.B.C: 403 PERMISSION_DENIED: DISABLED\n: no`},
		{&Error{Method: "a.B.C", StatusCode: 403, Code: code.Code_PERMISSION_DENIED, Reason: "DISABLED", Message: "DISABLED: no"}, "a.B.C: 403 PERMISSION_DENIED: DISABLED: no"},
		// The status of a response that cannot be read differs from the code.
		{&Error{Method: "a.B.C", StatusCode: 200, Code: code.Code_INTERNAL, Message: "cut off"}, "a.B.C: INTERNAL (HTTP status 200): cut off"},
		{&Error{StatusCode: 299, Code: code.Code_UNAVAILABLE}, "UNAVAILABLE (HTTP status 299)"},
		{&Error{StatusCode: 199, Code: code.Code_UNKNOWN}, "199 UNKNOWN"},
		{&Error{StatusCode: 300, Code: code.Code_UNKNOWN}, "300 UNKNOWN"},
		// A fake may set only some fields.
		{&Error{Err: errors.New("no\nluck")}, `no\nluck`},
		{&Error{Code: code.Code_NOT_FOUND, Err: errors.New("gone")}, "NOT_FOUND: gone"},
		{&Error{Message: "gone", Err: errors.New("cause")}, "gone"},
		{&Error{StatusCode: 404}, "404 OK"},
		{&Error{Method: "a.B.C"}, "a.B.C: OK"},
		{
			&Error{Method: protoreflect.FullName(long(200)), Code: code.Code_ABORTED, Reason: long(100) + "b", Message: long(500), Hint: long(500)},
			long(200) + ": ABORTED: " + long(100) + "…: " + long(500) + " (" + long(500) + ")",
		},
		{
			&Error{Method: protoreflect.FullName(long(201)), Code: code.Code_ABORTED, Reason: long(99) + "b", Message: long(501), Hint: long(501)},
			long(200) + "…: ABORTED: " + long(99) + "b: " + long(500) + "… (" + long(500) + "…)",
		},
	} {
		if got := test.e.Error(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
