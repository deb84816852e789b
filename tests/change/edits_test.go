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

// answer returns a response with a schema.
func (r *reviser) answer(schema object) object {
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

// add makes a random edit that only adds something. It returns its description, or an empty string if it found nothing
// to which it could add.
func (r *reviser) add() string {
	switch r.IntN(8) {
	case 0, 1:
		if p, ok := r.message(); ok {
			name := r.fresh()
			member(p.schema, "properties")[name] = r.newSchema()
			return "property added: " + p.name + "." + name
		}
	case 2:
		if p, ok := r.property(); ok && p.name != "" {
			name := r.near(p.name)
			if p.in.(object)[name] == nil {
				p.in.(object)[name] = r.newSchema()
				return "property added: beside " + p.name + ", " + name
			}
		}
	case 3:
		if o, ok := r.operation(); ok {
			name := r.fresh()
			r.addParameter(o, name)
			return fmt.Sprintf("parameter added: %s %s %s", o.name, o.path, name)
		}
	case 4:
		return r.addOperation()
	case 5:
		p, ok := r.where(func(p place) bool {
			return p.schema["enum"] != nil && (p.schema["type"] == "string" || p.schema["type"] == nil)
		})
		if ok && p.schema["default"] == nil {
			values := p.schema["enum"].([]any)
			value := r.fresh()
			if first, ok := values[0].(string); ok && first != "" && r.IntN(2) == 0 {
				value = r.near(first)
			}
			if slices.Contains(values, any(value)) {
				break
			}
			p.schema["enum"] = append([]any{value}, values...)
			if texts, ok := p.schema["enumDescriptions"].([]any); ok {
				p.schema["enumDescriptions"] = append([]any{"New."}, texts...)
			}
			delete(p.schema, "enumDeprecated")
			return "enum value added: " + p.name + " " + value
		}
	case 6:
		if p, ok := r.message(); ok && r.components() != nil {
			name := r.fresh()
			r.components()[name] = object{"type": "object", "properties": object{"a": r.newSchema(), "b": r.newSchema()}}
			if r.isDiscovery() {
				member(r.components(), name)["id"] = name
			}
			member(p.schema, "properties")["of"+name] = r.reference(name)
			return "schema added: " + name + " in " + p.name
		}
	case 7:
		p, ok := r.where(func(p place) bool {
			parts, ok := p.schema["oneOf"].([]any)
			return ok && len(parts) > 1 && p.schema["discriminator"] == nil && r.isMessage(parts[0]) && r.isMessage(parts[1])
		})
		if ok {
			name := r.fresh()
			r.components()[name] = object{"type": "object", "required": []any{name}, "properties": object{name: object{"type": "string"}}}
			p.schema["oneOf"] = append(slices.Clone(p.schema["oneOf"].([]any)), r.reference(name))
			return "alternative added: " + p.name + " " + name
		}
	}
	return ""
}

func (r *reviser) isMessage(part any) bool {
	p, _ := part.(object)
	ref, _ := p["$ref"].(string)
	name, found := strings.CutPrefix(ref, r.prefix())
	return found && member(r.components(), name, "properties") != nil
}

func (r *reviser) addOperation() string {
	name := r.fresh()
	if r.isDiscovery() {
		list := r.operations()
		if len(list) == 0 {
			return ""
		}
		o := list[r.IntN(len(list))]
		id := fmt.Sprint(o.object["id"])
		id = id[:strings.LastIndex(id, ".")+1] + name
		m := object{"id": id, "path": "v9/" + name, "httpMethod": "GET"}
		if c := r.component(); c != "" {
			m["response"] = r.reference(c)
		}
		o.in[name] = m
		return "operation added: " + id
	}
	paths := member(r.document, "paths")
	if paths == nil {
		return ""
	}
	id := "get" + name
	if o, ok := r.operation(); ok && r.IntN(2) == 0 {
		if old, ok := o.object["operationId"].(string); ok && old != "" {
			id = r.near(old)
			if slices.ContainsFunc(r.operations(), func(o operation) bool { return o.object["operationId"] == id }) {
				return ""
			}
		}
	}
	added := object{"operationId": id, "responses": object{"200": r.answer(r.newSchema())}}
	if o, ok := r.operation(); ok && o.object["tags"] != nil {
		added["tags"] = copied(o.object["tags"])
	}
	path := "/" + name
	for _, p := range sorted(paths) { // the package follows from a common version
		if r.IntN(5) == 0 && !strings.Contains(p, "{") {
			path = p + "/" + name
		}
	}
	paths[path] = object{"get": added}
	return "operation added: " + id + " " + path
}

// edit makes a random edit. It returns its description, or an empty string if it found nothing to edit.
func (r *reviser) edit() string {
	switch r.IntN(30) {
	case 0:
		if p, ok := r.property(); ok {
			delete(p.in.(object), p.name)
			if p.of["required"] != nil && !r.isDiscovery() {
				p.of["required"] = without(p.of["required"], p.name)
			}
			return "property removed: " + p.name
		}
	case 1:
		if p, ok := r.property(); ok && p.name != "" {
			name := r.fresh()
			if r.IntN(2) == 0 {
				name = r.near(p.name)
			}
			if p.in.(object)[name] == nil {
				p.in.(object)[name] = p.schema
				delete(p.in.(object), p.name)
				if p.of["required"] != nil && !r.isDiscovery() {
					p.of["required"] = without(p.of["required"], p.name)
				}
				return "property renamed: " + p.name + " to " + name
			}
		}
	case 2, 3, 4:
		if p, ok := r.property(); ok {
			s := r.newSchema()
			p.set(s)
			return fmt.Sprintf("type changed: %s to %v", p.name, s)
		}
	case 5:
		p, ok := r.where(func(p place) bool { return !p.isNamed && p.of == nil })
		if ok && p.in != nil {
			s := r.newSchema()
			p.set(s)
			return fmt.Sprintf("inner type changed: %s %d to %v", p.name, p.index, s)
		}
	case 6:
		if p, ok := r.property(); ok && !r.isDiscovery() {
			list, _ := p.of["required"].([]any)
			if slices.Contains(list, any(p.name)) {
				p.of["required"] = without(list, p.name)
			} else {
				p.of["required"] = append(slices.Clone(list), p.name)
			}
			return "required or not: " + p.name
		}
	case 7:
		if p, ok := r.property(); ok && !r.isDiscovery() && p.schema["$ref"] == nil {
			if version, _ := r.document["openapi"].(string); strings.HasPrefix(version, "3.1") {
				if one, ok := p.schema["type"].(string); ok {
					p.schema["type"] = []any{one, "null"}
				} else if more, ok := p.schema["type"].([]any); ok && len(more) > 0 {
					p.schema["type"] = more[0]
				}
			} else if r.isSwagger() {
				toggle(p.schema, "x-nullable")
			} else {
				toggle(p.schema, "nullable")
			}
			return "nullable or not: " + p.name
		}
	case 8, 9:
		p, ok := r.where(func(p place) bool { v, ok := p.schema["enum"].([]any); return ok && len(v) > 1 })
		if ok {
			values := p.schema["enum"].([]any)
			i := r.IntN(len(values))
			p.schema["enum"] = slices.Delete(slices.Clone(values), i, i+1)
			delete(p.schema, "default")
			for _, name := range []string{"enumDescriptions", "enumDeprecated"} {
				if list, ok := p.schema[name].([]any); ok && i < len(list) {
					p.schema[name] = slices.Delete(slices.Clone(list), i, i+1)
				}
			}
			return fmt.Sprintf("enum value removed: %s %v", p.name, values[i])
		}
	case 10:
		if o, name, _, ok := r.parameter(); ok {
			r.removeParameter(o, name)
			return fmt.Sprintf("parameter removed: %s %s %s", o.name, o.path, name)
		}
	case 11:
		if o, name, p, ok := r.parameter(); ok && name != "" {
			renamed := r.near(name)
			if r.IntN(2) == 0 {
				renamed = r.fresh()
			}
			if r.parameters(o)[renamed] != nil {
				break
			}
			if r.isDiscovery() {
				r.removeParameter(o, name)
				delete(p, "required")
				if o.object["parameters"] == nil {
					break
				}
				member(o.object, "parameters")[renamed] = p
			} else {
				p["name"] = renamed
			}
			return fmt.Sprintf("parameter renamed: %s %s %s to %s", o.name, o.path, name, renamed)
		}
	case 12:
		if o, name, p, ok := r.parameter(); ok && !r.isDiscovery() {
			if p["in"] == "query" {
				p["in"] = "header"
				delete(p, "style")
				delete(p, "explode")
				delete(p, "collectionFormat")
			} else {
				p["in"] = "query"
				delete(p, "style")
			}
			return fmt.Sprintf("parameter moved: %s %s %s to %s", o.name, o.path, name, p["in"])
		}
	case 13:
		if o, name, p, ok := r.parameter(); ok {
			toggle(p, "required")
			return fmt.Sprintf("parameter required or not: %s %s %s", o.name, o.path, name)
		}
	case 14:
		if list := r.operations(); len(list) > 2 {
			o := list[r.IntN(len(list))]
			delete(o.in, o.name)
			return "operation removed: " + o.name + " " + o.path
		}
	case 15, 16:
		id := "operationId"
		if r.isDiscovery() {
			id = "id"
		}
		list := slices.DeleteFunc(r.operations(), func(o operation) bool { return o.object[id] == nil })
		if len(list) > 2 {
			a, b := list[r.IntN(len(list))], list[r.IntN(len(list))]
			a.object[id], b.object[id] = b.object[id], a.object[id]
			if r.isDiscovery() {
				a.in[a.name], b.in[b.name] = b.object, a.object
			}
			return fmt.Sprintf("IDs exchanged: %v %v", a.object[id], b.object[id])
		}
	case 17:
		if o, ok := r.operation(); ok && !r.isDiscovery() {
			old, _ := o.object["operationId"].(string)
			o.object["operationId"] = r.fresh() + old
			return fmt.Sprintf("ID renamed: %s to %s", old, o.object["operationId"])
		}
	case 18:
		p, ok := r.where(func(p place) bool {
			return p.schema["type"] == "string" && p.schema["enum"] == nil && p.schema["format"] == nil
		})
		if ok {
			if p.schema["default"] == nil {
				p.schema["default"] = "x"
			} else {
				delete(p.schema, "default")
			}
			return "default or not: " + p.name
		}
	case 19:
		if r.isDiscovery() {
			resources := member(r.document, "resources")
			names := sorted(resources)
			if len(names) == 0 {
				break
			}
			old := names[r.IntN(len(names))]
			name := r.fresh()
			resources[name] = resources[old]
			delete(resources, old)
			return "resource renamed: " + old + " to " + name
		}
		if o, ok := r.operation(); ok {
			tags, _ := o.object["tags"].([]any)
			if len(tags) > 0 && r.IntN(2) == 0 {
				renamed := r.fresh()
				for _, o := range r.operations() {
					if list, _ := o.object["tags"].([]any); len(list) > 0 && list[0] == tags[0] {
						o.object["tags"] = []any{renamed}
					}
				}
				return fmt.Sprintf("tag renamed: %v to %s", tags[0], renamed)
			}
			o.object["tags"] = []any{r.fresh()}
			return fmt.Sprintf("tag changed: %s %s", o.name, o.path)
		}
	case 20:
		if r.isDiscovery() {
			r.document["rootUrl"] = "https://" + strings.ToLower(strings.ReplaceAll(r.fresh(), "_", "-")) + ".example.org/"
			return "host changed"
		}
		name := strings.ToLower(strings.ReplaceAll(r.fresh(), "_", "-")) + ".example.org"
		if r.isSwagger() {
			r.document["host"] = name
			return "host changed"
		}
		if servers, _ := r.document["servers"].([]any); len(servers) > 0 {
			if s, ok := servers[0].(object); ok {
				url, _ := s["url"].(string)
				scheme, rest, found := strings.Cut(url, "://")
				if _, path, hasPath := strings.Cut(rest, "/"); found {
					s["url"] = scheme + "://" + name
					if hasPath {
						s["url"] = scheme + "://" + name + "/" + path
					}
					return "host changed"
				}
			}
		}
	case 21, 22:
		name := r.component()
		if name == "" {
			break
		}
		switch schema := member(r.components(), name); {
		case r.IntN(2) == 0 || strings.Contains(fmt.Sprint(schema), "$ref:"+r.prefix()+name):
			r.replaceReferences(name, func() object {
				if r.isDiscovery() {
					return object{"type": "any"}
				}
				return object{}
			})
		default:
			r.replaceReferences(name, func() object {
				c := copied(schema).(object)
				delete(c, "id")
				return c
			})
		}
		if r.isReferenced(name) {
			return "references replaced, some left: " + name
		}
		delete(r.components(), name)
		return "schema removed: " + name
	case 23:
		p, ok := r.where(func(p place) bool { return !p.isNamed && len(member(p.schema, "properties")) > 0 })
		if ok && r.components() != nil {
			name := r.fresh()
			s := copied(p.schema).(object)
			if r.isDiscovery() {
				s["id"] = name
				for _, m := range []string{"location", "required"} {
					delete(s, m)
				}
			}
			r.components()[name] = s
			p.set(r.reference(name))
			return "extracted: " + p.name + " to " + name
		}
	case 24:
		p, ok := r.where(func(p place) bool { return p.isNamed && member(p.schema, "properties") != nil })
		if ok && !r.isDiscovery() {
			parts, _ := p.schema["allOf"].([]any)
			p.schema["allOf"] = append(slices.Clone(parts), object{"type": "object", "properties": object{r.fresh(): r.newSchema()}})
			return "part added: " + p.name
		}
	case 25:
		if o, ok := r.operation(); ok && !r.isDiscovery() {
			responses := member(o.object, "responses")
			if responses["200"] != nil && responses["201"] == nil {
				responses["201"] = responses["200"]
				delete(responses, "200")
				return "status 201: " + o.name + " " + o.path
			}
		}
	case 26:
		if o, ok := r.operation(); ok && !r.isDiscovery() && !r.isSwagger() {
			content := member(o.object, "requestBody", "content")
			if r.IntN(2) == 0 {
				for _, status := range []string{"200", "201"} {
					if c := member(o.object, "responses", status, "content"); c != nil {
						content = c
					}
				}
			}
			media := []string{"application/xml", "application/json", "text/plain", "application/octet-stream", "multipart/form-data"}[r.IntN(5)]
			if len(content) > 0 && content[media] == nil {
				first := member(content, sorted(content)[0])
				content[media] = copied(first)
				return "media type added: " + o.name + " " + o.path + " " + media
			}
		}
	case 27:
		if o, ok := r.operation(); ok {
			if r.isDiscovery() {
				if c := r.component(); c != "" {
					o.object[[]string{"response", "request"}[r.IntN(2)]] = r.reference(c)
					return "request or response changed: " + fmt.Sprint(o.object["id"])
				}
				break
			}
			member(o.object, "responses")["200"] = r.answer(r.newSchema())
			return "response changed: " + o.name + " " + o.path
		}
	case 28:
		name := r.component()
		if name == "" {
			break
		}
		renamed := r.fresh()
		schema := member(r.components(), name)
		r.replaceReferences(name, func() object { return r.reference(renamed) })
		r.components()[renamed] = schema
		if r.isReferenced(name) { // in another way, for example as $ref of a response
			r.components()[renamed] = copied(schema)
			return "schema copied: " + name + " to " + renamed
		}
		delete(r.components(), name)
		if r.isDiscovery() {
			schema["id"] = renamed
		}
		return "schema renamed: " + name + " to " + renamed
	default:
		return r.add()
	}
	return ""
}

// isReferenced reports whether any text of the document refers to a component.
func (r *reviser) isReferenced(name string) bool {
	var search func(value any) bool
	search = func(value any) bool {
		switch value := value.(type) {
		case object:
			if value["$ref"] == r.prefix()+name {
				return true
			}
			for _, v := range value {
				if search(v) {
					return true
				}
			}
		case []any:
			return slices.ContainsFunc(value, search)
		case string:
			return value == r.prefix()+name // a mapping
		}
		return false
	}
	return search(r.document)
}
