// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// operations reads the methods of a resource and of its nested resources. The resource is the
// list of names that lead to it; it is nil for the API itself.
func (r *reader) operations(node *jsontree.Node, resource []string) []*document.Operation {
	var operations []*document.Operation
	for _, m := range r.objects(node, "methods") {
		operations = append(operations, r.operation(m.Name, m.Value, resource))
	}
	for _, m := range r.objects(node, "resources") {
		r.checkMembers(m.Value, resourceMembers)
		inner := r.operations(m.Value, append(slices.Clip(resource), m.Name))
		if r.flag(m.Value, "deprecated") {
			for _, o := range inner {
				o.Deprecated = true
			}
		}
		operations = append(operations, inner...)
	}
	return operations
}

func (r *reader) operation(name string, node *jsontree.Node, resource []string) *document.Operation {
	r.checkMembers(node, methodMembers)
	o := &document.Operation{
		At:          node.Position(),
		ID:          r.required(node, "id"),
		Resource:    resource,
		Name:        name,
		Description: r.text(node, "description"),
		Deprecated:  r.flag(node, "deprecated"),
		HTTPMethod:  r.httpMethod(node),
		APIVersion:  r.text(node, "apiVersion"),
		Scopes:      r.texts(node, "scopes"),
	}
	patterns := make(map[string]string)
	for _, m := range r.objects(node, "parameters") {
		p := r.parameter(m.Name, m.Value)
		o.Parameters = append(o.Parameters, p)
		for _, limit := range p.Schema.Limits {
			if limit.Name == document.Pattern {
				patterns[p.Name] = limit.Value
			}
		}
	}
	flatPath := r.text(node, "flatPath")
	if r.required(node, "path") != "" {
		o.Path = r.path(node.Get("path"), flatPath, patterns)
		dropPathPatterns(o)
	}
	if request := r.member(node, "request", jsontree.Object); request != nil {
		r.checkMembers(request, requestMembers)
		o.Body, o.BodyRequired = r.reference(request), true
	}
	if response := r.member(node, "response", jsontree.Object); response != nil {
		o.Response = r.schema(response)
	}
	r.media(node, o)
	r.reportUnsupported(node, o)
	return o
}

// dropPathPatterns removes the patterns of parameters that the path already contains.
func dropPathPatterns(o *document.Operation) {
	for _, v := range o.Path.Variables() {
		for _, p := range o.Parameters {
			if p.Name != v.FieldPath {
				continue
			}
			var others []document.Limit
			for _, l := range p.Schema.Limits {
				if l.Name != document.Pattern || !slices.Equal(patternSegments(l.Value), v.Pattern) {
					others = append(others, l)
				}
			}
			p.Schema.Limits = others
		}
	}
}

func (r *reader) httpMethod(node *jsontree.Node) string {
	method := r.required(node, "httpMethod")
	switch method {
	case "", "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS":
	default:
		r.findings.Add(finding.HTTPMethodUnknown, node.Get("httpMethod").Position(), "httpMethod is %q, which is not an HTTP method", method)
	}
	return method
}

func (r *reader) parameter(name string, node *jsontree.Node) *document.Parameter {
	r.checkMembers(node, parameterMembers)
	p := &document.Parameter{
		At:       node.Position(),
		Name:     name,
		Required: r.flag(node, "required"),
		Repeated: r.flag(node, "repeated"),
		Schema:   r.schemaOf(node),
	}
	switch location := r.text(node, "location"); location {
	case "path":
		p.InPath = true
	case "query":
	default:
		at := p.At
		if location != "" {
			at = node.Get("location").Position()
		}
		r.findings.Add(finding.ParameterLocation, at, "the location of the parameter %q is %q", name, location)
	}
	return p
}

// reportUnsupported reports the features of a method that generated clients do not support.
func (r *reader) reportUnsupported(node *jsontree.Node, o *document.Operation) {
	if o.Upload != nil && !o.Upload.HasPath() {
		o.Limitations = append(o.Limitations, "Requests are sent without media, although the document describes an upload.")
	}
	if r.flag(node, "supportsSubscription") {
		r.findings.Add(finding.Subscription, node.Get("supportsSubscription").Position(),
			"%s supports push notifications (supportsSubscription)", o.ID)
	}
	if streaming := r.text(node, "streamingType"); streaming != "" && streaming != "NONE" {
		r.findings.Add(finding.Streaming, node.Get("streamingType").Position(), "the method streams: its streamingType is %q", streaming)
	}
}

// checkOperations reports methods with the same ID or the same request, and path parameters that
// do not match the path.
func (r *reader) checkOperations(api *document.API) {
	ids := make(map[string]bool, len(api.Operations))
	requests := make(map[string]string, len(api.Operations)) // IDs by HTTP method and path
	for _, o := range api.Operations {
		if ids[o.ID] && o.ID != "" {
			r.findings.Add(finding.MethodDuplicate, o.At, "another method has the same id %q", o.ID)
		}
		ids[o.ID] = true
		if len(o.Path.Segments) == 0 {
			continue // already reported
		}
		request := o.HTTPMethod + " " + withPlainNames(o.Path).String()
		if other, taken := requests[request]; taken {
			r.findings.Add(finding.PathDuplicate, o.At, "%s and %s are both %s %s", o.ID, other, o.HTTPMethod, o.Path)
		}
		requests[request] = o.ID
		inPath := make(map[string]bool)
		for _, v := range o.Path.Variables() {
			if inPath[v.FieldPath] {
				r.findings.Add(finding.PathParameter, o.At, "the path of %s contains {%s} twice", o.ID, v.FieldPath)
			}
			inPath[v.FieldPath] = true
		}
		for _, p := range o.Parameters {
			if p.InPath && !inPath[p.Name] {
				r.findings.Add(finding.PathParameter, p.At, "the path of %s does not contain {%s}", o.ID, p.Name)
			}
			if p.InPath {
				delete(inPath, p.Name)
			}
		}
		for name := range inPath {
			r.findings.Add(finding.PathParameter, o.At, "{%s} in the path of %s is not a path parameter", name, o.ID)
		}
	}
}
