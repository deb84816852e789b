// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/jwt"
)

// A credentialsFile is the file of a service account or of an authorized user.
type credentialsFile struct {
	Type           string `json:"type"`
	UniverseDomain string `json:"universe_domain"`
	QuotaProject   string `json:"quota_project_id"`
	TokenURI       string `json:"token_uri"`

	ClientEmail  string `json:"client_email"`
	PrivateKeyID string `json:"private_key_id"`
	PrivateKey   string `json:"private_key"`

	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	RefreshToken string `json:"refresh_token"`

	Web       json.RawMessage `json:"web"`
	Installed json.RawMessage `json:"installed"`
}

// fromFile returns the credentials of a file. Its errors name the file and
// never repeat what a secret may be.
func fromFile(ctx context.Context, name string, content []byte, scopes []string) (*foundCredentials, error) {
	wrong := func(format string, args ...any) (*foundCredentials, error) {
		return nil, fmt.Errorf("the credentials file %s %s", name, fmt.Sprintf(format, args...))
	}
	var f credentialsFile
	err := json.Unmarshal(content, &f)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return wrong("is not JSON: it is malformed at byte %d of %d", syntax.Offset, len(content))
	}
	switch {
	case f.Type == "service_account" || f.Type == "authorized_user":
	case f.Type != "":
		return wrong("is of the type %s, which is not linked into every program because of its size. Use golang.org/x/oauth2/google to read it:\n%s",
			shorten(f.Type, 80), findWithGoogle(scopes))
	case f.Web != nil || f.Installed != nil:
		return wrong("describes an OAuth client, which is no credential: use the file that gcloud auth application-default login --client-id-file makes of it")
	default:
		return wrong("is not an object with a type, such as service_account or authorized_user")
	}
	if mistyped, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return wrong("has a %s that is not a string", mistyped.Field)
	}
	if err != nil {
		return wrong("cannot be read as JSON")
	}

	if f.UniverseDomain != "" && f.UniverseDomain != googleUniverse {
		return wrong("is for the universe %s, and only %s is supported: use rest.WithTokenSource and rest.WithEndpoint", shorten(f.UniverseDomain, 80), googleUniverse)
	}
	if f.TokenURI == "" {
		f.TokenURI = googleTokenURL
	}
	if err := checkTokenURL(f.TokenURI); err != nil {
		return wrong("has a token_uri %v", err)
	}
	found := &foundCredentials{quotaProject: f.QuotaProject}
	if f.Type == "service_account" {
		if f.ClientEmail == "" {
			return wrong("has no client_email")
		}
		if !isRSAKey(f.PrivateKey) {
			return wrong("has no private_key that is an RSA key in PEM (PKCS #8 or PKCS #1)")
		}
		found.tokens = (&jwt.Config{
			Email:        f.ClientEmail,
			PrivateKey:   []byte(f.PrivateKey),
			PrivateKeyID: f.PrivateKeyID,
			Scopes:       scopes,
			TokenURL:     f.TokenURI,
		}).TokenSource(ctx)
		return found, nil
	}
	for _, member := range []struct{ name, value string }{
		{"client_id", f.ClientID}, {"client_secret", f.ClientSecret}, {"refresh_token", f.RefreshToken},
	} {
		if member.value == "" {
			return wrong("has no %s", member.name)
		}
	}
	found.secrets = []string{f.ClientSecret, f.RefreshToken}
	// The scopes are those that the user gave at the login.
	found.tokens = (&oauth2.Config{
		ClientID:     f.ClientID,
		ClientSecret: f.ClientSecret,
		Endpoint:     oauth2.Endpoint{TokenURL: f.TokenURI, AuthStyle: oauth2.AuthStyleInParams},
	}).TokenSource(ctx, &oauth2.Token{RefreshToken: f.RefreshToken})
	return found, nil
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

// isRSAKey reports whether text is a key that golang.org/x/oauth2/jwt can sign
// with.
func isRSAKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	if key, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		_, ok := key.(*rsa.PrivateKey)
		return ok
	}
	_, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	return err == nil
}
