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
		case !isToken(p.Name):
			b.findings.Add(finding.ParameterName, p.At, "the %s %q of %s", kind, p.Name, o.ID)
			continue
		case !p.Cookie && slices.ContainsFunc(connectionHeaders, func(name string) bool { return strings.EqualFold(name, p.Name) }):
			b.findings.Add(finding.HeaderIgnored, p.At, "the header %q of %s", p.Name, o.ID)
			continue
		}
		key := p.Name
		for b.property(m.Request, key) != nil {
			key = kind + " " + key
		}
		f := b.addField(m.Request, key, b.parameterSchema(o, p, *p.Schema))
		f.Behaviors = ofClient(f.Behaviors)
		f.Parameter = b.style(o, p)
		switch kinds := b.kindsOf(p.Schema); {
		case p.Cookie:
			f.Parameter.Cookie = p.Name
			continue
		case kinds.isNested(p) && !kinds.scalar:
			// JSON between the commas of a list would have commas of its own.
			f.Parameter = Parameter{JSON: true}
		}
		f.Parameter.Header = p.Name
		f.Parameter.Separator = "" // it is a comma
	}
}

// parameterSchema returns the schema of a parameter: a list, where it is sent once for
// each element, and a text, where it is of a media type that only the caller can write. It
// is sent even if the schema is that of something read-only.
func (b *builder) parameterSchema(o *document.Operation, p *document.Parameter, schema document.Schema) *document.Schema {
	schema.Required, schema.ReadOnly, schema.WriteOnly = p.Required, false, false
	schema.Examples = slices.Concat(schema.Examples, p.Examples)
	switch {
	case p.Repeated:
		schema = document.Schema{
			At: schema.At, Kind: document.Array, Items: p.Schema, Required: p.Required,
			Description: schema.Description, Deprecated: schema.Deprecated, Limits: schema.Limits, Examples: schema.Examples,
		}
	case p.ContentType != "" && !document.IsJSON(p.ContentType) && !b.kindsOf(p.Schema).isScalar():
		b.findings.Add(finding.NotCarried, p.At, "the type of the parameter %q of %s, which is %s: the caller writes it, as a text", p.Name, o.ID, p.ContentType)
		schema = document.Schema{
			At: schema.At, Kind: document.String, Required: p.Required,
			Description: schema.Description, Deprecated: schema.Deprecated, Examples: schema.Examples,
		}
	}
	return &schema
}

// connectionHeaders are the headers that belong to the connection, and not to a request
// (RFC 9110, section 7.6.1; RFC 9112). A client sets them itself.
var connectionHeaders = []string{
	"Accept-Encoding", "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade",
}

// isToken tells whether a text is a token of RFC 9110 (section 5.6.2), as the names of
// headers and cookies are.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool {
		isLetter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		return !isLetter && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
	})
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

// style returns how a parameter is written, where that is not as usual
// (OpenAPI 3.1.1, section 4.8.12.3).
func (b *builder) style(o *document.Operation, p *document.Parameter) Parameter {
	if p.ContentType != "" {
		return Parameter{JSON: document.IsJSON(p.ContentType)}
	}
	kinds := b.kindsOf(p.Schema)
	b.noteForm(p, kinds)
	exploded := p.Explode && kinds.object
	switch {
	case p.Repeated:
		return Parameter{}
	case p.Style == document.LabelStyle && kinds.isScalar():
		return Parameter{Prefix: "."}
	case p.Style == document.LabelStyle:
		return Parameter{Prefix: ".", Separator: pick(p.Explode, ".", ","), Exploded: exploded}
	case p.Style == document.MatrixStyle:
		return b.matrixStyle(o, p, kinds)
	case p.Style == document.FormStyle && p.Explode:
		return Parameter{Exploded: true}
	case p.Style == document.FormStyle:
		return Parameter{Separator: ","}
	case p.Style == document.DeepObject:
		return Parameter{Separator: deepObject}
	}
	return Parameter{Separator: separators[p.Style], Exploded: exploded}
}

// matrixStyle returns how a parameter is written in the style ";name=value". It has one
// form for all kinds of values, unless the members of an object are written one by one.
func (b *builder) matrixStyle(o *document.Operation, p *document.Parameter, kinds valueKinds) Parameter {
	name := ";" + pathtemplate.Escape(p.Name) + "="
	switch {
	case kinds.isScalar():
		return Parameter{Prefix: name}
	case p.Explode && kinds.object && (kinds.scalar || kinds.list):
		b.findings.Add(finding.NotCarried, p.At, "the explode of the parameter %q of %s, which may be an object or another value in the style matrix: it is written without", p.Name, o.ID)
		return Parameter{Prefix: name, Separator: ","}
	case p.Explode && kinds.object:
		return Parameter{Prefix: ";", Separator: ";", Exploded: true}
	}
	return Parameter{Prefix: name, Separator: pick(p.Explode, name, ",")}
}

func pick(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
