// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"fmt"
	"slices"
	"strings"
)

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
	added := object{"operationId": id, "responses": object{"200": r.response(r.newSchema())}}
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
			member(o.object, "responses")["200"] = r.response(r.newSchema())
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
