// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Parameter says how a field is sent that is neither in the path nor in the body,
// where that is not as usual.
type Parameter struct {
	Header    string // the header that has it, if one does
	Query     string // the parameter in the query, where it is not called as the field is in JSON
	Separator string // what stands between the elements of a list
	Path      bool   // it is in the path alone, though its message is the body
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

// addHeaders adds the parameters in the header to a request.
func (b *builder) addHeaders(m *Method) {
	o := m.Operations[0]
	for _, p := range o.Headers {
		header := p.Name
		switch {
		case slices.ContainsFunc(clientHeaders, func(name string) bool { return strings.EqualFold(name, header) }):
			b.findings.Add(finding.HeaderIgnored, p.At, "the header %q of %s", header, o.ID)
			continue
		case !b.isTextual(p.Schema):
			b.findings.Add(finding.NotCarried, p.At, "the header %q of %s, which is an object: pass it as rest.WithHeader", header, o.ID)
			continue
		}
		key := header
		if m.Request.Field(key) != nil {
			key = "header " + header
		}
		schema := *p.Schema
		schema.Required = p.Required
		f := b.addField(m.Request, key, &schema)
		f.Parameter.Header = header
	}
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
	}
	return false
}

// separator returns how a parameter in the query is written, where that is not as
// usual. A finding says what is sent as usual nevertheless.
func (b *builder) separator(o *document.Operation, p *document.Parameter) string {
	kind := b.resolve(p.Schema)
	separator, isObject := separators[p.Style], kind.Kind == document.Ref || kind.Kind == document.Object
	switch {
	case p.InPath && (p.Style == document.LabelStyle || p.Style == document.MatrixStyle):
		b.findings.Add(finding.NotCarried, p.At, "the style of the parameter %q of %s: it is sent as plain text", p.Name, o.ID)
		return ""
	case p.InPath || p.Style == document.UsualStyle && p.ContentType == "":
		return ""
	case p.ContentType != "" || separator == "" || (separator == deepObject) != isObject || !isObject && !b.isTextual(kind):
		b.findings.Add(finding.NotCarried, p.At, "the style of the parameter %q of %s: it is sent as usual", p.Name, o.ID)
		return ""
	}
	return separator
}
