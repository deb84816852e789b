// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// calls returns how the generated Go calls a method.
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

// compareCalls reports calls that are new, and calls that are gone.
func (c *comparer) compareCalls(old, new *document.Operation, was, is []string) {
	for _, call := range is {
		if !slices.Contains(was, call) {
			c.changed(Method, Media, new.ID, old.At, new.At, Minor, Minor, "the method %q can be called %s", new.ID, call)
		}
	}
	for _, call := range was {
		if slices.Contains(is, call) {
			continue
		}
		wire := Major
		if call == plainCall {
			wire = Patch // servers do not tell the two apart
		}
		c.changed(Method, Media, new.ID, old.At, new.At, Major, wire, "the method %q can no longer be called %s", new.ID, call)
	}
}

// compareUploads reports what media a method takes.
func (c *comparer) compareUploads(id string, old, new *document.Upload) {
	if old == nil || new == nil {
		return // see compareCalls
	}
	if was, is := old.MaxSize, new.MaxSize; was != is {
		wire := Minor
		if is != 0 && (was == 0 || is < was) {
			wire = Major
		}
		c.changed(Method, Media, id, old.At, new.At, Patch, wire, "the method %q took media of %s and takes %s", id, sizeWords(was), sizeWords(is))
	}
	for _, t := range new.Accept {
		if !slices.Contains(old.Accept, t) {
			c.changed(Method, Media, id, old.At, new.At, Patch, Minor, "the method %q takes media of the type %q", id, t)
		}
	}
	for _, t := range old.Accept {
		if !slices.Contains(new.Accept, t) {
			c.changed(Method, Media, id, old.At, new.At, Patch, Major, "the method %q takes no longer media of the type %q", id, t)
		}
	}
}

func sizeWords(bytes int64) string {
	if bytes == 0 {
		return "any size"
	}
	return count(int(bytes), "byte")
}
