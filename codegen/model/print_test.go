// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
)

// printed returns a model as text, without descriptions and positions.
func printed(api *model.API) string {
	p := new(printer)
	for _, s := range api.Services {
		p.service(s)
	}
	for _, m := range api.Messages {
		p.message(m, "")
	}
	for _, e := range api.Enums {
		p.enum(e, "")
	}
	return p.String()
}

func printedFindings(findings *finding.List) string {
	var text strings.Builder
	for _, f := range findings.All() {
		fmt.Fprintf(&text, "%s: %s\n", f.Rule, strings.ReplaceAll(f.Message, "`", "'"))
	}
	return text.String()
}

type printer struct{ strings.Builder }

// line writes a line of the parts that are not empty.
func (p *printer) line(indent string, parts ...string) {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	p.WriteString(indent + strings.Join(parts, " ") + "\n")
}

func (p *printer) service(s *model.Service) {
	p.line("", "service", s.Name, strings.Join(s.Resource, "/"))
	for _, m := range s.Methods {
		var ids []string
		for _, o := range m.Operations {
			ids = append(ids, o.ID)
		}
		p.line("  ", "rpc", m.Name+"("+typeText(m.Request)+") "+typeText(m.Response), strings.Join(ids, "|"), "by "+m.Evidence.String(), flag(m.Partial, "partial"), set("accept", strings.Join(m.Accept, ",")))
		for _, b := range m.Bindings {
			var variables []string
			for _, name := range slices.Sorted(maps.Keys(b.Variables)) {
				variables = append(variables, name+"="+path(b.Variables[name]))
			}
			body := ""
			if b.Body != nil {
				body = "body=" + b.Body.Name
			}
			p.line("    ", b.HTTPMethod, b.Path.String(), strings.Join(variables, " "), body, flag(b.WholeBody, "body=*"))
		}
		for _, part := range m.BodyParts {
			p.line("    ", "part", part.Name, parameterText(part.Parameter), part.ContentType, flag(part.Base64, "base64"))
		}
		if g := m.Paging; g != nil {
			p.line("    ", "pages", set("token", path(g.PageToken)), set("number", path(g.PageNumber)), set("offset", path(g.Offset)), set("last", path(g.LastItem)),
				set("limit", path(g.Limit)), set("items", path(g.Items)), set("id", path(g.ItemID)), set("next", path(g.NextPageToken)), set("link", path(g.NextLink)),
				set("count", path(g.PageCount)), set("total", path(g.Total)), set("more", path(g.HasMore)), flag(g.LinkHeader, "header"), flag(g.ZeroBased, "from zero"))
		}
		if m.Upload != nil {
			p.line("    ", "upload", flag(m.Upload.Required, "required"))
		}
		if m.Download != nil {
			p.line("    ", "download", flag(m.Download.Only, "only"))
		}
	}
}

func (p *printer) message(m *model.Message, indent string) {
	p.line(indent, "message", m.Name, other(m.Key, m.Name), flag(m.IsUnion, "union"), set("by", m.Discriminator), set("default", defaultName(m)), flag(m.JSONValue, "value"), flag(m.CreatedFor != nil, "made"), flag(m.Deprecated, "deprecated"))
	for _, f := range m.Fields {
		var behaviors []string
		for _, b := range f.Behaviors {
			behaviors = append(behaviors, [...]string{"OPTIONAL", "REQUIRED", "OUTPUT_ONLY", "INPUT_ONLY", "IMMUTABLE", "UNORDERED_LIST", "IDENTIFIER"}[b])
		}
		var limits []string
		for _, l := range f.Limits {
			limits = append(limits, l.Name+" "+l.Value)
		}
		j := f.JSON
		p.line(indent+"  ", flag(f.Repeated, "repeated"), flag(f.Optional, "optional"), typeText(f.Type), f.Name, other(f.Key, f.Name), set("oneof", f.Oneof),
			strings.Join(behaviors, ","), set("limits", strings.Join(limits, ",")), parameterText(f.Parameter), set("status", f.Status), set("decided", f.LockedType),
			flag(f.Partial, "changed"), set("json", j.Name), flag(j.Base64URL, "base64url"), flag(j.Number, "number"), flag(j.Additional, "additional"), flag(j.Nulls, "nulls"),
			flag(j.NullElements, "null-elements"), flag(j.Empties, "empties"), flag(j.Zero, "zero"), set("is", strings.Join(j.Discriminators, ",")), set("examples", f.Examples), flag(f.Deprecated, "deprecated"))
	}
	for _, nested := range m.Messages {
		p.message(nested, indent+"  ")
	}
	for _, e := range m.Enums {
		p.enum(e, indent+"  ")
	}
}

func (p *printer) enum(e *model.Enum, indent string) {
	var values []string
	for _, v := range e.Values {
		values = append(values, v.Key+flag(v.Absent, "(absent)")+other(v.Name, v.Key))
	}
	p.line(indent, "enum", e.Name, other(e.Key, e.Name), flag(e.Prefixed, "prefixed"), flag(e.JSONNumber, "numbers"), strings.Join(values, " "))
}

func typeText(t model.Type) string {
	switch t := t.(type) {
	case model.Scalar:
		return [...]string{"bool", "int32", "uint32", "int64", "uint64", "float", "double", "string", "bytes"}[t]
	case *model.Message:
		return t.Path()
	case *model.Enum:
		return t.Path()
	case model.WellKnown:
		return string(t)[strings.LastIndexByte(string(t), '.')+1:]
	case model.Map:
		return "map<" + typeText(t.Value) + ">"
	}
	return "?"
}

func parameterText(p model.Parameter) string {
	if p == (model.Parameter{}) {
		return ""
	}
	parts := []string{
		set("header", p.Header), set("cookie", p.Cookie), set("query", p.Query), flag(p.Path, "path"), set("separator", p.Separator),
		flag(p.Exploded, "exploded"), flag(p.JSON, "JSON"), set("prefix", p.Prefix),
	}
	return "{" + strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ") + "}"
}

func path(fields []*model.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, ".")
}

// other returns a key in parentheses if it differs from the name.
func other(key, name string) string {
	if key == name || key == "" {
		return ""
	}
	return "(" + key + ")"
}

func set(name, value string) string {
	if value == "" {
		return ""
	}
	return name + "=" + value
}

func defaultName(m *model.Message) string {
	if m.DefaultAlternative == nil {
		return ""
	}
	return m.DefaultAlternative.Name
}

func flag(is bool, word string) string {
	if is {
		return word
	}
	return ""
}
