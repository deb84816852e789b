// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// compareSecuritySchemes compares the security schemes of two documents.
func (c *comparer) compareSecuritySchemes(before, after *document.API) {
	name := func(s *document.SecurityScheme) string { return s.Name }
	pair(before.SecuritySchemes, after.SecuritySchemes, name, func(a, b **document.SecurityScheme) {
		switch {
		case a == nil:
			c.added(API, c.API, (*b).At, Minor, Patch, "the security scheme %q was added: %s", (*b).Name, schemeWords(*b))
		case b == nil:
			c.removed(API, c.API, (*a).At, Patch, Patch, "the security scheme %q was removed: %s", (*a).Name, schemeWords(*a))
		case schemeWords(*a) != schemeWords(*b):
			c.changed(API, Security, c.API, (*a).At, (*b).At, Major, Major,
				"the security scheme %q changed from %s to %s", (*a).Name, schemeWords(*a), schemeWords(*b))
		}
	})
}

// schemeWords describes a security scheme.
func schemeWords(s *document.SecurityScheme) string {
	switch s.Kind {
	case document.APIKey:
		return fmt.Sprintf("the API key %s in the %s", s.Parameter, s.In)
	case document.HTTPAuth:
		return "HTTP " + s.HTTPScheme
	case document.OAuth2:
		return "OAuth 2.0"
	case document.OpenIDConnect:
		return "OpenID Connect"
	}
	return "a client certificate"
}

// compareSecurity compares the security requirements of an operation.
func (c *comparer) compareSecurity(before, after *document.Operation) {
	if was, is := securityWords(before), securityWords(after); was != is {
		c.changed(Method, Security, before.ID, before.At, after.At, Patch, Major,
			"the credentials of the method %q changed from %s to %s", before.ID, was, is)
	}
}

// securityWords describes the alternatives of an operation's security requirements.
func securityWords(o *document.Operation) string {
	var sets []string
	for _, set := range o.Security {
		var schemes []string
		for _, use := range set {
			schemes = append(schemes, use.Scheme)
		}
		slices.Sort(schemes)
		if len(schemes) == 0 {
			schemes = []string{"no credentials"}
		}
		sets = append(sets, strings.Join(schemes, " and "))
	}
	if len(sets) == 0 {
		return "no credentials"
	}
	slices.Sort(sets)
	return strings.Join(sets, " or ")
}
