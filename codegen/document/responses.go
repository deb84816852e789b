// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// Response is one of the responses of an operation.
type Response struct {
	At     finding.Position
	Status string // "200", "4XX", "default"
	// Component is the document's name of a response that operations have in common.
	Component   string
	Description string
	MediaType   string  // empty where there is no body
	Schema      *Schema // nil where nothing is said of the body
	// MediaTypes are all media types in which the body has that schema, MediaType first.
	MediaTypes []string
	Headers    []*Parameter
	Examples   []Example
}

// IsError tells whether it is not the response of a call that went well.
func (r *Response) IsError() bool {
	return r.Status == "default" || r.Status[0] == '4' || r.Status[0] == '5'
}

// DistinctResponses returns the responses of a call that went well whose bodies are not all
// alike, the one that has Response first. It returns nil where one type has them all.
func (o *Operation) DistinctResponses() []*Response {
	var all []*Response
	differ := false
	for _, r := range o.Responses {
		switch {
		case r.Status[0] != '2' || r.Status == "204" || r.Schema == nil: // 204 has no body (RFC 9110)
		case r.Schema == o.Response:
			all = slices.Insert(all, 0, r)
		default:
			differ = differ || r.MediaType != o.ResponseType && (IsRawResponse(r.MediaType) || IsRawResponse(o.ResponseType)) ||
				!IsRawResponse(r.MediaType) && !Alike(r.Schema, o.Response, func(s *Schema) *Schema { return s })
			all = append(all, r)
		}
	}
	if !differ {
		return nil
	}
	return all
}
