// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// Upload calls a method of the service as Call does, and sends media with the
// request, as the documentation of package rest describes. The method must have
// the option protolect.api.v1.method.media_upload.
//
// If the reader has a Len method or implements io.Seeker, media that is larger
// than the method accepts is an error before anything is sent, and otherwise
// before the upload is complete.
func (c *Client) Upload(
	ctx context.Context, method protoreflect.Name, req, resp proto.Message, media io.Reader, opts ...rest.CallOption,
) error {
	err := c.exchange(method).upload(ctx, req, resp, media, opts)
	if err != nil {
		reset(resp)
	}
	return err
}

// defaultChunkSize is the maximum size of a chunk without [rest.WithChunkSize].
const defaultChunkSize = 16 << 20

// An upload is a call that sends media.
type upload struct {
	*exchange
	rule  *apipb.MediaUpload
	media *media
	// contentType is the media type of the media.
	contentType string
}

func (x *exchange) upload(ctx context.Context, req, resp proto.Message, reader io.Reader, opts []rest.CallOption) error {
	rule, err := x.checkUpload(req, resp, reader)
	if err != nil {
		return x.requestError(err)
	}
	ctx, cancel, err := x.begin(ctx, req, opts)
	if err != nil {
		return err
	}
	defer cancel()
	u := &upload{exchange: x, rule: rule}
	if u.media, err = newMedia(reader, rule.GetMaxSize()); err != nil {
		return x.mediaError(err)
	}
	if err := u.chooseContentType(); err != nil {
		return x.mediaError(err)
	}
	if rule.GetResumablePath() == "" {
		whole, err := u.media.whole()
		if err != nil {
			return x.mediaError(err)
		}
		return u.sendAtOnce(ctx, whole, resp)
	}
	first, err := u.media.part(0, u.chunkSize())
	if err != nil {
		return x.mediaError(err)
	}
	if first.last && rule.GetSimplePath() != "" {
		return u.sendAtOnce(ctx, first, resp)
	}
	return u.sendInChunks(ctx, resp)
}

// checkUpload returns the rule for the media of the method, or an error if the
// method cannot be called with these arguments.
func (x *exchange) checkUpload(req, resp proto.Message, reader io.Reader) (*apipb.MediaUpload, error) {
	if err := x.check(req); err != nil {
		return nil, err
	}
	if err := x.checkResponse(resp); err != nil {
		return nil, err
	}
	rule := transcode.MethodRule(x.binding.method).GetMediaUpload()
	switch {
	case x.binding.unbound != nil:
		return nil, x.binding.unbound
	case rule == nil:
		return nil, errors.New("the descriptor of the method has no media_upload in the option protolect.api.v1.method")
	case reader == nil:
		return nil, errors.New("the reader of the media is nil")
	}
	return rule, nil
}

// chunkSize returns the maximum size of a chunk, in bytes.
func (u *upload) chunkSize() int64 {
	if size := u.config.ChunkSize; size > 0 {
		return size
	}
	return defaultChunkSize
}

// newRequest returns a request to one of the method's paths for uploads.
func (u *upload) newRequest(ctx context.Context, path, uploadType string, body io.Reader) (*http.Request, error) {
	template, err := pathtemplate.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("media_upload: %w", err)
	}
	to, err := u.url(template, url.Values{"uploadType": {uploadType}})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, u.binding.http.Binding.Verb, to.String(), body)
	if err != nil {
		return nil, err
	}
	u.setHeader(r)
	if err := u.binding.http.Binding.EncodeHeader(r.Header, u.request.ProtoReflect()); err != nil {
		return nil, err
	}
	return r, nil
}

// metadata returns the JSON that is sent along with the media.
func (u *upload) metadata() ([]byte, error) {
	body, _, err := u.binding.http.Binding.EncodeBody(u.request.ProtoReflect(), transcode.File{})
	return body, err
}

// report calls the function of [rest.WithUploadProgress] with the number of bytes
// that the server has received.
func (u *upload) report(received int64) {
	if f := u.config.Progress; f != nil {
		f(received, u.media.size)
	}
}

// mediaError returns the error of media that cannot be sent.
func (x *exchange) mediaError(err error) error {
	e := &rest.Error{Method: x.method, RequestID: x.requestID, Code: code.Code_INVALID_ARGUMENT}
	x.setCause(e, "", err)
	if _, ok := errors.AsType[*readError](err); ok {
		if e.Code = codeOfCause(err); e.Code == code.Code_UNAVAILABLE {
			e.Code = code.Code_UNKNOWN
		}
	}
	return e
}
