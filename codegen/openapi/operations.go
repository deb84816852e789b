// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// httpMethods are the members of a path that are operations.
var httpMethods = []string{"delete", "get", "head", "options", "patch", "post", "put", "query", "trace"}

func (r *reader) operations() []*document.Operation {
	if hooks := r.member(r.root, "webhooks", jsontree.Object); hooks != nil {
		for _, m := range hooks.Members {
			r.findings.Add(finding.Webhook, m.Value.Position(), "the webhook %q", m.Name)
		}
	}
	paths := r.member(r.root, "paths", jsontree.Object)
	if paths == nil {
		if r.root.Get("paths") == nil && r.old {
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
			r.findings.Add(finding.PathStart, m.Value.Position(), "the path is %q, and there is %q, which alone is in the output", m.Name, "/"+m.Name)
		default:
			r.findings.Add(finding.PathStart, m.Value.Position(), "the path is %q", m.Name)
			operations = append(operations, r.pathItem("/"+m.Name, m.Value)...)
		}
	}
	return operations
}

// pathItem returns the operations of one path.
func (r *reader) pathItem(path string, node *jsontree.Node) []*document.Operation {
	if !r.isKind(node, jsontree.Object, path) {
		return nil
	}
	node = r.follow(node)
	if node == nil {
		return nil
	}
	if r.isOther(node) && !node.HasSetPointer() {
		node.SetPointer("/paths/" + jsontree.EscapeKey(path))
	}
	r.checkMembers(node, pathItemMembers)
	shared := r.parameters(node)
	var operations []*document.Operation
	for _, m := range r.operationsOf(node) {
		operation := m.Value
		// Many paths may refer to the same operations.
		if !r.step(operation.Position(), len(shared)+operation.Size()) || !r.canBeNamed(path, operation) {
			continue
		}
		o := r.operation(path, m.Name, operation)
		o.Description = cmp.Or(o.Description, joined(asSentence(r.text(node, "summary")), r.text(node, "description")))
		r.readOwnServers(o, operation, node)
		r.readParameters(o, operation, shared)
		r.ignoreBody(o)
		r.readPath(o, node)
		operations = append(operations, o)
	}
	return operations
}

// operationsOf returns the operations of a path item, by their HTTP methods: those of
// members, and from OpenAPI 3.2 on any others, which are written as they are sent.
func (r *reader) operationsOf(node *jsontree.Node) []jsontree.Member {
	var operations []jsontree.Member
	for _, method := range httpMethods {
		if operation := r.member(node, method, jsontree.Object); operation != nil {
			operations = append(operations, jsontree.Member{Name: strings.ToUpper(method), Value: operation})
		}
	}
	for _, m := range r.entries(node, "additionalOperations") {
		switch name := strings.ToLower(m.Name); {
		case slices.Contains(httpMethods, name):
			r.findings.Add(finding.MemberMisplaced, m.Value.Position(), "the method %q belongs in the member %q of the path", m.Name, name)
		case !methodToken.MatchString(m.Name) || name == "connect":
			r.findings.Add(finding.NotCarried, m.Value.Position(), "the operation %q: no request can have it as its HTTP method", m.Name)
		default:
			if operation := r.follow(m.Value); operation != nil {
				operations = append(operations, jsontree.Member{Name: m.Name, Value: operation})
			}
		}
	}
	return operations
}

// methodToken is what an HTTP method is (RFC 9110, sections 5.6.2 and 9.1), but for the star,
// which stands for all in google.api.http.
var methodToken = regexp.MustCompile("^[!#$%&'+.^_`|~0-9A-Za-z-][!#$%&'*+.^_`|~0-9A-Za-z-]*$")

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
	if !r.fits(o.ID, node, "it is not in the output") {
		o.ID = ""
	}
	o.Tags = slices.DeleteFunc(o.Tags, func(tag string) bool { return !r.fits(tag, node, "the tag is not in the output") })
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

// ignoreBody drops a body that is not sent: OpenAPI 3.0 ignores that of a GET or HEAD
// (3.0.4, section 4.7.10.1), and a TRACE has none (RFC 9110, section 9.3.8).
func (r *reader) ignoreBody(o *document.Operation) {
	isIgnored := o.HTTPMethod == http.MethodTrace || r.old && !r.swagger && (o.HTTPMethod == http.MethodGet || o.HTTPMethod == http.MethodHead)
	if o.Body == nil || !isIgnored {
		return
	}
	// Some documents give every operation a form without members.
	if isEmpty := o.Body.Kind == document.Object && !r.hasShape(o.Body); !isEmpty || !document.IsForm(o.BodyType) {
		r.ignored = append(r.ignored, o.Body.At)
		o.Limitations = append(o.Limitations, "Requests are sent without a body, although the document describes one: the HTTP method is "+o.HTTPMethod+".")
	}
	o.Body, o.BodyType, o.BodyComponent, o.BodyRequired, o.BodyParts = nil, "", "", false, nil
}

// reportIgnored reports the bodies that are not sent.
func (r *reader) reportIgnored() {
	switch n := len(r.ignored); n {
	case 0:
	case 1:
		r.findings.Add(finding.BodyIgnored, r.ignored[0], "1 body of a GET, HEAD or TRACE request")
	default:
		r.findings.AddAll(finding.BodyIgnored, r.ignored, "%d bodies of GET, HEAD or TRACE requests", n)
	}
}

// nameOperation says what an operation is called and belongs to: its first
// tag, or else what its path starts with.
func (r *reader) nameOperation(o *document.Operation) {
	if len(o.Tags) > 0 {
		o.Resource = o.Tags[:1]
	} else if part := firstResource(o.URLPath); part != "" && len(part) <= maxName {
		o.Resource = []string{part}
	}
	o.Name = o.ID
	if o.ID == "" {
		o.ID = pathID(o)
	}
}

// pathID is what an operation without an id is known by.
func pathID(o *document.Operation) string { return o.HTTPMethod + " " + o.URLPath }

// canBeNamed tells whether there is an id, or else a path that names are made of.
func (r *reader) canBeNamed(path string, operation *jsontree.Node) bool {
	id := operation.Get("operationId")
	return id != nil && id.Text != "" && len(id.Text) <= maxName || r.fits(path, operation, "the operation has no other name, and is not in the output")
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

// settleOperationIDs gives operations that share an id another, and sorts all by it.
func (r *reader) settleOperationIDs() {
	ids := make(map[string]bool, len(r.doc.Operations))
	for _, o := range r.doc.Operations {
		if o.Name == "" {
			ids[o.ID] = true
		}
	}
	r.doc.Operations = slices.DeleteFunc(r.doc.Operations, func(o *document.Operation) bool {
		if o.Name == "" {
			return false
		}
		if ids[o.ID] {
			r.findings.Add(finding.IDDuplicate, o.At, "the id of %s is %q, which another operation has", pathID(o), o.ID)
			o.ID, o.Name = pathID(o), ""
		}
		isTwin := ids[o.ID] || len(o.ID) > maxName
		if isTwin {
			r.findings.Add(finding.LongName, o.At, "%q is no name for an operation either: it is not in the output", o.ID)
		}
		ids[o.ID] = true
		return isTwin
	})
	slices.SortStableFunc(r.doc.Operations, func(a, b *document.Operation) int { return strings.Compare(a.ID, b.ID) })
}

// noteUnusedComponents reads what nothing refers to for what is wrong in it, and
// reports what stands there and nowhere else.
func (r *reader) noteUnusedComponents() {
	components := r.root.Get("components")
	if r.swagger || components == nil || components.Kind != jsontree.Object {
		return
	}
	for _, m := range r.entries(components, "pathItems") {
		if !r.isUsed(m.Value) {
			r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to the path item %q", m.Name)
		}
	}
	for _, folder := range []string{"parameters", "responses", "requestBodies", "headers", "examples", "links", "callbacks", "mediaTypes"} {
		for _, m := range r.entries(components, folder) {
			if !r.isUsed(m.Value) {
				r.findings.Add(finding.UnusedComponent, m.Value.Position(), "nothing refers to %s/%s", folder, m.Name)
			}
		}
	}
}

// isUsed tells whether something refers to a component, or to what it is in another file.
func (r *reader) isUsed(component *jsontree.Node) bool {
	return r.followed[component] || r.files.files != nil && r.followed[r.inOtherFile(component)]
}

// readPath reads the path, behind that of the server.
func (r *reader) readPath(o *document.Operation, node *jsontree.Node) {
	template, names, problem := parsePath(o.BasePath, o.URLPath)
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
