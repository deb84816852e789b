// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// calls returns the ways to call a method with the generated Go.
func calls(m *model.Method) []string {
	var all []string
	if (m.Upload == nil || !m.Upload.Required) && (m.Download == nil || !m.Download.Only) {
		all = append(all, plainCall)
	}
	if m.Upload != nil {
		all = append(all, "with media")
	}
	if m.Download != nil {
		all = append(all, "for media")
	}
	return all
}

const plainCall = "without media"

// compareCalls compares the ways to call a method.
func (c *comparer) compareCalls(before, after *document.Operation, was, is []string) {
	for _, call := range is {
		if !slices.Contains(was, call) {
			c.changed(Method, Media, after.ID, before.At, after.At, Minor, Minor, "the method %q can be called %s", after.ID, call)
		}
	}
	for _, call := range was {
		if slices.Contains(is, call) {
			continue
		}
		wire := Major
		if call == plainCall {
			wire = Patch // the server receives the same request
		}
		c.changed(Method, Media, after.ID, before.At, after.At, Major, wire, "the method %q can no longer be called %s", after.ID, call)
	}
}
