// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package credentials

import (
	"cmp"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/protolect/protolect/runtime/internal/jsonvalue"
	"github.com/protolect/protolect/runtime/wirejson"
)

const (
	// googleTokenURL is the default of token_uri.
	googleTokenURL = "https://oauth2.googleapis.com/token"
	googleUniverse = "googleapis.com"
)

// An UnsupportedError describes a credentials file that this package does not
// support. Package golang.org/x/oauth2/google may support it.
type UnsupportedError struct {
	// File is the name of the file.
	File string
	// Type is its type, for example "external_account".
	Type string
	// Universe is its universe domain, or empty if the type is the reason for the
	// error.
	Universe string

	scopes []string
}

// Error returns a text that contains code for credentials of every type.
func (e *UnsupportedError) Error() string {
	scopes := fmt.Sprintf("%#v", e.scopes)
	if len(e.scopes) > 3 {
		scopes = "[]string{…} // those that you need"
	}
	why := fmt.Sprintf("of the type %.80q, which this package does not support", e.Type)
	if e.Universe != "" {
		why = fmt.Sprintf("for the universe %.80q, and only %s is supported", e.Universe, googleUniverse)
	}
	return fmt.Sprintf("the credentials file %s is %s. Use golang.org/x/oauth2/google to read it:\n"+
		"\tscopes := %s\n"+
		"\tcreds, err := google.FindDefaultCredentials(ctx, scopes...)   // golang.org/x/oauth2/google", e.File, why, scopes)
}

// fromFile returns the credentials in a file. Its errors name the file, and contain
// no secrets.
func fromFile(hc *http.Client, name string, content []byte, scopes []string) (*Credentials, error) {
	wrong := func(format string, args ...any) (*Credentials, error) {
		return nil, fmt.Errorf("the credentials file %s %s", name, fmt.Sprintf(format, args...))
	}
	if err := wirejson.Check(content); err != nil {
		if syntax, ok := errors.AsType[*wirejson.Error](err); ok {
			return wrong("is not JSON: it is malformed at byte %d of %d", syntax.Offset, len(content))
		}
		return wrong("cannot be read as JSON")
	}
	m := jsonvalue.Members(content)
	f := func(name string) string { return jsonvalue.Text(m[name]) }
	switch kind := f("type"); {
	case kind == "service_account" || kind == "authorized_user":
	case kind != "":
		return nil, &UnsupportedError{File: name, Type: kind, scopes: scopes}
	case m["web"] != nil || m["installed"] != nil:
		return wrong("describes an OAuth client, not credentials: " +
			"use the file that gcloud auth application-default login --client-id-file makes from it")
	default:
		return wrong("is not an object with a type, such as service_account or authorized_user")
	}
	for _, name := range fileMembers {
		if v := m[name]; v != nil && !jsonvalue.IsText(v) && string(v) != "null" {
			return wrong("contains a %s that is not a string", name)
		}
	}

	if universe := f("universe_domain"); universe != "" && universe != googleUniverse {
		return nil, &UnsupportedError{File: name, Type: f("type"), Universe: universe, scopes: scopes}
	}
	tokenURL := cmp.Or(f("token_uri"), googleTokenURL)
	if err := checkTokenURL(tokenURL); err != nil {
		return wrong("contains a token_uri %v", err)
	}
	found := &Credentials{Type: f("type"), QuotaProject: f("quota_project_id")}
	if f("type") == "service_account" {
		if f("client_email") == "" {
			return wrong("does not contain client_email")
		}
		key := parseRSAKey(f("private_key"))
		if key == nil {
			return wrong("does not contain an RSA key in PEM (PKCS #8 or PKCS #1) as its private_key")
		}
		found.TokenSource = &serviceAccountTokens{hc, tokenURL, f("client_email"), f("private_key_id"), key, scopes}
		return found, nil
	}
	for _, name := range []string{"client_id", "client_secret", "refresh_token"} {
		if f(name) == "" {
			return wrong("does not contain %s", name)
		}
	}
	// The user chose the scopes at the login.
	found.TokenSource = &userTokens{hc, tokenURL, url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {f("client_id")},
		"client_secret": {f("client_secret")},
		"refresh_token": {f("refresh_token")},
	}}
	return found, nil
}

// fileMembers are the members of a credentials file that are read.
var fileMembers = []string{
	"type", "universe_domain", "quota_project_id", "token_uri", "client_email", "private_key_id", "private_key",
	"client_id", "client_secret", "refresh_token",
}

// checkTokenURL returns an error for a URL to which a secret would be sent without
// encryption, for example because of a typo. Its errors don't contain the URL, which
// may contain a password.
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

// isLoopback reports whether requests to u stay on this machine.
func isLoopback(u *url.URL) bool {
	host := u.Hostname()
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}

// parseRSAKey returns the private key in a PEM text, or nil if there is none.
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
