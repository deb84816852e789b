// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
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

// security returns the alternative sets of schemes for calls of an operation.
func security(o *document.Operation) []*apipb.SecurityRequirement {
	var all []*apipb.SecurityRequirement
	for _, set := range o.Security {
		requirement := new(apipb.SecurityRequirement)
		for _, use := range set {
			requirement.Schemes = append(requirement.Schemes, use.Scheme)
		}
		all = append(all, requirement)
	}
	return all
}
