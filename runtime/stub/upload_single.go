// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"

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
		before, after, contentType = multipartRelated(metadata, u.contentType)
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
func multipartRelated(metadata []byte, mediaType string) (before, after []byte, contentType string) {
	boundary := rand.Text()
	before = fmt.Appendf(nil, "--%s\r\nContent-Type: application/json\r\n\r\n%s\r\n--%[1]s\r\nContent-Type: %[3]s\r\n\r\n",
		boundary, metadata, mediaType)
	after = fmt.Appendf(nil, "\r\n--%s--\r\n", boundary)
	return before, after, "multipart/related; boundary=" + boundary
}
