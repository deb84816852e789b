// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package fakeapi provides the server that the tests of the examples call.
package fakeapi

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// A Request is a request that the server received.
type Request struct {
	// Line is the HTTP method and the URI.
	Line          string
	Authorization string
	Body          string
}

// A Response is a JSON response.
type Response struct {
	// Status is 200 if it is zero.
	Status int
	Body   string
}

// A Server records requests before it passes them to its handler.
type Server struct {
	URL string

	mu       sync.Mutex
	requests []Request
}

// New starts a server on the loopback interface. It is closed when the test ends.
func New(t *testing.T, handler http.Handler) *Server {
	t.Helper()
	s := new(Server)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		s.requests = append(s.requests, Request{r.Method + " " + r.RequestURI, r.Header.Get("Authorization"), string(body)})
		s.mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Requests returns the requests so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Respond returns a handler that sends the responses one after the other. More requests than
// responses are an error of the test.
func Respond(t *testing.T, responses ...Response) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if len(responses) == 0 {
			t.Errorf("there is no response for %s %s", r.Method, r.RequestURI)
			http.NotFound(w, r)
			return
		}
		response := responses[0]
		responses = responses[1:]
		w.Header().Set("Content-Type", "application/json")
		if response.Status != 0 {
			w.WriteHeader(response.Status)
		}
		if _, err := io.WriteString(w, response.Body); err != nil {
			t.Error(err)
		}
	})
}
