// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/transcode"
)

// Download calls a method of the service with alt=media, so that it returns media
// instead of its response message. The method must
// have the option protolect.api.v1.method.media_download. [rest.WithTimeout] limits
// the whole download.
//
// To request a part of the media, use WithHeader("Range", "bytes=…").
func (c *Client) Download(
	ctx context.Context, method protoreflect.Name, req proto.Message, opts ...rest.CallOption,
) (*rest.Download, error) {
	x := c.exchange(method)
	if err := x.check(req); err != nil {
		return nil, x.requestError(err)
	}
	if x.binding.unbound != nil {
		return nil, x.requestError(x.binding.unbound)
	}
	if transcode.MethodRule(x.binding.method).GetMediaDownload() == nil {
		return nil, x.requestError(errors.New("the descriptor of the method has no media_download in the option protolect.api.v1.method"))
	}
	// Close cancels a request that is in progress.
	ctx, stop := context.WithCancel(ctx)
	ctx, cancel, err := x.begin(ctx, req, opts)
	if err != nil {
		stop()
		return nil, err
	}
	t, err := x.download(ctx)
	if err != nil {
		cancel()
		stop()
		return nil, err
	}
	hr := t.response
	return &rest.Download{
		ReadCloser: mediaBody{t.Read, func() error {
			cancel()
			stop()
			return t.Close()
		}},
		ContentType: hr.Header.Get("Content-Type"),
		Size:        hr.ContentLength,
		Header:      hr.Header,
	}, nil
}

// A mediaBody reads the media of a download. It consists of functions because
// package fmt prints pointers and structs, which contain secrets here, but not
// closures.
type mediaBody struct {
	read  func([]byte) (int, error)
	close func() error
}

// Read implements [io.Reader].
func (b mediaBody) Read(p []byte) (int, error) { return b.read(p) }

// Close implements [io.Closer].
func (b mediaBody) Close() error { return b.close() }

// download sends the request of a download.
func (x *exchange) download(ctx context.Context) (*transfer, error) {
	r, err := x.newRequest(ctx)
	if err != nil {
		return nil, x.requestError(err)
	}
	query := r.URL.Query()
	query.Set("alt", "media")
	r.URL.RawQuery = query.Encode()
	r.Header.Set("Accept", "*/*")
	// net/http would decompress the media, and hide its length and its parts.
	r.Header.Set("Accept-Encoding", "identity")
	hr, err := x.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if !isSuccess(hr) {
		defer hr.Body.Close()
		return nil, x.statusError(ctx, hr)
	}
	return newTransfer(ctx, x, r, hr), nil
}
