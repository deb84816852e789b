// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/protolect/protolect/runtime/internal/quote"
)

// A transfer reads the media of a [rest.Download]. If the connection fails, it
// requests the rest.
type transfer struct {
	*exchange
	ctx      context.Context
	request  *http.Request  // the first request
	response *http.Response // its response
	// at is the offset of the next byte in the media. end is the offset after the
	// last byte, or -1 if it is unknown.
	at, end int64
	// partial reports whether the first response contains only a part.
	partial  bool
	attempts backoff
	failure  error // the error of the body
	err      error // the error of all later calls of Read

	mu     sync.Mutex // guards body and closed
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

// Read implements [io.Reader].
func (t *transfer) Read(p []byte) (int, error) {
	for {
		if t.err == nil && t.failure != nil {
			t.err = t.resume()
			t.failure = nil
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
		t.failure = err
		if n > 0 {
			return n, nil
		}
	}
}

// Close releases the connection. It may be called concurrently with Read.
func (t *transfer) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	return t.body.Close()
}

// replace continues with the body of another response.
func (t *transfer) replace(hr *http.Response) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.body.Close()
	t.body = hr.Body
	if t.closed {
		t.body.Close()
		return t.transferError(context.Canceled)
	}
	return nil
}

// resume requests the rest of the media, until there is a response with it.
func (t *transfer) resume() error {
	last := t.failure
	var header http.Header
	for t.isResumable() && t.attempts.next(t.ctx, header) {
		hr, err := t.requestRest()
		switch {
		case err != nil:
			last, header = err, nil
		case isTransient(hr.StatusCode):
			last, header = t.statusError(t.ctx, hr), hr.Header
			hr.Body.Close()
		default:
			if err := t.checkRest(hr); err != nil {
				hr.Body.Close()
				return t.transferError(err)
			}
			return t.replace(hr)
		}
	}
	return t.transferError(last)
}

// isResumable reports whether the rest can be requested so that a server which
// has other media now sends all of it, and not a part.
func (t *transfer) isResumable() bool {
	h := t.response.Header
	switch {
	case t.request.Method != http.MethodGet, h.Get("Content-Encoding") != "":
		return false
	case t.partial && h.Get("Content-Range") == "":
		return false // several parts in one body (multipart/byteranges)
	}
	return strongValidator(h) != ""
}

// requestRest requests the rest of the media.
func (t *transfer) requestRest() (*http.Response, error) {
	r := t.request.Clone(t.ctx)
	if t.partial {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", t.at, t.end-1))
	} else {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.at))
	}
	r.Header.Set("If-Range", strongValidator(t.response.Header))
	return t.send(t.ctx, r)
}

// checkRest returns an error if a response is not the rest of the media.
func (t *transfer) checkRest(hr *http.Response) error {
	part, ok := parseContentRange(hr.Header.Get("Content-Range"))
	switch {
	case hr.StatusCode == http.StatusOK:
		return errors.New("the server sends the whole media again: it has changed, or the server does not send parts")
	case hr.StatusCode != http.StatusPartialContent:
		return t.statusError(t.ctx, hr)
	case !ok || part.first != t.at || t.end >= 0 && part.end > t.end:
		return fmt.Errorf("the client requested the media from byte %d on, and the server sends %s", t.at,
			quote.Limit(hr.Header.Get("Content-Range"), 80))
	case !t.partial && t.end >= 0 && part.size >= 0 && part.size != t.end:
		return fmt.Errorf("the media has changed: its size was %d bytes and is %d", t.end, part.size)
	}
	for _, name := range []string{"ETag", "Last-Modified"} {
		if was, is := t.response.Header.Get(name), hr.Header.Get(name); was != "" && is != "" && was != is {
			return fmt.Errorf("the media has changed: its %s was %s and is %s", name, quote.Limit(was, 80), quote.Limit(is, 80))
		}
	}
	if t.end < 0 {
		t.end = max(part.size, part.end)
	}
	return nil
}

// transferError returns the error of a download whose rest cannot be read. last
// is the error of the last attempt.
func (t *transfer) transferError(last error) error {
	err := t.failure
	if ctxErr := t.ctx.Err(); ctxErr == nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	if last != t.failure { //nolint:errorlint // Another error may wrap the same one.
		err = fmt.Errorf("%w: the rest cannot be read: %w", err, last)
	}
	return t.truncatedError(t.ctx, t.response, nil, fmt.Errorf("after %d bytes: %w", t.at, err))
}

// strongValidator returns the ETag or Last-Modified of a response if it differs
// between any two versions of the media, and can therefore be the value of If-Range
// (RFC 9110, section 13.1.5). Otherwise, it returns "".
func strongValidator(h http.Header) string {
	if tag := h.Get("ETag"); tag != "" {
		if strings.HasPrefix(tag, `"`) {
			return tag
		}
		return ""
	}
	// The media may change again in the second of Last-Modified (RFC 9110,
	// section 8.8.2.2).
	modified, err := http.ParseTime(h.Get("Last-Modified"))
	if err != nil {
		return ""
	}
	if sent, err := http.ParseTime(h.Get("Date")); err != nil || sent.Sub(modified) < time.Second {
		return ""
	}
	return h.Get("Last-Modified")
}
