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

// httpMethods are the members of a path item that are operations, in the order of reading.
var httpMethods = []string{"delete", "get", "head", "options", "patch", "post", "put", "query", "trace"}

// pathItem reads the operations of a path.
func (r *reader) pathItem(path string, node *jsontree.Node) []*document.Operation {
	if !r.isKind(node, jsontree.Object, path) {
		return nil
	}
	node = r.follow(node)
	if node == nil {
		return nil
	}
	if r.isExternal(node) && !node.HasSetPointer() {
		node.SetPointer("/paths/" + jsontree.EscapeKey(path))
	}
	r.checkMembers(node, pathItemMembers)
	shared := r.parameters(node)
	var operations []*document.Operation
	for _, m := range r.operationsOf(node) {
		operation := m.Value
		// Many paths may refer to the same operations.
		if !r.step(operation.Position(), len(shared)+operation.Size()) || !r.hasUsableName(path, operation) {
			continue
		}
		o := r.operation(path, m.Name, operation)
		o.Description = cmp.Or(o.Description, joined(asSentence(r.text(node, "summary")), r.text(node, "description")))
		r.readOwnServers(o, operation, node)
		r.readParameters(o, operation, shared)
		r.dropIgnoredBody(o)
		r.readPath(o, node)
		operations = append(operations, o)
	}
	return operations
}

// operationsOf returns the operations of a path item, by HTTP method. OpenAPI 3.2 permits additional
// methods, which are case-sensitive.
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
			r.findings.Add(finding.NotCarried, m.Value.Position(), "the operation %q, whose HTTP method clients cannot send", m.Name)
		default:
			if operation := r.follow(m.Value); operation != nil {
				operations = append(operations, jsontree.Member{Name: m.Name, Value: operation})
			}
		}
	}
	return operations
}

// methodToken matches an HTTP method (RFC 9110, sections 5.6.2 and 9.1). It does not match "*", which
// stands for all methods in google.api.http.
var methodToken = regexp.MustCompile("^[!#$%&'+.^_`|~0-9A-Za-z-][!#$%&'*+.^_`|~0-9A-Za-z-]*$")
