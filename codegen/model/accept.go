// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"mime"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// acceptedTypes returns the media types of all success responses that have the type t, which
// the method returns. It returns nil for the default, application/json.
func acceptedTypes(o *document.Operation, t Type) []string {
	var types []string
	for _, r := range o.Responses {
		isSuccess := r.Status[0] == '2' && r.Status != "204" && r.Schema != nil
		same := document.IsRawResponse(r.MediaType) == document.IsRawResponse(o.ResponseType) &&
			document.SameStructure(r.Schema, o.Response, func(s *document.Schema) *document.Schema { return s })
		if r.Schema == o.Response || isSuccess && same {
			types = append(types, readableTypes(r, t)...)
		}
	}
	return withoutDefault(types)
}

// readableTypes returns the media types in which a response can be read as the type t.
func readableTypes(r *document.Response, t Type) []string {
	var types []string
	for _, name := range r.MediaTypes {
		plain, _, err := mime.ParseMediaType(name)
		switch {
		case err != nil || !strings.Contains(plain, "/"): // invalid in a header
		case t == HTTPBodyType:
			types = append(types, name)
		case name == "*/*":
			types = append(types, jsonType)
		case document.IsJSON(name), t == wrappers[document.String] && strings.HasPrefix(plain, "text/") && plain != "text/html":
			types = append(types, name)
		}
	}
	return types
}

const jsonType = "application/json"

// withoutDefault returns the distinct media types, or nil if the only one is application/json,
// which clients accept by default.
func withoutDefault(types []string) []string {
	var all []string
	for _, name := range types {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	if slices.Equal(all, []string{jsonType}) {
		return nil
	}
	return all
}
