// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/wirejson"
)

// EncodeResponseOptions change how responses and errors are written.
type EncodeResponseOptions struct {
	// Resolver finds the messages in google.protobuf.Any. It is protoregistry.GlobalTypes when nil.
	Resolver wirejson.Resolver
}

func (o EncodeResponseOptions) marshal(m proto.Message) ([]byte, error) {
	return wirejson.MarshalOptions{Resolver: o.Resolver, OmitInputOnly: true}.Marshal(m)
}

// EncodeResponse returns the HTTP response for the response message of a call. It is the
// reverse of DecodeResponse.
//
// The status is 200, or the one that the field which is set is for
// (protolect.api.v1.field.http_status). The body is JSON of the first media type of JSON that
// the method declares, the data of a google.api.HttpBody, or text where the
// response is a google.protobuf.StringValue and the method declares text. Of a
// google.protobuf.Empty it is {}, but in APIs of OpenAPI there is none, and the status is 204.
func (m *Method) EncodeResponse(resp proto.Message, opts EncodeResponseOptions) (*Response, error) {
	status, target, err := m.statusOf(resp.ProtoReflect())
	if err != nil {
		return nil, err
	}
	r := &Response{StatusCode: cmp.Or(status, http.StatusOK), Header: make(http.Header)}
	strict := FileRule(m.Descriptor.ParentFile()).GetJsonRequired()
	if target == nil || strict && target.Descriptor().FullName() == empty {
		r.StatusCode = cmp.Or(status, http.StatusNoContent)
		return r, nil
	}
	fields := target.Descriptor().Fields()
	contentType := ""
	switch target.Descriptor().FullName() {
	case httpBody:
		contentType = target.Get(fields.ByName("content_type")).String()
		contentType = cmp.Or(contentType, m.declared(func(t string) bool { return !strings.Contains(t, "*") }), "application/octet-stream")
		r.Body = slices.Clone(target.Get(fields.ByName("data")).Bytes())
	case stringValue:
		if m.declared(IsJSON) == "" {
			contentType = m.declared(func(t string) bool { return !IsHTML(t) && !strings.Contains(t, "*") })
			r.Body = []byte(target.Get(fields.ByName("value")).String())
		}
	}
	if contentType == "" {
		contentType = cmp.Or(m.declared(IsJSON), jsonType)
		if r.Body, err = opts.marshal(target.Interface()); err != nil {
			return nil, err
		}
		if name := target.Descriptor().FullName(); strict && (name == "google.protobuf.Int64Value" || name == "google.protobuf.UInt64Value") {
			r.Body = bytes.Trim(r.Body, `"`) // a whole number, which proto JSON quotes
		}
		if m.wrapped {
			r.Body = slices.Concat([]byte(`{"data":`), r.Body, []byte("}"))
		}
	}
	r.Header.Set("Content-Type", contentType)
	return r, nil
}

// declared returns the first media type of responses of a kind, or nothing.
func (m *Method) declared(is func(mediaType string) bool) string {
	for _, t := range m.rule.GetAccept() {
		if is(t) {
			return t
		}
	}
	return ""
}

// statusOf returns the message that is the body of a response, and its status. The status is 0
// where the message does not decide it, and the message nil if there is no body.
func (m *Method) statusOf(resp protoreflect.Message) (status int, body protoreflect.Message, err error) {
	if len(m.responses) == 0 {
		return 0, resp, nil
	}
	for i, r := range m.responses {
		if !resp.Has(r.field) {
			continue
		}
		for status := http.StatusOK; status < http.StatusMultipleChoices; status++ {
			if m.responseFor(status) == i {
				return status, resp.Get(r.field).Message(), nil
			}
		}
		return 0, nil, fmt.Errorf("%s is for the status %s, which is not one of success", r.field.Name(), r.status)
	}
	if m.responseFor(http.StatusNoContent) >= 0 {
		return 0, nil, fmt.Errorf("no field of %s is set: one of them is the body", resp.Descriptor().FullName())
	}
	return http.StatusNoContent, nil, nil
}

// responseFor returns which of the responses is that of a status, or -1.
func (m *Method) responseFor(status int) int {
	return findStatus(status, len(m.responses), func(i int) string { return m.responses[i].status })
}
