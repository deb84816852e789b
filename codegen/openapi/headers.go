// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/jsontree"
)

// headers reads the headers of a response or of a part of a form.
func (r *reader) headers(node *jsontree.Node) []*document.Parameter {
	var headers []*document.Parameter
	for _, m := range r.entries(node, "headers") {
		header := r.follow(m.Value, "description", "summary")
		if header == nil {
			continue
		}
		p := r.parametersRead[header]
		if p == nil {
			p = r.newHeader(header)
			r.parametersRead[header] = p
		}
		named := *p
		named.Name = m.Name
		headers = append(headers, &named)
	}
	return headers
}

// newHeader reads a Header Object, which is a parameter without name and location.
func (r *reader) newHeader(node *jsontree.Node) *document.Parameter {
	r.checkMembers(node, pick(r.swagger, swaggerHeaderMembers, headerMembers))
	p := &document.Parameter{At: node.Position(), Required: r.flag(node, "required")}
	switch {
	case node.Get("content") != nil:
		p.ContentType, p.Schema = r.parameterContent(node)
	case r.swagger:
		p.Schema = &document.Schema{At: p.At, Limits: r.limits(node)}
		r.readShape(node, p.Schema)
		r.takeCollectionFormat(node, p, "header")
	default:
		p.Schema = r.schemaIn(node, "schema")
	}
	if p.Schema == nil {
		p.Schema = &document.Schema{At: p.At}
	}
	if text := r.text(node, "description"); text != "" {
		p.Schema.Description = text
	}
	p.Schema.Deprecated = p.Schema.Deprecated || r.flag(node, "deprecated")
	p.Examples = r.examples(node)
	if !r.swagger && p.ContentType == "" {
		r.readStyle(p, node, "header")
	}
	return p
}
