// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import "slices"

// wrap returns the body of a method whose JSON is the member data of an object
// (protolect.api.v1.file.data_wrapper).
func wrap(body []byte) []byte {
	return slices.Concat([]byte(`{"data":`), body, []byte("}"))
}

// unwrap returns what is in such an object. What is none stays as it is, as in
// Google's other clients.
func unwrap(text []byte) []byte {
	if data := members(text)["data"]; data != nil {
		return data
	}
	return text
}
