// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "strings"

// BodyName returns the name of the schema that an operation defines in place for its body.
// The name identifies the schema; the message for it gets a readable name from the model.
func BodyName(o *Operation) string { return o.ID + ".body" }

// ResponseName returns the name of the schema that an operation defines in place for its
// response.
func ResponseName(o *Operation) string { return o.ID + ".response" }

// ResponsesName returns the name of the type that holds any of an operation's success
// responses, if their types differ.
func ResponsesName(o *Operation) string { return o.ID + ".responses" }

// StatusResponseName returns the name of the schema that an operation defines in place for
// one of several success responses.
func StatusResponseName(o *Operation, r *Response) string { return ResponseName(o) + r.Status }

// ErrorName returns the name of the schema that an operation defines in place for an error
// response.
func ErrorName(o *Operation, r *Response) string { return o.ID + ".error" + r.Status }

// shared is the prefix for the names of schemas that a shared component defines in place.
// Schemas with a name of their own never start with it.
const shared = "#/components/"

// SharedBodyName returns the name of the schema that a request body component defines in place.
func SharedBodyName(component string) string { return shared + "requestBodies/" + component }

// SharedResponseName returns the name of the schema that a response component defines in place.
func SharedResponseName(component string) string { return shared + "responses/" + component }

// SplitSharedName is the inverse of SharedBodyName and SharedResponseName: it returns the
// component's name and its kind, "Body" or "Response". It returns ok = false for all other
// names.
func SplitSharedName(schema string) (component, kind string, ok bool) {
	if component, ok = strings.CutPrefix(schema, SharedBodyName("")); ok {
		return component, "Body", true
	}
	component, ok = strings.CutPrefix(schema, SharedResponseName(""))
	return component, "Response", ok
}
