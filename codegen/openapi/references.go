// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// target returns what a reference leads to within the document, or nil: that is
// reported, once for all that lead to other documents, of which a document may have
// hundreds. The finding says what is done without it.
func (r *reader) target(reference *jsontree.Node, otherwise string) *jsontree.Node {
	text := r.textOf(reference, "$ref")
	if reference.Kind != jsontree.String {
		return nil
	}
	root, fragment, within := r.fileOf(reference, text)
	if !within {
		r.outside = append(r.outside, reference)
	}
	if root == nil {
		return nil
	}
	for _, candidate := range []string{unescaped(fragment), fragment} {
		if node := root.Find(candidate); node != nil && node != r.root && (node != root || !strings.HasPrefix(text, "#")) {
			return node
		}
	}
	r.findings.Add(finding.ReferenceNone, reference.Position(), "$ref is %q: %s", text, otherwise)
	return nil
}

// unescaped returns the JSON pointer that a fragment of a URL is.
func unescaped(fragment string) string {
	if pointer, err := url.PathUnescape(fragment); err == nil {
		return pointer
	}
	return fragment
}

// reportOutside reports what is missing of a document that is one of several.
func (r *reader) reportOutside() {
	if len(r.outside) == 0 {
		return
	}
	rule := finding.ReferenceOutside
	if paths := r.root.Get("paths"); len(r.doc.Operations) == 0 && (len(r.doc.Schemas) == 0 || paths != nil && len(paths.Members) > 0) {
		rule = finding.DocumentUnbundled
	}
	places := make(map[*jsontree.Node]bool) // what several refer to leads there once
	for _, reference := range r.outside {
		places[reference] = true
	}
	first := slices.MinFunc(r.outside, func(a, b *jsontree.Node) int {
		p, q := a.Position(), b.Position()
		return cmp.Or(cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
	})
	message := "$ref is %q, in another document"
	if len(places) > 1 {
		message += fmt.Sprintf(", the first of %d such references", len(places))
	}
	r.findings.Add(rule, first.Position(), message, first.Text)
}

// maxReferences is how many references may lead from one to the next.
const maxReferences = 100

// follow returns what an object stands for that may be a reference, such as a
// parameter or a response: itself, or the last of what refers to what. It
// returns nil where that leads nowhere. What stands beside $ref is reported, but
// for the members that may be there.
func (r *reader) follow(node *jsontree.Node, beside ...string) *jsontree.Node {
	seen := make(map[*jsontree.Node]bool)
	for node != nil && node.Get("$ref") != nil {
		if seen[node] || len(seen) == maxReferences {
			r.findings.Add(finding.ReferenceLoop, node.Position(), "the reference leads to itself, or through more than %d others", maxReferences)
			return nil
		}
		seen[node] = true
		r.followed[node] = true
		for _, m := range node.Members {
			switch {
			case m.Name == "$ref" || slices.Contains(beside, m.Name):
			case strings.HasPrefix(m.Name, "x-"):
				r.countExtension(m)
			default:
				r.findings.Add(finding.MemberMisplaced, m.Value.Position(), "%q beside $ref", m.Name)
			}
		}
		node = r.target(node.Get("$ref"), "what refers to it is not in the output")
		if node != nil && !r.isKind(node, jsontree.Object, "$ref") {
			return nil
		}
	}
	if node != nil {
		r.followed[node] = true
	}
	return node
}

// component returns the name of what stands in a folder of the document's components,
// and nothing of what stands elsewhere.
func (r *reader) component(node *jsontree.Node, folder string) string {
	folder = pick(r.swagger, "/", "/components/") + folder + "/"
	r.place(node, folder)
	name, ok := strings.CutPrefix(node.Pointer(), folder)
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

// readReference makes a schema one that stands for another. Before OpenAPI 3.1
// what else it says of the shape counts for nothing; from then on both hold.
func (r *reader) readReference(node, reference *jsontree.Node, s *document.Schema) {
	var shape []*jsontree.Node
	for _, m := range node.Members {
		switch m.Name {
		case "type", "format", "enum", "const", "properties", "required", "additionalProperties", "items", "allOf", "oneOf", "anyOf", "discriminator":
			shape = append(shape, m.Value)
		}
	}
	name := r.nameOf(reference)
	if len(shape) == 0 || r.old {
		for _, value := range shape {
			r.findings.Add(finding.MemberMisplaced, value.Position(), "what stands beside $ref")
		}
		if name != "" {
			s.Kind, s.Ref = document.Ref, name
		}
		return
	}
	r.readShape(node, s)
	if name != "" {
		r.combine(s, node).parts = append(r.combine(s, node).parts, &document.Schema{At: s.At, Kind: document.Ref, Ref: name})
	}
}

// nameOf returns the name of the schema that a reference leads to. One that
// has no name, because it stands somewhere within the document, gets one made of
// its pointer.
func (r *reader) nameOf(reference *jsontree.Node) string {
	node := r.target(reference, "the schema takes any JSON value (google.protobuf.Value)")
	if node == nil {
		return ""
	}
	if name, known := r.promoted[node]; known {
		return name
	}
	r.place(node, pick(r.swagger, "/definitions/", "/components/schemas/"))
	pointer := node.Pointer()
	var parts []string
	for part := range strings.SplitSeq(strings.Trim(pointer, "/"), "/") {
		switch part {
		case "components", "schemas", "definitions", "$defs", "properties", "paths", "content", "schema":
		default:
			parts = append(parts, strings.NewReplacer("~1", "/", "~0", "~").Replace(part))
		}
	}
	name := strings.Join(parts, ".")
	if file := r.files.paths[node.Root()]; node.Root() != r.root && r.taken[name] {
		name = strings.TrimSuffix(file, path.Ext(file)) + "/" + name // as another file's schema is called
	}
	if name == "" || r.taken[name] {
		name = pointer
	}
	r.promoted[node] = r.schemaName(name, reference)
	name = r.promoted[node]
	r.pending = append(r.pending, node)
	return name
}

// checkReferences reports schemas that are nothing but references to each
// other: the first takes anything.
func (r *reader) checkReferences() {
	done := make(map[*document.Schema]bool)
	for _, start := range r.doc.Schemas {
		seen := make(map[*document.Schema]bool)
		for s := start; s != nil && s.Kind == document.Ref && !done[s]; s = r.schemas[s.Ref] {
			if seen[s] {
				r.findings.Add(finding.ReferenceLoop, s.At, "the schema %q refers to itself", s.Name)
				s.Kind, s.Ref = document.Any, ""
				break
			}
			seen[s] = true
		}
		for s := range seen {
			done[s] = true
		}
	}
}
