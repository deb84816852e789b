// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package accounting

import (
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

func (c *counter) countOperation(o *document.Operation) {
	method := c.methods[o.ID]
	c.add(Methods, o.ID, method != nil, o.At)
	for _, p := range o.Parameters {
		c.countParameter(o, method, p, parameterField)
	}
	for _, p := range o.Headers {
		c.countParameter(o, method, p, headerField)
	}
	c.countMedia(o, method)
}

func (c *counter) countParameter(o *document.Operation, method protoreflect.MethodDescriptor, p *document.Parameter,
	find func(protoreflect.MethodDescriptor, *document.Parameter) protoreflect.FieldDescriptor,
) {
	var field protoreflect.FieldDescriptor
	if method != nil {
		field = find(method, p)
	}
	isList := p.Repeated || c.resolve(p.Schema).Kind == document.Array
	c.add(Parameters, o.ID+"?"+p.Name, field != nil && field.IsList() == isList, p.At)
	c.countValue(p.Schema, field, o.ID+"?"+p.Name)
}

// resolve returns the schema that a chain of references ends at.
func (c *counter) resolve(s *document.Schema) *document.Schema {
	for range len(c.schemas) {
		if s.Kind != document.Ref || c.schemas[s.Ref] == nil {
			break
		}
		s = c.schemas[s.Ref]
	}
	return s
}

// headerField returns the request field of a header or cookie, or nil.
func headerField(method protoreflect.MethodDescriptor, p *document.Parameter) protoreflect.FieldDescriptor {
	return annotatedField(method, func(rule *apipb.Parameter) bool {
		if p.Cookie {
			return rule.GetCookie() == p.Name
		}
		return rule.GetHeader() == p.Name
	})
}

// annotatedField returns the request field whose option matches, or nil.
func annotatedField(method protoreflect.MethodDescriptor, matches func(*apipb.Parameter) bool) protoreflect.FieldDescriptor {
	for i := range method.Input().Fields().Len() {
		field := method.Input().Fields().Get(i)
		if rule := extension[*apipb.FieldRule](field, apipb.E_Field).GetParameter(); rule != nil && matches(rule) {
			return field
		}
	}
	return nil
}

// parameterField returns the field that a path or query parameter is sent from, or nil. The
// field of a path parameter is that of the variable in the path. The field of a query parameter
// has an option with the parameter's name, or the parameter's name is the path of JSON names to
// the field.
func parameterField(method protoreflect.MethodDescriptor, p *document.Parameter) protoreflect.FieldDescriptor {
	if p.InPath {
		for _, path := range variables(method) {
			if field := fieldAt(method.Input(), path, byName); field != nil && field.JSONName() == p.Name {
				return field
			}
		}
		return nil
	}
	if field := annotatedField(method, func(rule *apipb.Parameter) bool { return rule.GetQuery() == p.Name }); field != nil {
		return field
	}
	return fieldAt(method.Input(), p.Name, byJSONName)
}

func byName(m protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	return m.Fields().ByName(protoreflect.Name(name))
}

func byJSONName(m protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	return m.Fields().ByJSONName(name)
}

// fieldAt returns the field at a path of names that are separated by dots, or nil. The find
// function is byName or byJSONName.
func fieldAt(m protoreflect.MessageDescriptor, path string,
	find func(protoreflect.MessageDescriptor, string) protoreflect.FieldDescriptor,
) protoreflect.FieldDescriptor {
	var field protoreflect.FieldDescriptor
	for part := range strings.SplitSeq(path, ".") {
		if field != nil {
			m = field.Message()
		}
		if m == nil {
			return nil
		}
		if field = find(m, part); field == nil {
			return nil
		}
	}
	return field
}

// variables returns the field paths of the variables in all HTTP bindings of a method.
func variables(method protoreflect.MethodDescriptor) []string {
	rule := extension[*annotations.HttpRule](method, annotations.E_Http)
	if rule == nil {
		rule = extension[*apipb.MethodRule](method, apipb.E_Method).GetHttp()
	}
	var paths []string
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		text := r.GetGet() + r.GetPut() + r.GetPost() + r.GetDelete() + r.GetPatch() + r.GetCustom().GetPath()
		template, err := pathtemplate.ParseOpenAPI(text)
		if err != nil {
			continue
		}
		for _, v := range template.Variables() {
			paths = append(paths, v.FieldPath)
		}
	}
	return paths
}
