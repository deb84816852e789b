// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
)

// compareUploads compares the media that an operation accepts.
func (c *comparer) compareUploads(id string, before, after *document.Upload) {
	if before == nil || after == nil {
		return // compareCalls reports it
	}
	if was, is := before.MaxSize, after.MaxSize; was != is {
		wire := Minor
		if is != 0 && (was == 0 || is < was) {
			wire = Major
		}
		c.changed(Method, Media, id, before.At, after.At, Patch, wire,
			"the maximum media size of the method %q changed from %s to %s", id, sizeWords(was), sizeWords(is))
	}
	for _, t := range after.Accept {
		if !slices.Contains(before.Accept, t) {
			c.changed(Method, Media, id, before.At, after.At, Patch, Minor, "the method %q accepts media of the type %q", id, t)
		}
	}
	for _, t := range before.Accept {
		if !slices.Contains(after.Accept, t) {
			c.changed(Method, Media, id, before.At, after.At, Patch, Major, "the method %q no longer accepts media of the type %q", id, t)
		}
	}
}

// sizeWords describes a maximum size, where 0 means no limit.
func sizeWords(bytes int64) string {
	if bytes == 0 {
		return "no limit"
	}
	return count(int(bytes), "byte")
}
