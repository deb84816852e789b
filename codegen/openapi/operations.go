// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// httpMethods are the members of a path that are operations.
var httpMethods = []string{"delete", "get", "head", "options", "patch", "post", "put", "trace"}

func (r *reader) operations() []*document.Operation {
	if hooks := r.member(r.root, "webhooks", jsontree.Object); hooks != nil {
		for _, m := range hooks.Members {
			r.findings.Add(finding.Webhook, m.Value.Position(), "the webhook %q", m.Name)
		}
	}
	paths := r.member(r.root, "paths", jsontree.Object)
	if paths == nil {
		if r.root.Get("paths") == nil && r.old {
			r.findings.Add(finding.MemberMissing, r.root.Position(), `"paths" is missing or empty`)
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
		default:
			r.findings.Add(finding.PathSyntax, m.Value.Position(), "the path is %q, and a path starts with /", m.Name)
		}
	}
	return operations
}

// pathItem returns the operations of one path.
func (r *reader) pathItem(path string, node *jsontree.Node) []*document.Operation {
	if !r.isKind(node, jsontree.Object, path) {
		return nil
	}
	r.checkLength(path, node)
	node = r.follow(node)
	if node == nil {
		return nil
	}
	r.checkMembers(node, pathItemMembers)
	shared := r.parameters(node)
	var operations []*document.Operation
	for _, method := range httpMethods {
		operation := r.member(node, method, jsontree.Object)
		// Many paths may refer to the same operations.
		if operation == nil || !r.step(operation.Position(), len(shared)+operation.Size()) {
			continue
		}
		o := r.operation(path, method, operation)
		o.Description = cmp.Or(o.Description, joined(asSentence(r.text(node, "summary")), r.text(node, "description")))
		r.readOwnServers(o, operation, node)
		r.readParameters(o, operation, shared)
		r.readPath(o, node)
		operations = append(operations, o)
	}
	return operations
}

func (r *reader) operation(path, method string, node *jsontree.Node) *document.Operation {
	r.checkMembers(node, pick(r.swagger, swaggerOperationMembers, operationMembers))
	o := &document.Operation{
		At:          node.Position(),
		ID:          r.text(node, "operationId"),
		Description: joined(asSentence(r.text(node, "summary")), r.described(node)),
		Deprecated:  r.flag(node, "deprecated"),
		HTTPMethod:  strings.ToUpper(method),
		URLPath:     path,
		Tags:        r.texts(node, "tags"),
	}
	r.checkLength(o.ID, node)
	r.nameOperation(o)
	r.readBody(o, node)
	r.readResponses(o, node)
	o.Security = r.securityOf(node)
	if schemes := r.texts(node, "schemes"); len(schemes) > 0 && !slices.Contains(schemes, "https") {
		r.findings.Add(finding.ServerUnknown, node.Get("schemes").Position(), "%s is reached by %q", o.ID, schemes)
	}
	if callbacks := r.member(node, "callbacks", jsontree.Object); callbacks != nil {
		for _, m := range callbacks.Members {
			r.findings.Add(finding.Webhook, m.Value.Position(), "%s has the callback %q", o.ID, m.Name)
		}
	}
	return o
}

// nameOperation says what an operation is called and belongs to: its first
// tag, or else what its path starts with.
func (r *reader) nameOperation(o *document.Operation) {
	if len(o.Tags) > 0 && o.Tags[0] != "" {
		o.Resource = o.Tags[:1]
	} else if part := firstResource(o.URLPath); part != "" {
		o.Resource = []string{part}
	}
	o.Name = o.ID
	if o.ID == "" {
		o.ID = o.HTTPMethod + " " + o.URLPath
	}
}

var versionSegment = regexp.MustCompile(`^(api|v[0-9]+([a-z][a-z0-9]*)?|[0-9.]+)$`)

// firstResource returns the first part of a path that names something.
func firstResource(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" && !strings.ContainsAny(segment, "{}") && !versionSegment.MatchString(segment) {
			return segment
		}
	}
	return ""
}

// checkOperationIDs reports operations that share an id.
func (r *reader) checkOperationIDs() {
	ids := make(map[string]bool, len(r.doc.Operations))
	for _, o := range r.doc.Operations {
		if ids[o.ID] {
			r.findings.Add(finding.MethodDuplicate, o.At, "a second method has the id %q", o.ID)
		}
		ids[o.ID] = true
	}
}

// noteUnusedComponents reads what nothing refers to for what is wrong in it, and
// reports what stands there and nowhere else.
func (r *reader) noteUnusedComponents() {
	components := r.root.Get("components")
	if r.swagger || components == nil || components.Kind != jsontree.Object {
		return
	}
	for _, m := range r.entries(components, "pathItems") {
		if !r.followed[m.Value] {
			r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to the path item %q", m.Name)
		}
	}
	for _, folder := range []string{"parameters", "responses", "requestBodies", "headers", "examples", "links", "callbacks"} {
		for _, m := range r.entries(components, folder) {
			if !r.followed[m.Value] {
				r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to %s/%s", folder, m.Name)
			}
		}
	}
}

// readPath reads the path, behind that of the server.
func (r *reader) readPath(o *document.Operation, node *jsontree.Node) {
	base := r.basePath
	if len(o.Servers) > 0 {
		_, base = r.address(o.Servers)
	}
	template, names, problem := parsePath(base, o.URLPath)
	if problem != "" {
		r.findings.Add(finding.PathTemplate, o.At, "the path of %s is %q: %s", o.ID, o.URLPath, problem)
	} else {
		o.Path = template
	}
	declared := make(map[string]bool)
	o.Parameters = slices.DeleteFunc(o.Parameters, func(p *document.Parameter) bool {
		if !p.InPath {
			return false
		}
		if !slices.Contains(names, p.Name) {
			r.findings.Add(finding.PathVariable, p.At, "the path of %s has no {%s}", o.ID, p.Name)
			return true
		}
		declared[p.Name] = true
		return false
	})
	for _, name := range names {
		if !declared[name] {
			declared[name] = true
			r.findings.Add(finding.PathVariable, node.Position(), "{%s} of %s is no parameter", name, o.ID)
			o.Parameters = append(o.Parameters, &document.Parameter{
				At: o.At, Name: name, InPath: true, Required: true, Schema: &document.Schema{At: o.At, Kind: document.String},
			})
		}
	}
}
