// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// operations reads the operations of all paths. It reports webhooks.
func (r *reader) operations() []*document.Operation {
	if hooks := r.member(r.root, "webhooks", jsontree.Object); hooks != nil {
		for _, m := range hooks.Members {
			r.findings.Add(finding.Webhook, m.Value.Position(), "the webhook %q", m.Name)
		}
	}
	paths := r.member(r.root, "paths", jsontree.Object)
	if paths == nil {
		if r.root.Get("paths") == nil && r.before31 {
			r.findings.Add(finding.MemberAbsent, r.root.Position(), `"paths" is missing: there are no operations`)
		}
		return nil
	}
	var operations []*document.Operation
	for _, m := range paths.Members {
		switch {
		case strings.HasPrefix(m.Name, "/"):
			operations = append(operations, r.pathItem(m.Name, m.Value)...)
		case strings.HasPrefix(m.Name, "x-"):
			r.countExtension(m)
		case paths.Get("/"+m.Name) != nil:
			r.findings.Add(finding.PathStart, m.Value.Position(), "the path is %q; only the path %q is in the output",
				m.Name, "/"+m.Name)
		default:
			r.findings.Add(finding.PathStart, m.Value.Position(), "the path is %q", m.Name)
			operations = append(operations, r.pathItem("/"+m.Name, m.Value)...)
		}
	}
	return operations
}

// operation reads an Operation Object, without parameters.
func (r *reader) operation(path, method string, node *jsontree.Node) *document.Operation {
	r.checkMembers(node, pick(r.swagger, swaggerOperationMembers, operationMembers))
	o := &document.Operation{
		At:          node.Position(),
		ID:          r.text(node, "operationId"),
		Description: joined(asSentence(r.text(node, "summary")), r.described(node)),
		Deprecated:  r.flag(node, "deprecated"),
		HTTPMethod:  method,
		URLPath:     path,
		Tags:        r.texts(node, "tags"),
	}
	if !r.fitsName(o.ID, node, "it is not in the output") {
		o.ID = ""
	}
	o.Tags = slices.DeleteFunc(o.Tags, func(tag string) bool { return !r.fitsName(tag, node, "the tag is not in the output") })
	r.nameOperation(o)
	r.readBody(o, node)
	r.readResponses(o, node)
	o.Security = r.securityOf(node)
	if schemes := r.texts(node, "schemes"); len(schemes) > 0 && !slices.Contains(schemes, "https") {
		r.findings.Add(finding.ServerUnknown, node.Get("schemes").Position(), "%s has the schemes %q", o.ID, schemes)
	}
	if callbacks := r.member(node, "callbacks", jsontree.Object); callbacks != nil {
		for _, m := range callbacks.Members {
			r.findings.Add(finding.Webhook, m.Value.Position(), "%s has the callback %q", o.ID, m.Name)
		}
	}
	return o
}
