// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// A transfer reads the body of a response, and asks for the rest of it when the
// connection fails.
type transfer struct {
	*exchange
	ctx      context.Context
	request  *http.Request // the first
	response *http.Response
	// The next byte to read, and that after the last, counted from the beginning
	// of the media. The end is -1 if it is not known.
	at, end int64
	// partial says that no more than a part was asked for.
	partial  bool
	attempts backoff
	broken   error // what the body failed with
	err      error // what every further Read returns

	mu     sync.Mutex // guards what Close needs
	body   io.ReadCloser
	closed bool
}

func newTransfer(ctx context.Context, x *exchange, r *http.Request, hr *http.Response) *transfer {
	t := &transfer{exchange: x, ctx: ctx, request: r, response: hr, body: hr.Body, end: hr.ContentLength}
	if hr.StatusCode == http.StatusPartialContent {
		t.partial = true
		if part, ok := parseContentRange(hr.Header.Get("Content-Range")); ok {
			t.at, t.end = part.first, part.end
		}
	}
	return t
}

func (t *transfer) Read(p []byte) (int, error) {
	for {
		if t.err == nil && t.broken != nil {
			t.err = t.resume()
			t.broken = nil
		}
		if t.err != nil || len(p) == 0 {
			return 0, t.err
		}
		n, err := t.body.Read(p)
		t.at += int64(n)
		if n > 0 {
			t.attempts.reset()
		}
		switch {
		case err == nil:
			return n, nil
		case err == io.EOF && (t.end < 0 || t.at == t.end):
			t.err = io.EOF
			return n, io.EOF
		case err == io.EOF:
			err = io.ErrUnexpectedEOF
		}
		t.broken = err
		if n > 0 {
			return n, nil
		}
	}
}

// Close may be called at any time.
func (t *transfer) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	return t.body.Close()
}

// replace goes on with the body of another response.
func (t *transfer) replace(hr *http.Response) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.body.Close()
	t.body = hr.Body
	if t.closed {
		t.body.Close()
		return t.cutOff(context.Canceled)
	}
	return nil
}

// resume replaces a body that has failed by one with the rest.
func (t *transfer) resume() error {
	last := t.broken
	var header http.Header
	for t.isResumable() && t.attempts.next(t.ctx, header) {
		hr, err := t.rest()
		switch {
		case err != nil:
			last, header = err, nil
		case isTransient(hr.StatusCode):
			last, header = t.refused(t.ctx, hr), hr.Header
			hr.Body.Close()
		default:
			if err := t.isRest(hr); err != nil {
				hr.Body.Close()
				return t.cutOff(err)
			}
			return t.replace(hr)
		}
	}
	return t.cutOff(last)
}

// isResumable reports whether asking again is harmless, and can show that the
// media is still the same.
func (t *transfer) isResumable() bool {
	h := t.response.Header
	switch {
	case t.request.Method != http.MethodGet, h.Get("Content-Encoding") != "":
		return false
	case t.partial && h.Get("Content-Range") == "":
		return false // several parts, each with its place
	}
	return t.end >= 0 || validator(h) != ""
}

// rest asks for what is missing.
func (t *transfer) rest() (*http.Response, error) {
	r := t.request.Clone(t.ctx)
	if t.partial {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", t.at, t.end-1))
	} else {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.at))
	}
	if tag := validator(t.response.Header); tag != "" {
		r.Header.Set("If-Range", tag)
	}
	return t.send(t.ctx, r)
}

// isRest says why a response is not the rest of the media.
func (t *transfer) isRest(hr *http.Response) error {
	part, ok := parseContentRange(hr.Header.Get("Content-Range"))
	switch {
	case hr.StatusCode == http.StatusOK:
		return errors.New("the server sends all of it again: it has changed, or cannot be had in parts")
	case hr.StatusCode != http.StatusPartialContent:
		return t.refused(t.ctx, hr)
	case !ok || part.first != t.at || t.end >= 0 && part.end > t.end:
		return fmt.Errorf("asked for the media from byte %d on, the server sends %s", t.at, shorten(hr.Header.Get("Content-Range"), 80))
	case !t.partial && t.end >= 0 && part.size >= 0 && part.size != t.end:
		return fmt.Errorf("the media has changed: it had %d bytes and has %d", t.end, part.size)
	}
	for _, name := range []string{"ETag", "Last-Modified"} {
		if was, is := t.response.Header.Get(name), hr.Header.Get(name); was != "" && is != "" && was != is {
			return fmt.Errorf("the media has changed: its %s was %s and is %s", name, shorten(was, 80), shorten(is, 80))
		}
	}
	if t.end < 0 {
		t.end = max(part.size, part.end)
	}
	return nil
}

// cutOff is the error of a download of which the rest cannot be had.
func (t *transfer) cutOff(last error) error {
	err := t.broken
	if ctxErr := t.ctx.Err(); ctxErr == nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	if last != t.broken {
		err = fmt.Errorf("%w: the rest cannot be had: %w", err, last)
	}
	return t.unread(t.ctx, t.response, nil, fmt.Errorf("after %d bytes: %w", t.at, err))
}

// validator returns the entity tag, if it tells any two versions apart.
func validator(h http.Header) string {
	tag := h.Get("ETag")
	if !strings.HasPrefix(tag, `"`) {
		return ""
	}
	return tag
}

// A contentRange is the value of the header Content-Range: the part from first
// to before end. The size of the whole is -1 if it is not known.
type contentRange struct{ first, end, size int64 }

func parseContentRange(text string) (contentRange, bool) {
	part := contentRange{size: -1}
	text, isBytes := strings.CutPrefix(text, "bytes ")
	places, size, hasSize := strings.Cut(text, "/")
	first, last, _ := strings.Cut(places, "-")
	var err1, err2, err3 error
	part.first, err1 = strconv.ParseInt(first, 10, 64)
	part.end, err2 = strconv.ParseInt(last, 10, 64)
	if part.end++; size != "*" {
		part.size, err3 = strconv.ParseInt(size, 10, 64)
	}
	if !isBytes || !hasSize || err1 != nil || err2 != nil || err3 != nil {
		return part, false
	}
	return part, 0 <= part.first && part.first < part.end && (part.size < 0 || part.end <= part.size)
}
