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

// EncodeResponseOptions configures how responses and errors are encoded.
type EncodeResponseOptions struct {
	// Resolver finds the types of messages in google.protobuf.Any. The default is
	// protoregistry.GlobalTypes.
	Resolver wirejson.Resolver
}

func (o EncodeResponseOptions) marshal(m proto.Message) ([]byte, error) {
	return wirejson.MarshalOptions{Resolver: o.Resolver, OmitInputOnly: true}.Marshal(m)
}

// EncodeResponse returns the HTTP response for the response message of a call. It is the
// reverse of DecodeResponse.
//
// The status is 200. If the response has a field for each status
// (protolect.api.v1.field.http_status), it is that of the field that is set.
//
// The body depends on the type of the message:
//
//   - The body of a google.api.HttpBody is its data.
//   - The body of a google.protobuf.StringValue is text if the method declares a text media type, but not JSON.
//   - A google.protobuf.Empty has the body {}. In APIs of OpenAPI, it has no body and the status 204.
//   - The body of any other message is JSON, with the first JSON media type that the method declares.
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
			r.Body = bytes.Trim(r.Body, `"`) // Int64Value and UInt64Value are strings in proto JSON, but numbers in OpenAPI.
		}
		if m.inData {
			r.Body = slices.Concat([]byte(`{"data":`), r.Body, []byte("}"))
		}
	}
	r.Header.Set("Content-Type", contentType)
	return r, nil
}

// declared returns the first declared media type of responses for which is returns true, or
// "".
func (m *Method) declared(is func(mediaType string) bool) string {
	for _, t := range m.rule.GetAccept() {
		if is(t) {
			return t
		}
	}
	return ""
}

// statusOf returns the status of a response and the message that is its body. The status is
// 0 if the message does not determine it. The message is nil if there is no body.
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
		return 0, nil, fmt.Errorf("%s is the body for the status %s, which is not a success", r.field.Name(), r.status)
	}
	if m.responseFor(http.StatusNoContent) >= 0 {
		return 0, nil, fmt.Errorf("no field of %s is set: set the one that is the body", resp.Descriptor().FullName())
	}
	return http.StatusNoContent, nil, nil
}

// responseFor returns the index of the response for a status, or -1.
func (m *Method) responseFor(status int) int {
	return findStatus(status, len(m.responses), func(i int) string { return m.responses[i].status })
}
