// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/protolect/protolect/runtime/wirejson"
)

// A RequestError describes why a server rejects a request. The functions of this package return it. A
// server may also return its own, for instance with the status 401.
type RequestError struct {
	// HTTPStatus is the status of the response. ReadRequest, Router.Match and Match.DecodeRequest
	// return these:
	//
	//   - 400 Bad Request: a parameter or the body is malformed, unknown or missing, or the body
	//     cannot be read
	//   - 404 Not Found: the path matches no method
	//   - 405 Method Not Allowed: the path only matches methods with another HTTP method
	//   - 413 Content Too Large: the body exceeds the limit of http.MaxBytesReader
	//   - 415 Unsupported Media Type: the method does not accept the media type or the content
	//     encoding of the body
	HTTPStatus int
	// Place is the malformed part of the request: "path", "query parameter", "header", "cookie"
	// or "body". It is empty for the whole request.
	Place string
	// Field is the name of the parameter, or the path of the member in the body, such as
	// message.cards[0].header. It is empty for the whole body.
	Field string
	// Value is the rejected text. It is empty if there is none.
	Value string
	// Problem is the reason, for instance `want int32, found "ten"`.
	Problem string
	// Allowed are the HTTP methods of the path, sorted, for the header Allow. It is only set
	// with status 405.
	Allowed []string

	cause error
}

// Error returns a text such as `query parameter pageSize: want int32, found "ten"`. Its
// length is bounded.
func (e *RequestError) Error() string {
	var b strings.Builder
	b.WriteString(e.Place)
	if e.Field != "" {
		if e.Place != "" {
			b.WriteByte(' ')
		}
		b.WriteString(printable(e.Field, 200))
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(printable(e.Problem, 500))
	return b.String()
}

// Unwrap returns the cause, for instance an *http.MaxBytesError, or nil.
func (e *RequestError) Unwrap() error { return e.cause }

// Status converts e for EncodeError. The code is the one that google/rpc/code.proto assigns to the
// HTTP status, UNIMPLEMENTED for 405, and INVALID_ARGUMENT for any other. If the program links
// google.rpc.BadRequest, the details of a 400 for a parameter or member include one.
func (e *RequestError) Status() *Status {
	s := &Status{Code: code.Code_INVALID_ARGUMENT, HTTPStatus: e.HTTPStatus, Message: e.Error(), Allowed: e.Allowed}
	switch e.HTTPStatus {
	case http.StatusUnauthorized:
		s.Code = code.Code_UNAUTHENTICATED
	case http.StatusForbidden:
		s.Code = code.Code_PERMISSION_DENIED
	case http.StatusNotFound:
		s.Code = code.Code_NOT_FOUND
	case http.StatusMethodNotAllowed:
		s.Code = code.Code_UNIMPLEMENTED
	case http.StatusConflict:
		s.Code = code.Code_ABORTED
	case http.StatusTooManyRequests:
		s.Code = code.Code_RESOURCE_EXHAUSTED
	}
	if e.HTTPStatus == http.StatusBadRequest && e.Field != "" {
		if detail := badRequest(e.Field, e.Error()); detail != nil {
			s.Details = append(s.Details, detail)
		}
	}
	return s
}

// badRequest returns a google.rpc.BadRequest, or nil if the program does not link it.
// Looking the type up keeps this package from linking it.
func badRequest(field, description string) proto.Message {
	t, err := protoregistry.GlobalTypes.FindMessageByName("google.rpc.BadRequest")
	if err != nil {
		return nil
	}
	m := t.New()
	violations := m.Descriptor().Fields().ByName("field_violations")
	violation := m.Mutable(violations).List().AppendMutable().Message()
	for name, text := range map[protoreflect.Name]string{"field": field, "description": description} {
		violation.Set(violation.Descriptor().Fields().ByName(name), protoreflect.ValueOfString(strings.ToValidUTF8(text, "\ufffd")))
	}
	return m.Interface()
}

// StatusOf converts an error of a server for EncodeError. If err wraps a [*RequestError], such as the
// errors of ReadRequest, Router.Match and Match.DecodeRequest, StatusOf returns its Status;
// [RequestError].HTTPStatus lists the possible statuses. Any other error becomes INTERNAL, with the
// HTTP status 500 and the text of err as its message: do not pass errors whose text is not meant for
// clients.
//
// To send another error, create a Status. EncodeError derives the HTTP status from the code, here
// 409:
//
//	&transcode.Status{Code: code.Code_ALREADY_EXISTS, Message: "there is a pet with this name"}
func StatusOf(err error) *Status {
	if e, ok := errors.AsType[*RequestError](err); ok {
		return e.Status()
	}
	return &Status{Code: code.Code_INTERNAL, HTTPStatus: http.StatusInternalServerError, Message: err.Error()}
}

// badRequestf returns the error of a malformed request.
func badRequestf(format string, arguments ...any) *RequestError {
	return &RequestError{HTTPStatus: http.StatusBadRequest, Problem: fmt.Sprintf(format, arguments...)}
}

// badText returns the error of a text that is not what is wanted.
func badText(want, text string) *RequestError {
	return &RequestError{HTTPStatus: http.StatusBadRequest, Value: text, Problem: "want " + want + ", found " + quote(text, 80)}
}

// within prepends a step to the field: a name, or an index or key in brackets. e may be nil.
func (e *RequestError) within(step string) *RequestError {
	if e == nil {
		return nil
	}
	if e.Field != "" && e.Field[0] != '[' {
		step += "."
	}
	e.Field = step + e.Field
	return e
}

// in sets the place.
func (e *RequestError) in(place string) *RequestError {
	e.Place = place
	return e
}

// badJSON converts an error of wirejson to one of the request. The path of the error begins
// with the name of a field, which is replaced by name unless name is empty.
func badJSON(err error, name string) *RequestError {
	e := &RequestError{HTTPStatus: http.StatusBadRequest, cause: err}
	json, ok := errors.AsType[*wirejson.Error](err)
	if !ok {
		e.Field, e.Problem = name, err.Error()
		return e
	}
	e.Field = json.Path
	if name != "" {
		rest := ""
		if i := strings.IndexAny(json.Path, ".["); i >= 0 {
			rest = json.Path[i:]
		}
		e.Field = name + rest
	}
	e.Problem = "want " + json.Want
	if json.Found != "" {
		e.Problem += ", found " + json.Found
		if e.Value = json.Found; json.Found[0] == '"' {
			e.Value, _ = strconv.Unquote(strings.TrimSuffix(json.Found, "…"))
		}
	}
	return e
}

// printable returns s truncated to about n bytes, with characters that are not printable
// escaped.
func printable(s string, n int) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) || !utf8.ValidString(s) {
		q := quote(s, n)
		return strings.ReplaceAll(q, `\"`, `"`)
	}
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
