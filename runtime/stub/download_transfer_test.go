// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// lastByte returns one byte together with an error.
type lastByte struct{ err error }

func (r lastByte) Read(p []byte) (int, error) { return copy(p, "a"), r.err }
func (lastByte) Close() error                 { return nil }

// A byte that arrives together with an error is returned before the error.
func TestTransferReturnsLastByte(t *testing.T) {
	for _, test := range []struct {
		end  int64
		err  error
		want error
	}{
		{-1, io.EOF, io.EOF},
		{1, io.EOF, io.EOF},
		{2, io.EOF, io.ErrUnexpectedEOF},
		{-1, io.ErrClosedPipe, io.ErrUnexpectedEOF},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://127.0.0.1", nil)
		if err != nil {
			t.Fatal(err)
		}
		hr := &http.Response{StatusCode: 200, ContentLength: test.end, Body: lastByte{test.err}}
		tr := newTransfer(t.Context(), &exchange{method: "a.B.C"}, request, hr)
		var got []byte
		p := make([]byte, 8)
		for err == nil {
			var n int
			n, err = tr.Read(p)
			got = append(got, p[:n]...)
		}
		if string(got) != "a" || !errors.Is(err, test.want) {
			t.Errorf("%+v: got %q, %v", test, got, err)
		}
		if test.want != io.EOF && !strings.Contains(err.Error(), "a.B.C: UNAVAILABLE (HTTP status 200): the response ended early: after 1 bytes: unexpected EOF") {
			t.Errorf("%+v: got %v", test, err)
		}
		if n, again := tr.Read(p); n != 0 || again != err {
			t.Errorf("%+v: a second time, got %d, %v", test, n, again)
		}
	}
}

// A download can be resumed if repeating the request is harmless, and the server
// can tell whether the media has changed.
func TestIsResumable(t *testing.T) {
	header := func(values ...string) http.Header {
		h := make(http.Header)
		for i := 0; i < len(values); i += 2 {
			h.Set(values[i], values[i+1])
		}
		return h
	}
	const before, now = "Tue, 01 Dec 2026 10:00:00 GMT", "Tue, 01 Dec 2026 10:00:01 GMT"
	for _, test := range []struct {
		name    string
		method  string
		partial bool
		end     int64
		header  http.Header
		want    bool
	}{
		{"strong tag", "GET", false, 10, header("ETag", `"1"`), true},
		{"strong tag of unknown size", "GET", false, -1, header("ETag", `"1"`), true},
		{"weak tag", "GET", false, 10, header("ETag", `W/"1"`), false},
		{"weak tag and old date", "GET", false, 10, header("ETag", `W/"1"`, "Last-Modified", before, "Date", now), false},
		{"old date", "GET", false, 10, header("Last-Modified", before, "Date", now), true},
		{"date in the same second", "GET", false, 10, header("Last-Modified", now, "Date", now), false},
		{"date without a clock", "GET", false, 10, header("Last-Modified", before), false},
		{"malformed date", "GET", false, 10, header("Last-Modified", "yesterday", "Date", now), false},
		{"only a size", "GET", false, 10, header(), false},
		{"nothing", "GET", false, -1, header(), false},
		{"encoded", "GET", false, 10, header("Content-Encoding", "gzip", "ETag", `"1"`), false},
		{"POST", "POST", false, 10, header("ETag", `"1"`), false},
		{"part", "GET", true, 10, header("Content-Range", "bytes 0-9/20", "ETag", `"1"`), true},
		{"several parts", "GET", true, 10, header("ETag", `"1"`), false},
	} {
		tr := &transfer{request: &http.Request{Method: test.method}, response: &http.Response{Header: test.header}, end: test.end, partial: test.partial}
		if got := tr.isResumable(); got != test.want {
			t.Errorf("%s: got %t", test.name, got)
		}
	}
}
