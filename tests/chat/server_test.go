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

// A request contains the parts of a client's request on which a response can depend.
type request struct {
	Verb string
	// Segments is the path, split at its slashes before it is decoded. So the encoding does not
	// matter, and a slash within a name does not split it.
	Segments []string
	Query    url.Values
	// Type is the media type of the body.
	Type string
	// Body is the decoded JSON, or nil.
	Body any
}

// A server on loopback records requests and returns the given responses.
type server struct {
	URL string

	mu       sync.Mutex
	respond  func(request) []byte
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

// setResponse sets the response of the server from now on.
func (s *server) setResponse(f func(request) []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.respond = f
}

// take returns the requests since its last call.
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
	w.Write(s.respond(got))
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
	// The peer adds these system parameters to each request, with their default values.
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
