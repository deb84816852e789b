// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package view

import (
	"cmp"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
	"github.com/protolect/protolect/runtime/pathtemplate"
	"github.com/protolect/protolect/runtime/transcode"
)

// httpBindings returns the ways to call a method over HTTP.
func httpBindings(m *protogen.Method) []*templatepb.HttpBinding {
	rule := extensionOf[*annotations.HttpRule](m.Desc, annotations.E_Http)
	if rule == nil {
		rule = methodRule(m).GetHttp()
	}
	if rule == nil {
		return nil
	}
	var all []*templatepb.HttpBinding
	for _, r := range append([]*annotations.HttpRule{rule}, rule.GetAdditionalBindings()...) {
		if verb, path := verbAndPath(r); verb != "" {
			all = append(all, httpBinding(m, r, verb, path))
		}
	}
	return all
}

// verbAndPath returns the HTTP method and the path of a rule.
func verbAndPath(rule *annotations.HttpRule) (verb, path string) {
	switch pattern := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		return "GET", pattern.Get
	case *annotations.HttpRule_Put:
		return "PUT", pattern.Put
	case *annotations.HttpRule_Post:
		return "POST", pattern.Post
	case *annotations.HttpRule_Delete:
		return "DELETE", pattern.Delete
	case *annotations.HttpRule_Patch:
		return "PATCH", pattern.Patch
	case *annotations.HttpRule_Custom:
		return pattern.Custom.GetKind(), pattern.Custom.GetPath()
	}
	return "", ""
}

// httpBinding returns the view of a rule. Each field of the request has the place that package
// transcode gives it.
func httpBinding(m *protogen.Method, rule *annotations.HttpRule, verb, path string) *templatepb.HttpBinding {
	b := &templatepb.HttpBinding{Verb: verb, Path: path, Body: rule.GetBody(), ResponseBody: rule.GetResponseBody()}
	if template, err := pathtemplate.ParseOpenAPI(path); err == nil {
		b.Parts, b.Variables = pathParts(template), pathVariables(m, template)
	}
	bound := make(map[string]bool)
	for _, v := range b.GetVariables() {
		bound[v.GetField()] = true
	}
	for _, f := range m.Input.Fields {
		name := string(f.Desc.Name())
		rule := fieldRule(f)
		if rule.GetJsonNulls() || rule.GetJsonEmpties() || rule.GetJsonNullEntries() {
			continue // it describes the body
		}
		p := &templatepb.Parameter{Field: name, Required: transcode.IsRequired(f.Desc), Style: style(rule.GetParameter())}
		switch parameter := rule.GetParameter(); {
		case bound[name] || name == b.GetBody():
		case parameter.GetHeader() != "":
			p.Name = parameter.GetHeader()
			b.Headers = append(b.Headers, p)
		case parameter.GetCookie() != "":
			p.Name = parameter.GetCookie()
			b.Cookies = append(b.Cookies, p)
		case b.GetBody() != "*" || parameter.GetQuery() != "":
			p.Name = cmp.Or(parameter.GetQuery(), f.Desc.JSONName())
			b.Query = append(b.Query, p)
		default:
			b.BodyFields = append(b.BodyFields, name)
		}
	}
	return b
}

// style returns the style of a parameter, or nil for the default.
func style(p *apipb.Parameter) *templatepb.ParameterStyle {
	s := &templatepb.ParameterStyle{Separator: p.GetSeparator(), Exploded: p.GetExploded(), Json: p.GetJson(), Prefix: p.GetPrefix()}
	if proto.Size(s) == 0 {
		return nil
	}
	return s
}

func pathVariables(m *protogen.Method, template pathtemplate.Template) []*templatepb.PathVariable {
	var variables []*templatepb.PathVariable
	for _, v := range template.Variables() {
		variable := &templatepb.PathVariable{Field: v.FieldPath, Pattern: pathtemplate.Template{Segments: v.Pattern}.String()[1:]}
		if fields := FieldsAt(m.Input, v.FieldPath); fields != nil {
			variable.Style = style(fieldRule(fields[len(fields)-1]).GetParameter())
		}
		variables = append(variables, variable)
	}
	return variables
}

// pathParts returns the texts and variables of a path.
func pathParts(template pathtemplate.Template) []*templatepb.PathPart {
	var parts []*templatepb.PathPart
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, &templatepb.PathPart{Text: text.String()})
			text.Reset()
		}
	}
	var add func(pathtemplate.Segment)
	add = func(segment pathtemplate.Segment) {
		switch s := segment.(type) {
		case pathtemplate.Variable:
			flush()
			parts = append(parts, &templatepb.PathPart{Field: s.FieldPath})
		case pathtemplate.Mixed:
			for _, part := range s {
				add(part)
			}
		default:
			text.WriteString(pathtemplate.Template{Segments: []pathtemplate.Segment{s}}.String()[1:])
		}
	}
	for _, segment := range template.Segments {
		text.WriteString("/")
		add(segment)
	}
	if len(template.Segments) == 0 {
		text.WriteString("/")
	}
	if template.Verb != "" {
		text.WriteString(":" + template.Verb)
	}
	flush()
	return parts
}

// body returns the format of a body, or nil for plain JSON.
func body(rule *apipb.Body) *templatepb.Body {
	if rule == nil {
		return nil
	}
	b := &templatepb.Body{MediaType: rule.GetMediaType(), Optional: rule.GetOptional(), Partial: rule.GetPartial()}
	for _, p := range rule.GetParts() {
		b.Parts = append(b.Parts, &templatepb.BodyPart{
			Name: p.GetName(), Style: style(p.GetParameter()), ContentType: p.GetContentType(), Base64: p.GetBase64(),
		})
	}
	return b
}

// A Binding is the HTTP method and the path of a method.
type Binding struct{ Verb, Path string }

// Bindings returns the bindings of a method. Clients use the first.
func Bindings(m *protogen.Method) []Binding {
	var all []Binding
	for _, b := range httpBindings(m) {
		all = append(all, Binding{b.GetVerb(), b.GetPath()})
	}
	return all
}
