// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"

	"google.golang.org/protobuf/proto"
)

// sendAtOnce sends the metadata and the media in one request.
func (u *upload) sendAtOnce(ctx context.Context, p *part, resp proto.Message) error {
	r, current, err := u.singleRequest(ctx, p)
	if err != nil {
		return u.requestError(err)
	}
	hr, err := u.send(ctx, r)
	if err == nil {
		defer hr.Body.Close()
	}
	read, failure := current().release()
	if failure != nil {
		return u.mediaError(failure)
	}
	if err != nil {
		return err
	}
	if u.media.size < 0 && read < 0 && isSuccess(hr) {
		return u.protocolError(hr, "the server ended the upload before the end of the media")
	}
	if err := u.read(ctx, hr, resp); err != nil {
		return err
	}
	if u.media.size < 0 {
		u.media.size = read
	}
	u.report(u.media.size)
	return nil
}

// singleRequest returns the request with metadata and media, and a function that
// returns the part that is its body. net/http may replace the body, to send it
// again after a connection turns out to be closed.
func (u *upload) singleRequest(ctx context.Context, p *part) (*http.Request, func() *part, error) {
	uploadType, contentType := "media", u.contentType
	var before, after []byte
	if u.binding.http.Binding.HasBody() {
		metadata, err := u.metadata()
		if err != nil {
			return nil, nil, err
		}
		uploadType = "multipart"
		if before, after, contentType, err = multipartRelated(metadata, u.contentType); err != nil {
			return nil, nil, err
		}
	}
	r, err := u.newRequest(ctx, u.rule.GetSimplePath(), uploadType, nil)
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Content-Type", contentType)
	bodyOf := func(p *part) io.ReadCloser {
		return io.NopCloser(io.MultiReader(bytes.NewReader(before), p, bytes.NewReader(after)))
	}
	current := p
	r.Body, r.ContentLength = bodyOf(p), -1
	if p.length >= 0 {
		r.ContentLength = int64(len(before)) + p.length + int64(len(after))
	}
	if r.ContentLength == 0 {
		r.Body = http.NoBody
	}
	if !p.stream {
		r.GetBody = func() (io.ReadCloser, error) {
			if _, failure := current.release(); failure != nil {
				return nil, failure
			}
			again, err := u.media.part(0, p.length)
			if err != nil {
				return nil, err
			}
			current = again
			return bodyOf(again), nil
		}
	}
	return r, func() *part { return current }, nil
}

// multipartRelated returns the text before and after the media in a body of type
// multipart/related (RFC 2387) whose first part is JSON.
func multipartRelated(metadata []byte, mediaType string) (before, after []byte, contentType string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	first, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/json"}})
	if err != nil {
		return nil, nil, "", err
	}
	if _, err := first.Write(metadata); err != nil {
		return nil, nil, "", err
	}
	if _, err := w.CreatePart(textproto.MIMEHeader{"Content-Type": {mediaType}}); err != nil {
		return nil, nil, "", err
	}
	at := b.Len()
	if err := w.Close(); err != nil {
		return nil, nil, "", err
	}
	return b.Bytes()[:at], b.Bytes()[at:], "multipart/related; boundary=" + w.Boundary(), nil
}
