// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"maps"
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// compareErrors compares the error responses of an operation.
func (c *comparer) compareErrors(before, after *document.Operation) {
	was, is := errorsOf(before), errorsOf(after)
	for _, status := range slices.Sorted(maps.Keys(was)) {
		switch words, there := is[status]; {
		case !there:
			c.changed(Method, Errors, before.ID, before.At, after.At, Major, Minor,
				"the method %q no longer declares the error %s: it was %s", before.ID, status, was[status])
		case words != was[status]:
			c.changed(Method, Errors, before.ID, before.At, after.At, Major, Minor,
				"the error %s of the method %q changed from %s to %s", status, before.ID, was[status], words)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(is)) {
		if _, there := was[status]; !there {
			c.changed(Method, Errors, before.ID, before.At, after.At, Minor, Minor,
				"the method %q declares the error %s: %s", before.ID, status, is[status])
		}
	}
}

// errorsOf returns descriptions of the bodies of error responses, by status.
func errorsOf(o *document.Operation) map[string]string {
	errors := make(map[string]string)
	for _, r := range o.Responses {
		switch {
		case !r.IsError():
		case r.Schema == nil:
			errors[r.Status] = "no body"
		default:
			errors[r.Status] = typeWords(r.Schema)
		}
	}
	return errors
}
