// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// dropSecuritySchemes removes the schemes that clients do not support, and the
// alternatives of an operation that need one: with the rest of such an alternative alone, a
// server would refuse the call.
func (s *shaper) dropSecuritySchemes() {
	supported, unsupported := make(map[string]bool), make(map[string]bool)
	var kept []*document.SecurityScheme
	for _, scheme := range s.doc.SecuritySchemes {
		if isSupported(scheme) {
			supported[scheme.Name] = true
			kept = append(kept, scheme)
			continue
		}
		unsupported[scheme.Name] = true
		s.count(finding.SecurityUnknown, "security scheme", "security schemes", scheme.At)
	}
	s.doc.SecuritySchemes = kept
	for _, o := range s.doc.Operations {
		if needsAny(o.Security, unsupported) {
			s.count(finding.NotCarried, "operation that accepts credentials that clients do not support", "operations that accept credentials that clients do not support", o.At)
		}
		o.Security = withinReach(o.Security, supported)
	}
}

// isSupported tells whether clients can send what a scheme wants: keys, passwords and
// tokens. A token of OAuth 2.0 is sent as any bearer token, wherever it comes from.
func isSupported(scheme *document.SecurityScheme) bool {
	switch scheme.Kind {
	case document.APIKey:
		return slices.Contains([]string{"header", "query", "cookie"}, scheme.In)
	case document.HTTPAuth:
		return scheme.HTTPScheme == "basic" || scheme.IsBearer()
	}
	return scheme.IsBearer()
}

// needsAny tells whether one of the alternatives needs one of the schemes.
func needsAny(alternatives []document.Requirement, schemes map[string]bool) bool {
	return slices.ContainsFunc(alternatives, func(r document.Requirement) bool {
		return slices.ContainsFunc(r, func(use document.SchemeUse) bool { return schemes[use.Scheme] })
	})
}

// withinReach returns the alternatives that need no other scheme than the supported ones.
// Operations share the list that they are given in.
func withinReach(alternatives []document.Requirement, supported map[string]bool) []document.Requirement {
	var all []document.Requirement
	for _, r := range alternatives {
		if !slices.ContainsFunc(r, func(use document.SchemeUse) bool { return !supported[use.Scheme] }) {
			all = append(all, r)
		}
	}
	return all
}
