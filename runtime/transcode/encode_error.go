// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"
)

// EncodeError returns the HTTP response for an error. It is the reverse of DecodeError.
//
// If the first detail is the message that the method declares for the status
// (protolect.api.v1.method.error_responses), the body is the JSON of this message.
// Otherwise, the body is a google.rpc.Status under "error", like that of Google's APIs
// (AIP-193).
//
// The status of the response is s.HTTPStatus or, if that is 0, the status for s.Code. m may
// be nil; for a request that matches no method, [Router.EncodeError] supports the error
// messages of an API.
func (m *Method) EncodeError(s *Status, opts EncodeResponseOptions) (*Response, error) {
	r := &Response{StatusCode: s.httpStatus(), Header: http.Header{"Content-Type": {jsonType}}}
	if len(s.Allowed) > 0 {
		r.Header.Set("Allow", strings.Join(s.Allowed, ", "))
	}
	var err error
	if detail := m.errorMessage(r.StatusCode, s.Details); detail != nil {
		r.Body, err = opts.marshal(detail)
		return r, err
	}
	b := append([]byte(`{"error":{"code":`), strconv.Itoa(r.StatusCode)...)
	if s.Message != "" {
		b = appendQuoted(append(b, `,"message":`...), strings.ToValidUTF8(s.Message, "\ufffd"))
	}
	if c := s.Code; c != code.Code_OK {
		b = appendQuoted(append(b, `,"status":`...), c.String())
	}
	details, err := m.errorDetails(s, opts)
	if err != nil {
		return nil, err
	}
	for i, detail := range details {
		start := `,"details":[`
		if i > 0 {
			start = ","
		}
		b = append(append(b, start...), detail...)
	}
	if len(details) > 0 {
		b = append(b, ']')
	}
	b = append(b, "}}"...)
	r.Body = b
	return r, nil
}

// EncodeError is Method.EncodeError for a request that matches no method. If the first detail is a
// message that any of the router's methods declares for the status, such as the default error of an
// OpenAPI document, the body is the JSON of this message.
func (r *Router) EncodeError(s *Status, opts EncodeResponseOptions) (*Response, error) {
	status := s.httpStatus()
	for _, m := range r.methods {
		if m.errorMessage(status, s.Details) != nil {
			return m.EncodeError(s, opts)
		}
	}
	return (*Method)(nil).EncodeError(s, opts)
}

// httpStatus returns the status of the response for s.
func (s *Status) httpStatus() int { return cmp.Or(s.HTTPStatus, httpStatusOf(s.Code)) }

// errorMessage returns the first detail if it is the message that the method declares for a
// status, or nil.
func (m *Method) errorMessage(status int, details []proto.Message) proto.Message {
	if m == nil || len(details) == 0 {
		return nil
	}
	responses := m.rule.GetErrorResponses()
	i := findStatus(status, len(responses), func(i int) string { return responses[i].GetStatus() })
	if i < 0 || details[0].ProtoReflect().Descriptor().FullName() != protoreflect.FullName(responses[i].GetMessage()) {
		return nil
	}
	return details[0]
}

// errorDetails returns the JSON of the details. A reason that is not in the details comes
// first.
func (m *Method) errorDetails(s *Status, opts EncodeResponseOptions) (all [][]byte, err error) {
	hasReason := s.Reason == ""
	for _, detail := range s.Details {
		hasReason = hasReason || detail.ProtoReflect().Descriptor().FullName() == ErrorInfo
	}
	if !hasReason {
		json := append([]byte(`{"@type":"type.googleapis.com/`), ErrorInfo...)
		json = appendQuoted(append(json, `","reason":`...), strings.ToValidUTF8(s.Reason, "\ufffd"))
		all = append(all, append(json, '}'))
	}
	for _, detail := range s.Details {
		packed, err := anypb.New(detail)
		if err != nil {
			return nil, err
		}
		json, err := opts.marshal(packed)
		if err != nil {
			return nil, err
		}
		all = append(all, json)
	}
	return all, nil
}

// httpStatuses maps codes to HTTP statuses (google/rpc/code.proto).
var httpStatuses = [...]int{
	code.Code_OK:                  http.StatusOK,
	code.Code_CANCELLED:           499,
	code.Code_UNKNOWN:             http.StatusInternalServerError,
	code.Code_INVALID_ARGUMENT:    http.StatusBadRequest,
	code.Code_DEADLINE_EXCEEDED:   http.StatusGatewayTimeout,
	code.Code_NOT_FOUND:           http.StatusNotFound,
	code.Code_ALREADY_EXISTS:      http.StatusConflict,
	code.Code_PERMISSION_DENIED:   http.StatusForbidden,
	code.Code_RESOURCE_EXHAUSTED:  http.StatusTooManyRequests,
	code.Code_FAILED_PRECONDITION: http.StatusBadRequest,
	code.Code_ABORTED:             http.StatusConflict,
	code.Code_OUT_OF_RANGE:        http.StatusBadRequest,
	code.Code_UNIMPLEMENTED:       http.StatusNotImplemented,
	code.Code_INTERNAL:            http.StatusInternalServerError,
	code.Code_UNAVAILABLE:         http.StatusServiceUnavailable,
	code.Code_DATA_LOSS:           http.StatusInternalServerError,
	code.Code_UNAUTHENTICATED:     http.StatusUnauthorized,
}

// httpStatusOf returns the HTTP status for a code.
func httpStatusOf(c code.Code) int {
	if c <= code.Code_OK || int(c) >= len(httpStatuses) {
		return http.StatusInternalServerError
	}
	return httpStatuses[c]
}
