// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// dropSecuritySchemes removes schemes that clients do not support, and the requirements of
// operations that use one: with only the other schemes of such a requirement, a server
// would refuse the call.
func (s *shaper) dropSecuritySchemes() {
	supported, unsupported := make(map[string]bool), make(map[string]bool)
	var schemes []*document.SecurityScheme
	for _, scheme := range s.doc.SecuritySchemes {
		if isSupported(scheme) {
			supported[scheme.Name] = true
			schemes = append(schemes, scheme)
			continue
		}
		unsupported[scheme.Name] = true
		s.count(finding.SecurityUnknown, "security scheme", "security schemes", scheme.Name, scheme.At)
	}
	s.doc.SecuritySchemes = schemes
	for _, o := range s.doc.Operations {
		if usesAny(o.Security, unsupported) {
			s.count(finding.NotCarried, "operation that accepts credentials that clients do not support",
				"operations that accept credentials that clients do not support", o.ID, o.At)
		}
		o.Security = supportedRequirements(o.Security, supported)
	}
}

// isSupported reports whether clients can send the credentials of a scheme: keys, passwords
// and bearer tokens. A token of OAuth 2.0 is sent as a bearer token, whatever its source.
func isSupported(scheme *document.SecurityScheme) bool {
	switch scheme.Kind {
	case document.APIKey:
		return slices.Contains([]string{"header", "query", "cookie"}, scheme.In)
	case document.HTTPAuth:
		return scheme.HTTPScheme == "basic" || scheme.IsBearer()
	}
	return scheme.IsBearer()
}

// usesAny reports whether one of the alternatives uses one of the schemes.
func usesAny(alternatives []document.Requirement, schemes map[string]bool) bool {
	return slices.ContainsFunc(alternatives, func(r document.Requirement) bool {
		return slices.ContainsFunc(r, func(use document.SchemeUse) bool { return schemes[use.Scheme] })
	})
}

// supportedRequirements returns the alternatives that use only supported schemes. It does
// not modify alternatives, because operations share the slice.
func supportedRequirements(alternatives []document.Requirement, supported map[string]bool) []document.Requirement {
	var all []document.Requirement
	for _, r := range alternatives {
		if !slices.ContainsFunc(r, func(use document.SchemeUse) bool { return !supported[use.Scheme] }) {
			all = append(all, r)
		}
	}
	return all
}
