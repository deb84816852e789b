// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare

import "github.com/protolect/protolect/codegen/document"

// compareParameters compares parameters of an operation that share a place, which is "query" or
// "header". Path parameters belong to the former, cookies to the latter.
func (c *comparer) compareParameters(id, where string, before, after []*document.Parameter) {
	pair(before, after, func(p *document.Parameter) string { return p.Name }, func(a, b **document.Parameter) {
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
			c.removed(Parameter, id+"."+(*a).Name, (*a).At, Major, wire, "the parameter %q of %q was removed from the %s", (*a).Name, id, from)
		default:
			c.compareParameter(place{Parameter, id + "." + (*a).Name, true}, *a, *b)
		}
	})
}

func (c *comparer) addParameter(id string, p *document.Parameter) {
	name := id + "." + p.Name
	switch {
	case p.InPath:
		c.added(Parameter, name, p.At, Major, Patch, "the parameter %q of %q was added to the path", p.Name, id)
	case p.Required:
		c.added(Parameter, name, p.At, Minor, Major, "the required parameter %q of %q was added", p.Name, id)
	default:
		c.added(Parameter, name, p.At, Minor, Minor, "the parameter %q of %q was added: %s", p.Name, id, parameterWords(p))
	}
}

func (c *comparer) compareParameter(p place, before, after *document.Parameter) {
	if before.InPath != after.InPath {
		where := map[bool]string{true: "path", false: "query"}
		c.changed(Parameter, Location, p.name, before.At, after.At, Patch, Major,
			"the parameter %q moved from the %s to the %s", p.name, where[before.InPath], where[after.InPath])
	} else {
		c.compareRequired(p, before.Schema, after.Schema, before.Required, after.Required)
	}
	if before.Repeated != after.Repeated {
		c.changed(Parameter, Type, p.name, before.At, after.At, Major, Major,
			"the parameter %q changed from %s to %s", p.name, parameterWords(before), parameterWords(after))
		return
	}
	c.compareSchema(p, before.Schema, after.Schema)
}

// parameterWords describes the type of a parameter.
func parameterWords(p *document.Parameter) string {
	if p.Repeated {
		return "list of " + typeWords(p.Schema)
	}
	return typeWords(p.Schema)
}
