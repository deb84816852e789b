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

// A RequestError says why a server refuses a request.
type RequestError struct {
	// HTTPStatus is the status to answer with: 400, 404, 405, 413 or 415.
	HTTPStatus int
	// Place is the part of the request that is wrong: "path", "query parameter", "header",
	// "cookie" or "body". It is empty for the request as a whole.
	Place string
	// Field is the name of the parameter, or the path of the member in the body, such as
	// message.cards[0].header. It is empty for the body as a whole.
	Field string
	// Value is the text that was refused. It is empty where there is none.
	Value string
	// Problem is the reason, for instance `want int32, found "ten"`.
	Problem string
	// Allowed are the HTTP methods that the path has, sorted. It is set with status 405,
	// for the header Allow.
	Allowed []string

	cause error
}

// Error returns for instance `query parameter pageSize: want int32, found "ten"`. Its length is
// bounded.
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

// Unwrap returns the cause, for instance an *http.MaxBytesError.
func (e *RequestError) Unwrap() error { return e.cause }

// Status returns what EncodeError writes. A google.rpc.BadRequest is among the details,
// if the program has that type.
func (e *RequestError) Status() *Status {
	s := &Status{Code: code.Code_INVALID_ARGUMENT, HTTPStatus: e.HTTPStatus, Message: e.Error(), Allowed: e.Allowed}
	switch e.HTTPStatus {
	case http.StatusNotFound:
		s.Code = code.Code_NOT_FOUND
	case http.StatusMethodNotAllowed:
		s.Code = code.Code_UNIMPLEMENTED
	}
	if e.HTTPStatus == http.StatusBadRequest && e.Field != "" {
		if detail := badRequest(e.Field, e.Error()); detail != nil {
			s.Details = append(s.Details, detail)
		}
	}
	return s
}

// badRequest returns a google.rpc.BadRequest. Its type is looked up, so that it is not linked
// into programs for this alone.
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

// StatusOf returns what EncodeError writes for an error of Match, ReadRequest or
// DecodeRequest. Any other error is INTERNAL.
func StatusOf(err error) *Status {
	if e, ok := errors.AsType[*RequestError](err); ok {
		return e.Status()
	}
	return &Status{Code: code.Code_INTERNAL, HTTPStatus: http.StatusInternalServerError, Message: err.Error()}
}

// badRequestf is the error of a request that is malformed.
func badRequestf(format string, arguments ...any) *RequestError {
	return &RequestError{HTTPStatus: http.StatusBadRequest, Problem: fmt.Sprintf(format, arguments...)}
}

// badText is the error of a text that is not what is wanted.
func badText(want, text string) *RequestError {
	return &RequestError{HTTPStatus: http.StatusBadRequest, Value: text, Problem: "want " + want + ", found " + quote(text, 80)}
}

// within puts a step in front of the field: a name, or an index or a key in brackets.
func (e *RequestError) within(step string) *RequestError {
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

// badJSON turns an error of wirejson into one of the request. The path in it begins with the
// name of a field, which name takes the place of if it is not empty.
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

// printable cuts a text to at most about n bytes, and escapes other than printable characters.
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
