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
	"net/url"
	"strconv"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
)

// A session is an upload in chunks. The server gives it a URL of its own, takes
// chunk after chunk there, and says how much it has: by status 308 and its
// Range, until it has everything and answers as the method does.
type session struct {
	*upload
	url  *url.URL
	has  int64 // what the server has
	best int64 // the most that it ever had
	sent int64 // up to where anything was sent
	// sentAll says that the last chunk was sent.
	sentAll bool
}

// An outcome is what came of one request of a session.
type outcome struct {
	done   bool // the session is over, by err if that is set
	err    error
	header http.Header
}

// sendInChunks starts a session and sends the media.
func (u *upload) sendInChunks(ctx context.Context, resp proto.Message) error {
	s := &session{upload: u}
	if err := s.start(ctx); err != nil {
		return err
	}
	var attempts backoff
	for ask := false; ; {
		has, best := s.has, s.best
		o := s.try(ctx, ask, resp)
		switch {
		case o.done:
			return o.err
		case s.best > best:
			attempts.reset()
			s.report(s.best)
		case o.err == nil && (ask || s.has > has):
			// The server said where to go on, or has again what it had lost.
		case !attempts.next(ctx, o.header):
			return s.gaveUp(ctx, o.err)
		}
		ask = o.err != nil
	}
}

// start asks for a session. The server takes that at the simple path too, which
// is where Google's documentation has it.
func (s *session) start(ctx context.Context) error {
	var body io.Reader
	if s.binding.http.Binding.HasBody() {
		metadata, err := s.metadata()
		if err != nil {
			return s.invalid(err)
		}
		body = bytes.NewReader(metadata)
	}
	path := s.rule.GetSimplePath()
	if path == "" {
		path = s.rule.GetResumablePath()
	}
	r, err := s.newRequest(ctx, path, "resumable", body)
	if err != nil {
		return s.invalid(err)
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
	if hr.StatusCode < 200 || hr.StatusCode > 299 {
		return s.refused(ctx, hr)
	}
	s.url, err = r.URL.Parse(hr.Header.Get("Location"))
	switch {
	case err != nil || hr.Header.Get("Location") == "":
		return s.wrong(hr, "the server started an upload and did not say where: there is no URL in its header Location")
	case !sameOrigin(s.url, r.URL) || s.url.User != nil:
		return s.wrong(hr, fmt.Sprintf("the server wants the media sent to %s://%s: media and credentials are sent to %s://%s alone",
			s.url.Scheme, s.url.Host, r.URL.Scheme, r.URL.Host))
	}
	return nil
}

// try sends the next chunk, or asks for what the server has.
func (s *session) try(ctx context.Context, ask bool, resp proto.Message) outcome {
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url.String(), http.NoBody)
	if err != nil {
		return outcome{done: true, err: s.invalid(err)}
	}
	s.client.setHeader(r, s.binding, s.config)
	var chunk *part
	if ask {
		r.Header.Set("Content-Range", "bytes */"+s.total())
	} else {
		if chunk, err = s.media.part(s.has, s.chunkSize()); err != nil {
			return outcome{done: true, err: s.unusable(err)}
		}
		s.setChunk(r, chunk)
	}
	if err := s.attach(ctx, r); err != nil {
		return outcome{done: true, err: err}
	}
	hr, err := s.do(ctx, r)
	if err == nil {
		defer drain(hr)
	}
	if chunk != nil {
		if _, failed := chunk.release(); failed != nil {
			return outcome{done: true, err: s.unusable(failed)}
		}
	}
	if err != nil {
		return outcome{done: ctx.Err() != nil, err: err}
	}
	return s.answered(ctx, hr, resp)
}

// setChunk makes a chunk the body of a request.
func (s *session) setChunk(r *http.Request, chunk *part) {
	end := s.has + chunk.length
	s.sent = max(s.sent, end)
	s.sentAll = s.sentAll || chunk.last
	r.Header.Set("Content-Type", s.contentType)
	if chunk.length == 0 {
		r.Header.Set("Content-Range", "bytes */"+s.total())
		return
	}
	r.Body, r.ContentLength = io.NopCloser(chunk), chunk.length
	r.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%s", s.has, end-1, s.total()))
}

// total is the size of the media as Content-Range has it.
func (s *session) total() string {
	if s.media.size < 0 {
		return "*"
	}
	return strconv.FormatInt(s.media.size, 10)
}

// answered reads the server's answer to a chunk or a question.
func (s *session) answered(ctx context.Context, hr *http.Response, resp proto.Message) outcome {
	status := hr.StatusCode
	switch {
	case status == http.StatusPermanentRedirect || hr.Header.Get("X-Http-Status-Code-Override") == "308":
		err := s.advance(hr)
		return outcome{done: err != nil, err: err}
	case status == http.StatusNotFound || status == http.StatusGone:
		err := s.refused(ctx, hr)
		if e, ok := errors.AsType[*Error](err); ok {
			e.help = "the server has forgotten this upload: call the method again to start another"
		}
		return outcome{done: true, err: err}
	case isTransient(status):
		return outcome{err: s.refused(ctx, hr), header: hr.Header}
	case status < 200 || status > 299:
		return outcome{done: true, err: s.refused(ctx, hr)}
	case !s.sentAll:
		return outcome{done: true, err: s.wrong(hr, fmt.Sprintf("the server ended the upload after %d bytes, before the end of the media", s.sent))}
	}
	// The server has everything; if its answer is lost, it can be asked again.
	body, err := io.ReadAll(io.LimitReader(hr.Body, maxResponse+1))
	if err != nil {
		return outcome{done: ctx.Err() != nil, err: s.unread(ctx, hr, body, err)}
	}
	whole := *hr
	whole.Body = io.NopCloser(bytes.NewReader(body))
	if err := s.read(ctx, &whole, resp); err != nil {
		return outcome{done: true, err: err}
	}
	if s.best < s.media.size {
		s.report(s.media.size)
	}
	return outcome{done: true}
}

// advance takes over how much the server has. Without a Range that is nothing.
func (s *session) advance(hr *http.Response) error {
	s.has = 0
	if text := hr.Header.Get("Range"); text != "" {
		last, isRange := strings.CutPrefix(text, "bytes=0-")
		n, err := strconv.ParseInt(last, 10, 64)
		if !isRange || err != nil || n < 0 || n >= s.sent {
			return s.wrong(hr, fmt.Sprintf("the server says that it has %s of the media, of which %d bytes were sent", shorten(text, 80), s.sent))
		}
		s.has = n + 1
	}
	s.best = max(s.best, s.has)
	return nil
}

// gaveUp is the error of an upload that got no further.
func (s *session) gaveUp(ctx context.Context, err error) error {
	if err == nil {
		err = &Error{Method: s.method, RequestID: s.requestID, Code: code.Code_UNAVAILABLE, Message: "the server takes no more of the media"}
	}
	if ctx.Err() != nil {
		return s.noResponse(ctx, err)
	}
	if e, ok := errors.AsType[*Error](err); ok {
		e.help = fmt.Sprintf("the upload got no further than byte %d, in %d attempts", s.best, maxFailures)
	}
	return err
}

// wrong is the error of an answer that is not what the protocol has.
func (x *exchange) wrong(hr *http.Response, text string) error {
	e := x.response(hr, nil)
	e.Code, e.Message = code.Code_INTERNAL, x.secrets.String(text)
	return e
}

// sameOrigin reports whether two URLs are of one server.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

func portOf(u *url.URL) string {
	switch port := u.Port(); {
	case port != "":
		return port
	case u.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}

// drain reads what little is left of a response, so that its connection can be
// used again, and closes it.
func drain(hr *http.Response) {
	_, _ = io.CopyN(io.Discard, hr.Body, maxErrorBody)
	hr.Body.Close()
}
