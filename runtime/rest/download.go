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

// A Download is media that a server sends. It has to be closed.
//
// It is read to io.EOF only if everything has arrived. When the connection fails
// before, the rest is asked for (RFC 9110, section 14), while the server says
// that the media is still the same. Where the rest cannot be had, the error is an
// [*Error] in which errors.Is finds io.ErrUnexpectedEOF, or the context's error.
type Download struct {
	// ContentType is the media's type, as the server says it.
	ContentType string
	// Size is how many bytes there are to read, or -1 if the server does not say.
	Size int64
	// Header is the header of the response. With a Content-Encoding the media
	// is as the server encoded it: the client asks for none.
	Header http.Header

	// These are functions for the reason that Client has them.
	read  func([]byte) (int, error)
	close func() error
}

// Read reads the media.
func (d *Download) Read(p []byte) (int, error) { return d.read(p) }

// Close ends the download, whether or not everything was read. It may be called
// while another goroutine reads.
func (d *Download) Close() error { return d.close() }

// Download calls a method of the service for media, in place of its response
// message: with alt=media. The method's descriptor says that it can be, in the
// option protolect.api.v1.method. A timeout of the call is one of the whole
// download.
//
// Part of the media is asked for with WithHeader("Range", "bytes=…").
func (c *Client) Download(ctx context.Context, method protoreflect.Name, req proto.Message, opts ...CallOption) (*Download, error) {
	if c == nil {
		return nil, (&exchange{method: protoreflect.FullName(method)}).invalid(errNoClient)
	}
	x := c.exchange(method)
	b := x.binding
	if err := c.check(b, req, nil); err != nil {
		return nil, x.invalid(err)
	}
	if b.unbound != nil {
		return nil, x.invalid(b.unbound)
	}
	if transcode.MethodRule(b.method).GetMediaDownload() == nil {
		return nil, x.invalid(errors.New("the method's descriptor has no media_download in the option protolect.api.v1.method"))
	}
	req, cfg, err := x.prepare(b, req, opts)
	if err != nil {
		return nil, x.invalid(err)
	}
	// Close ends what is under way.
	ctx, stop := context.WithCancel(ctx)
	ctx, cancel := x.withTimeout(ctx, cfg.timeout)
	d, err := x.download(ctx, b, req, cfg)
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

func (x *exchange) download(ctx context.Context, b *binding, req proto.Message, cfg *callConfig) (*Download, error) {
	r, err := x.client.newRequest(ctx, b, req, cfg)
	if err != nil {
		return nil, x.invalid(err)
	}
	query := r.URL.Query()
	query.Set("alt", "media")
	r.URL.RawQuery = query.Encode()
	r.Header.Set("Accept", "*/*")
	// Of media that net/http unzips there is neither a length nor a part.
	r.Header.Set("Accept-Encoding", "identity")
	hr, err := x.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if hr.StatusCode < 200 || hr.StatusCode > 299 {
		defer hr.Body.Close()
		return nil, x.refused(ctx, hr)
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
