// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// A reviser makes random edits of any document: OpenAPI, Swagger or discovery.
type reviser struct {
	*rand.Rand
	document object
	made     int
}

func (r *reviser) isDiscovery() bool { return r.document["kind"] == "discovery#restDescription" }
func (r *reviser) isSwagger() bool   { return r.document["swagger"] != nil }

// A place is where a schema is: a member of an object, or an element of a list.
type place struct {
	in      any // object or []any
	name    string
	index   int
	schema  object
	of      object // the schema whose property it is, or nil
	isNamed bool   // it is a component
}

func (p place) set(schema object) {
	switch in := p.in.(type) {
	case object:
		in[p.name] = schema
	case []any:
		in[p.index] = schema
	}
}

// An operation is a method of a document.
type operation struct {
	in     object // the path item or the methods of a resource
	name   string // its key
	path   string
	object object
}

func member(o object, names ...string) object {
	for _, name := range names {
		o, _ = o[name].(object)
	}
	return o
}

func sorted(o object) []string { return slices.Sorted(maps.Keys(o)) }

// components returns the named schemas.
func (r *reviser) components() object {
	switch {
	case r.isDiscovery():
		return member(r.document, "schemas")
	case r.isSwagger():
		return member(r.document, "definitions")
	}
	return member(r.document, "components", "schemas")
}

func (r *reviser) prefix() string {
	switch {
	case r.isDiscovery():
		return ""
	case r.isSwagger():
		return "#/definitions/"
	}
	return "#/components/schemas/"
}

func (r *reviser) reference(name string) object { return object{"$ref": r.prefix() + name} }

var verbs = []string{"get", "put", "post", "delete", "patch"}

func (r *reviser) operations() []operation {
	var list []operation
	if r.isDiscovery() {
		var walk func(o object)
		walk = func(o object) {
			methods := member(o, "methods")
			for _, name := range sorted(methods) {
				m := member(methods, name)
				list = append(list, operation{methods, name, fmt.Sprint(m["path"]), m})
			}
			for _, name := range sorted(member(o, "resources")) {
				walk(member(o, "resources", name))
			}
		}
		walk(r.document)
		return list
	}
	paths := member(r.document, "paths")
	for _, path := range sorted(paths) {
		item := member(paths, path)
		for _, verb := range verbs {
			if o := member(item, verb); o != nil {
				list = append(list, operation{item, verb, path, o})
			}
		}
	}
	return list
}

// places returns all schemas.
func (r *reviser) places() []place {
	var list []place
	var visit func(p place)
	visit = func(p place) {
		switch in := p.in.(type) {
		case object:
			p.schema = member(in, p.name)
		case []any:
			p.schema, _ = in[p.index].(object)
		}
		if p.schema == nil {
			return
		}
		list = append(list, p)
		properties := member(p.schema, "properties")
		for _, name := range sorted(properties) {
			visit(place{in: properties, name: name, of: p.schema})
		}
		for _, name := range []string{"items", "additionalProperties"} {
			visit(place{in: p.schema, name: name})
		}
		for _, name := range []string{"allOf", "oneOf", "anyOf"} {
			parts, _ := p.schema[name].([]any)
			for i := range parts {
				visit(place{in: parts, index: i})
			}
		}
	}
	for _, name := range sorted(r.components()) {
		visit(place{in: r.components(), name: name, isNamed: true})
	}
	contents := func(o object) {
		for _, media := range sorted(member(o, "content")) {
			visit(place{in: member(o, "content", media), name: "schema"})
		}
		visit(place{in: o, name: "schema"})
	}
	for _, o := range r.operations() {
		if r.isDiscovery() {
			continue // requests and responses are references
		}
		parameters, _ := o.object["parameters"].([]any)
		for _, p := range parameters {
			if p, ok := p.(object); ok {
				visit(place{in: p, name: "schema"})
			}
		}
		contents(member(o.object, "requestBody"))
		for _, status := range sorted(member(o.object, "responses")) {
			contents(member(o.object, "responses", status))
		}
	}
	return list
}

// where returns the places with a property.
func (r *reviser) where(is func(place) bool) (place, bool) {
	list := slices.DeleteFunc(r.places(), func(p place) bool { return !is(p) })
	if len(list) == 0 {
		return place{}, false
	}
	return list[r.IntN(len(list))], true
}

func (r *reviser) property() (place, bool) {
	return r.where(func(p place) bool { return p.of != nil })
}

// message returns a schema with properties.
func (r *reviser) message() (place, bool) {
	return r.where(func(p place) bool { return len(member(p.schema, "properties")) > 0 })
}

func (r *reviser) component() string {
	names := slices.DeleteFunc(sorted(r.components()), func(name string) bool { return strings.ContainsAny(name, "/~%# ") })
	if len(names) == 0 {
		return ""
	}
	return names[r.IntN(len(names))]
}

func (r *reviser) fresh() string {
	r.made++
	return fmt.Sprint([]string{"extra", "Item", "items", "zeta", "newThing", "shop_item", "value", "id"}[r.IntN(8)], 700+r.made)
}

// near returns a name that is almost one of a document.
func (r *reviser) near(name string) string {
	switch r.IntN(5) {
	case 0:
		return name + "_"
	case 1:
		return strings.ToUpper(name[:1]) + name[1:]
	case 2:
		return strings.ToUpper(name)
	case 3:
		return name + "1"
	}
	return "get_" + name
}

func (r *reviser) newSchema() object {
	switch r.IntN(14) {
	case 0:
		return object{"type": "integer", "format": "int32"}
	case 1:
		if r.isDiscovery() {
			return object{"type": "string", "format": "int64"}
		}
		return object{"type": "integer"}
	case 2:
		return object{"type": "boolean"}
	case 3:
		return object{"type": "number", "format": "double"}
	case 4:
		return object{"type": "array", "items": object{"type": "string"}}
	case 5:
		return object{"type": "object", "properties": object{"a": object{"type": "string"}, r.fresh(): object{"type": "boolean"}}}
	case 6:
		return object{"type": "object", "additionalProperties": object{"type": "string"}}
	case 7:
		return object{"type": "string", "enum": []any{"ONE", "TWO"}}
	case 8:
		return object{"type": "string", "format": "date-time"}
	case 9, 10:
		if name := r.component(); name != "" {
			return r.reference(name)
		}
	case 11:
		if name := r.component(); name != "" {
			return object{"type": "array", "items": r.reference(name)}
		}
	case 12:
		if r.isDiscovery() {
			return object{"type": "any"}
		}
		return object{}
	}
	return object{"type": "string"}
}

// parameters returns the parameters of an operation, by name.
func (r *reviser) parameters(o operation) map[string]object {
	byName := make(map[string]object)
	if r.isDiscovery() {
		for name := range member(o.object, "parameters") {
			byName[name] = member(o.object, "parameters", name)
		}
		return byName
	}
	list, _ := o.object["parameters"].([]any)
	for _, p := range list {
		if p, ok := p.(object); ok && p["name"] != nil && p["in"] != "body" && p["in"] != "formData" {
			byName[fmt.Sprint(p["name"])] = p
		}
	}
	return byName
}

func (r *reviser) location() string {
	if r.isDiscovery() {
		return "location"
	}
	return "in"
}

func (r *reviser) addParameter(o operation, name string) {
	if r.isDiscovery() {
		if o.object["parameters"] == nil {
			o.object["parameters"] = object{}
		}
		member(o.object, "parameters")[name] = object{"location": "query", "type": []string{"string", "boolean"}[r.IntN(2)]}
		return
	}
	p := object{"name": name, "in": []string{"query", "header"}[r.IntN(2)]}
	if r.isSwagger() {
		p["type"] = "string"
	} else {
		p["schema"] = object{"type": []string{"string", "boolean"}[r.IntN(2)]}
	}
	list, _ := o.object["parameters"].([]any)
	o.object["parameters"] = append(slices.Clone(list), p)
}

func (r *reviser) removeParameter(o operation, name string) {
	if r.isDiscovery() {
		delete(member(o.object, "parameters"), name)
		if order, ok := o.object["parameterOrder"].([]any); ok {
			o.object["parameterOrder"] = slices.DeleteFunc(slices.Clone(order), func(v any) bool { return v == name })
		}
		return
	}
	list, _ := o.object["parameters"].([]any)
	o.object["parameters"] = slices.DeleteFunc(slices.Clone(list), func(p any) bool {
		o, ok := p.(object)
		return ok && o["name"] == name
	})
}

// parameter returns a parameter in a query or a header.
func (r *reviser) parameter() (operation, string, object, bool) {
	type one struct {
		operation
		name string
		p    object
	}
	var list []one
	for _, o := range r.operations() {
		parameters := r.parameters(o)
		for _, name := range slices.Sorted(maps.Keys(parameters)) {
			if at := parameters[name][r.location()]; at == "query" || at == "header" {
				list = append(list, one{o, name, parameters[name]})
			}
		}
	}
	if len(list) == 0 {
		return operation{}, "", nil, false
	}
	chosen := list[r.IntN(len(list))]
	return chosen.operation, chosen.name, chosen.p, true
}

func (r *reviser) operation() (operation, bool) {
	list := r.operations()
	if len(list) == 0 {
		return operation{}, false
	}
	return list[r.IntN(len(list))], true
}

func toggle(o object, name string) {
	if o[name] == true {
		delete(o, name)
	} else {
		o[name] = true
	}
}

func without(list any, value any) []any {
	l, _ := list.([]any)
	return slices.DeleteFunc(slices.Clone(l), func(v any) bool { return v == value })
}

// response returns a response with a schema.
func (r *reviser) response(schema object) object {
	if r.isSwagger() {
		return object{"description": "Done.", "schema": schema}
	}
	return object{"description": "Done.", "content": object{"application/json": object{"schema": schema}}}
}

// replaceReferences replaces the references to a component, at any place.
func (r *reviser) replaceReferences(name string, by func() object) {
	want := r.prefix() + name
	for range 10 { // the replacement may have been visited before
		found := false
		for _, p := range r.places() {
			if p.schema["$ref"] == want {
				p.set(by())
				found = true
			}
		}
		if !found {
			break
		}
	}
	for _, o := range r.operations() { // only references are allowed in requests and responses of discovery documents
		for _, in := range []string{"request", "response"} {
			if other := by(); r.isDiscovery() && member(o.object, in)["$ref"] == want && other["$ref"] != nil {
				o.object[in] = other
			}
		}
	}
}

// copied returns a deep copy of a value.
func copied(value any) any {
	switch value := value.(type) {
	case object:
		c := make(object)
		for name, v := range value {
			c[name] = copied(v)
		}
		return c
	case []any:
		c := make([]any, len(value))
		for i, v := range value {
			c[i] = copied(v)
		}
		return c
	}
	return value
}
