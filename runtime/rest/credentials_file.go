// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/protolect/protolect/runtime/wirejson"
)

// fromFile returns the credentials of a file. Its errors name the file and
// never repeat what a secret may be.
func fromFile(hc *http.Client, name string, content []byte, scopes []string) (*foundCredentials, error) {
	wrong := func(format string, args ...any) (*foundCredentials, error) {
		return nil, fmt.Errorf("the credentials file %s %s", name, fmt.Sprintf(format, args...))
	}
	if err := wirejson.Check(content); err != nil {
		if syntax, ok := errors.AsType[*wirejson.Error](err); ok {
			return wrong("is not JSON: it is malformed at byte %d of %d", syntax.Offset, len(content))
		}
		return wrong("cannot be read as JSON")
	}
	m := members(content)
	f := func(name string) string { return text(m[name]) }
	switch kind := f("type"); {
	case kind == "service_account" || kind == "authorized_user":
	case kind != "":
		return wrong("is of the type %s, which is not linked into every program because of its size. Use golang.org/x/oauth2/google to read it:\n%s",
			shorten(kind, 80), findWithGoogle(scopes))
	case m["web"] != nil || m["installed"] != nil:
		return wrong("describes an OAuth client, which is no credential: use the file that gcloud auth application-default login --client-id-file makes of it")
	default:
		return wrong("is not an object with a type, such as service_account or authorized_user")
	}
	for _, name := range credentialsMembers {
		if v := m[name]; v != nil && !isString(v) && string(v) != "null" {
			return wrong("has a %s that is not a string", name)
		}
	}

	if universe := f("universe_domain"); universe != "" && universe != googleUniverse {
		return wrong("is for the universe %s, and only %s is supported: use rest.WithTokenSource and rest.WithEndpoint", shorten(universe, 80), googleUniverse)
	}
	tokenURL := cmp.Or(f("token_uri"), googleTokenURL)
	if err := checkTokenURL(tokenURL); err != nil {
		return wrong("has a token_uri %v", err)
	}
	found := &foundCredentials{quotaProject: f("quota_project_id")}
	if f("type") == "service_account" {
		if f("client_email") == "" {
			return wrong("has no client_email")
		}
		key := parseRSAKey(f("private_key"))
		if key == nil {
			return wrong("has no private_key that is an RSA key in PEM (PKCS #8 or PKCS #1)")
		}
		found.tokens = &serviceAccountTokens{hc, tokenURL, f("client_email"), f("private_key_id"), key, scopes}
		return found, nil
	}
	for _, name := range []string{"client_id", "client_secret", "refresh_token"} {
		if f(name) == "" {
			return wrong("has no %s", name)
		}
	}
	found.secrets = []string{f("client_secret"), f("refresh_token")}
	// The scopes are those that the user gave at the login.
	found.tokens = &userTokens{hc, tokenURL, url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {f("client_id")},
		"client_secret": {f("client_secret")},
		"refresh_token": {f("refresh_token")},
	}}
	return found, nil
}

// credentialsMembers are the members that are read of a credentials file.
var credentialsMembers = []string{
	"type", "universe_domain", "quota_project_id", "token_uri", "client_email", "private_key_id", "private_key",
	"client_id", "client_secret", "refresh_token",
}

// findWithGoogle is the code that finds credentials of every kind.
func findWithGoogle(scopes []string) string {
	text := fmt.Sprintf("%#v", scopes)
	if len(scopes) > 3 {
		text = "[]string{…} // those that you need, and rest.WithScopes has"
	}
	return fmt.Sprintf("\tscopes := %s\n"+
		"\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)   // golang.org/x/oauth2/google\n"+
		"\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource))", text)
}

// checkTokenURL refuses a URL that would send a secret in the clear, as a typo
// may. Its errors do not repeat the URL, which may have a password in it.
func checkTokenURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return errors.New("that is not a URL like " + googleTokenURL)
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u)):
		return errors.New("that does not start with https://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errors.New("with a user, a query or a fragment")
	}
	return nil
}

// parseRSAKey returns the private key in a text, or nil if there is none.
func parseRSAKey(text string) *rsa.PrivateKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		rsaKey, _ := key.(*rsa.PrivateKey)
		return rsaKey
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	return key
}
