// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// An Error says why a call failed. It is the one error type of a call, found
// with errors.As. What caused it is found through it: errors.Is with
// context.Canceled, context.DeadlineExceeded or io.ErrUnexpectedEOF, and
// errors.As with *url.Error, net.Error, *oauth2.RetrieveError or
// *pathtemplate.ValueError.
//
// No credential of the client is in an Error, however it is printed: it stands
// as "[redacted]" where a server sent it back.
type Error struct {
	// Method is the full name of the RPC.
	Method protoreflect.FullName
	// StatusCode is the HTTP status, or 0 if there was no response.
	StatusCode int
	// Code is the google.rpc.Code of the response's status (AIP-193); without
	// one, that which fits the HTTP status, or what happened on this side.
	Code code.Code
	// Message is for people: the server's, or what happened on this side. It
	// is as the server wrote it, whatever its length and its characters.
	Message string
	// Reason says why, in a word for programs, such as "SERVICE_DISABLED": that
	// of the google.rpc.ErrorInfo in the status's details (AIP-193).
	Reason string
	// Details are the status's details, as far as their types are linked into
	// the program: those that it imports, for instance, from
	// google.golang.org/genproto/googleapis/rpc/errdetails. Where the method says
	// what the body of an error with this status is
	// (protolect.api.v1.method.error_responses), that comes first.
	Details []proto.Message
	// Header is the header of the response.
	Header http.Header
	// Body is the body of the response, at most its first 64 KiB.
	Body []byte
	// RequestID is the id that the client made for the request, where the
	// method takes one and the request had none. With the same id in the
	// request, the server takes another call for a repetition of this one.
	RequestID string

	cause     error
	help      string
	condition protoreflect.FullName
}

// Error returns at most 1.5 KiB, in printable characters.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(printable(string(e.Method), 200))
	b.WriteString(": ")
	if e.StatusCode != 0 {
		b.WriteString(strconv.Itoa(e.StatusCode))
		b.WriteByte(' ')
	}
	b.WriteString(e.Code.String())
	if e.Message != "" {
		b.WriteString(": ")
		b.WriteString(printable(e.Message, 500))
	}
	if e.help != "" {
		b.WriteString(" (")
		b.WriteString(printable(e.help, 500))
		b.WriteByte(')')
	}
	return b.String()
}

// Unwrap returns what caused the error, or nil if the server's answer is all
// that there is.
func (e *Error) Unwrap() error { return e.cause }

// Detail returns the first detail of type T of the [*Error] in err, for
// instance Detail[*errdetails.ErrorInfo](err), or of an API that has messages of
// its own for errors, Detail[*pb.NotFound](err).
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

// setCause makes err the cause and the message of e, without secrets.
func (x *exchange) setCause(e *Error, what string, err error) {
	e.cause = x.secrets.Error(err)
	e.Message = what + e.cause.Error()
}

// noResponse is the error of a request without a response.
func (x *exchange) noResponse(ctx context.Context, err error) error {
	err = withCause(ctx, err)
	e := &Error{Method: x.method, RequestID: x.requestID, Code: localCode(err)}
	x.setCause(e, "", err)
	return e
}

// noToken is the error of a request that was not sent for want of a token.
func (x *exchange) noToken(ctx context.Context, err error) error {
	err = withCause(ctx, err)
	e := &Error{Method: x.method, Code: localCode(err)}
	x.setCause(e, "no access token: ", err)
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		if r.Response.StatusCode < 500 {
			e.Code = code.Code_UNAUTHENTICATED
		}
		if r.ErrorCode == "invalid_grant" && x.client.credentials == defaultCredentials {
			e.help = "the credentials have expired or were revoked: run gcloud auth application-default login"
		}
	}
	return e
}

// status is the error that a response describes.
func (x *exchange) status(hr *http.Response, body []byte) error {
	e := x.response(hr, body)
	r := &transcode.Response{StatusCode: hr.StatusCode, Header: hr.Header, Body: x.secrets.Bytes(errorPart(body))}
	s := x.binding.http.DecodeError(r, x.decoding())
	e.Code, e.Message, e.Reason, e.Details = s.Code, s.Message, s.Reason, s.Details
	if e.Code == code.Code_OK {
		e.Code = codeOf(s.HTTPStatus, hr.StatusCode)
	}
	if e.Message == "" {
		e.Message = http.StatusText(hr.StatusCode)
		if len(e.Body) > 0 {
			e.Message = strings.TrimSpace(e.Message + " " + snippet(e.Body))
		}
	}
	e.help = x.remedy(e)
	x.name(e)
	return e
}

// errorPart returns what is read of the body of an error: of a large one its
// member "error" alone.
func errorPart(body []byte) []byte {
	if len(body) <= maxErrorRead {
		return body
	}
	members, err := wirejson.Members(body)
	i := slices.IndexFunc(members, func(m wirejson.Member) bool { return m.Name == "error" })
	if err != nil || i < 0 {
		return body[:maxErrorRead]
	}
	part := slices.Concat([]byte(`{"error":`), members[i].Value, []byte("}"))
	return part[:min(len(part), maxErrorRead)]
}

// remedy says what to do about e, where that is plain.
func (x *exchange) remedy(e *Error) string {
	kind := x.client.credentials
	unauthenticated := e.StatusCode == http.StatusUnauthorized || e.StatusCode == 0 && e.Code == code.Code_UNAUTHENTICATED
	forbidden := e.StatusCode == http.StatusForbidden || e.StatusCode == 0 && e.Code == code.Code_PERMISSION_DENIED
	switch {
	case e.StatusCode >= 300 && e.StatusCode <= 399:
		to := ""
		if u, err := url.Parse(e.Header.Get("Location")); err == nil && u.Host != "" {
			to = " to " + u.Scheme + "://" + u.Host
		}
		return "the server redirects" + to + ", and redirects are not followed: the error's Header has the Location; if none is expected, check rest.WithEndpoint"
	case e.Reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT", strings.Contains(e.Header.Get("Www-Authenticate"), "insufficient_scope"):
		if kind == withTokenSource {
			return "the token source needs " + x.scopes()
		}
		return "give rest.WithScopes, or the flag --scopes of gcloud auth application-default login, " + x.scopes()
	case unauthenticated && kind == withoutCredentials:
		return "drop rest.WithoutCredentials, or use " + x.client.takes
	case unauthenticated && kind == withAPIKey:
		if b := x.binding; b != nil && b.security != nil {
			return "check the key, which goes out as it was given"
		}
		return "check the key of rest.WithAPIKey; a method that acts for a user needs rest.WithTokenSource"
	case unauthenticated && kind == withBasicAuth:
		return "check the user and the password of rest.WithBasicAuth"
	case unauthenticated && kind == withTokenSource:
		return "check the token source, its scopes and the expiry of its tokens"
	case unauthenticated:
		return "run gcloud auth application-default login again, with the scopes of the API"
	case forbidden && kind == defaultCredentials && strings.Contains(e.Message, "quota project"):
		return "let GOOGLE_CLOUD_QUOTA_PROJECT name a project in which the API is enabled"
	case e.Header.Get("Retry-After") != "" && (e.StatusCode == http.StatusTooManyRequests || e.StatusCode == http.StatusServiceUnavailable):
		return "Retry-After: " + e.Header.Get("Retry-After")
	}
	return ""
}

// scopes names the scopes of which the method needs one, as far as there is
// room for them.
func (x *exchange) scopes() string {
	var scopes []string
	if b := x.binding; b != nil {
		scopes = b.scopes
	}
	name := string(x.method.Name())
	switch n := len(scopes); {
	case n == 0:
		return "a scope that " + name + " accepts"
	case n == 1:
		return "the scope of " + name + ", " + scopes[0]
	case n <= maxScopes:
		return "one of the scopes of " + name + ", " + strings.Join(scopes, " or ")
	default:
		return fmt.Sprintf("one of the %d scopes of %s, such as %s", n, name, strings.Join(scopes[:maxScopes], " or "))
	}
}

// maxScopes is how many scopes an error names.
const maxScopes = 5

// withCause makes sure that an error that came of the end of ctx is found as
// such: net/http returns the context's cause, which may be anything.
func withCause(ctx context.Context, err error) error {
	ended := ctx.Err()
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		ended = context.DeadlineExceeded
	}
	if ended != nil && !errors.Is(err, ended) {
		return fmt.Errorf("%w: %w", ended, err)
	}
	return err
}

// localCode is the code of something that happened on this side.
func localCode(err error) code.Code {
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

// codeOf returns the code for an HTTP status by the table in
// google/rpc/code.proto. inBody is the status that the body names, for the
// sake of errors that come with status 200.
func codeOf(inBody, status int) code.Code {
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

// printable returns s in printable characters, the others escaped, and cut to
// about n bytes.
func printable(s string, n int) string {
	var b strings.Builder
	for _, r := range s {
		piece := string(r)
		if unicode.Is(unicode.Zs, r) {
			piece = " "
		} else if !unicode.IsPrint(r) {
			q := strconv.QuoteRune(r)
			piece = q[1 : len(q)-1]
		}
		if b.Len()+len(piece) > n {
			b.WriteString("…")
			return b.String()
		}
		b.WriteString(piece)
	}
	return b.String()
}

// shorten quotes s, cut to at most n bytes.
func shorten(s string, n int) string {
	if len(s) <= n {
		return strconv.Quote(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "…"
}
