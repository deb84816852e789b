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
	"net/url"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/runtime/internal/endpoint"
	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/rest"
)

// A session is an upload in chunks. The server assigns it a URL, and receives one
// chunk after the other there. It reports how much it has received by status 308
// and the header Range. After the last chunk it responds as the method does.
type session struct {
	*upload
	url *url.URL
	// received is the number of bytes that the server has, and maxReceived the
	// largest number that it ever had.
	received, maxReceived int64
	// sent is the offset after the last byte that was ever sent.
	sent int64
	// sentAll reports whether the last chunk was sent.
	sentAll bool
}

// An outcome is the result of one request of a session.
type outcome struct {
	done   bool // the session is over; err is its error
	err    error
	header http.Header // of a response with a transient error
}

// sendInChunks sends the media in a session.
func (u *upload) sendInChunks(ctx context.Context, resp proto.Message) error {
	s := &session{upload: u}
	if err := s.start(ctx); err != nil {
		return err
	}
	var attempts backoff
	for ask := false; ; {
		received, maxReceived := s.received, s.maxReceived
		o := s.try(ctx, ask, resp)
		switch {
		case o.done:
			return o.err
		case s.maxReceived > maxReceived:
			attempts.reset()
			s.report(s.maxReceived)
		case o.err == nil && (ask || s.received > received):
			// The server reported where to continue, or received again a part that it
			// had lost.
		case !attempts.next(ctx, o.header):
			return s.giveUpError(ctx, o.err)
		}
		ask = o.err != nil
	}
}

// start requests the session. Google's documentation sends this request to the
// simple path.
func (s *session) start(ctx context.Context) error {
	var body io.Reader
	if s.binding.http.Binding.HasBody() {
		metadata, err := s.metadata()
		if err != nil {
			return s.requestError(err)
		}
		body = bytes.NewReader(metadata)
	}
	path := s.rule.GetSimplePath()
	if path == "" {
		path = s.rule.GetResumablePath()
	}
	r, err := s.newRequest(ctx, path, "resumable", body)
	if err != nil {
		return s.requestError(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("X-Upload-Content-Type", s.contentType)
	if s.media.size >= 0 {
		r.Header.Set("X-Upload-Content-Length", strconv.FormatInt(s.media.size, 10))
	}
	hr, err := s.send(ctx, r)
	if err != nil {
		return err
	}
	defer drain(hr)
	if !isSuccess(hr) {
		return s.statusError(ctx, hr)
	}
	s.url, err = r.URL.Parse(hr.Header.Get("Location"))
	switch {
	case err != nil || hr.Header.Get("Location") == "":
		return s.protocolError(hr, "the server started an upload without a URL in the header Location")
	case !endpoint.SameOrigin(s.url, r.URL) || s.url.User != nil:
		return s.protocolError(hr, fmt.Sprintf("the server requests the media at %s://%s, "+
			"and the client sends media and credentials only to %s://%s",
			s.url.Scheme, s.url.Host, r.URL.Scheme, r.URL.Host))
	}
	return nil
}

// try sends the next chunk or, if ask is true, asks how much the server has
// received.
func (s *session) try(ctx context.Context, ask bool, resp proto.Message) outcome {
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url.String(), http.NoBody)
	if err != nil {
		return outcome{done: true, err: s.requestError(err)}
	}
	s.setHeader(r)
	var chunk *part
	if ask {
		r.Header.Set("Content-Range", "bytes */"+s.total())
	} else {
		if chunk, err = s.media.part(s.received, s.chunkSize()); err != nil {
			return outcome{done: true, err: s.mediaError(err)}
		}
		s.setChunk(r, chunk)
	}
	if err := s.addCredentials(ctx, r); err != nil {
		return outcome{done: true, err: err}
	}
	hr, err := s.do(ctx, r)
	if err == nil {
		defer drain(hr)
	}
	if chunk != nil {
		if _, failure := chunk.release(); failure != nil {
			return outcome{done: true, err: s.mediaError(failure)}
		}
	}
	if err != nil {
		return outcome{done: ctx.Err() != nil, err: err}
	}
	return s.handle(ctx, hr, resp)
}

// setChunk makes a chunk the body of a request.
func (s *session) setChunk(r *http.Request, chunk *part) {
	end := s.received + chunk.length
	s.sent = max(s.sent, end)
	s.sentAll = s.sentAll || chunk.last
	r.Header.Set("Content-Type", s.contentType)
	if chunk.length == 0 {
		r.Header.Set("Content-Range", "bytes */"+s.total())
		return
	}
	r.Body, r.ContentLength = io.NopCloser(chunk), chunk.length
	r.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%s", s.received, end-1, s.total()))
}

// total returns the size of the media for the header Content-Range.
func (s *session) total() string {
	if s.media.size < 0 {
		return "*"
	}
	return strconv.FormatInt(s.media.size, 10)
}

// handle handles the response to a chunk or to a question.
func (s *session) handle(ctx context.Context, hr *http.Response, resp proto.Message) outcome {
	status := hr.StatusCode
	switch {
	case status == http.StatusPermanentRedirect || hr.Header.Get("X-Http-Status-Code-Override") == "308":
		err := s.advance(hr)
		return outcome{done: err != nil, err: err}
	case status == http.StatusNotFound || status == http.StatusGone:
		err := s.statusError(ctx, hr)
		if e, ok := errors.AsType[*rest.Error](err); ok {
			e.Hint = "the upload no longer exists on the server: call the method again to start another"
		}
		return outcome{done: true, err: err}
	case isTransient(status):
		return outcome{err: s.statusError(ctx, hr), header: hr.Header}
	case !isSuccess(hr):
		return outcome{done: true, err: s.statusError(ctx, hr)}
	case !s.sentAll:
		problem := fmt.Sprintf("the server ended the upload after %d bytes, before the end of the media", s.sent)
		return outcome{done: true, err: s.protocolError(hr, problem)}
	}
	// The server has received everything. If its response is lost, the next question
	// repeats it.
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxResponse+1))
	if err != nil {
		return outcome{done: ctx.Err() != nil, err: s.truncatedError(ctx, hr, body, err)}
	}
	whole := *hr
	whole.Body = io.NopCloser(bytes.NewReader(body))
	if err := s.read(ctx, &whole, resp); err != nil {
		return outcome{done: true, err: err}
	}
	if s.maxReceived < s.media.size {
		s.report(s.media.size)
	}
	return outcome{done: true}
}

// advance sets how much the server has received. Without a Range, that is
// nothing.
func (s *session) advance(hr *http.Response) error {
	s.received = 0
	if text := hr.Header.Get("Range"); text != "" {
		last, isRange := strings.CutPrefix(text, "bytes=0-")
		n, err := strconv.ParseInt(last, 10, 64)
		if !isRange || err != nil || n < 0 || n >= s.sent {
			return s.protocolError(hr, fmt.Sprintf("the server reports that it received %s of the media, of which only %d bytes were sent",
				quote.Limit(text, 80), s.sent))
		}
		s.received = n + 1
	}
	s.maxReceived = max(s.maxReceived, s.received)
	return nil
}

// giveUpError returns the error of an upload after too many attempts without
// progress.
func (s *session) giveUpError(ctx context.Context, err error) error {
	if err == nil {
		err = &rest.Error{
			Method: s.method, RequestID: s.requestID, Code: code.Code_UNAVAILABLE,
			Message: "the server does not receive the rest of the media",
		}
	}
	if ctx.Err() != nil {
		return s.connectionError(ctx, err)
	}
	if e, ok := errors.AsType[*rest.Error](err); ok {
		e.Hint = fmt.Sprintf("the upload made no progress after byte %d in %d attempts", s.maxReceived, maxFailures)
	}
	return err
}

// drain closes a response. It reads a short rest of the body before, so that the
// connection can be used again.
func drain(hr *http.Response) {
	_, _ = io.CopyN(io.Discard, hr.Body, maxErrorBody)
	hr.Body.Close()
}
