// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// An Error describes a failed call. Every error of a call is an *Error, or wraps
// one; find it with errors.As. An Error wraps its cause: errors.Is finds
// context.Canceled, context.DeadlineExceeded and io.ErrUnexpectedEOF, and
// errors.As finds *url.Error, net.Error, *oauth2.RetrieveError and
// *pathtemplate.ValueError. If the generated package has a variable for a
// failure, errors.Is finds it: errors.Is(err, rcs.ErrUnreachable).
//
// An Error never contains credentials of the client. Where a server sent them
// back, it contains "[redacted]".
type Error struct {
	// Method is the full name of the RPC.
	Method protoreflect.FullName
	// StatusCode is the HTTP status, or 0 without an HTTP response.
	StatusCode int
	// Code is the google.rpc.Code in the response (AIP-193), for example
	// code.Code_NOT_FOUND of google.golang.org/genproto/googleapis/rpc/code. Without
	// one, it is the code for the HTTP status, or for the failure of the client: the
	// HTML page of a proxy with the status 404 has it, and no Reason.
	Code code.Code
	// Message describes the failure to people. A message of the server is
	// unchanged, including its length and control characters.
	Message string
	// Reason is the cause as a constant for programs, for example
	// "SERVICE_DISABLED": the reason of a google.rpc.ErrorInfo (AIP-193).
	Reason string
	// Details contains the details of the status (AIP-193) whose types the program
	// links, for example those of
	// google.golang.org/genproto/googleapis/rpc/errdetails. If the method declares
	// a message for this status (protolect.api.v1.method.error_responses), that
	// message comes first. See [Detail].
	Details []proto.Message
	// Header is the header of the response.
	Header http.Header
	// Body is the body of the response, up to 64 KiB.
	Body []byte
	// RequestID is the ID that the client generated for the request. It is empty
	// if the method has no such field, or the caller set it. The server treats a
	// second request with this ID as a repetition.
	RequestID string
	// Hint describes how to correct the failure, or contains what the API documents
	// about it. It may be empty.
	Hint string
	// Err is the cause of the failure. For an error response it is nil, unless a
	// variable of the generated package, such as rcs.ErrUnreachable, represents it.
	Err error
}

// Error returns at most 1.5 KiB of text. Control characters are escaped. The text
// contains Reason, and Err in place of an empty Message.
func (e *Error) Error() string {
	message := printable(e.Message, 500)
	if e.Message == "" && e.Err != nil {
		message = printable(e.Err.Error(), 500)
	}
	var parts []string
	if e.Method != "" {
		parts = append(parts, printable(string(e.Method), 200))
	}
	switch {
	case e.StatusCode != 0:
		parts = append(parts, strconv.Itoa(e.StatusCode)+" "+e.Code.String())
	case e.Code != code.Code_OK || message == "":
		parts = append(parts, e.Code.String())
	}
	if e.Reason != "" && !strings.Contains(e.Message, e.Reason) {
		parts = append(parts, printable(e.Reason, 100))
	}
	if message != "" {
		parts = append(parts, message)
	}
	text := strings.Join(parts, ": ")
	if e.Hint != "" {
		text += " (" + printable(e.Hint, 500) + ")"
	}
	return text
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Detail returns the first detail of type T of the [*Error] in err:
// Detail[*errdetails.RetryInfo](err), or Detail[*pb.NotFound](err) for a message
// that the API declares for an error response.
func Detail[T proto.Message](err error) (T, bool) {
	if e, ok := errors.AsType[*Error](err); ok {
		for _, d := range e.Details {
			if t, ok := d.(T); ok {
				return t, true
			}
		}
	}
	var zero T
	return zero, false
}
