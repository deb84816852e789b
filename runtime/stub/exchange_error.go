// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

const (
	// maxErrorBody bounds the body in an Error, in bytes.
	maxErrorBody = 64 << 10
	// maxErrorRead bounds what is read of the body of an error response. It is
	// larger than maxErrorBody, so that a secret across that limit is found.
	maxErrorRead = 2 * maxErrorBody
)

// requestError returns the error of a request that is malformed and therefore
// not sent.
func (x *exchange) requestError(err error) error {
	e := &rest.Error{Method: x.method, Code: code.Code_INVALID_ARGUMENT, Message: oneLine(err.Error()), Err: err}
	if _, ok := errors.AsType[*transcode.UnboundError](err); ok {
		e.Code = code.Code_UNIMPLEMENTED
	}
	return e
}

// tokenError returns the error of a request that is not sent because there is no
// access token.
func (x *exchange) tokenError(ctx context.Context, err error) error {
	err = withContextError(ctx, err)
	e := &rest.Error{Method: x.method, Code: codeOfCause(err)}
	x.setCause(e, "no access token: ", err)
	if errors.Is(err, errMalformedToken) {
		e.Code = code.Code_UNAUTHENTICATED
	}
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		if r.Response.StatusCode < 500 {
			e.Code = code.Code_UNAUTHENTICATED
		}
		if r.ErrorCode == "invalid_grant" && x.client.credentials == config.DefaultCredentials {
			e.Hint = x.client.loginRemedy()
		}
	}
	return e
}

// connectionError returns the error of a request without a response.
func (x *exchange) connectionError(ctx context.Context, err error) error {
	err = withContextError(ctx, err)
	e := &rest.Error{Method: x.method, RequestID: x.requestID, Code: codeOfCause(err)}
	x.setCause(e, "", err)
	return e
}

// statusError reads a response whose status is not 2xx, and returns its error.
func (x *exchange) statusError(ctx context.Context, hr *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxErrorRead))
	if err != nil && len(body) == 0 {
		return x.truncatedError(ctx, hr, body, err)
	}
	return x.describedError(hr, body)
}

// describedError returns the error that the body of a response describes.
func (x *exchange) describedError(hr *http.Response, body []byte) error {
	e := x.errorOf(hr, body)
	r := &transcode.Response{StatusCode: hr.StatusCode, Header: hr.Header, Body: x.secrets.Bytes(errorPart(body))}
	s := x.binding.http.DecodeError(r, x.decodeOptions())
	e.Code, e.Message, e.Reason, e.Details = s.Code, s.Message, s.Reason, s.Details
	if e.Code == code.Code_OK {
		e.Code = codeOfStatus(s.HTTPStatus, hr.StatusCode)
	}
	if e.Message == "" {
		e.Message = http.StatusText(hr.StatusCode)
		if len(e.Body) > 0 {
			e.Message = strings.TrimSpace(e.Message + " " + snippet(e.Body))
		}
	}
	e.Hint = x.remedy(e)
	if x.binding.http.IsOwnError(r, s) {
		x.setCondition(e)
	} else if e.Hint == "" {
		e.Hint = x.addressRemedy(hr.StatusCode)
	}
	return e
}

// errorPart returns the part of an error's body that is decoded: all of it, or
// the member "error" of a large one.
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

// truncatedError returns the error of a response that ended early. arrived is
// the part of the body that was read.
func (x *exchange) truncatedError(ctx context.Context, hr *http.Response, arrived []byte, err error) error {
	err = withContextError(ctx, err)
	e := x.errorOf(hr, arrived)
	e.Code = codeOfCause(err)
	x.setCause(e, "the response ended early: ", err)
	return e
}

// responseError returns the error of a 2xx response that cannot be read.
func (x *exchange) responseError(hr *http.Response, body []byte, err error) error {
	e := x.errorOf(hr, body)
	e.Code = code.Code_INTERNAL
	x.setCause(e, "", err)
	if !transcode.IsJSON(hr.Header.Get("Content-Type")) {
		e.Hint = "check rest.WithEndpoint, and whether a proxy or a login page responds instead of the API; " +
			"if the server is yours, set Content-Type: application/json"
	}
	return e
}

// protocolError returns the error of a response that violates the protocol of an
// upload.
func (x *exchange) protocolError(hr *http.Response, text string) error {
	e := x.errorOf(hr, nil)
	e.Code, e.Message = code.Code_INTERNAL, x.secrets.String(text)
	return e
}

// errorOf returns an Error with everything that is common to the errors of
// responses.
func (x *exchange) errorOf(hr *http.Response, body []byte) *rest.Error {
	return &rest.Error{
		Method:     x.method,
		RequestID:  x.requestID,
		StatusCode: hr.StatusCode,
		Header:     x.secrets.Header(hr.Header),
		Body:       x.secrets.Prefix(body, maxErrorBody),
	}
}

// setCause sets the cause and the message of e to err without secrets.
func (x *exchange) setCause(e *rest.Error, prefix string, err error) {
	e.Err = x.secrets.Error(err)
	e.Message = prefix + oneLine(e.Err.Error())
}

// oneLine joins the lines of a text, such as the error of a validator or of errors.Join, in one line. A
// message of several lines would be printed with escaped line breaks.
func oneLine(text string) string {
	var joined string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "- "))
		switch {
		case line == "":
		case joined == "":
			joined = line
		case strings.HasSuffix(joined, ":"):
			joined += " " + line
		default:
			joined += "; " + line
		}
	}
	return joined
}

// withContextError returns err, wrapped so that errors.Is finds the error of a
// context that has ended, and the limit of [rest.WithTimeout]. net/http returns the
// context's cause, which may be any error.
func withContextError(ctx context.Context, err error) error {
	ended := ctx.Err()
	if cause := context.Cause(ctx); errors.Is(cause, context.DeadlineExceeded) {
		ended = context.DeadlineExceeded
		if timeout, ok := errors.AsType[timeoutError](cause); ok {
			ended = timeout
		}
	}
	if ended != nil && !errors.Is(err, ended) {
		return fmt.Errorf("%w: %w", ended, err)
	}
	return err
}

// snippet quotes the beginning of a body on one line.
func snippet(body []byte) string {
	return quote.Limit(strings.Join(strings.Fields(string(body[:min(len(body), 1000)])), " "), 160)
}
