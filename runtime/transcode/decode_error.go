// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"math"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
)

// A Status is the content of an error response.
type Status struct {
	// Code is the canonical code (AIP-193). It is OK if the body has none.
	Code code.Code
	// HTTPStatus is the HTTP status in the body, or 0 if it has none.
	HTTPStatus int
	// Message is the text for developers.
	Message string
	// Reason is the reason in google.rpc.ErrorInfo, or in the older form of Google's errors.
	Reason string
	// Details are the details whose types the resolver finds. If the method declares a message
	// for the status (protolect.api.v1.method.error_responses), it is the first.
	Details []proto.Message
	// Allowed are the HTTP methods in the header Allow of a response with status 405 (RFC 9110,
	// section 10.2.1).
	Allowed []string
}

// DecodeError decodes the body of an error response. It understands the message that the
// method declares for the status, the google.rpc.Status of AIP-193 under "error", the older
// form with a list of errors, OAuth 2.0 (RFC 6749, section 5.2), problem details (RFC 9457),
// and common forms with a message or a list of errors. The Status for any other body is
// empty. m may be nil.
func (m *Method) DecodeError(r *Response, opts DecodeOptions) *Status {
	s := decodeStatus(r.Body, opts)
	if detail := m.decodeErrorMessage(r, opts); detail != nil {
		s.Details = append([]proto.Message{detail}, s.Details...)
	}
	return s
}

// IsOwnError reports whether an error response, from which DecodeError returned s, has the
// format of the API, and not that of a proxy or a gateway that does not know its path. The
// format is the message that the method declares for the status or, without one, the
// google.rpc.Status of AIP-193. Services with security schemes of their own may also use
// another JSON object.
func (m *Method) IsOwnError(r *Response, s *Status) bool {
	responses := m.rule.GetErrorResponses()
	if i := findStatus(r.StatusCode, len(responses), func(i int) string { return responses[i].GetStatus() }); i >= 0 {
		detail := m.errorMessage(r.StatusCode, s.Details)
		return detail != nil && hasFields(detail.ProtoReflect())
	}
	if s.Code != code.Code_OK || s.HTTPStatus != 0 {
		return s.Message != methodNotFound
	}
	file := FileRule(m.Descriptor.ParentFile())
	isGoogle := len(file.GetSecuritySchemes()) == 0 && !file.GetAnonymous()
	return !isGoogle && jsonvalue.Members(withoutSpace(r.Body)) != nil
}

// methodNotFound is the message of Google's servers for a path that no method has.
const methodNotFound = "Method not found."

// hasFields reports whether a field of m is set.
func hasFields(m protoreflect.Message) (found bool) {
	m.Range(func(protoreflect.FieldDescriptor, protoreflect.Value) bool {
		found = true
		return false
	})
	return found
}

// decodeErrorMessage decodes the body as the message that the method declares for the
// status. It returns nil if there is none, if the resolver does not find it, or if the body
// is something else, such as the page of a proxy.
func (m *Method) decodeErrorMessage(r *Response, opts DecodeOptions) proto.Message {
	if m == nil {
		return nil
	}
	responses := m.rule.GetErrorResponses()
	i := findStatus(r.StatusCode, len(responses), func(i int) string { return responses[i].GetStatus() })
	if i < 0 || IsHTML(r.Header.Get("Content-Type")) {
		return nil
	}
	resolver := opts.Resolver
	if resolver == nil {
		resolver = protoregistry.GlobalTypes
	}
	t, err := resolver.FindMessageByName(protoreflect.FullName(responses[i].GetMessage()))
	if err != nil {
		return nil
	}
	detail := t.New().Interface()
	if body := withoutSpace(r.Body); string(body) == "null" || len(body) == 0 {
		return nil
	}
	if m.JSON(opts).Unmarshal(r.Body, detail) != nil {
		return nil
	}
	return detail
}

func decodeStatus(body []byte, opts DecodeOptions) *Status {
	body = withoutSpace(body)
	// The error of a server-streaming method is the element of an array.
	if bytes.HasPrefix(body, []byte("[")) {
		if list := jsonvalue.Elements(body); len(list) > 0 {
			body = list[0]
		}
	}
	m := jsonvalue.Members(body)
	if inner := jsonvalue.Members(m["error"]); inner != nil {
		return decodeRPCStatus(inner, opts)
	}
	if e := jsonvalue.Text(m["error"]); e != "" {
		return &Status{Message: joinSentences(e, jsonvalue.Text(m["error_description"]))}
	}
	message := joinSentences(jsonvalue.Text(m["title"]), jsonvalue.Text(m["detail"]))
	if message == "" {
		message = jsonvalue.Text(m["message"])
	}
	if first := jsonvalue.Elements(m["errors"]); message == "" && len(first) > 0 {
		message = jsonvalue.Text(first[0]) + jsonvalue.Text(jsonvalue.Members(first[0])["message"])
	}
	return &Status{Message: message}
}

// ErrorInfo is the full name of the detail that holds the reason of an error.
const ErrorInfo = "google.rpc.ErrorInfo"

func decodeRPCStatus(m map[string][]byte, opts DecodeOptions) *Status {
	s := new(Status)
	s.Code = code.Code(code.Code_value[jsonvalue.Text(m["status"])])
	if n := jsonvalue.Number(m["code"]); n == math.Trunc(n) && math.Abs(n) < 1e6 {
		s.HTTPStatus = int(n)
	}
	s.Message = jsonvalue.Text(m["message"])

	if errors := jsonvalue.Elements(m["errors"]); len(errors) > 0 {
		first := jsonvalue.Members(errors[0])
		s.Reason = jsonvalue.Text(first["reason"])
		if s.Code == code.Code_OK {
			if s.Message == "" {
				s.Message = jsonvalue.Text(first["message"])
			}
			s.Message = joinSentences(s.Reason, s.Message)
		}
	}

	for _, d := range jsonvalue.Elements(m["details"]) {
		if m := jsonvalue.Members(d); strings.HasSuffix(jsonvalue.Text(m["@type"]), "/"+ErrorInfo) {
			s.Reason = jsonvalue.Text(m["reason"])
		}
		var a anypb.Any
		options := opts.JSON()
		options.KeepUnknown = false
		if options.Unmarshal(d, &a) != nil {
			continue
		}
		unmarshal := proto.UnmarshalOptions{Resolver: opts.Resolver}
		if detail, err := anypb.UnmarshalNew(&a, unmarshal); err == nil {
			s.Details = append(s.Details, detail)
		}
	}
	return s
}

func joinSentences(a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case strings.HasSuffix(a, "."):
		return a + " " + b
	}
	return a + ": " + b
}
