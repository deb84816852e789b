// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import "strings"

// BodyOf returns the name of the schema of a body that the document does not
// name. A schema is known by it, and what is made of it has a better one.
func BodyOf(o *Operation) string { return o.ID + ".body" }

// ResponseOf returns that of a response.
func ResponseOf(o *Operation) string { return o.ID + ".response" }

// ResponsesOf returns that of what holds any of its responses of success, where no one
// type can.
func ResponsesOf(o *Operation) string { return o.ID + ".responses" }

// StatusResponseOf returns that of one of several responses of success.
func StatusResponseOf(o *Operation, r *Response) string { return ResponseOf(o) + r.Status }

// ErrorOf returns that of the response of an error.
func ErrorOf(o *Operation, r *Response) string { return o.ID + ".error" + r.Status }

// shared begins the names of schemas that the document has in place, in a component that
// operations share. No schema of its own has such a name.
const shared = "#/components/"

// SharedBody returns the name of the schema of a body that operations share.
func SharedBody(component string) string { return shared + "requestBodies/" + component }

// SharedResponse returns that of a response.
func SharedResponse(component string) string { return shared + "responses/" + component }

// Shared returns the component's name, and what it is: "Response".
func Shared(schema string) (component, kind string, ok bool) {
	if component, ok = strings.CutPrefix(schema, SharedBody("")); ok {
		return component, "Body", true
	}
	component, ok = strings.CutPrefix(schema, SharedResponse(""))
	return component, "Response", ok
}
