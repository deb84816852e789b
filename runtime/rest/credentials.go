// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// tokenTimeout limits a request for an access token of Application Default
// Credentials. The token source cannot see a call's context, so without it a
// server that never answers would hold a goroutine for ever.
const tokenTimeout = 30 * time.Second

type credentialKind int

const (
	defaultCredentials credentialKind = iota
	withTokenSource
	withAPIKey
	withoutCredentials
)

// String names the option that gives the credentials.
func (k credentialKind) String() string {
	switch k {
	case withTokenSource:
		return "rest.WithTokenSource"
	case withAPIKey:
		return "rest.WithAPIKey"
	case withoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// credentials attaches credentials to a request. Its secrets live in a closure,
// where printing cannot find them.
type credentials struct {
	kind credentialKind
	// attach returns the secret that it attached, so that an error can be
	// kept free of it.
	attach func(context.Context, *http.Request) (secret string, err error)
}

func newCredentials(ctx context.Context, service protoreflect.ServiceDescriptor, cfg *clientConfig, hc *http.Client) (credentials, error) {
	switch cfg.credentials {
	case withoutCredentials:
		return credentials{withoutCredentials, func(context.Context, *http.Request) (string, error) { return "", nil }}, nil
	case withAPIKey:
		key := cfg.key
		return credentials{withAPIKey, func(_ context.Context, r *http.Request) (string, error) {
			r.Header.Set("X-Goog-Api-Key", key)
			return key, nil
		}}, nil
	case withTokenSource:
		return credentials{withTokenSource, attachToken(cfg.tokens, "")}, nil
	default:
		return findDefault(ctx, service, cfg.scopes, hc)
	}
}

// findDefault finds Application Default Credentials (AIP-4110).
func findDefault(ctx context.Context, service protoreflect.ServiceDescriptor, scopes []string, hc *http.Client) (credentials, error) {
	if scopes == nil {
		scopes = defaultScopes(service)
	}
	if len(scopes) == 0 {
		return credentials{}, errors.New("the service declares no Google OAuth scopes, so a Google credential is not sent to it: " +
			"use rest.WithTokenSource, rest.WithAPIKey, rest.WithoutCredentials, or rest.WithScopes to send one nevertheless")
	}
	tokenClient := *hc
	if tokenClient.Timeout == 0 {
		tokenClient.Timeout = tokenTimeout
	}
	// The credentials outlive NewClient, so they must not end with its context.
	keep := context.WithoutCancel(ctx)
	if _, ok := keep.Value(oauth2.HTTPClient).(*http.Client); !ok {
		keep = context.WithValue(keep, oauth2.HTTPClient, &tokenClient)
	}
	found, err := await(ctx, func() (*google.Credentials, error) {
		return google.FindDefaultCredentials(keep, scopes...)
	})
	if err != nil {
		return credentials{}, fmt.Errorf("no credentials found: %w\n"+
			"On your own machine run: gcloud auth application-default login --scopes=%s\n"+
			"or let GOOGLE_APPLICATION_CREDENTIALS name a credentials file,\n"+
			"or use rest.WithTokenSource, rest.WithAPIKey or rest.WithoutCredentials",
			withoutSecrets(err), strings.Join(scopes, ","))
	}
	return credentials{defaultCredentials, attachToken(found.TokenSource, quotaProject(found.JSON))}, nil
}

// defaultScopes returns the service's google.api.oauth_scopes. Scopes of other
// authorization servers are left out: Google's credentials are not for them.
func defaultScopes(service protoreflect.ServiceDescriptor) []string {
	all, _ := proto.GetExtension(service.Options(), annotations.E_OauthScopes).(string)
	var scopes []string
	for s := range strings.SplitSeq(all, ",") {
		s = strings.TrimSpace(s)
		if strings.HasPrefix(s, "https://www.googleapis.com/auth/") || strings.HasPrefix(s, "https://mail.google.com/") {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// quotaProject returns the project that the calls are counted against
// (AIP-4110): the environment's, or else the credentials file's.
func quotaProject(credentialsFile []byte) string {
	if p := os.Getenv("GOOGLE_CLOUD_QUOTA_PROJECT"); p != "" {
		return p
	}
	var file struct {
		QuotaProject string `json:"quota_project_id"`
	}
	if json.Unmarshal(credentialsFile, &file) != nil {
		return ""
	}
	return file.QuotaProject
}

func attachToken(ts oauth2.TokenSource, quotaProject string) func(context.Context, *http.Request) (string, error) {
	ts = oauth2.ReuseTokenSource(nil, ts)
	return func(ctx context.Context, r *http.Request) (string, error) {
		token, err := await(ctx, ts.Token)
		if err != nil {
			return "", withoutSecrets(err)
		}
		if token.AccessToken == "" || !isHeaderValue(token.AccessToken) {
			return "", errors.New("the token source returned no usable access token")
		}
		token.SetAuthHeader(r)
		if quotaProject != "" && r.Header.Get("X-Goog-User-Project") == "" {
			r.Header.Set("X-Goog-User-Project", quotaProject)
		}
		return token.AccessToken, nil
	}
}

// await returns what f returns, or ctx's error if that comes first: token
// sources know nothing of contexts.
func await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value    T
		err      error
		panicked any
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			// A panic belongs to the caller, who may recover from it.
			r.panicked = recover()
			done <- r
		}()
		r.value, r.err = f()
	}()
	select {
	case r := <-done:
		if r.panicked != nil {
			panic(r.panicked)
		}
		return r.value, r.err
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// withoutSecrets returns err without what a request or response for a token
// carries besides its error code: an oauth2.RetrieveError's text is otherwise
// the whole response.
func withoutSecrets(err error) error {
	if r, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		clean := &oauth2.RetrieveError{
			ErrorCode:        r.ErrorCode,
			ErrorDescription: r.ErrorDescription,
			ErrorURI:         r.ErrorURI,
			Response:         &http.Response{},
		}
		if r.Response != nil {
			clean.Response.Status, clean.Response.StatusCode = r.Response.Status, r.Response.StatusCode
		}
		if clean.ErrorCode == "" {
			// Not every flow of oauth2 reads the RFC 6749 members itself.
			var body struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
			}
			if json.Unmarshal(r.Body, &body) == nil {
				clean.ErrorCode, clean.ErrorDescription = body.Error, body.Description
			}
		}
		return clean
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		return withoutQuery(u)
	}
	return err
}

// withoutQuery returns err without the query and the user of its URL.
func withoutQuery(err *url.Error) *url.Error {
	clean := &url.Error{Op: err.Op, URL: "(unreadable URL)", Err: err.Err}
	if u, parseErr := url.Parse(err.URL); parseErr == nil {
		clean.URL = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	}
	return clean
}
