// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "github.com/protolect/protolect/codegen/document"

func (c *comparer) compareBodies(before, after *document.Operation) {
	id, was, is := before.ID, before.Body, after.Body
	switch {
	case was == nil && is == nil:
	case was == nil:
		c.changed(Method, Body, id, before.At, is.At, Minor, Minor, "the method %q has a body: %s", id, typeWords(is))
	case is == nil:
		c.changed(Method, Body, id, was.At, after.At, Major, Major, "the method %q no longer has a body: it was %s", id, typeWords(was))
	case typeOf(was, Method) != typeOf(is, Method):
		c.changed(Method, Body, id, was.At, is.At, Major, Major,
			"the body of the method %q changed from %s to %s", id, typeWords(was), typeWords(is))
	default:
		c.compareMediaTypes(Body, before, after, before.BodyType, after.BodyType)
		c.compareTypes(place{Property, id + ".body", true}, was, is)
		if is.Kind != document.Ref { // otherwise, the schema is compared
			c.compareDescriptions(Property, id+".body", was.At, is.At, was.Description, is.Description)
		}
		switch {
		case after.BodyRequired && !before.BodyRequired:
			c.changed(Method, Required, id, was.At, is.At, Patch, Major, "the body of the method %q is required", id)
		case before.BodyRequired && !after.BodyRequired:
			c.changed(Method, Required, id, was.At, is.At, Patch, Patch, "the body of the method %q is no longer required", id)
		}
	}
}

func (c *comparer) compareResponses(before, after *document.Operation) {
	id, was, is := before.ID, before.Response, after.Response
	switch {
	case was == nil && is == nil:
	case was == nil:
		c.changed(Method, Response, id, before.At, is.At, Major, Minor, "the method %q returns a value: %s", id, typeWords(is))
	case is == nil:
		c.changed(Method, Response, id, was.At, after.At, Major, Major, "the method %q no longer returns a value: it was %s", id, typeWords(was))
	case typeOf(was, Method) != typeOf(is, Method):
		c.changed(Method, Response, id, was.At, is.At, Major, Major,
			"the response of the method %q changed from %s to %s", id, typeWords(was), typeWords(is))
	default:
		c.compareMediaTypes(Response, before, after, before.ResponseType, after.ResponseType)
		c.compareTypes(place{Property, id + ".response", false}, was, is)
	}
}

// compareMediaTypes compares the media types of a body or a response, which determine whether
// it has a message or raw bytes in Go.
func (c *comparer) compareMediaTypes(aspect Aspect, before, after *document.Operation, was, is string) {
	if was == is {
		return
	}
	isRaw := document.IsRaw
	if aspect == Response {
		isRaw = document.IsRawResponse
	}
	goVerdict := Patch
	if isRaw(was) != isRaw(is) {
		goVerdict = Major
	}
	c.changed(Method, aspect, before.ID, before.At, after.At, goVerdict, Major,
		"the %s of the method %q changed from %s to %s", aspect, before.ID, was, is)
}
