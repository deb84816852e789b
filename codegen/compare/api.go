// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"github.com/protolect/protolect/codegen/document"
)

// compareAPI compares the members of the documents that concern the whole API.
func (c *comparer) compareAPI(before, after *document.API) {
	if before.Host != after.Host {
		c.changed(API, Host, c.API, before.At, after.At, Patch, Major, "the host changed from %q to %q", before.Host, after.Host)
	}
	switch {
	case !before.DataWrapper && after.DataWrapper:
		c.changed(API, DataWrapper, c.API, before.At, after.At, Patch, Major, `bodies and responses are wrapped in {"data": …}`)
	case before.DataWrapper && !after.DataWrapper:
		c.changed(API, DataWrapper, c.API, before.At, after.At, Patch, Major, `bodies and responses are no longer wrapped in {"data": …}`)
	}
	if before.Title != after.Title {
		c.changed(API, Title, c.API, before.At, after.At, Patch, Patch, "the title changed from %q to %q", before.Title, after.Title)
	}
	if before.DocumentationURL != after.DocumentationURL {
		c.changed(API, Documentation, c.API, before.At, after.At, Patch, Patch,
			"the documentation moved from %q to %q", before.DocumentationURL, after.DocumentationURL)
	}
	c.compareDescriptions(API, c.API, before.At, after.At, before.Description, after.Description)
	c.compareSecuritySchemes(before, after)
	pair(before.Scopes, after.Scopes, func(s document.Scope) string { return s.Name }, func(a, b *document.Scope) {
		switch {
		case a == nil:
			c.added(Scope, b.Name, after.At, Minor, Patch, "the scope %q was added", b.Name)
		case b == nil:
			c.removed(Scope, a.Name, before.At, Major, Patch, "the scope %q was removed", a.Name)
		default:
			c.compareDescriptions(Scope, a.Name, before.At, after.At, a.Description, b.Description)
		}
	})
}

// sizeOf describes the size of an API.
func sizeOf(api *document.API) string {
	return count(len(api.Operations), "method") + ", " + count(len(api.Schemas), "schema")
}
