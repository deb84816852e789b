// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

func (c *comparer) compareOperations(old, new *document.API) {
	requests := make(map[string]string, len(new.Operations)) // id by verb and URL
	for _, o := range new.Operations {
		requests[request(o)] = o.ID
	}
	pair(old.Operations, new.Operations, func(o *document.Operation) string { return o.ID }, func(a, b **document.Operation) {
		switch {
		case a == nil:
			c.added(Method, (*b).ID, (*b).At, Minor, Minor, "the method %q is new: %s %s", (*b).ID, (*b).HTTPMethod, (*b).Path)
		case b == nil:
			if other, ok := requests[request(*a)]; ok {
				c.removed(Method, (*a).ID, (*a).At, Major, Patch, "the method %q is gone: %s %s is %q", (*a).ID, (*a).HTTPMethod, (*a).Path, other)
				return
			}
			c.removed(Method, (*a).ID, (*a).At, Major, Major, "the method %q is gone: %s %s", (*a).ID, (*a).HTTPMethod, (*a).Path)
		default:
			c.compareOperation(*a, *b)
		}
	})
}

// request returns the verb and the URL of an operation, whatever its variables
// are called.
func request(o *document.Operation) string {
	path := pathtemplate.Template{Verb: o.Path.Verb}
	for _, s := range o.Path.Rename(func(string) string { return "" }).Segments {
		if v, ok := s.(pathtemplate.Variable); ok {
			if len(v.Pattern) == 0 {
				v.Pattern = []pathtemplate.Segment{pathtemplate.One}
			}
			path.Segments = append(path.Segments, v.Pattern...)
			continue
		}
		path.Segments = append(path.Segments, s)
	}
	return o.HTTPMethod + " " + path.String()
}

func (c *comparer) compareOperation(old, new *document.Operation) {
	id := old.ID
	c.compareDescriptions(Method, id, old.At, new.At, old.Description, new.Description)
	c.compareDeprecation(Method, id, old.At, new.At, old.Deprecated, new.Deprecated)
	if !slices.Equal(old.Resource, new.Resource) {
		c.changed(Method, Resource, id, old.At, new.At, Major, Patch, "the method %q was in the resource %q and is in %q", id, strings.Join(old.Resource, "."), strings.Join(new.Resource, "."))
	}
	if old.HTTPMethod != new.HTTPMethod {
		c.changed(Method, HTTPMethod, id, old.At, new.At, Patch, Major, "the method %q was %s and is %s", id, old.HTTPMethod, new.HTTPMethod)
	} else if request(old) != request(new) {
		c.changed(Method, Path, id, old.At, new.At, Patch, Major, "the path of the method %q was %s and is %s", id, old.Path, new.Path)
	}
	if old.Host != new.Host {
		c.changed(Method, Host, id, old.At, new.At, Patch, Major, "the host of the method %q was %q and is %q", id, old.Host, new.Host)
	}
	if old.APIVersion != new.APIVersion {
		c.changed(Method, APIVersion, id, old.At, new.At, Patch, Major, "the API version of the method %q was %q and is %q", id, old.APIVersion, new.APIVersion)
	}
	c.compareParameters(id, "query", old.Parameters, new.Parameters)
	c.compareParameters(id, "header", old.Headers, new.Headers)
	c.compareSecurity(old, new)
	c.compareErrors(old, new)
	c.compareBodies(old, new)
	c.compareResponses(old, new)
	c.compareUploads(id, old.Upload, new.Upload)
	for _, scope := range new.Scopes {
		if !slices.Contains(old.Scopes, scope) {
			c.changed(Method, Scopes, id, old.At, new.At, Patch, Minor, "the method %q takes the scope %q", id, scope)
		}
	}
	for _, scope := range old.Scopes {
		if !slices.Contains(new.Scopes, scope) {
			c.changed(Method, Scopes, id, old.At, new.At, Patch, Major, "the method %q takes no longer the scope %q", id, scope)
		}
	}
}

func (c *comparer) compareParameters(id, where string, old, new []*document.Parameter) {
	pair(old, new, func(p *document.Parameter) string { return p.Name }, func(a, b **document.Parameter) {
		switch {
		case a == nil:
			c.addParameter(id, *b)
		case b == nil:
			wire, from := Major, where
			switch {
			case (*a).InPath:
				wire, from = Patch, "path"
			case (*a).Cookie:
				from = "cookies"
			}
			c.removed(Parameter, id+"."+(*a).Name, (*a).At, Major, wire, "the parameter %q of %q is gone from the %s", (*a).Name, id, from)
		default:
			c.compareParameter(place{Parameter, id + "." + (*a).Name, true}, *a, *b)
		}
	})
}

func (c *comparer) addParameter(id string, p *document.Parameter) {
	name := id + "." + p.Name
	switch {
	case p.InPath:
		c.added(Parameter, name, p.At, Major, Patch, "the parameter %q of %q is new in the path", p.Name, id)
	case p.Required:
		c.added(Parameter, name, p.At, Minor, Major, "the parameter %q of %q is new, and required", p.Name, id)
	default:
		c.added(Parameter, name, p.At, Minor, Minor, "the parameter %q of %q is new: %s", p.Name, id, parameterWords(p))
	}
}

func (c *comparer) compareParameter(p place, old, new *document.Parameter) {
	if old.InPath != new.InPath {
		where := map[bool]string{true: "path", false: "query"}
		c.changed(Parameter, Location, p.name, old.At, new.At, Patch, Major, "the parameter %q was in the %s and is in the %s", p.name, where[old.InPath], where[new.InPath])
	} else {
		c.compareRequired(p, old.Schema, new.Schema, old.Required, new.Required)
	}
	if old.Repeated != new.Repeated {
		c.changed(Parameter, Type, p.name, old.At, new.At, Major, Major, "the parameter %q was %s and is %s", p.name, parameterWords(old), parameterWords(new))
		return
	}
	c.compareSchema(p, old.Schema, new.Schema)
}

func parameterWords(p *document.Parameter) string {
	if p.Repeated {
		return "list of " + typeWords(p.Schema)
	}
	return typeWords(p.Schema)
}

func (c *comparer) compareBodies(old, new *document.Operation) {
	id, was, is := old.ID, old.Body, new.Body
	switch {
	case was == nil && is == nil:
	case was == nil:
		c.changed(Method, Body, id, old.At, is.At, Minor, Minor, "the method %q takes a body: %s", id, typeWords(is))
	case is == nil:
		c.changed(Method, Body, id, was.At, new.At, Major, Major, "the method %q takes no body any longer: it was %s", id, typeWords(was))
	case typeOf(was, Method) != typeOf(is, Method):
		c.changed(Method, Body, id, was.At, is.At, Major, Major, "the body of the method %q was %s and is %s", id, typeWords(was), typeWords(is))
	default:
		c.compareMediaTypes(Body, old, new, old.BodyType, new.BodyType)
	}
}

func (c *comparer) compareResponses(old, new *document.Operation) {
	id, was, is := old.ID, old.Response, new.Response
	switch {
	case was == nil && is == nil:
	case was == nil:
		c.changed(Method, Response, id, old.At, is.At, Major, Minor, "the method %q returns something: %s", id, typeWords(is))
	case is == nil:
		c.changed(Method, Response, id, was.At, new.At, Major, Major, "the method %q returns nothing any longer: it was %s", id, typeWords(was))
	case typeOf(was, Method) != typeOf(is, Method):
		c.changed(Method, Response, id, was.At, is.At, Major, Major, "the response of the method %q was %s and is %s", id, typeWords(was), typeWords(is))
	default:
		c.compareMediaTypes(Response, old, new, old.ResponseType, new.ResponseType)
	}
}
