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

// claims verifies the assertion and returns what it says. Its times, which
// differ from one request to the next, are checked here.
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
		for place, write := range map[string]func(testing.TB, string) string{"variable": credentialtest.InVariable, "home": credentialtest.InHome} {
			t.Run(test.name+" in "+place, func(t *testing.T) {
				credentialtest.Hide(t)
				tokens, requests := serve(t, answerToken)
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

// A token server that redirects does not get the assertion or the refresh token
// to another host, whoever's HTTP client it is.
func TestTokenServerRedirects(t *testing.T) {
	credentialtest.Hide(t)
	other, reached := serve(t, answerJSON(`{"access_token":"stolen","expires_in":3600}`))
	tokens, requests := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", other)
		w.WriteHeader(307)
		io.WriteString(w, "x")
	})
	for _, content := range []string{credentialtest.Account(tokens), credentialtest.User(tokens)} {
		credentialtest.InVariable(t, content)
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

// The timeout is that of the context's client.
func TestTokenTimeout(t *testing.T) {
	credentialtest.Hide(t)
	stop := make(chan struct{})
	tokens, _ := serve(t, func(http.ResponseWriter, *http.Request) { <-stop })
	t.Cleanup(func() { close(stop) }) // before the server is closed
	credentialtest.InVariable(t, credentialtest.User(tokens))
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
