// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// Parameter says how a field is sent that is not in the body, where that is not as usual.
type Parameter struct {
	Header    string // the header that has it, if one does
	Cookie    string // the cookie that has it, if one does
	Query     string // the parameter in the query, where it is not called as the field is in JSON
	Path      bool   // it is in the path alone, though its message is the body
	Separator string // what stands between the elements of a list, or the keys and values of an object
	Exploded  bool   // key=value is written for each key of an object
	JSON      bool   // the value is JSON
	Prefix    string // what stands before the value in the path
}

// IsStyled tells whether what is sent is more than a plain text.
func (p Parameter) IsStyled() bool {
	return p.Separator != "" || p.Exploded || p.JSON || p.Prefix != ""
}

// deepObject is the separator of what is sent as name[property]=value.
const deepObject = "[]"

// separators are what stands between the elements of a list.
var separators = map[document.Style]string{
	document.CommaSeparated: ",",
	document.SpaceSeparated: " ",
	document.PipeSeparated:  "|",
	document.TabSeparated:   "\t",
	document.DeepObject:     deepObject,
}

// addHeaders adds the parameters in headers and cookies to a request.
func (b *builder) addHeaders(m *Method) {
	o := m.Operations[0]
	for _, p := range o.Headers {
		kind := "header"
		if p.Cookie {
			kind = "cookie"
		}
		switch {
		case !p.Cookie && slices.ContainsFunc(clientHeaders, func(name string) bool { return strings.EqualFold(name, p.Name) }):
			b.findings.Add(finding.HeaderIgnored, p.At, "the header %q of %s", p.Name, o.ID)
			continue
		case p.ContentType == "" && !b.isTextual(p.Schema) && !b.isFlat(p.Schema):
			b.findings.Add(finding.NotCarried, p.At, "the %s %q of %s, which is more than an object of texts: pass it as rest.WithHeader", kind, p.Name, o.ID)
			continue
		}
		key := p.Name
		if b.field(m.Request, key) != nil {
			key = kind + " " + key
		}
		f := b.addField(m.Request, key, b.parameterSchema(p, *p.Schema))
		if f.Parameter = b.style(o, p); p.Cookie {
			f.Parameter.Cookie = p.Name
		} else {
			f.Parameter.Header = p.Name
			f.Parameter.Separator = "" // it is a comma
		}
	}
}

// parameterSchema returns the schema of a parameter: a list, where it is sent once for
// each element.
func (b *builder) parameterSchema(p *document.Parameter, schema document.Schema) *document.Schema {
	schema.Required = p.Required
	schema.Examples = slices.Concat(schema.Examples, p.Examples)
	if p.Repeated {
		schema = document.Schema{
			At: schema.At, Kind: document.Array, Items: p.Schema, Required: p.Required,
			Description: schema.Description, Deprecated: schema.Deprecated, Limits: schema.Limits, Examples: schema.Examples,
		}
	}
	return &schema
}

// clientHeaders are what a client sets itself, and lets nobody else set.
var clientHeaders = []string{
	"Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
	"Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade",
}

// isTextual tells whether a value can be written as text: it is neither an
// object nor anything of no known type, and a list of such.
func (b *builder) isTextual(s *document.Schema) bool {
	s = b.resolve(s)
	if s.Kind == document.Array {
		s = b.resolve(s.Items)
	}
	switch s.Kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	case document.Ref:
		_, isEnum := b.types[s.Ref].(*Enum)
		return isEnum
	}
	return false
}

// isObject tells whether a value is an object, with properties or with any keys.
func (b *builder) isObject(s *document.Schema) bool {
	s = b.resolve(s)
	return s.Kind == document.Object || s.Kind == document.Ref && !b.isTextual(s)
}

// isFlat tells whether a value is an object of texts.
func (b *builder) isFlat(s *document.Schema) bool {
	if s = b.resolve(s); !b.isObject(s) {
		return false
	}
	if s.Kind == document.Ref {
		s = b.schemas[s.Ref]
	}
	return s.Kind == document.Object && len(s.Variants) == 0 &&
		(s.Additional == nil || s.Additional.Kind == document.Any || b.isTextual(s.Additional)) &&
		!slices.ContainsFunc(s.Properties, func(p *document.Property) bool { return !b.isTextual(p.Schema) })
}

// style returns how a parameter is written, where that is not as usual
// (OpenAPI 3.1.1, section 4.8.12.3). A finding says what is sent as usual nevertheless.
func (b *builder) style(o *document.Operation, p *document.Parameter) Parameter {
	isObject := b.isObject(p.Schema)
	isOne := !isObject && b.resolve(p.Schema).Kind != document.Array
	switch {
	case p.ContentType != "" && document.IsJSON(p.ContentType):
		return Parameter{JSON: true}
	case p.ContentType == "" && (p.Style == document.UsualStyle || p.Repeated):
		return Parameter{}
	case p.InPath && p.Style == document.LabelStyle && b.isWritten(p):
		if isOne {
			return Parameter{Prefix: "."}
		}
		return Parameter{Prefix: ".", Separator: pick(p.Explode, ".", ","), Exploded: isObject && p.Explode}
	case p.InPath && p.Style == document.MatrixStyle && b.isWritten(p):
		name := ";" + pathtemplate.Escape(p.Name) + "="
		switch {
		case isOne:
			return Parameter{Prefix: name}
		case isObject && p.Explode:
			return Parameter{Prefix: ";", Separator: ";", Exploded: true}
		}
		return Parameter{Prefix: name, Separator: pick(p.Explode, name, ",")}
	case p.Style == document.FormStyle && p.Explode && b.isFlat(p.Schema):
		return Parameter{Exploded: true}
	case p.Style == document.FormStyle && b.isFlat(p.Schema):
		return Parameter{Separator: ","}
	case p.Style == document.DeepObject && isObject:
		return Parameter{Separator: deepObject}
	case p.Style != document.DeepObject && separators[p.Style] != "" && b.isWritten(p):
		return Parameter{Separator: separators[p.Style], Exploded: isObject && p.Explode}
	}
	b.findings.Add(finding.NotCarried, p.At, "the style of the parameter %q of %s: it is sent as usual", p.Name, o.ID)
	return Parameter{}
}

// isWritten tells whether a style has a form for a value.
func (b *builder) isWritten(p *document.Parameter) bool {
	return b.isTextual(p.Schema) || b.isFlat(p.Schema)
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
