// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

// claims verifies an assertion, checks its times, and returns its other claims.
func claims(t *testing.T, assertion string) map[string]any {
	t.Helper()
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		t.Fatalf("got %q", assertion)
	}
	var raw [3][]byte
	for i, p := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			t.Fatal(err)
		}
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(&credentialtest.Key().PublicKey, crypto.SHA256, hash[:], raw[2]); err != nil {
		t.Error(err)
	}
	var header, body map[string]any
	if err := errors.Join(json.Unmarshal(raw[0], &header), json.Unmarshal(raw[1], &body)); err != nil {
		t.Fatal(err)
	}
	issued, _ := body["iat"].(float64)
	expires, _ := body["exp"].(float64)
	if now := float64(time.Now().Unix()); issued > now || issued < now-60 || expires != issued+3600 {
		t.Errorf("issued %v, expires %v", issued, expires)
	}
	delete(body, "iat")
	delete(body, "exp")
	body["header"] = header
	return body
}

// form returns the body of a token request, with the assertion's claims in
// place of the assertion.
func form(t *testing.T, r sent) map[string]any {
	t.Helper()
	values, err := url.ParseQuery(r.body)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for k, v := range values {
		got[k] = strings.Join(v, "|")
	}
	if a := values.Get("assertion"); a != "" {
		got["assertion"] = claims(t, a)
	}
	return got
}

// A file makes the same request for a token as it does with
// golang.org/x/oauth2/google.
func TestTokenRequests(t *testing.T) {
	for _, test := range []struct {
		name    string
		content func(tokenURL string) string
		want    func(tokenURL string) map[string]any
	}{
		{"service account", func(u string) string { return credentialtest.Account(u) }, func(u string) map[string]any {
			return map[string]any{"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": map[string]any{
				"header": map[string]any{"alg": "RS256", "typ": "JWT", "kid": "1"},
				"iss":    "a@b", "aud": u, "scope": strings.Join(scopes, " "),
			}}
		}},
		{"service account with less", func(u string) string {
			return credentialtest.Account(u, "private_key", credentialtest.PEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(credentialtest.Key())), "private_key_id", "", "universe_domain", "")
		}, func(u string) map[string]any {
			return map[string]any{"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": map[string]any{
				"header": map[string]any{"alg": "RS256", "typ": "JWT"},
				"iss":    "a@b", "aud": u, "scope": strings.Join(scopes, " "),
			}}
		}},
		{"authorized user", func(u string) string { return credentialtest.User(u) }, func(string) map[string]any {
			return map[string]any{"grant_type": "refresh_token", "refresh_token": "1//refresh-secret-marker", "client_id": "id", "client_secret": "client/secret-marker+="}
		}},
	} {
		for place, write := range map[string]func(testing.TB, string) string{"variable": credentialtest.SetVariable, "home": credentialtest.WriteLogin} {
			t.Run(test.name+" in "+place, func(t *testing.T) {
				credentialtest.Hide(t)
				tokens, requests := serve(t, respondToken)
				tokens += "/token"
				write(t, test.content(tokens))
				ctx, cancel := context.WithCancel(t.Context())
				creds, err := credentials.FindDefault(ctx, scopes...)
				if err != nil {
					t.Fatal(err)
				}
				cancel() // The credentials outlive the context.
				token, err := creds.TokenSource.Token()
				if err != nil {
					t.Fatal(err)
				}
				if token.AccessToken != marker || token.Type() != "Bearer" || creds.QuotaProject != "file-project" {
					t.Errorf("got %v, %+v", token, creds)
				}

				oracle, err := google.FindDefaultCredentials(t.Context(), scopes...)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := oracle.TokenSource.Token(); err != nil {
					t.Fatal(err)
				}
				got, want := (*requests)[0], (*requests)[1]
				if diff := cmp.Diff(test.want(tokens), form(t, got)); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(form(t, want), form(t, got)); diff != "" {
					t.Error(diff)
				}
				for _, r := range []sent{got, want} {
					r.header.Del("Content-Length")
				}
				if got.method != want.method || got.uri != want.uri || !cmp.Equal(got.header, want.header) {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		}
	}
}

// A redirect of the token server does not send secrets to another host, with any
// HTTP client.
func TestTokenServerRedirects(t *testing.T) {
	credentialtest.Hide(t)
	other, reached := serve(t, respondJSON(`{"access_token":"stolen","expires_in":3600}`))
	tokens, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", other)
		w.WriteHeader(307)
		io.WriteString(w, "x")
	})
	for _, content := range []string{credentialtest.Account(tokens), credentialtest.User(tokens)} {
		credentialtest.SetVariable(t, content)
		for _, ctx := range []context.Context{t.Context(), context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{})} {
			creds, err := credentials.FindDefault(ctx, scopes...)
			if err != nil {
				t.Fatal(err)
			}
			_, err = creds.TokenSource.Token()
			wantError(t, err, "307")
			if len(*reached) > 0 {
				t.Errorf("the other host received %d requests", len(*reached))
			}
		}
	}
	if len(*requests) != 4 {
		t.Errorf("%d requests for tokens", len(*requests))
	}
}

// The timeout is that of the client in the context.
func TestTokenTimeout(t *testing.T) {
	credentialtest.Hide(t)
	stop := make(chan struct{})
	tokens, _ := serve(t, func(http.ResponseWriter, *http.Request) { <-stop })
	t.Cleanup(func() { close(stop) }) // before the server is closed
	credentialtest.SetVariable(t, credentialtest.User(tokens))
	hc := &http.Client{Timeout: 20 * time.Millisecond}
	creds, err := credentials.FindDefault(context.WithValue(t.Context(), oauth2.HTTPClient, hc), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	_, err = creds.TokenSource.Token()
	if timeout, ok := errors.AsType[net.Error](err); !ok || !timeout.Timeout() {
		t.Errorf("got %v", err)
	}
	noSecret(t, err)
}

// A user's login uses a new refresh token as soon as the server sends one.
func TestRefreshTokenIsReplaced(t *testing.T) {
	credentialtest.Hide(t)
	tokens, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body := `{"access_token":"t","expires_in":1,"refresh_token":"second"}`
		if r.FormValue("refresh_token") == "second" {
			body = `{"access_token":"t","expires_in":1}`
		}
		respondJSON(body)(w, r)
	})
	credentialtest.SetVariable(t, credentialtest.User(tokens))
	creds, err := credentials.FindDefault(t.Context(), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range 3 {
		if _, err := creds.TokenSource.Token(); err != nil {
			t.Fatal(err)
		}
		values, err := url.ParseQuery((*requests)[i].body)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, values.Get("refresh_token"))
	}
	if want := []string{"1//refresh-" + credentialtest.Secret, "second", "second"}; !cmp.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// The type of a token is Bearer by default. A token without an expiry is reused.
func TestTokenDefaults(t *testing.T) {
	for body, want := range map[string]string{
		`{"access_token":"t"}`:                                          "Bearer",
		`{"access_token":"t","token_type":"DPoP"}`:                      "DPoP",
		`{"access_token":"t","expires_in":0}`:                           "Bearer",
		`{"access_token":"t","expires_in":-1}`:                          "Bearer",
		`{"access_token":"t","expires_in":4294967296}`:                  "Bearer",
		`{"access_token":"t","expires_in":"x","refresh_token":"other"}`: "Bearer",
	} {
		credentialtest.Hide(t)
		tokens, requests := serve(t, respondJSON(body))
		credentialtest.SetVariable(t, credentialtest.Account(tokens))
		creds, err := credentials.FindDefault(t.Context(), scopes...)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			token, err := creds.TokenSource.Token()
			if err != nil || token.TokenType != want || !token.Expiry.IsZero() {
				t.Errorf("%s: got %v, %v", body, token, err)
			}
		}
		if len(*requests) != 1 {
			t.Errorf("%s: %d requests", body, len(*requests))
		}
	}
}

// Every status other than 2xx is an error.
func TestTokenStatus(t *testing.T) {
	for status, want := range map[int]bool{199: false, 200: true, 204: true, 299: true, 300: false, 400: false} {
		credentialtest.Hide(t)
		hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
			body := io.NopCloser(strings.NewReader(`{"access_token":"t"}`))
			return &http.Response{StatusCode: status, Body: body, Request: r}, nil
		})}
		credentialtest.SetVariable(t, credentialtest.User("https://example.com/token"))
		creds, err := credentials.FindDefault(context.WithValue(t.Context(), oauth2.HTTPClient, hc), scopes...)
		if err != nil {
			t.Fatal(err)
		}
		_, err = creds.TokenSource.Token()
		if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok == want || !want && r.Response.StatusCode != status {
			t.Errorf("%d: got %v", status, err)
		}
	}
}
