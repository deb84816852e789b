// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/transcode"
)

const (
	// maxResponse bounds a response in memory, after decompression.
	maxResponse = 256 << 20
	// maxErrorBody bounds the body that an Error keeps.
	maxErrorBody = 64 << 10
	// maxErrorRead bounds what is read of the body of an error. It is more than
	// an Error keeps, so that a secret across the end is found.
	maxErrorRead = 2 * maxErrorBody
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
	if x.items != nil && x.binding.http.IsPlainJSON(hr.Header) {
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
		return x.unread(ctx, hr, body, err)
	}
	if len(body) > maxResponse {
		return x.broken(hr, body, fmt.Errorf("the response has more than the %d bytes that are read", maxResponse))
	}
	return x.decode(hr, body, resp)
}

// decode reads the body of a successful response into resp.
func (x *exchange) decode(hr *http.Response, body []byte, resp proto.Message) error {
	r := transcode.Response{StatusCode: hr.StatusCode, Header: hr.Header, Body: body, Verb: x.binding.http.Binding.Verb}
	err := x.binding.http.DecodeResponse(&r, resp, x.decoding())
	switch {
	case err == nil:
		return nil
	case errors.Is(err, transcode.ErrEnvelope):
		return x.status(hr, body)
	}
	return x.broken(hr, body, err)
}

// decoding returns how to read a response.
func (x *exchange) decoding() transcode.DecodeOptions {
	return transcode.DecodeOptions{KeepUnknown: x.keepUnknown}
}

// refused is the error of a response whose status is not 2xx.
func (x *exchange) refused(ctx context.Context, hr *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxErrorRead))
	if err != nil && len(body) == 0 {
		return x.unread(ctx, hr, body, err)
	}
	return x.status(hr, body)
}

// unread is the error of a response that ended early, with the part of the body that
// arrived.
func (x *exchange) unread(ctx context.Context, hr *http.Response, arrived []byte, err error) error {
	err = withCause(ctx, err)
	e := x.response(hr, arrived)
	e.Code = localCode(err)
	x.setCause(e, "the response ended early: ", err)
	return e
}

// broken is the error of a 2xx response that is not what it should be.
func (x *exchange) broken(hr *http.Response, body []byte, err error) error {
	e := x.response(hr, body)
	e.Code = code.Code_INTERNAL
	x.setCause(e, "", err)
	if !transcode.IsJSON(hr.Header.Get("Content-Type")) {
		e.help = "check rest.WithEndpoint, and whether a proxy or a login page answers in place of the API; a server of your own has to set Content-Type: application/json"
	}
	return e
}

// response returns an Error with what is known of any response.
func (x *exchange) response(hr *http.Response, body []byte) *Error {
	return &Error{
		Method:     x.method,
		RequestID:  x.requestID,
		StatusCode: hr.StatusCode,
		Header:     x.secrets.Header(hr.Header),
		Body:       x.secrets.Prefix(body, maxErrorBody),
	}
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

// snippet returns the beginning of a body on one line, quoted.
func snippet(body []byte) string {
	return shorten(strings.Join(strings.Fields(string(body[:min(len(body), 1000)])), " "), 160)
}
