// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// What OpenAPI says and discovery documents do not.

// compareSecuritySchemes compares the ways to say who calls.
func (c *comparer) compareSecuritySchemes(old, new *document.API) {
	pair(old.SecuritySchemes, new.SecuritySchemes, func(s *document.SecurityScheme) string { return s.Name }, func(a, b **document.SecurityScheme) {
		switch {
		case a == nil:
			c.added(API, c.API, (*b).At, Minor, Patch, "the security scheme %q is new: %s", (*b).Name, schemeWords(*b))
		case b == nil:
			c.removed(API, c.API, (*a).At, Patch, Patch, "the security scheme %q is gone: %s", (*a).Name, schemeWords(*a))
		case schemeWords(*a) != schemeWords(*b):
			c.changed(API, Security, c.API, (*a).At, (*b).At, Major, Major, "the security scheme %q was %s and is %s", (*a).Name, schemeWords(*a), schemeWords(*b))
		}
	})
}

func schemeWords(s *document.SecurityScheme) string {
	switch s.Kind {
	case document.APIKey:
		return fmt.Sprintf("the key %s in the %s", s.Parameter, s.In)
	case document.HTTPAuth:
		return "HTTP " + s.HTTPScheme
	case document.OAuth2:
		return "OAuth 2.0"
	case document.OpenIDConnect:
		return "OpenID Connect"
	}
	return "a certificate"
}

// compareSecurity compares what a method takes of them.
func (c *comparer) compareSecurity(old, new *document.Operation) {
	if was, is := securityWords(old), securityWords(new); was != is {
		c.changed(Method, Security, old.ID, old.At, new.At, Patch, Major, "the method %q took %s and takes %s", old.ID, was, is)
	}
}

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

// compareMediaTypes compares what a body or a response is written in, which says whether it
// has a type in Go.
func (c *comparer) compareMediaTypes(aspect Aspect, old, new *document.Operation, was, is string) {
	if was == is {
		return
	}
	isRaw := document.IsRaw
	if aspect == Response {
		isRaw = document.IsRawResponse
	}
	goVerdict := Patch
	if isRaw(was) != isRaw(is) {
		goVerdict = Major
	}
	c.changed(Method, aspect, old.ID, old.At, new.At, goVerdict, Major, "the %s of the method %q was %s and is %s", aspect, old.ID, was, is)
}

// compareErrors compares the responses of errors, by status.
func (c *comparer) compareErrors(old, new *document.Operation) {
	was, is := errorsOf(old), errorsOf(new)
	for _, status := range slices.Sorted(maps.Keys(was)) {
		switch words, there := is[status]; {
		case !there:
			c.changed(Method, Errors, old.ID, old.At, new.At, Major, Minor, "the method %q has no error %s any longer: it was %s", old.ID, status, was[status])
		case words != was[status]:
			c.changed(Method, Errors, old.ID, old.At, new.At, Major, Minor, "the error %s of the method %q was %s and is %s", status, old.ID, was[status], words)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[status]; !there {
			c.changed(Method, Errors, old.ID, old.At, new.At, Minor, Minor, "the method %q has the error %s: %s", old.ID, status, is[status])
		}
	}
}

func errorsOf(o *document.Operation) map[string]string {
	errors := make(map[string]string)
	for _, r := range o.Responses {
		switch {
		case !r.IsError():
		case r.Schema == nil:
			errors[r.Status] = "without a body"
		default:
			errors[r.Status] = typeWords(r.Schema)
		}
	}
	return errors
}

// compareNullable compares whether null is one of the values: a required value that can be
// null has presence in Go.
func (c *comparer) compareNullable(p place, old, new *document.Schema) {
	if old.Nullable == new.Nullable {
		return
	}
	message := "the %s %q can be null"
	if old.Nullable {
		message = "the %s %q can no longer be null"
	}
	goVerdict := Minor
	if old.Nullable || c.presence && new.Required && isScalar(new) {
		goVerdict = Major
	}
	c.changed(p.element, Required, p.name, old.At, new.At, goVerdict, Minor, message, p.element, p.name)
}

// isScalar tells whether a value has a field of which presence changes the type in Go.
func isScalar(s *document.Schema) bool {
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}
