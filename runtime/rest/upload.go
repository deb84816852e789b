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
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// Upload calls a method of the service as Call does, and sends media with the
// request. The method's descriptor says how, in the option
// protolect.api.v1.method.
//
// The media is what the reader has from where it stands to its end; it is not
// closed. What fits in one chunk (see [WithChunkSize]) is sent in one request,
// and like any call that request is sent once. What does not is sent chunk by
// chunk, where the method takes that: after a failed connection or a server's
// failure that may pass, the server is asked what it has, and the rest is sent.
// A reader that can seek is then read again, of any other one chunk is kept in
// memory. Where a method takes media in one request only, it is sent in one,
// whatever its size.
//
// Media that is larger than the method takes is refused: before anything is
// sent, if the reader has a Len method or can seek, and otherwise before the
// upload is complete. What the reader returns as an error ends the upload and is
// found in its error.
func (c *Client) Upload(ctx context.Context, method protoreflect.Name, req, resp proto.Message, media io.Reader, opts ...CallOption) error {
	if c == nil {
		return (&exchange{method: protoreflect.FullName(method)}).invalid(errNoClient)
	}
	x := c.exchange(method)
	if resp == nil || !resp.ProtoReflect().IsValid() {
		return x.invalid(errors.New("the response message is nil"))
	}
	if err := x.upload(ctx, req, resp, media, opts); err != nil {
		proto.Reset(resp)
		return err
	}
	return nil
}

// An upload is a call that sends media.
type upload struct {
	*exchange
	request protoreflect.Message
	config  *callConfig
	rule    *apipb.MediaUpload
	media   *media
	// contentType is the media's.
	contentType string
}

func (x *exchange) upload(ctx context.Context, req, resp proto.Message, reader io.Reader, opts []CallOption) error {
	b := x.binding
	if err := x.client.check(b, req, resp); err != nil {
		return x.invalid(err)
	}
	rule := transcode.MethodRule(b.method).GetMediaUpload()
	switch {
	case b.unbound != nil:
		return x.invalid(b.unbound)
	case rule == nil:
		return x.invalid(errors.New("the method's descriptor has no media_upload in the option protolect.api.v1.method"))
	case reader == nil:
		return x.invalid(errors.New("the media is nil: an upload needs a reader"))
	}
	req, cfg, err := x.prepare(b, req, opts)
	if err != nil {
		return x.invalid(err)
	}
	ctx, cancel := x.withTimeout(ctx, cfg.timeout)
	defer cancel()
	u := &upload{exchange: x, request: req.ProtoReflect(), config: cfg, rule: rule}
	if u.media, err = newMedia(reader, rule.GetMaxSize()); err != nil {
		return x.unusable(err)
	}
	if err := u.findContentType(); err != nil {
		return x.unusable(err)
	}
	if rule.GetResumablePath() == "" {
		whole, err := u.media.whole()
		if err != nil {
			return x.unusable(err)
		}
		return u.sendAtOnce(ctx, whole, resp)
	}
	first, err := u.media.part(0, u.chunkSize())
	if err != nil {
		return x.unusable(err)
	}
	if first.last && rule.GetSimplePath() != "" {
		return u.sendAtOnce(ctx, first, resp)
	}
	return u.sendInChunks(ctx, resp)
}

func (u *upload) chunkSize() int64 {
	if u.config.upload.chunk > 0 {
		return u.config.upload.chunk
	}
	return defaultChunk
}

// findContentType decides on the media's type: as the user said, or else as it
// looks, if the method takes that. Any media is octets, and a method that takes
// one type alone leaves no choice.
func (u *upload) findContentType() error {
	if u.contentType = u.config.upload.contentType; u.contentType != "" {
		return nil
	}
	head, err := u.media.head()
	if err != nil {
		return err
	}
	u.contentType = http.DetectContentType(head)
	const octets = "application/octet-stream"
	accept := u.rule.GetAccept()
	switch {
	case len(accept) == 0 || accepts(accept, u.contentType):
	case accepts(accept, octets):
		u.contentType = octets
	case len(accept) == 1 && !strings.Contains(accept[0], "*"):
		u.contentType = accept[0]
	default:
		return fmt.Errorf("the media looks like %s, and the method takes %s: say what it is with rest.WithContentType",
			u.contentType, strings.Join(accept, ", "))
	}
	return nil
}

// accepts reports whether a media type is in a list, which may have "image/*".
func accepts(list []string, mediaType string) bool {
	mediaType, _, _ = mime.ParseMediaType(mediaType)
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, a := range list {
		if a == "*/*" || a == kind+"/*" || strings.EqualFold(a, mediaType) {
			return true
		}
	}
	return false
}

// sendAtOnce sends body and media in one request.
func (u *upload) sendAtOnce(ctx context.Context, p *part, resp proto.Message) error {
	r, current, err := u.single(ctx, p)
	if err != nil {
		return u.invalid(err)
	}
	hr, err := u.send(ctx, r)
	if err == nil {
		defer hr.Body.Close()
	}
	read, failed := current().release()
	if failed != nil {
		return u.unusable(failed)
	}
	if err != nil {
		return err
	}
	if u.media.size < 0 && read < 0 && hr.StatusCode >= 200 && hr.StatusCode < 300 {
		return u.wrong(hr, "the server ended the upload before the end of the media")
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

// single makes the request with body and media, and returns the part that is
// its body at any time: net/http may read it again when a connection turns out
// to be dead.
func (u *upload) single(ctx context.Context, p *part) (*http.Request, func() *part, error) {
	uploadType, contentType := "media", u.contentType
	var before, after []byte
	if u.binding.http.Binding.HasBody() {
		metadata, err := u.metadata()
		if err != nil {
			return nil, nil, err
		}
		uploadType = "multipart"
		if before, after, contentType, err = related(metadata, u.contentType); err != nil {
			return nil, nil, err
		}
	}
	r, err := u.newRequest(ctx, u.rule.GetSimplePath(), uploadType, nil)
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Content-Type", contentType)
	around := func(p *part) io.ReadCloser {
		return io.NopCloser(io.MultiReader(bytes.NewReader(before), p, bytes.NewReader(after)))
	}
	current := p
	r.Body, r.ContentLength = around(p), -1
	if p.length >= 0 {
		r.ContentLength = int64(len(before)) + p.length + int64(len(after))
	}
	if r.ContentLength == 0 {
		r.Body = http.NoBody
	}
	if !p.stream {
		r.GetBody = func() (io.ReadCloser, error) {
			if _, failed := current.release(); failed != nil {
				return nil, failed
			}
			again, err := u.media.part(0, p.length)
			if err != nil {
				return nil, err
			}
			current = again
			return around(again), nil
		}
	}
	return r, func() *part { return current }, nil
}

// newRequest makes a request to one of the paths for uploads.
func (u *upload) newRequest(ctx context.Context, path, uploadType string, body io.Reader) (*http.Request, error) {
	template, err := pathtemplate.Parse(path)
	if err != nil {
		return nil, fmt.Errorf("media_upload: %w", err)
	}
	to, err := u.client.address(u.binding, template, u.request, u.config, url.Values{"uploadType": {uploadType}})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, u.binding.http.Binding.Verb, to.String(), body)
	if err != nil {
		return nil, err
	}
	u.client.setHeader(r, u.binding, u.config)
	return r, u.binding.http.Binding.EncodeHeader(r.Header, u.request)
}

// metadata returns the JSON that goes with the media.
func (u *upload) metadata() ([]byte, error) {
	body, _, err := u.binding.http.Binding.EncodeBody(u.request, transcode.File{})
	return body, err
}

// related returns what goes before and after media in a multipart/related body
// (RFC 2387) whose first part is JSON.
func related(metadata []byte, mediaType string) (before, after []byte, contentType string, err error) {
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

// report tells the user what the server has.
func (u *upload) report(sent int64) {
	if f := u.config.upload.progress; f != nil {
		f(sent, u.media.size)
	}
}

// unusable is the error of media that cannot be sent.
func (x *exchange) unusable(err error) error {
	e := &Error{Method: x.method, RequestID: x.requestID, Code: code.Code_INVALID_ARGUMENT}
	x.setCause(e, "", err)
	if _, ok := errors.AsType[*readError](err); ok {
		if e.Code = localCode(err); e.Code == code.Code_UNAVAILABLE {
			e.Code = code.Code_UNKNOWN
		}
	}
	return e
}
