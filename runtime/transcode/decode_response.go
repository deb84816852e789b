// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
	"github.com/protolect/protolect/runtime/wirejson"
)

// maxDepth is the maximum nesting depth of JSON. It is the limit of protobuf's binary form
// in most languages.
const maxDepth = 100

// A Response is an HTTP response with its body.
type Response struct {
	StatusCode int
	Header     http.Header
	// Body is the whole body, without a content encoding.
	Body []byte
	// Verb is the HTTP method of the request, because the response to HEAD has no body.
	Verb string
}

// DecodeOptions configures how responses are decoded.
type DecodeOptions struct {
	// KeepUnknown keeps members without a field, as wirejson.UnmarshalOptions.KeepUnknown does.
	// By default, they are discarded.
	KeepUnknown bool
	// Resolver finds the types of error messages and of messages in google.protobuf.Any. The
	// default is protoregistry.GlobalTypes.
	Resolver wirejson.Resolver
}

// JSON returns the options with which the JSON of a response of any method is parsed.
func (o DecodeOptions) JSON() wirejson.UnmarshalOptions {
	return wirejson.UnmarshalOptions{
		DiscardUnknown: true,
		KeepUnknown:    o.KeepUnknown,
		Exact:          true,
		Lenient:        true,
		Resolver:       o.Resolver,
		RecursionLimit: maxDepth,
	}
}

// ErrContainsError is the error of DecodeResponse for a successful response that contains only an
// error, as some servers and gateways send it. Use DecodeError to decode it.
var ErrContainsError = errors.New("the response contains an error")

// DecodeResponse decodes a response with a 2xx status into resp. It accepts unknown members
// and enum values.
//
// JSON is accepted with any Content-Type except HTML. An empty body leaves resp empty. It is
// an error for status 200, unless the method allows it
// (protolect.api.v1.method.empty_response) or its response is google.protobuf.Empty.
func (m *Method) DecodeResponse(r *Response, resp proto.Message, opts DecodeOptions) error {
	target := m.bodyOf(r.StatusCode, resp)
	name := target.ProtoReflect().Descriptor().FullName()
	contentType := r.Header.Get("Content-Type")
	text := withoutSpace(r.Body)
	switch {
	case name == httpBody:
		return decodeRaw(r, target.ProtoReflect())
	case name == empty && (len(text) == 0 || !IsHTML(contentType)):
		// For a method without a response, any body but an error means success.
		if m.containsError(text, target) {
			return ErrContainsError
		}
		return nil
	case name == stringValue && !IsJSON(contentType) && !IsHTML(contentType):
		fields := target.ProtoReflect().Descriptor().Fields()
		target.ProtoReflect().Set(fields.ByName("value"), protoreflect.ValueOfString(strings.ToValidUTF8(string(r.Body), "\ufffd")))
		return nil
	case len(text) == 0 && (r.StatusCode != http.StatusOK || r.Verb == http.MethodHead || m.rule.GetEmptyResponse()):
		return nil
	case len(text) == 0:
		return fmt.Errorf("the response is empty, want a JSON object: %w", io.ErrUnexpectedEOF)
	}
	if err := checkEncoding(r.Header); err != nil {
		return err
	}
	if IsHTML(contentType) {
		return fmt.Errorf("the response has an unexpected content type, %s, want application/json: %s", quote(contentType, 80), snippet(r.Body))
	}
	if !IsJSON(contentType) && wirejson.Check(text) != nil {
		return fmt.Errorf("the response is not JSON, and its content type is %s: %s", quote(contentType, 80), snippet(r.Body))
	}
	return m.decodeJSON(text, target, opts)
}

// withoutSpace returns a body without surrounding white space and byte order mark.
func withoutSpace(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff")))
}

// tracksPresence reports whether the API declares which members are always present, as
// OpenAPI does.
func (m *Method) tracksPresence() bool { return FileRule(m.Descriptor.ParentFile()).GetJsonRequired() }

// JSON returns the options with which the JSON of a response of the method is parsed.
func (m *Method) JSON(o DecodeOptions) wirejson.UnmarshalOptions {
	options := o.JSON()
	options.EnumNames = m.tracksPresence()
	return options
}

// decodeJSON decodes the JSON of a response. In an API of OpenAPI, null is an empty message
// (wirejson.IsNull), because many documents do not declare where null may occur.
func (m *Method) decodeJSON(text []byte, resp proto.Message, opts DecodeOptions) error {
	if m.inData {
		if m.containsError(text, resp) {
			return ErrContainsError
		}
		text = dataOf(text)
	}
	md := resp.ProtoReflect().Descriptor()
	if mayBeNull := string(text) == "null" && m.tracksPresence(); text[0] != '{' && isObject(md) && !mayBeNull {
		return errors.New("the response is not a JSON object: " + snippet(text))
	}
	options := m.JSON(opts)
	var discarded bool
	options.Discarded = &discarded
	err := options.Unmarshal(text, resp)
	if !m.inData && (err != nil || discarded) && m.containsError(text, resp) {
		return ErrContainsError
	}
	if err != nil {
		return UnreadableError(md, err)
	}
	return nil
}

// UnreadableError returns the error for a response, a message md, for which wirejson returned err.
func UnreadableError(md protoreflect.MessageDescriptor, err error) error {
	remedy := ""
	if e, ok := errors.AsType[*wirejson.Error](err); ok && e.Path != "" && e.IsValue() {
		remedy = "; if the server does not keep to its description, generate the client with any value " +
			"(google.protobuf.Value) as the type of that property, in the section types of an overlay"
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the JSON is cut off: %w", err)
	}
	return fmt.Errorf("the response cannot be read as a %s: %w%s", md.FullName(), err, remedy)
}

// IsPlainJSON reports whether the body of a response is the JSON of the message, without a
// content encoding. Such a body can be decoded while it arrives.
func (m *Method) IsPlainJSON(header http.Header) bool {
	return !m.inData && checkEncoding(header) == nil && IsJSON(header.Get("Content-Type"))
}

// decodeRaw stores a body of any type in a google.api.HttpBody.
func decodeRaw(r *Response, m protoreflect.Message) error {
	if err := checkEncoding(r.Header); err != nil {
		return err
	}
	fields := m.Descriptor().Fields()
	m.Set(fields.ByName("content_type"), protoreflect.ValueOfString(strings.ToValidUTF8(r.Header.Get("Content-Type"), "")))
	m.Set(fields.ByName("data"), protoreflect.ValueOfBytes(bytes.Clone(r.Body)))
	return nil
}

// checkEncoding returns an error for a body with a content encoding. net/http removes the
// gzip encoding that it requested.
func checkEncoding(header http.Header) error {
	if encoding := header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return fmt.Errorf("the response has the content encoding %s, which was not requested", quote(encoding, 80))
	}
	return nil
}

// bindResponses finds the fields of a response that hold the body for one status each. The
// one for the lowest status comes first.
func (m *Method) bindResponses() error {
	oneofs := m.Descriptor.Output().Oneofs()
	if oneofs.Len() != 1 {
		return nil
	}
	fields := oneofs.Get(0).Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		status := FieldRule(fd).GetHttpStatus()
		switch {
		case status == "":
			continue
		case fd.Message() == nil:
			return fmt.Errorf("http_status: %s is not a message", fd.FullName())
		}
		m.responses = append(m.responses, statusField{status, fd})
		if last := len(m.responses) - 1; status < m.responses[0].status {
			m.responses[0], m.responses[last] = m.responses[last], m.responses[0]
		}
	}
	return nil
}

// bodyOf returns the message that is the body of a response with a status: resp itself, or
// one of its fields.
func (m *Method) bodyOf(status int, resp proto.Message) proto.Message {
	if len(m.responses) == 0 {
		return resp
	}
	i := findStatus(status, len(m.responses), func(i int) string { return m.responses[i].status })
	if i < 0 && status == http.StatusNoContent {
		return resp
	}
	return resp.ProtoReflect().Mutable(m.responses[max(i, 0)].field).Message().Interface()
}

// findStatus returns the index of the best match for a status among n names, which at
// returns: "404", then "4XX", then "default". It returns -1 if there is none.
func findStatus(status, n int, at func(int) string) int {
	exact := strconv.Itoa(status)
	for _, name := range []string{exact, exact[:1] + "XX", "default"} {
		for i := range n {
			if at(i) == name {
				return i
			}
		}
	}
	return -1
}

// dataOf returns the member data of an object (protolect.api.v1.file.data_wrapper). It
// returns JSON without that member unchanged, like Google's clients.
func dataOf(text []byte) []byte {
	if data := jsonvalue.Members(text)["data"]; data != nil {
		return data
	}
	return text
}

// containsError reports whether the JSON of a response is an error instead of the message. In a
// response type with a member error, such as a long-running operation, the member is part of
// the message. In an API that declares which members are always present (OpenAPI), an object
// with an error and other members is the message.
func (m *Method) containsError(text []byte, resp proto.Message) bool {
	md := resp.ProtoReflect().Descriptor()
	if !bytes.Contains(text, []byte(`"error"`)) || hasMember(md, "error", make(map[protoreflect.FullName]bool)) {
		return false
	}
	all := jsonvalue.Members(text)
	inner := jsonvalue.Members(all["error"])
	if inner["code"] == nil && inner["message"] == nil && inner["status"] == nil {
		return false
	}
	return len(all) == 1 || !m.tracksPresence()
}

// isObject reports whether the JSON of a message is always an object.
func isObject(md protoreflect.MessageDescriptor) bool {
	if md.ParentFile().Package() == "google.protobuf" && strings.HasSuffix(string(md.Name()), "Value") {
		return false
	}
	rule := messageRule(md)
	return rule.GetJsonValue() == "" && rule.GetJsonUnion() == nil
}

// hasMember reports whether the JSON object of a message may have a member name. seen are
// the messages that were visited, because a union may be its own alternative.
func hasMember(md protoreflect.MessageDescriptor, name string, seen map[protoreflect.FullName]bool) bool {
	if seen[md.FullName()] {
		return false
	}
	seen[md.FullName()] = true
	rule := messageRule(md)
	isUnion, fields := rule.GetJsonUnion() != nil, md.Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		switch {
		case isUnion:
			if fd.Message() != nil && hasMember(fd.Message(), name, seen) {
				return true
			}
		case fd.JSONName() == name || string(fd.Name()) == name || FieldRule(fd).GetJsonAdditional() || rule.GetJsonValue() != "" && fd.IsMap():
			return true
		}
	}
	return false
}

// snippet returns the beginning of a body on one line, quoted.
func snippet(body []byte) string {
	return quote(strings.Join(strings.Fields(string(body[:min(len(body), 1000)])), " "), 160)
}

// quote returns s quoted and truncated to n bytes.
func quote(s string, n int) string {
	if len(s) <= n {
		return strconv.Quote(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "…"
}
