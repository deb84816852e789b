// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// An uploadServer implements resumable uploads as Google documents them. It
// injects faults.
type uploadServer struct {
	*httptest.Server
	t *testing.T

	mu       sync.Mutex
	started  int
	start    http.Header // of the request that started the session
	startURI string
	metadata string
	data     []byte
	// puts contains the Content-Range of each request of the session.
	puts     []string
	location string // in place of the session's own URL
	// faults contains the faults of the requests of the session, in order. A fault
	// returns whether it has handled the request.
	faults []fault
	header http.Header // of the last chunk
	// finished reports whether an upload is complete.
	finished bool
}

type fault func(s *uploadServer, w http.ResponseWriter, r *http.Request) bool

func newUploadServer(t *testing.T, faults ...fault) *uploadServer {
	s := &uploadServer{t: t, faults: faults}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *uploadServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path != "/session" {
		s.begin(w, r)
		return
	}
	if r.Method != http.MethodPut {
		s.t.Errorf("%s of a session", r.Method)
	}
	s.puts = append(s.puts, r.Header.Get("Content-Range"))
	s.header = r.Header
	if len(s.faults) > 0 {
		f := s.faults[0]
		s.faults = s.faults[1:]
		if f != nil && f(s, w, r) {
			return
		}
	}
	s.put(w, r)
}

func (s *uploadServer) begin(w http.ResponseWriter, r *http.Request) {
	s.started++
	s.data = nil
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	if r.URL.Query().Get("uploadType") != "resumable" {
		s.finish(w)
		return
	}
	s.start, s.startURI, s.metadata = r.Header, r.RequestURI, string(body)
	location := s.location
	if location == "" {
		location = s.URL + "/session?upload_id=1"
	}
	w.Header().Set("Location", location)
}

// put receives a chunk, or responds to a question.
func (s *uploadServer) put(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	first, total := s.contentRange(r, len(body))
	if first >= 0 && first != len(s.data) {
		s.t.Errorf("a chunk from byte %d on, and the server has %d", first, len(s.data))
	}
	s.data = append(s.data, body...)
	if total < 0 && len(body)%(256*kib) != 0 {
		s.t.Errorf("a chunk of %d bytes", len(body))
	}
	if len(s.data) == total {
		s.finish(w)
		return
	}
	s.incomplete(w)
}

// contentRange returns the offset of the chunk, or -1 for a question, and the size
// of the media, or -1.
func (s *uploadServer) contentRange(r *http.Request, length int) (first, total int) {
	part, size, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Content-Range"), "bytes "), "/")
	total, err := strconv.Atoi(size)
	if err != nil {
		total = -1
	}
	if part == "*" {
		if length > 0 {
			s.t.Errorf("a question with %d bytes", length)
		}
		return -1, total
	}
	var last int
	if n, err := fmt.Sscanf(part, "%d-%d", &first, &last); n != 2 || err != nil || last-first+1 != length {
		s.t.Errorf("Content-Range %q with %d bytes", r.Header.Get("Content-Range"), length)
	}
	return first, total
}

func (s *uploadServer) incomplete(w http.ResponseWriter) {
	if len(s.data) > 0 {
		w.Header().Set("Range", fmt.Sprintf("bytes=0-%d", len(s.data)-1))
	}
	w.WriteHeader(http.StatusPermanentRedirect)
}

func (s *uploadServer) finish(w http.ResponseWriter) {
	s.finished = true
	w.Header().Set("Content-Type", "application/json")
	text, _ := json.Marshal(map[string]string{"title": fmt.Sprint(len(s.data))})
	w.Write(text)
}

// fails receives the first n bytes of the chunk, and responds with a status.
func fails(status, n int) fault {
	return func(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
		s.keep(r, n)
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		return true
	}
}

// refuses responds before the chunk has arrived.
func refuses(_ *uploadServer, w http.ResponseWriter, _ *http.Request) bool {
	w.WriteHeader(http.StatusServiceUnavailable)
	return true
}

// resets receives the first n bytes of the chunk, and breaks the connection.
func resets(n int) fault {
	return func(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
		s.keep(r, n)
		reset(w)
		return true
	}
}

// keeps responds as if only n bytes of the chunk had arrived.
func keeps(n int) fault {
	return func(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
		s.keep(r, n)
		io.Copy(io.Discard, r.Body)
		s.incomplete(w)
		return true
	}
}

// loses receives the chunk, and breaks the connection before it responds.
func loses(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
	s.put(httptest.NewRecorder(), r)
	reset(w)
	return true
}

// forgets responds as if nothing had arrived.
func forgets(s *uploadServer, w http.ResponseWriter, r *http.Request) bool {
	io.Copy(io.Discard, r.Body)
	s.data = nil
	w.WriteHeader(http.StatusPermanentRedirect)
	return true
}

// says responds with f.
func says(f func(w http.ResponseWriter)) fault {
	return func(_ *uploadServer, w http.ResponseWriter, r *http.Request) bool {
		io.Copy(io.Discard, r.Body)
		f(w)
		return true
	}
}

func (s *uploadServer) keep(r *http.Request, n int) {
	kept, _ := io.ReadAll(io.LimitReader(r.Body, int64(n)))
	s.data = append(s.data, kept...)
}

// reset closes a connection so that the client sees a reset.
func reset(w http.ResponseWriter) {
	c, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}
