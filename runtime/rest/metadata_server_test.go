// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2/google"
	"google.golang.org/genproto/googleapis/rpc/code"

	"github.com/protolect/protolect/runtime/rest"
)

func TestMetadataServer(t *testing.T) {
	noGoogle(t)
	server, requests := serve(t, answerToken)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("GCE_METADATA_HOST", strings.TrimPrefix(server, "http://"))
	t.Setenv("GOOGLE_CLOUD_QUOTA_PROJECT", "env-project")
	api, calls := serve(t, answerJSON("{}"))

	// The user's HTTP client may have a proxy, which knows another metadata
	// server or none.
	var through []string
	hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		through = append(through, r.URL.Host)
		return http.DefaultTransport.RoundTrip(r)
	})}
	ctx, cancel := context.WithCancel(context.Background())
	c, err := newDefault(ctx, rest.WithEndpoint(api), rest.WithHTTPClient(hc))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if len(*requests) > 0 {
		t.Errorf("NewClient has sent %v", *requests)
	}
	for range 2 {
		if err := call(c); err != nil {
			t.Fatal(err)
		}
	}
	if got := (*calls)[1].header; got.Get("Authorization") != "Bearer "+marker || got.Get("X-Goog-User-Project") != "env-project" {
		t.Errorf("got %v", got)
	}
	if want := strings.TrimPrefix(api, "http://"); !slices.Equal(through, []string{want, want}) {
		t.Errorf("the HTTP client was used for %v", through)
	}
	if len(*requests) != 1 {
		t.Fatalf("got %v", *requests)
	}
	noMarker(t, c)

	found, err := google.FindDefaultCredentials(context.Background(), wantScopes...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := found.TokenSource.Token(); err != nil {
		t.Fatal(err)
	}
	got, oracle := (*requests)[0], (*requests)[len(*requests)-1]
	if got.method != oracle.method || got.uri != oracle.uri || got.header.Get("Metadata-Flavor") != "Google" || !strings.HasPrefix(got.header.Get("User-Agent"), "protolect/") {
		t.Errorf("got %v, want %v", got, oracle)
	}
}

// A token of the metadata server is renewed when the server has a new one.
func TestMetadataServerRenews(t *testing.T) {
	noGoogle(t)
	server, requests := serve(t, answerJSON(`{"access_token":"t","expires_in":200}`))
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("GCE_METADATA_HOST", strings.TrimPrefix(server, "http://"))
	api, _ := serve(t, answerJSON("{}"))
	c := clientOf(t, library, rest.WithEndpoint(api))
	for range 2 {
		if err := call(c); err != nil {
			t.Fatal(err)
		}
	}
	if len(*requests) != 2 {
		t.Errorf("%d requests for tokens", len(*requests))
	}
}

func TestMetadataServerErrors(t *testing.T) {
	other, reached := serve(t, answerToken)
	for _, test := range []struct {
		name    string
		answers []http.HandlerFunc // the last one for good
		code    code.Code
		want    string
		tries   int
	}{
		{"not ready", []http.HandlerFunc{answer(503, "", marker), answer(429, "", ""), answerToken}, code.Code_OK, "", 3},
		{"no service account", []http.HandlerFunc{answer(404, "text/html", marker)}, code.Code_UNAUTHENTICATED, "attach one", 1},
		{"refused", []http.HandlerFunc{answer(403, "", marker)}, code.Code_UNAUTHENTICATED, "403 Forbidden", 1},
		{"refused with a reason", []http.HandlerFunc{answer(400, "application/json", `{"error":"invalid_scope","x":"`+marker+`"}`)}, code.Code_UNAUTHENTICATED, "invalid_scope", 1},
		{"redirect", []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusTemporaryRedirect) }}, code.Code_UNAUTHENTICATED, "307", 1},
		{"no JSON", []http.HandlerFunc{answerJSON("<" + marker)}, code.Code_UNAVAILABLE, "not an access token", 1},
		{"no expiry", []http.HandlerFunc{answerJSON(`{"access_token":"` + marker + `"}`)}, code.Code_UNAVAILABLE, "not an access token", 1},
		{"down", []http.HandlerFunc{answer(500, "", marker)}, code.Code_UNAVAILABLE, "500", 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			noGoogle(t)
			n := 0
			server, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
				test.answers[min(n, len(test.answers)-1)](w, r)
				n++
			})
			t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
			t.Setenv("GCE_METADATA_HOST", strings.TrimPrefix(server, "http://"))
			api, _ := serve(t, answerJSON("{}"))
			err := call(clientOf(t, library, rest.WithEndpoint(api)))
			var e *rest.Error
			if errors.As(err, &e) != (test.code != code.Code_OK) || e != nil && e.Code != test.code {
				t.Errorf("got %v", err)
			}
			if test.code != code.Code_OK {
				wantText(t, err, test.want)
				noMarker(t, e)
			}
			if len(*requests) != test.tries || len(*reached) > 0 {
				t.Errorf("%d requests for tokens, %d elsewhere", len(*requests), len(*reached))
			}
		})
	}
}

// An unreachable server does not make a call last longer than its context, and
// the error does not have the query.
func TestMetadataServerUnreachable(t *testing.T) {
	noGoogle(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("GCE_METADATA_HOST", "127.0.0.1:1")
	c := clientOf(t, library, rest.WithTimeout(20*time.Millisecond))
	if err := call(c); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	t.Setenv("GCE_METADATA_HOST", "a b")
	err := call(clientOf(t, library))
	if err == nil || strings.Contains(err.Error(), "scopes") {
		t.Errorf("got %v", err)
	}
}
