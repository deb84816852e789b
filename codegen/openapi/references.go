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

// kindOf returns the kind of the schema that a schema refers to.
func (r *reader) kindOf(s *document.Schema) document.Kind { return r.resolve(s).Kind }

// resolve returns the schema that a schema refers to, or the schema itself. It returns a schema for any
// value if there is none.
func (r *reader) resolve(s *document.Schema) *document.Schema {
	for range len(r.schemas) + 1 {
		if s == nil || s.Kind != document.Ref {
			break
		}
		s = r.schemas[s.Ref]
	}
	if s == nil {
		return new(document.Schema)
	}
	return s
}

// target returns the value that a reference leads to. It returns nil if there is none. Missing values are
// findings with the consequence; references to other documents are reported together, since a document
// may have hundreds.
func (r *reader) target(reference *jsontree.Node, consequence string) *jsontree.Node {
	text := r.textOf(reference, "$ref")
	if reference.Kind != jsontree.String {
		return nil
	}
	root, fragment, readable := r.fileOf(reference, text)
	if !readable {
		r.externalRefs = append(r.externalRefs, reference)
	}
	if root == nil {
		if file := r.unreadFile(reference, text); file != nil {
			file.references[reference] = true
		}
		return nil
	}
	for _, candidate := range []string{unescaped(fragment), fragment} {
		if node := root.Find(candidate); node != nil && node != r.root && (node != root || !strings.HasPrefix(text, "#")) {
			return node
		}
	}
	r.findings.Add(finding.ReferenceNone, reference.Position(), "$ref is %q: %s", text, consequence)
	return nil
}

// unescaped returns the JSON pointer of a URL fragment.
func unescaped(fragment string) string {
	if pointer, err := url.PathUnescape(fragment); err == nil {
		return pointer
	}
	return fragment
}

// reportExternalRefs reports references to other documents as a single finding.
func (r *reader) reportExternalRefs() {
	if len(r.externalRefs) == 0 {
		return
	}
	rule := finding.ReferenceOutside
	if paths := r.root.Get("paths"); len(r.doc.Operations) == 0 && (len(r.doc.Schemas) == 0 || paths != nil && len(paths.Members) > 0) {
		rule = finding.DocumentUnbundled
	}
	places := make(map[*jsontree.Node]bool) // shared objects may be read several times
	for _, reference := range r.externalRefs {
		places[reference] = true
	}
	first := slices.MinFunc(r.externalRefs, func(a, b *jsontree.Node) int { return comparePositions(a.Position(), b.Position()) })
	message := "$ref is %q, in another document"
	if len(places) > 1 {
		message += fmt.Sprintf(", the first of %d such references", len(places))
	}
	r.findings.AddAll(rule, positions(places), message, first.Text)
}

// positions returns the positions of references in order.
func positions(references map[*jsontree.Node]bool) []finding.Position {
	var at []finding.Position
	for reference := range references {
		at = append(at, reference.Position())
	}
	slices.SortFunc(at, comparePositions)
	return at
}

func comparePositions(a, b finding.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.File, b.File))
}

// maxReferences is the maximum length of a chain of references.
const maxReferences = 100

// follow returns the object at the end of a chain of references, or the node itself if it is not a
// reference. It returns nil if a reference has no target. Members beside $ref are findings, except
// those that are given.
func (r *reader) follow(node *jsontree.Node, beside ...string) *jsontree.Node {
	seen := make(map[*jsontree.Node]bool)
	for node != nil && node.Get("$ref") != nil {
		if seen[node] || len(seen) == maxReferences {
			r.findings.Add(finding.ReferenceLoop, node.Position(),
				"the reference leads to itself, or through more than %d other references", maxReferences)
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
		node = r.target(node.Get("$ref"), "the value that refers to it is not in the output")
		if node != nil && !r.isKind(node, jsontree.Object, "$ref") {
			return nil
		}
	}
	if node != nil {
		r.followed[node] = true
	}
	return node
}

// component returns the name of a component in a folder of the document's components. It returns "" for
// any other value.
func (r *reader) component(node *jsontree.Node, folder string) string {
	folder = pick(r.swagger, "/", "/components/") + folder + "/"
	r.setPointer(node, folder)
	name, ok := strings.CutPrefix(node.Pointer(), folder)
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

// readReference reads a schema that is a reference. OpenAPI 3.0 ignores the other members of the schema.
// In later versions they apply as well.
func (r *reader) readReference(node, reference *jsontree.Node, s *document.Schema) {
	var shape []*jsontree.Node
	for _, m := range node.Members {
		switch m.Name {
		case "type", "format", "enum", "const", "properties", "required", "additionalProperties", "items",
			"allOf", "oneOf", "anyOf", "discriminator":
			shape = append(shape, m.Value)
		}
	}
	name := r.nameOf(reference)
	if len(shape) == 0 || r.before31 {
		for _, value := range shape {
			r.findings.Add(finding.MemberMisplaced, value.Position(), "the member %q beside $ref", value.Position().Element())
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

// nameOf returns the name of the schema that a reference leads to. A nested schema gets a name that is
// derived from its pointer. It returns "" if there is no schema.
func (r *reader) nameOf(reference *jsontree.Node) string {
	node := r.target(reference, "the schema takes any JSON value (google.protobuf.Value)")
	if node == nil {
		return ""
	}
	if name, known := r.schemaNames[node]; known {
		return name
	}
	r.setPointer(node, pick(r.swagger, "/definitions/", "/components/schemas/"))
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
		name = strings.TrimSuffix(file, path.Ext(file)) + "/" + name // to distinguish it from the schema of another file
	}
	if name == "" || r.taken[name] {
		name = pointer
	}
	r.schemaNames[node] = r.schemaName(name, reference)
	name = r.schemaNames[node]
	r.pending = append(r.pending, node)
	return name
}

// checkReferences reports schemas that consist of a cycle of references. The first one of each cycle
// accepts any value.
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
