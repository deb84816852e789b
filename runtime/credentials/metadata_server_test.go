// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

// onGoogleCloud starts a metadata server, and returns the requests that it receives.
func onGoogleCloud(t *testing.T, respond http.HandlerFunc) *[]sent {
	t.Helper()
	credentialtest.Hide(t)
	server, requests := serve(t, respond)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("GCE_METADATA_HOST", strings.TrimPrefix(server, "http://"))
	return requests
}

func TestMetadataServer(t *testing.T) {
	requests := onGoogleCloud(t, respondToken)
	// The user's HTTP client may use a proxy, which reaches another metadata server
	// or none.
	hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		t.Errorf("the HTTP client was used for %s", r.URL)
		return nil, errors.New("no network")
	})}
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), oauth2.HTTPClient, hc))
	creds, err := credentials.FindDefault(ctx, scopes...)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if len(*requests) > 0 {
		t.Errorf("FindDefault has sent %v", *requests)
	}
	for range 2 {
		if token, err := creds.TokenSource.Token(); err != nil || token.AccessToken != marker {
			t.Fatal(token, err)
		}
	}
	if len(*requests) != 1 {
		t.Fatalf("got %v", *requests)
	}

	found, err := google.FindDefaultCredentials(t.Context(), scopes...)
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

// A token of the metadata server is renewed as soon as the server issues a new one.
func TestMetadataServerRenews(t *testing.T) {
	requests := onGoogleCloud(t, respondJSON(`{"access_token":"t","expires_in":200}`))
	creds, err := credentials.FindDefault(t.Context(), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := creds.TokenSource.Token(); err != nil {
			t.Fatal(err)
		}
	}
	if len(*requests) != 2 {
		t.Errorf("%d requests for tokens", len(*requests))
	}
}

func TestMetadataServerErrors(t *testing.T) {
	other, reached := serve(t, respondToken)
	for _, test := range []struct {
		name    string
		answers []http.HandlerFunc // the last one for good
		want    string
		tries   int
	}{
		{"not ready", []http.HandlerFunc{respond(503, "", marker), respond(429, "", ""), respondToken}, "", 3},
		{"no service account", []http.HandlerFunc{respond(404, "text/html", marker)}, "attach one", 1},
		{"refused", []http.HandlerFunc{respond(403, "", marker)}, "403 Forbidden", 1},
		{"refused with a reason", []http.HandlerFunc{respond(400, "application/json", `{"error":"invalid_scope","x":"`+marker+`"}`)}, "invalid_scope", 1},
		{"redirect", []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, http.StatusTemporaryRedirect) }}, "307", 1},
		{"no JSON", []http.HandlerFunc{respondJSON("<" + marker)}, "not an access token", 1},
		{"no expiry", []http.HandlerFunc{respondJSON(`{"access_token":"` + marker + `"}`)}, "not an access token", 1},
		{"down", []http.HandlerFunc{respond(500, "", marker)}, "500", 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := 0
			requests := onGoogleCloud(t, func(w http.ResponseWriter, r *http.Request) {
				test.answers[min(n, len(test.answers)-1)](w, r)
				n++
			})
			creds, err := credentials.FindDefault(t.Context(), scopes...)
			if err != nil {
				t.Fatal(err)
			}
			_, err = creds.TokenSource.Token()
			if test.want != "" {
				wantError(t, err, test.want)
			} else if err != nil {
				t.Error(err)
			}
			if len(*requests) != test.tries || len(*reached) > 0 {
				t.Errorf("%d requests for tokens, %d elsewhere", len(*requests), len(*reached))
			}
		})
	}
}

// The error for an unreachable server does not contain the query.
func TestMetadataServerUnreachable(t *testing.T) {
	credentialtest.Hide(t)
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", "")
	t.Setenv("GCE_METADATA_HOST", "a b")
	creds, err := credentials.FindDefault(t.Context(), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := creds.TokenSource.Token(); err == nil || strings.Contains(err.Error(), "scopes") {
		t.Errorf("got %v", err)
	}
}
