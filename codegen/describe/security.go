// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// SecurityScheme returns how a descriptor says what a scheme is, or nil if no
// client of ours can do what it wants. A token of OAuth 2.0, wherever it comes
// from, goes out as any bearer's.
func SecurityScheme(s *document.SecurityScheme) *apipb.SecurityScheme {
	scheme := &apipb.SecurityScheme{Name: s.Name, Description: s.Description}
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
	default:
		return nil
	}
	return scheme
}

// security returns the sets of schemes by which an operation can be called,
// without those that no client of ours can meet.
func (l *lookup) security(o *document.Operation) []*apipb.SecurityRequirement {
	var all []*apipb.SecurityRequirement
	for _, set := range o.Security {
		requirement := new(apipb.SecurityRequirement)
		for _, use := range set {
			if l.schemes[use.Scheme] {
				requirement.Schemes = append(requirement.Schemes, use.Scheme)
			}
		}
		if len(requirement.Schemes) == len(set) {
			all = append(all, requirement)
		}
	}
	return all
}
