// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// securityScheme returns the option for a security scheme. Package shape has removed the
// schemes that clients do not support.
func securityScheme(s *document.SecurityScheme) *apipb.SecurityScheme {
	scheme := &apipb.SecurityScheme{Name: s.Name, Description: describeScheme(s)}
	switch {
	case s.Kind == document.APIKey && s.In == "header":
		scheme.Kind = &apipb.SecurityScheme_ApiKey{ApiKey: &apipb.ApiKey{Header: s.Parameter}}
	case s.Kind == document.APIKey && s.In == "query":
		scheme.Kind = &apipb.SecurityScheme_ApiKey{ApiKey: &apipb.ApiKey{Query: s.Parameter}}
	case s.Kind == document.APIKey && s.In == "cookie":
		scheme.Kind = &apipb.SecurityScheme_ApiKey{ApiKey: &apipb.ApiKey{Cookie: s.Parameter}}
	case s.Kind == document.HTTPAuth && s.HTTPScheme == "basic":
		scheme.Kind = &apipb.SecurityScheme_HttpBasic{HttpBasic: &apipb.HttpBasic{}}
	case s.IsBearer():
		bearer := &apipb.HttpBearer{Format: s.TokenFormat}
		if s.IssuerClaim != "" {
			bearer.SignedToken = &apipb.SignedToken{IssuerClaim: s.IssuerClaim}
		}
		scheme.Kind = &apipb.SecurityScheme_HttpBearer{HttpBearer: bearer}
	}
	return scheme
}

// describeScheme returns the description of a scheme, the URLs of its OAuth 2.0 flows, and a
// note if it is deprecated.
func describeScheme(s *document.SecurityScheme) string {
	var sentences []string
	for _, flow := range s.Flows {
		var urls []string
		for _, url := range []struct{ name, text string }{
			{"authorization", flow.AuthorizationURL},
			{"device authorization", flow.DeviceURL},
			{"token", flow.TokenURL},
		} {
			if url.text != "" {
				urls = append(urls, url.name+" URL "+url.text)
			}
		}
		if len(urls) > 0 {
			sentences = append(sentences, "OAuth 2.0 flow "+flow.Name+": "+strings.Join(urls, ", ")+".")
		}
	}
	if s.URL != "" {
		sentences = append(sentences, "The metadata of the authorization server is at "+s.URL+".")
	}
	if s.Deprecated {
		sentences = append(sentences, "The API has deprecated this security scheme.")
	}
	more := strings.Join(sentences, "\n\n")
	if s.Description != "" && more != "" {
		return s.Description + "\n\n" + more
	}
	return s.Description + more
}

// security returns the alternative sets of schemes for calls of an operation. Alternatives that differ
// only in their scopes or order are one: a client sends the same credentials for them.
func security(o *document.Operation) []*apipb.SecurityRequirement {
	var all []*apipb.SecurityRequirement
	seen := make(map[string]bool)
	for _, set := range o.Security {
		requirement := new(apipb.SecurityRequirement)
		for _, use := range set {
			requirement.Schemes = append(requirement.Schemes, use.Scheme)
		}
		if key := fmt.Sprintf("%q", slices.Sorted(slices.Values(requirement.Schemes))); !seen[key] {
			seen[key] = true
			all = append(all, requirement)
		}
	}
	return all
}

// requiredScopes returns a sentence for each security scheme that requires scopes of a call. It lists the
// scopes of several alternatives. A scheme that satisfies a call without scopes requires none.
func requiredScopes(o *document.Operation) []string {
	var schemes []string
	scopes := make(map[string][]string) // the alternatives of a scheme
	optional := make(map[string]bool)
	for _, requirement := range o.Security {
		for _, use := range requirement {
			text := strings.Join(use.Scopes, ", ")
			switch {
			case text == "":
				optional[use.Scheme] = optional[use.Scheme] || len(requirement) == 1
			case scopes[use.Scheme] == nil:
				schemes = append(schemes, use.Scheme)
				scopes[use.Scheme] = []string{text}
			case !slices.Contains(scopes[use.Scheme], text):
				scopes[use.Scheme] = append(scopes[use.Scheme], text)
			}
		}
	}
	var sentences []string
	for _, scheme := range schemes {
		if !optional[scheme] {
			sentences = append(sentences, "Required scopes of "+scheme+": "+strings.Join(scopes[scheme], "; or ")+".")
		}
	}
	return sentences
}
