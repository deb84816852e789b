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

// takeNamed looks up what is in a named schema. Of what has no message, proto has
// no declaration in which it could be found.
func (t *taker) takeNamed(s *document.Schema, message protoreflect.MessageDescriptor) {
	if s.Kind == document.Object && len(s.Properties) > 0 {
		t.takeSchema(s, message, s.Name)
		return
	}
	t.takeValue(s, jsonValue(message), s.Name)
}

// takeSchema looks up the properties of an object in its message, and what they
// hold in the messages and enums of their fields. Where there is no message,
// all of it is missing.
func (t *taker) takeSchema(s *document.Schema, message protoreflect.MessageDescriptor, name string) {
	for _, p := range s.Properties {
		var field protoreflect.FieldDescriptor
		if message != nil {
			field = message.Fields().ByJSONName(p.Name)
		}
		t.count(Properties, name+"."+p.Name, field != nil, p.Schema.At)
		t.takeValue(p.Schema, field, name+"."+p.Name)
	}
	if s.Additional != nil {
		field := additional(message)
		t.count(Properties, name+".*", field != nil && field.IsMap(), s.Additional.At)
		t.takeElement(s.Additional, field, name)
	}
}

// place is a schema, and the field that has its values.
type place struct {
	schema *document.Schema
	field  protoreflect.FullName
}

// takeValue looks up what the value of a field may be.
func (t *taker) takeValue(s *document.Schema, field protoreflect.FieldDescriptor, name string) {
	at := place{schema: s}
	if field != nil {
		at.field = field.FullName()
	}
	if t.open[at] {
		return // it holds itself
	}
	t.open[at] = true
	defer delete(t.open, at)
	switch {
	case len(s.Enum) > 0:
		if field != nil && field.Kind() == protoreflect.BoolKind {
			t.takeValues(s, map[string]bool{"true": true, "false": true}, name)
		} else if field != nil {
			t.takeEnum(s, field.Enum(), name)
		} else {
			t.takeEnum(s, nil, name)
		}
	case s.Kind == document.Array:
		t.takeElement(s.Items, field, name)
	case s.Kind == document.Object && len(s.Properties) == 0 && s.Additional != nil:
		t.takeElement(s.Additional, field, name)
	case s.Kind == document.Object:
		t.takeSchema(s, messageOf(field), name)
	}
}

// takeElement looks up what the elements of a list or the values of a map may be.
// Those that are lists or maps themselves have a message around them.
func (t *taker) takeElement(s *document.Schema, field protoreflect.FieldDescriptor, name string) {
	if field != nil && field.IsMap() {
		field = field.MapValue()
	}
	if inner := jsonValue(messageOf(field)); inner != nil {
		field = inner
	}
	t.takeValue(s, field, name)
}

func messageOf(field protoreflect.FieldDescriptor) protoreflect.MessageDescriptor {
	if field == nil {
		return nil
	}
	return field.Message()
}

// jsonValue returns the field that JSON has in place of a message, if it is one
// of those.
func jsonValue(message protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if message == nil {
		return nil
	}
	return message.Fields().ByName(protoreflect.Name(extension[*apipb.MessageRule](message, apipb.E_Message).GetJsonValue()))
}

// additional returns the field for what a message has no other field for.
func additional(message protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	if message == nil {
		return nil
	}
	for i := range message.Fields().Len() {
		if f := message.Fields().Get(i); extension[*apipb.FieldRule](f, apipb.E_Field).GetJsonAdditional() {
			return f
		}
	}
	return nil
}

func (t *taker) takeEnum(s *document.Schema, enum protoreflect.EnumDescriptor, name string) {
	spelled := make(map[string]bool)
	if enum != nil {
		for i := range enum.Values().Len() {
			v := enum.Values().Get(i)
			spelling := string(v.Name())
			if rule := extension[*apipb.EnumValueRule](v, apipb.E_EnumValue); rule != nil && rule.JsonName != nil {
				spelling = rule.GetJsonName()
			}
			spelled[spelling] = true
		}
	}
	t.takeValues(s, spelled, name)
}

func (t *taker) takeValues(s *document.Schema, spelled map[string]bool, name string) {
	for _, v := range s.Enum {
		t.count(EnumValues, name+"="+v.Value, spelled[v.Value], s.At)
	}
}

func (t *taker) takeOperation(o *document.Operation) {
	method := t.methods[o.ID]
	t.count(Methods, o.ID, method != nil, o.At)
	for _, p := range o.Parameters {
		t.takeParameter(o, method, p, parameter)
	}
	for _, p := range o.Headers {
		t.takeParameter(o, method, p, header)
	}
	t.takeMedia(o, method)
}

func (t *taker) takeParameter(o *document.Operation, method protoreflect.MethodDescriptor, p *document.Parameter,
	find func(protoreflect.MethodDescriptor, *document.Parameter) protoreflect.FieldDescriptor,
) {
	var field protoreflect.FieldDescriptor
	if method != nil {
		field = find(method, p)
	}
	isList := p.Repeated || t.resolve(p.Schema).Kind == document.Array
	t.count(Parameters, o.ID+"?"+p.Name, field != nil && field.IsList() == isList, p.At)
	t.takeValue(p.Schema, field, o.ID+"?"+p.Name)
}

// resolve follows references.
func (t *taker) resolve(s *document.Schema) *document.Schema {
	for range len(t.schemas) {
		if s.Kind != document.Ref || t.schemas[s.Ref] == nil {
			break
		}
		s = t.schemas[s.Ref]
	}
	return s
}

// header returns the field that goes into a header.
func header(method protoreflect.MethodDescriptor, p *document.Parameter) protoreflect.FieldDescriptor {
	return sentAs(method, func(rule *apipb.Parameter) bool {
		if p.Cookie {
			return rule.GetCookie() == p.Name
		}
		return rule.GetHeader() == p.Name
	})
}

// sentAs returns the field of a request that says so of itself.
func sentAs(method protoreflect.MethodDescriptor, is func(*apipb.Parameter) bool) protoreflect.FieldDescriptor {
	for i := range method.Input().Fields().Len() {
		field := method.Input().Fields().Get(i)
		if rule := extension[*apipb.FieldRule](field, apipb.E_Field).GetParameter(); rule != nil && is(rule) {
			return field
		}
	}
	return nil
}

// parameter returns the field that a parameter's value comes from: the one that
// the path's variable names, or the one of the request that says so, or has its JSON
// name, part by part.
func parameter(method protoreflect.MethodDescriptor, p *document.Parameter) protoreflect.FieldDescriptor {
	if p.InPath {
		for _, path := range variables(method) {
			if field := fieldAt(method.Input(), path, byName); field != nil && jsonPath(method.Input(), path) == p.Name {
				return field
			}
		}
		return nil
	}
	if field := sentAs(method, func(rule *apipb.Parameter) bool { return rule.GetQuery() == p.Name }); field != nil {
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

func fieldAt(m protoreflect.MessageDescriptor, path string, find func(protoreflect.MessageDescriptor, string) protoreflect.FieldDescriptor) protoreflect.FieldDescriptor {
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

// jsonPath returns the JSON names along a path of field names, without that of
// the body.
func jsonPath(m protoreflect.MessageDescriptor, path string) string {
	var names []string
	body := m
	for part := range strings.SplitSeq(path, ".") {
		field := byName(m, part)
		names = append(names, field.JSONName())
		m = field.Message()
	}
	if len(names) > 1 && body.Fields().ByJSONName(names[0]).Message() != nil {
		return names[len(names)-1]
	}
	return strings.Join(names, ".")
}

// variables returns the field paths in all bindings of a method.
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
