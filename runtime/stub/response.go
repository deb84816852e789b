// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/transcode"
)

// maxResponse bounds the memory for a response, in bytes after decompression.
const maxResponse = 256 << 20

// isSuccess reports whether a response has a status of 200 to 299.
func isSuccess(hr *http.Response) bool { return hr.StatusCode >= 200 && hr.StatusCode <= 299 }

// read reads the response of a call into resp.
func (x *exchange) read(ctx context.Context, hr *http.Response, resp proto.Message) error {
	if !isSuccess(hr) {
		return x.statusError(ctx, hr)
	}
	if hr.ContentLength > maxResponse {
		return x.sizeError(hr, nil, fmt.Errorf("the size of the response is %s, more than the limit of %s",
			formatSize(hr.ContentLength), formatSize(maxResponse)))
	}
	var source io.Reader = hr.Body
	if x.items != nil && x.binding.http.IsPlainJSON(hr.Header) {
		body, err := x.items.read(x, ctx, hr, resp)
		if body == nil {
			return err
		}
		source = body
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer release(buffer)
	body, err := readAll(buffer, io.LimitReader(source, maxResponse+1), hr.ContentLength)
	if err != nil {
		return x.truncatedError(ctx, hr, body, err)
	}
	if len(body) > maxResponse {
		return x.sizeError(hr, body, fmt.Errorf("the response is larger than the limit of %s", formatSize(maxResponse)))
	}
	return x.decode(hr, body, resp)
}

// sizeError returns the error of a response that is larger than the limit.
func (x *exchange) sizeError(hr *http.Response, body []byte, err error) error {
	e := x.errorOf(hr, body)
	e.Code = code.Code_INTERNAL
	x.setCause(e, "", err)
	e.Hint = "request less, for example a smaller page or, from a Google API, fewer fields with rest.WithQuery(\"fields\", …)"
	return e
}

// decode reads the body of a successful response into resp.
func (x *exchange) decode(hr *http.Response, body []byte, resp proto.Message) error {
	r := transcode.Response{StatusCode: hr.StatusCode, Header: hr.Header, Body: body, Verb: x.binding.http.Binding.Verb}
	err := x.binding.http.DecodeResponse(&r, resp, x.decodeOptions())
	switch {
	case err == nil:
		return nil
	case errors.Is(err, transcode.ErrContainsError):
		return x.describedError(hr, body)
	}
	return x.responseError(hr, body, err)
}

func (x *exchange) decodeOptions() transcode.DecodeOptions {
	return transcode.DecodeOptions{KeepUnknown: x.config.KeepUnknown}
}
