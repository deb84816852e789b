// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readNamedSchemas reads the schemas of the components.
func (r *reader) readNamedSchemas() {
	holder, name := r.root, "definitions"
	if !r.swagger {
		components := r.member(r.root, "components", jsontree.Object)
		if components == nil {
			return
		}
		r.checkMembers(components, componentMembers)
		holder, name = components, "schemas"
	}
	folder := r.member(holder, name, jsontree.Object)
	if folder == nil {
		return
	}
	r.setComponentPointers(holder)
	nodes := make([]*jsontree.Node, len(folder.Members))
	for i, m := range folder.Members {
		nodes[i] = m.Value
		r.schemaNames[m.Value] = r.schemaName(m.Name, m.Value)
		if other := r.externalTarget(m.Value); other != nil && r.schemaNames[other] == "" {
			nodes[i], r.schemaNames[other] = other, r.schemaNames[m.Value]
		}
	}
	for _, node := range nodes {
		r.addSchema(r.schemaNames[node], node)
	}
}

// schemaName returns the name of a schema. A name that is too long, such as that of a generic type, is
// replaced by its start and a hash.
func (r *reader) schemaName(name string, node *jsontree.Node) string {
	sum := sha256.Sum256([]byte(name))
	short := strings.ToValidUTF8(name[:min(len(name), maxName/2)], "") + "_" + hex.EncodeToString(sum[:6])
	if !r.fitsName(name, node, "the schema is "+short) {
		name = short
	}
	r.taken[name] = true
	return name
}

// addSchema reads a named schema.
func (r *reader) addSchema(name string, node *jsontree.Node) {
	s := r.schema(node)
	s.Name = name
	r.schemas[name] = s
	r.doc.Schemas = append(r.doc.Schemas, s)
}

// schemaIn reads a member that is a schema. It returns nil if the member is absent.
func (r *reader) schemaIn(node *jsontree.Node, name string) *document.Schema {
	value := node.Get(name)
	if value == nil {
		return nil
	}
	return r.schema(value)
}

// schema reads a Schema Object.
func (r *reader) schema(node *jsontree.Node) *document.Schema {
	s := &document.Schema{At: node.Position()}
	switch {
	case node.Kind == jsontree.Bool: // true accepts anything
		if r.before31 {
			r.findings.Add(finding.OtherVersion, s.At, "the schema is %s, which is valid from OpenAPI 3.1 on", node.Text)
		}
		if node.Text == "false" {
			r.findings.Add(finding.Unchecked, s.At, "the schema %q permits no value", s.At.Element())
		}
		return s
	case !r.isKind(node, jsontree.Object, "schema"):
		return s
	}
	r.checkSchemaMembers(node)
	r.readAnnotations(node, s)
	if reference := node.Get("$ref"); reference != nil {
		r.readReference(node, reference, s)
		return s
	}
	r.readShape(node, s)
	return s
}

// readAnnotations reads the members of a schema that do not determine its type.
func (r *reader) readAnnotations(node *jsontree.Node, s *document.Schema) {
	s.Description = joined(r.text(node, "title"), r.described(node))
	s.Deprecated = r.flag(node, "deprecated")
	s.ReadOnly = r.flag(node, "readOnly")
	s.WriteOnly = r.flag(node, "writeOnly")
	s.Nullable = r.flag(node, "nullable") || r.swagger && r.flag(node, "x-nullable") // a common extension
	s.Limits = r.limits(node)
	s.Examples = r.schemaExamples(node)
	if !r.before31 {
		s.ContentMediaType, s.ContentEncoding = uncheckedText(node, "contentMediaType"), uncheckedText(node, "contentEncoding")
	}
}
