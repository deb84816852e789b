// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/credentialtest"
)

// Credentials of other types are an error that contains code for them.
func TestCredentialsOfOtherTypes(t *testing.T) {
	credentialtest.Hide(t)
	for _, content := range []string{
		`{"type":"external_account","audience":"//iam.googleapis.com/x","credential_source":{"executable":{"command":"secret-marker"}}}`,
		`{"type":"external_account_authorized_user","refresh_token":"secret-marker","token_url":"https://sts.googleapis.com/v1/token"}`,
		`{"type":"impersonated_service_account","source_credentials":{"type":"authorized_user","refresh_token":"secret-marker"},"delegates":[]}`,
		`{"type":"gdch_service_account","private_key":"secret-marker"}`,
		`{"type":"of_the_future","token_uri":{"a":"secret-marker"}}`,
	} {
		var file struct{ Type string }
		if err := json.Unmarshal([]byte(content), &file); err != nil {
			t.Fatal(err)
		}
		for _, write := range []func(testing.TB, string) string{credentialtest.SetVariable, credentialtest.WriteLogin} {
			name := write(t, content)
			_, err := credentials.FindDefault(t.Context(), scopes...)
			if unsupported, ok := errors.AsType[*credentials.UnsupportedError](err); !ok || unsupported.File != name || unsupported.Type != file.Type {
				t.Errorf("got %#v", err)
			}
			wantError(t, err, name, `the type "`+file.Type+`"`, "golang.org/x/oauth2/google",
				"\tscopes := []string{\"https://www.googleapis.com/auth/library\", \"https://www.googleapis.com/auth/library.readonly\"}\n",
				"\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)")
		}
	}
}

func TestMalformedCredentialsFile(t *testing.T) {
	credentialtest.Hide(t)
	_, other, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	const u = "https://oauth2.googleapis.com/token"
	for _, test := range []struct{ content, want string }{
		{"", "is not JSON: it is malformed at byte 0 of 0"},
		{`{"type":"authorized_user","refresh_token":"secret-marker"`, "is not JSON: it is malformed at byte 57 of 57"},
		{"secret-marker", "malformed at byte 0 of 13"},
		{credentialtest.User(u) + "secret-marker", "malformed at byte"},
		{`null`, "not an object with a type"},
		{`["secret-marker"]`, "not an object with a type"},
		{`{"refresh_token":"secret-marker"}`, "not an object with a type"},
		{`{"type":["secret-marker"]}`, "not an object with a type"},
		{`{"installed":{"client_secret":"secret-marker"}}`, "describes an OAuth client"},
		{`{"web":{"client_secret":"secret-marker"}}`, "describes an OAuth client"},
		{`{"type":"authorized_user","refresh_token":1234567890123}`, "refresh_token that is not a string"},
		{`{"type":"service_account","private_key":{"a":"secret-marker"}}`, "private_key that is not a string"},
		{credentialtest.User(u, "refresh_token", ""), "does not contain refresh_token"},
		{credentialtest.User(u, "client_secret", ""), "does not contain client_secret"},
		{credentialtest.User(u, "client_id", ""), "does not contain client_id"},
		{credentialtest.Account(u, "client_email", ""), "does not contain client_email"},
		{credentialtest.Account(u, "private_key", ""), "as its private_key"},
		{credentialtest.Account(u, "private_key", marker), "as its private_key"},
		{credentialtest.Account(u, "private_key", credentialtest.PEM("PRIVATE KEY", []byte(marker))), "as its private_key"},
		{credentialtest.Account(u, "private_key", credentialtest.PKCS8(other)), "does not contain an RSA key"},
		{credentialtest.Account(u, "universe_domain", "apis-example.goog"), `the universe "apis-example.goog"`},
		{credentialtest.User(u, "universe_domain", "apis-example.goog"), `the universe "apis-example.goog"`},
		{credentialtest.Account("http://oauth2.googleapis.com/secret-marker"), "token_uri that does not start with https://"},
		{credentialtest.User("http://oauth2.googleapis.com/secret-marker"), "token_uri that does not start with https://"},
		{credentialtest.User("HTTP://localhost.example.com/"), "token_uri that does not start with https://"},
		{credentialtest.User("ftp://localhost/secret-marker"), "token_uri that does not start with https://"},
		{credentialtest.User("oauth2.googleapis.com/secret-marker"), "token_uri that is not a URL"},
		{credentialtest.User("https:///secret-marker"), "token_uri that is not a URL"},
		{credentialtest.User("https://secret-marker:x"), "token_uri that is not a URL"},
		{credentialtest.User("https://me:secret-marker@oauth2.googleapis.com"), "token_uri with a user"},
		{credentialtest.User("https://oauth2.googleapis.com?key=secret-marker"), "token_uri with a user, a query"},
	} {
		for _, write := range []func(testing.TB, string) string{credentialtest.SetVariable, credentialtest.WriteLogin} {
			name := write(t, test.content)
			creds, err := credentials.FindDefault(t.Context(), scopes...)
			if creds != nil {
				t.Errorf("%s: no error", test.content)
			}
			wantError(t, err, name, test.want)
			if err != nil && (strings.Contains(err.Error(), "1234567890123") || strings.Contains(err.Error(), "no credentials found")) {
				t.Errorf("got %v", err)
			}
		}
	}
}

// A file may have no token_uri, or one that starts with https.
func TestTokenURL(t *testing.T) {
	credentialtest.Hide(t)
	for _, u := range []string{"", "https://oauth2.googleapis.com/token"} {
		for _, content := range []string{credentialtest.Account(u), credentialtest.User(u)} {
			credentialtest.SetVariable(t, content)
			var asked string
			hc := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				asked = r.URL.String()
				return nil, errors.New("no network")
			})}
			creds, err := credentials.FindDefault(context.WithValue(t.Context(), oauth2.HTTPClient, hc), scopes...)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := creds.TokenSource.Token(); err == nil || asked != "https://oauth2.googleapis.com/token" {
				t.Errorf("got %v from %s", err, asked)
			}
		}
	}
}

// The code in the error contains up to three scopes.
func TestScopesOfOtherTypes(t *testing.T) {
	credentialtest.Hide(t)
	credentialtest.SetVariable(t, `{"type":"external_account"}`)
	for _, test := range []struct {
		scopes []string
		want   string
	}{
		{[]string{"a", "b", "c"}, "scopes := []string{\"a\", \"b\", \"c\"}\n"},
		{[]string{"a", "b", "c", "d"}, "scopes := []string{…} // those that you need\n"},
	} {
		_, err := credentials.FindDefault(t.Context(), test.scopes...)
		wantError(t, err, test.want)
	}
}
