// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// Response is a response of an operation.
type Response struct {
	At     finding.Position
	Status string // "200", "4XX", "default"
	// Component is the name of the component that defines the response, if operations
	// share it.
	Component   string
	Description string
	MediaType   string  // empty if the response has no body
	Schema      *Schema // nil if the document does not describe the body
	// MediaTypes are all media types in which the body has that schema. MediaType is the
	// first.
	MediaTypes []string
	Headers    []*Parameter
	Examples   []Example
}

// IsError reports whether the response is an error: its status is 4XX, 5XX or "default".
func (r *Response) IsError() bool {
	return r.Status == "default" || r.Status[0] == '4' || r.Status[0] == '5'
}

// HasSuccessBody reports whether the response states success and has a body. A response 204 has none (RFC 9110).
func (r *Response) HasSuccessBody() bool {
	return r.Status[0] == '2' && r.Status != "204" && r.Schema != nil
}

// DistinctResponses returns the success responses with a body if their types differ. The
// one with the schema Response comes first. It returns nil if one type can hold them all.
func (o *Operation) DistinctResponses() []*Response {
	var all []*Response
	differ := false
	for _, r := range o.Responses {
		switch {
		case !r.HasSuccessBody():
		case r.Schema == o.Response:
			all = slices.Insert(all, 0, r)
		default:
			differ = differ || r.MediaType != o.ResponseType && (IsRawResponse(r.MediaType) || IsRawResponse(o.ResponseType)) ||
				!IsRawResponse(r.MediaType) && !SameStructure(r.Schema, o.Response, func(s *Schema) *Schema { return s })
			all = append(all, r)
		}
	}
	if !differ {
		return nil
	}
	return all
}
