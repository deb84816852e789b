// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// A request is what a client sent, as far as the server's answer may depend on
// it.
type request struct {
	Verb string
	// Segments is the path, cut at its slashes before it is decoded: how a
	// client encodes does not matter, but a slash in a name is not one
	// between names.
	Segments []string
	Query    url.Values
	// Type is the media type of the body.
	Type string
	// Body is the decoded JSON, or nil.
	Body any
}

// A server on loopback records requests, and answers them as it is told.
type server struct {
	URL string

	mu       sync.Mutex
	answer   func(request) []byte
	requests []request
	err      error
}

func newServer(t *testing.T) *server {
	t.Helper()
	s := &server{}
	hs := httptest.NewServer(s)
	t.Cleanup(hs.Close)
	s.URL = hs.URL
	return s
}

// answers sets what the server answers from now on.
func (s *server) answers(f func(request) []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// take returns the requests since it was last called.
func (s *server) take(t *testing.T) []request {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		t.Error(s.err)
	}
	requests := s.requests
	s.requests, s.err = nil, nil
	return requests
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	got, err := read(r)
	if err != nil {
		s.err = errors.Join(s.err, fmt.Errorf("%s %s: %w", r.Method, r.RequestURI, err))
	}
	s.requests = append(s.requests, got)
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Write(s.answer(got))
}

func read(r *http.Request) (request, error) {
	got := request{Verb: r.Method}
	path, query, _ := strings.Cut(r.RequestURI, "?")
	var errs []error
	for encoded := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		segment, err := url.PathUnescape(encoded)
		errs = append(errs, err)
		got.Segments = append(got.Segments, segment)
	}
	var err error
	got.Query, err = url.ParseQuery(query)
	errs = append(errs, err)
	// System parameters that the peer adds to each request; both ask for what
	// is the default.
	for name, value := range map[string]string{"alt": "json", "prettyPrint": "false"} {
		if got.Query.Get(name) == value {
			got.Query.Del(name)
		}
	}
	body, err := io.ReadAll(r.Body)
	errs = append(errs, err)
	if len(body) > 0 {
		got.Type, _, err = mime.ParseMediaType(r.Header.Get("Content-Type"))
		errs = append(errs, err, json.Unmarshal(body, &got.Body))
	}
	return got, errors.Join(errs...)
}
