// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"net/http"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// A Download reads media that a server sends. The caller must close it.
//
// Read returns io.EOF only after all of the media. If the connection fails
// before, Read requests the rest (RFC 9110, section 14), provided that the server
// can show that the media has not changed. If it cannot read the rest, it returns
// an [*Error] in which errors.Is finds io.ErrUnexpectedEOF or the error of the
// context.
type Download struct {
	// ContentType is the media type in the response.
	ContentType string
	// Size is the number of bytes, or -1 if the server does not send it.
	Size int64
	// Header is the header of the response. The client requests no encoding; if
	// there is a Content-Encoding nevertheless, Read returns encoded bytes.
	Header http.Header

	// read and close are functions because package fmt does not print closures.
	read  func([]byte) (int, error)
	close func() error
}

// Read reads the media. It must not be called concurrently.
func (d *Download) Read(p []byte) (int, error) { return d.read(p) }

// Close releases the connection. It may be called before the end of the media,
// and while another goroutine calls Read.
func (d *Download) Close() error { return d.close() }

// Download calls a method of the service with alt=media, so that it returns media
// instead of its response message. Generated methods call it. The method must
// have the option protolect.api.v1.method.media_download. [WithTimeout] limits
// the whole download.
//
// To request a part of the media, use WithHeader("Range", "bytes=…").
func (c *Client) Download(ctx context.Context, method protoreflect.Name, req proto.Message, opts ...CallOption) (*Download, error) {
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
	d, err := x.download(ctx)
	if err != nil {
		cancel()
		stop()
		return nil, err
	}
	closeBody := d.close
	d.close = func() error {
		cancel()
		stop()
		return closeBody()
	}
	return d, nil
}

func (x *exchange) download(ctx context.Context) (*Download, error) {
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
	t := newTransfer(ctx, x, r, hr)
	return &Download{
		ContentType: hr.Header.Get("Content-Type"),
		Size:        hr.ContentLength,
		Header:      hr.Header,
		read:        t.Read,
		close:       t.Close,
	}, nil
}
