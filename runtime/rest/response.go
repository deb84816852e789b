// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

const (
	// maxResponse bounds a response in memory, after decompression.
	maxResponse = 256 << 20
	// maxErrorBody bounds the body that an Error keeps.
	maxErrorBody = 64 << 10
)

// read reads the response of a call into resp.
func (x *exchange) read(ctx context.Context, hr *http.Response, resp proto.Message) error {
	if hr.StatusCode < 200 || hr.StatusCode > 299 {
		return x.refused(ctx, hr)
	}
	if hr.ContentLength > maxResponse {
		return x.broken(hr, nil, fmt.Errorf("the response has %d bytes, more than the %d that are read", hr.ContentLength, maxResponse))
	}
	var source io.Reader = hr.Body
	if x.items != nil && !x.wrapped && isPlainJSON(hr) {
		rest, err := x.items.read(x, ctx, hr, resp)
		if rest == nil {
			return err
		}
		source = rest
	}
	buffer := bodies.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxReserve {
			bodies.Put(buffer)
		}
	}()
	body, err := readAll(buffer, io.LimitReader(source, maxResponse+1), hr.ContentLength)
	if err != nil {
		return x.unread(ctx, hr, err)
	}
	if len(body) > maxResponse {
		return x.broken(hr, body, fmt.Errorf("the response has more than the %d bytes that are read", maxResponse))
	}
	return x.decode(hr, body, resp)
}

// httpBody is the message that holds a response of whatever type.
const httpBody = "google.api.HttpBody"

// take puts a body that is not JSON, or need not be, into a google.api.HttpBody.
func (x *exchange) take(hr *http.Response, body []byte, resp proto.Message) error {
	if encoding := contentEncoding(hr); encoding != "" {
		return x.broken(hr, body, fmt.Errorf("the response has the content encoding %q, which was not asked for", shorten(encoding, 80)))
	}
	m := resp.ProtoReflect()
	fields := m.Descriptor().Fields()
	m.Set(fields.ByName("content_type"), protoreflect.ValueOfString(strings.ToValidUTF8(hr.Header.Get("Content-Type"), "")))
	m.Set(fields.ByName("data"), protoreflect.ValueOfBytes(bytes.Clone(body)))
	return nil
}

func (x *exchange) decode(hr *http.Response, body []byte, resp proto.Message) error {
	resp = x.binding.answer(hr.StatusCode, resp)
	if resp.ProtoReflect().Descriptor().FullName() == httpBody {
		return x.take(hr, body, resp)
	}
	text := bytes.TrimSpace(body)
	contentType := hr.Header.Get("Content-Type")
	switch name := resp.ProtoReflect().Descriptor().FullName(); {
	case name == "google.protobuf.Empty" && (len(text) == 0 || !isHTML(contentType)):
		// What the API says nothing of means nothing, but for an error.
		return x.errorInside(hr, text, resp)
	case name == "google.protobuf.StringValue" && !isJSON(contentType) && !isHTML(contentType):
		m := resp.ProtoReflect()
		m.Set(m.Descriptor().Fields().ByName("value"), protoreflect.ValueOfString(strings.ToValidUTF8(string(body), "\ufffd")))
		return nil
	}
	if len(text) == 0 {
		if hr.StatusCode == http.StatusNoContent {
			return nil
		}
		return x.broken(hr, body, fmt.Errorf("the response is empty, want a JSON object: %w", io.ErrUnexpectedEOF))
	}
	if encoding := contentEncoding(hr); encoding != "" {
		return x.broken(hr, body, fmt.Errorf("the response has the content encoding %q, which was not asked for", shorten(encoding, 80)))
	}
	if !isJSON(contentType) {
		return x.broken(hr, body, fmt.Errorf("the response has an unexpected content type, %s, want application/json: %s",
			shorten(contentType, 80), snippet(body)))
	}
	if x.wrapped {
		if e := x.errorInside(hr, text, resp); e != nil {
			return e
		}
		text = unwrap(text)
	}
	if text[0] != '{' && isObject(resp.ProtoReflect().Descriptor()) {
		return x.broken(hr, body, errors.New("the response is not a JSON object: "+snippet(body)))
	}
	discarded, err := x.unmarshal(text, resp)
	if !x.wrapped && (err != nil || discarded) { // Otherwise all of it is the message's.
		if e := x.errorInside(hr, text, resp); e != nil {
			return e
		}
	}
	if err != nil {
		return x.broken(hr, body, fmt.Errorf("the response cannot be read as a %s: %w", resp.ProtoReflect().Descriptor().FullName(), err))
	}
	return nil
}

// errorInside finds the error that some servers and gateways send with status
// 200. A response type with a member called error, such as that of a
// long-running operation, means something else by it.
func (x *exchange) errorInside(hr *http.Response, text []byte, resp proto.Message) error {
	if !bytes.Contains(text, []byte(`"error"`)) || hasMember(resp.ProtoReflect().Descriptor(), "error", make(map[protoreflect.FullName]bool)) {
		return nil
	}
	if !bytes.HasPrefix(members(text)["error"], []byte("{")) {
		return nil
	}
	return x.status(hr, text)
}

// refused is the error of a response whose status is not 2xx.
func (x *exchange) refused(ctx context.Context, hr *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxErrorBody))
	if err != nil && len(body) == 0 {
		return x.unread(ctx, hr, err)
	}
	return x.status(hr, body)
}

// unread is the error of a response that ended early.
func (x *exchange) unread(ctx context.Context, hr *http.Response, err error) error {
	err = withCause(ctx, err)
	e := x.response(hr, nil)
	e.Code = localCode(err)
	e.Message = "the response ended early: " + err.Error()
	e.cause = err
	return e
}

// broken is the error of a 2xx response that is not what it should be.
func (x *exchange) broken(hr *http.Response, body []byte, err error) error {
	e := x.response(hr, body)
	e.Code = code.Code_INTERNAL
	e.Message = x.clean(err.Error())
	e.cause = err
	if e.Message != err.Error() {
		e.cause = errors.New(e.Message)
	}
	if !isJSON(hr.Header.Get("Content-Type")) {
		e.help = "check rest.WithEndpoint, and whether a proxy or a login page answers in place of the API; a server of your own has to set Content-Type: application/json"
	}
	return e
}

// response returns an Error with what is known of any response.
func (x *exchange) response(hr *http.Response, body []byte) *Error {
	body = x.cleanBytes(body)
	return &Error{
		Method:     x.method,
		RequestID:  x.requestID,
		StatusCode: hr.StatusCode,
		Header:     x.cleanHeader(hr.Header),
		Body:       bytes.Clone(body[:min(len(body), maxErrorBody)]),
	}
}

func (x *exchange) cleanHeader(h http.Header) http.Header {
	h = h.Clone()
	for _, values := range h {
		for i := range values {
			values[i] = x.clean(values[i])
		}
	}
	return h
}

const (
	redacted = "[redacted]"
	// minSecret is the length from which on a token or key is looked for. What
	// is shorter is made up for a test, and may be part of any word.
	minSecret = 8
)

// clean returns text without the secrets of the request, which a server may
// have echoed.
func (x *exchange) clean(text string) string {
	for _, secret := range x.secrets {
		if len(secret) >= minSecret {
			text = strings.ReplaceAll(text, secret, redacted)
		}
	}
	return text
}

func (x *exchange) cleanBytes(body []byte) []byte {
	for _, secret := range x.secrets {
		if len(secret) >= minSecret && bytes.Contains(body, []byte(secret)) {
			body = bytes.ReplaceAll(body, []byte(secret), []byte(redacted))
		}
	}
	return body
}

// contentEncoding returns how a body is encoded still. net/http has undone the gzip that it
// asked for itself.
func contentEncoding(hr *http.Response) string {
	if encoding := hr.Header.Get("Content-Encoding"); !strings.EqualFold(encoding, "identity") {
		return encoding
	}
	return ""
}

func isPlainJSON(hr *http.Response) bool {
	return contentEncoding(hr) == "" && isJSON(hr.Header.Get("Content-Type"))
}

// maxTrusted bounds what is made ready for a body because its header says so.
const maxTrusted = 1 << 20

// bodies are what responses are read into: messages and errors keep copies of what
// they need. maxReserve bounds each.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxReserve = 1 << 20

// readAll is io.ReadAll for a body that is said to have so many bytes. The bytes are
// good until the buffer is used again.
func readAll(b *bytes.Buffer, r io.Reader, length int64) ([]byte, error) {
	b.Reset()
	b.Grow(int(min(max(length, 0), maxTrusted)) + bytes.MinRead)
	_, err := b.ReadFrom(r)
	return b.Bytes(), err
}

// isJSON reports whether a media type is JSON, or based on it (RFC 6839).
func isJSON(contentType string) bool {
	if contentType == "application/json" || contentType == "application/json; charset=UTF-8" {
		return true // It nearly always is.
	}
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return false
	}
	return t == "application/json" || strings.HasSuffix(t, "+json")
}

// isHTML reports whether a media type is that of a page for people, for instance to log in.
func isHTML(contentType string) bool {
	t, _, _ := mime.ParseMediaType(contentType)
	return t == "text/html" || t == "application/xhtml+xml"
}

// snippet returns the beginning of a body on one line, quoted.
func snippet(body []byte) string {
	return shorten(strings.Join(strings.Fields(string(body[:min(len(body), 1000)])), " "), 160)
}
