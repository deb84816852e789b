// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "strings"

// BodyOf returns the name of the schema that an operation defines in place for its body.
// The name identifies the schema; the message for it gets a readable name from the model.
func BodyOf(o *Operation) string { return o.ID + ".body" }

// ResponseOf returns the name of the schema that an operation defines in place for its
// response.
func ResponseOf(o *Operation) string { return o.ID + ".response" }

// ResponsesOf returns the name of the type that holds any of an operation's success
// responses, if their types differ.
func ResponsesOf(o *Operation) string { return o.ID + ".responses" }

// StatusResponseOf returns the name of the schema that an operation defines in place for
// one of several success responses.
func StatusResponseOf(o *Operation, r *Response) string { return ResponseOf(o) + r.Status }

// ErrorOf returns the name of the schema that an operation defines in place for an error
// response.
func ErrorOf(o *Operation, r *Response) string { return o.ID + ".error" + r.Status }

// shared is the prefix for the names of schemas that a shared component defines in place.
// Schemas with a name of their own never start with it.
const shared = "#/components/"

// SharedBody returns the name of the schema that a request body component defines in place.
func SharedBody(component string) string { return shared + "requestBodies/" + component }

// SharedResponse returns the name of the schema that a response component defines in place.
func SharedResponse(component string) string { return shared + "responses/" + component }

// Shared is the inverse of SharedBody and SharedResponse: it returns the component's name
// and its kind, "Body" or "Response". It returns ok = false for all other names.
func Shared(schema string) (component, kind string, ok bool) {
	if component, ok = strings.CutPrefix(schema, SharedBody("")); ok {
		return component, "Body", true
	}
	component, ok = strings.CutPrefix(schema, SharedResponse(""))
	return component, "Response", ok
}
