// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

func (c *comparer) compareOperations(before, after *document.API) {
	requests := make(map[string]string, len(after.Operations)) // IDs by HTTP method and path
	for _, o := range after.Operations {
		requests[request(o)] = o.ID
	}
	pair(before.Operations, after.Operations, func(o *document.Operation) string { return o.ID }, func(a, b **document.Operation) {
		switch {
		case a == nil:
			c.added(Method, (*b).ID, (*b).At, Minor, Minor, "the method %q was added: %s %s", (*b).ID, (*b).HTTPMethod, (*b).Path)
		case b == nil:
			if other, ok := requests[request(*a)]; ok {
				c.removed(Method, (*a).ID, (*a).At, Major, Patch,
					"the method %q was removed: %q is now the method for %s %s", (*a).ID, other, (*a).HTTPMethod, (*a).Path)
				return
			}
			c.removed(Method, (*a).ID, (*a).At, Major, Major, "the method %q was removed: %s %s", (*a).ID, (*a).HTTPMethod, (*a).Path)
		default:
			c.compareOperation(*a, *b)
		}
	})
}

// request returns the HTTP method and the path of an operation, without the names of variables.
func request(o *document.Operation) string {
	path := pathtemplate.Template{Verb: o.Path.Verb}
	for _, s := range o.Path.Rename(func(string) string { return "" }).Segments {
		if v, ok := s.(pathtemplate.Variable); ok {
			path.Segments = append(path.Segments, v.Pattern...)
			continue
		}
		path.Segments = append(path.Segments, s)
	}
	return o.HTTPMethod + " " + path.String()
}

func (c *comparer) compareOperation(before, after *document.Operation) {
	id := before.ID
	c.compareDescriptions(Method, id, before.At, after.At, before.Description, after.Description)
	c.compareDeprecation(Method, id, before.At, after.At, before.Deprecated, after.Deprecated)
	if !slices.Equal(before.Resource, after.Resource) {
		c.changed(Method, Resource, id, before.At, after.At, Major, Patch,
			"the method %q moved from the resource %q to %q", id,
			strings.Join(before.Resource, "."), strings.Join(after.Resource, "."))
	}
	if before.HTTPMethod != after.HTTPMethod {
		c.changed(Method, HTTPMethod, id, before.At, after.At, Patch, Major,
			"the HTTP method of %q changed from %s to %s", id, before.HTTPMethod, after.HTTPMethod)
	} else if request(before) != request(after) {
		c.changed(Method, Path, id, before.At, after.At, Patch, Major,
			"the path of the method %q changed from %s to %s", id, before.Path, after.Path)
	}
	if before.Host != after.Host {
		c.changed(Method, Host, id, before.At, after.At, Patch, Major,
			"the host of the method %q changed from %q to %q", id, before.Host, after.Host)
	}
	if before.APIVersion != after.APIVersion {
		c.changed(Method, APIVersion, id, before.At, after.At, Patch, Major,
			"the API version of the method %q changed from %q to %q", id, before.APIVersion, after.APIVersion)
	}
	c.compareParameters(id, "query", before.Parameters, after.Parameters)
	c.compareParameters(id, "header", before.Headers, after.Headers)
	c.compareSecurity(before, after)
	c.compareErrors(before, after)
	c.compareBodies(before, after)
	c.compareResponses(before, after)
	c.compareUploads(id, before.Upload, after.Upload)
	for _, scope := range after.Scopes {
		if !slices.Contains(before.Scopes, scope) {
			c.changed(Method, Scopes, id, before.At, after.At, Patch, Minor, "the method %q accepts the scope %q", id, scope)
		}
	}
	for _, scope := range before.Scopes {
		if !slices.Contains(after.Scopes, scope) {
			c.changed(Method, Scopes, id, before.At, after.At, Patch, Major, "the method %q no longer accepts the scope %q", id, scope)
		}
	}
}
