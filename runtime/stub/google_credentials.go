// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

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
	"github.com/protolect/protolect/runtime/internal/config"
)

// googleCredentials returns the sender for all methods of a service of Google,
// or nil if it sends no credentials. For Application Default Credentials, it also
// returns the type of their file.
func googleCredentials(
	ctx context.Context, service protoreflect.ServiceDescriptor, cfg *config.Client, hc *http.Client,
) (send sender, fileType string, err error) {
	switch cfg.Credentials {
	case config.WithoutCredentials:
		return nil, "", nil
	case config.APIKey:
		return sendKey(&apipb.ApiKey{Header: "X-Goog-Api-Key"}, cfg.Keys[""]), "", nil
	case config.BasicAuth:
		if len(googleScopes(service)) > 0 && !fileRule(service).GetAnonymous() {
			return nil, "", fmt.Errorf("the service does not accept %s: it accepts Application Default Credentials, rest.WithTokenSource, "+
				"rest.WithBearerToken or rest.WithAPIKey", cfg.Credentials)
		}
		return sendBasic(cfg.Basic), "", nil
	case config.TokenSource:
		return sendToken(cfg.Tokens, ""), "", nil
	}
	found, err := findDefault(ctx, service, cfg.Scopes, hc)
	if err != nil {
		return nil, "", err
	}
	return sendToken(found.TokenSource, found.QuotaProject), found.Type, nil
}

// findDefault finds Application Default Credentials. They request tokens with
// hc, unless ctx contains another client for oauth2.
func findDefault(
	ctx context.Context, service protoreflect.ServiceDescriptor, scopes []string, hc *http.Client,
) (*credentials.Credentials, error) {
	if scopes == nil {
		scopes = googleScopes(service)
	}
	if len(scopes) == 0 {
		return nil, errors.New("the service declares no OAuth scopes of Google, so it receives no credentials of Google: " +
			"use rest.WithTokenSource, rest.WithAPIKey or rest.WithoutCredentials, or rest.WithScopes to send Google's credentials anyway")
	}
	if c, _ := ctx.Value(oauth2.HTTPClient).(*http.Client); c == nil {
		ctx = context.WithValue(ctx, oauth2.HTTPClient, hc)
	}
	found, err := credentials.FindDefault(ctx, scopes...)
	if err != nil {
		return nil, fmt.Errorf("%v: %w%s", config.DefaultCredentials, err, alternatives(err))
	}
	return found, nil
}

// alternatives returns the options that replace Application Default
// Credentials that were not found or are not supported.
func alternatives(err error) string {
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

// googleScopes returns those of the service's google.api.oauth_scopes that
// Google's authorization server grants.
func googleScopes(service protoreflect.ServiceDescriptor) []string {
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
