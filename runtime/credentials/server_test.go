// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

// marker is an access token. No error may contain it.
const marker = "ya29." + credentialtest.Secret

// sent is a request that a server received.
type sent struct {
	method, uri, body string
	header            http.Header
}

// serve starts a server that handles one request at a time. It returns its URL and
// the requests that it received.
func serve(t testing.TB, respond http.HandlerFunc) (string, *[]sent) {
	t.Helper()
	var mu sync.Mutex
	var requests []sent
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		requests = append(requests, sent{r.Method, r.RequestURI, string(body), r.Header})
		r.Body = io.NopCloser(bytes.NewReader(body))
		respond(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, &requests
}

func respond(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func respondJSON(body string) http.HandlerFunc { return respond(200, "application/json", body) }

var respondToken = respondJSON(`{"access_token":"` + marker + `","token_type":"Bearer","expires_in":3600}`)

// A transport is a function that replaces sending a request.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A tokenFunc is a token source.
type tokenFunc func() (*oauth2.Token, error)

func (f tokenFunc) Token() (*oauth2.Token, error) { return f() }

// wantError checks that an error contains texts, and that it prints no secrets.
func wantError(t *testing.T, err error, want ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want %q", want)
		return
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want %q", err, w)
		}
	}
	noSecret(t, err)
}

func noSecret(t *testing.T, err error) {
	t.Helper()
	for e := err; e != nil; e = errors.Unwrap(e) {
		js, jsonErr := json.Marshal(e)
		if jsonErr != nil {
			js = nil // Not every error has JSON.
		}
		text := fmt.Sprintf("%v %+v %#v %q %s", e, e, e, e, js)
		if unescaped, err := url.QueryUnescape(text); err == nil {
			text += unescaped
		}
		if i := strings.Index(text, credentialtest.Secret); i >= 0 {
			t.Errorf("%q contains a secret", text[max(0, i-200):])
		}
	}
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		if len(r.Body) > 0 || r.Response.Request != nil || r.Response.Header != nil {
			t.Errorf("the error contains the response: %v", r.Response)
		}
		noSecret(t, errors.New(r.ErrorCode+r.ErrorDescription+r.ErrorURI+r.Response.Status))
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		noSecret(t, errors.New(u.URL+u.Err.Error()))
	}
}
