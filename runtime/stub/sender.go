// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/redact"
	"github.com/protolect/protolect/runtime/transcode"
)

// A sender adds credentials to a request, and records the secret parts. It is a
// function because package fmt prints pointers and structs, but not closures.
type sender func(context.Context, *http.Request, *redact.Secrets) error

// sendToken sends the tokens of a source.
func sendToken(source oauth2.TokenSource, quotaProject string) sender {
	cache := credentials.NewTokenCache(source)
	return func(ctx context.Context, r *http.Request, secrets *redact.Secrets) error {
		token, err := cache.TokenContext(ctx)
		if err != nil {
			return err
		}
		if token == nil || token.AccessToken == "" || !transcode.IsHeaderValue(token.AccessToken) {
			return errMalformedToken
		}
		secrets.Add(token.AccessToken)
		token.SetAuthHeader(r)
		if quotaProject != "" && r.Header.Get("X-Goog-User-Project") == "" {
			r.Header.Set("X-Goog-User-Project", quotaProject)
		}
		return nil
	}
}

// sendKey sends an API key in the place that its scheme declares.
func sendKey(place *apipb.ApiKey, key string) sender {
	if place.GetHeader() != "" {
		return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
			secrets.Add(key)
			r.Header.Set(place.GetHeader(), key)
			return nil
		}
	}
	if place.GetCookie() != "" {
		return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
			secrets.Add(key)
			transcode.AddCookies(r.Header, place.GetCookie()+"="+transcode.EscapeCookie(key))
			return nil
		}
	}
	return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
		if r.URL == nil {
			return errNoQuery
		}
		secrets.Add(key)
		u := *r.URL
		u.RawQuery = transcode.JoinQuery(u.RawQuery, url.QueryEscape(place.GetQuery())+"="+url.QueryEscape(key))
		r.URL = &u
		return nil
	}
}

var errMalformedToken = errors.New("the token source returned an empty token, or one that a header cannot contain")

var errNoQuery = errors.New("the service accepts its API key only in the query of a URL, so the method can only be called over REST")

// sendBasic sends a user name and a password (RFC 7617).
func sendBasic(user *url.Userinfo) sender {
	name := user.Username()
	password, _ := user.Password()
	return func(_ context.Context, r *http.Request, secrets *redact.Secrets) error {
		secrets.AddBasic(name, password)
		r.SetBasicAuth(name, password)
		return nil
	}
}
