// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"mime"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// acceptOne returns the media types of those responses of success that are of the type
// that the method returns.
func acceptOne(o *document.Operation, t Type) []string {
	var types []string
	for _, r := range o.Responses {
		isSuccess := r.Status[0] == '2' && r.Status != "204" && r.Schema != nil
		same := document.IsRawResponse(r.MediaType) == document.IsRawResponse(o.ResponseType) &&
			document.Alike(r.Schema, o.Response, func(s *document.Schema) *document.Schema { return s })
		if r.Schema == o.Response || isSuccess && same {
			types = append(types, readable(r, t)...)
		}
	}
	return withoutDefault(types)
}

// readable returns the media types in which a response can be read as a message.
func readable(r *document.Response, t Type) []string {
	var types []string
	for _, name := range r.MediaTypes {
		plain, _, err := mime.ParseMediaType(name)
		switch {
		case err != nil || !strings.Contains(plain, "/"): // no header can have it
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

// withoutDefault returns media types without repetitions: none for what a client accepts
// if nothing else is said.
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
