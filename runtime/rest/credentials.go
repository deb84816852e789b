// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/credentials"
	"github.com/protolect/protolect/runtime/internal/redact"
	"github.com/protolect/protolect/runtime/transcode"
)

type credentialKind int

const (
	defaultCredentials credentialKind = iota
	withTokenSource
	withAPIKey
	withBasicAuth
	withoutCredentials
)

// String names the option that gives the credentials.
func (k credentialKind) String() string {
	switch k {
	case withTokenSource:
		return "rest.WithTokenSource"
	case withAPIKey:
		return "rest.WithAPIKey"
	case withBasicAuth:
		return "rest.WithBasicAuth"
	case withoutCredentials:
		return "rest.WithoutCredentials"
	default:
		return "Application Default Credentials"
	}
}

// googleCredentials returns what attaches credentials to a call of one of
// Google's services.
func googleCredentials(ctx context.Context, service protoreflect.ServiceDescriptor, cfg *clientConfig, hc *http.Client) (sender, error) {
	switch cfg.credentials {
	case withoutCredentials:
		return nil, nil
	case withAPIKey:
		return sendKey(&apipb.ApiKey{Header: "X-Goog-Api-Key"}, cfg.keys[""]), nil
	case withBasicAuth:
		return cfg.basic, nil
	case withTokenSource:
		return attachToken(cfg.tokens, ""), nil
	default:
		return findDefault(ctx, service, cfg.scopes, hc)
	}
}

// findDefault finds Application Default Credentials. Tokens are requested with
// hc, if ctx does not have another client for oauth2.
func findDefault(ctx context.Context, service protoreflect.ServiceDescriptor, scopes []string, hc *http.Client) (sender, error) {
	if scopes == nil {
		scopes = defaultScopes(service)
	}
	if len(scopes) == 0 {
		return nil, errors.New("the service declares no Google OAuth scopes, so a Google credential is not sent to it: " +
			"use rest.WithTokenSource, rest.WithAPIKey, rest.WithoutCredentials, or rest.WithScopes to send one nevertheless")
	}
	if c, _ := ctx.Value(oauth2.HTTPClient).(*http.Client); c == nil {
		ctx = context.WithValue(ctx, oauth2.HTTPClient, hc)
	}
	found, err := credentials.FindDefault(ctx, scopes...)
	if err != nil {
		return nil, fmt.Errorf("%v: %w%s", defaultCredentials, err, otherCredentials(err))
	}
	return attachToken(found.TokenSource, found.QuotaProject), nil
}

// otherCredentials returns which options help where there are no Application
// Default Credentials.
func otherCredentials(err error) string {
	unsupported, ok := errors.AsType[*credentials.UnsupportedError](err)
	switch {
	case ok && unsupported.Universe != "":
		return "\n\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource), rest.WithEndpoint(…))"
	case ok:
		return "\n\tclient, err := NewClient(ctx, rest.WithTokenSource(creds.TokenSource))"
	case errors.Is(err, credentials.ErrNotFound):
		return "\nor use rest.WithTokenSource, rest.WithAPIKey or rest.WithoutCredentials"
	}
	return ""
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

// attachToken sends the tokens of a source.
func attachToken(source oauth2.TokenSource, quotaProject string) sender {
	cache := credentials.NewTokenCache(source)
	return func(ctx context.Context, r *http.Request, secrets *redact.Secrets) error {
		token, err := cache.TokenContext(ctx)
		if err != nil {
			return err
		}
		if token == nil || token.AccessToken == "" || !transcode.IsHeaderValue(token.AccessToken) {
			return errors.New("the token source returned no usable access token")
		}
		secrets.Add(token.AccessToken)
		token.SetAuthHeader(r)
		if quotaProject != "" && r.Header.Get("X-Goog-User-Project") == "" {
			r.Header.Set("X-Goog-User-Project", quotaProject)
		}
		return nil
	}
}
