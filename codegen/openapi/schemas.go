// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

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
	r.placeComponents(holder)
	nodes := make([]*jsontree.Node, len(folder.Members))
	for i, m := range folder.Members {
		nodes[i] = m.Value
		r.promoted[m.Value] = r.schemaName(m.Name, m.Value)
		if other := r.inOtherFile(m.Value); other != nil && r.promoted[other] == "" {
			nodes[i], r.promoted[other] = other, r.promoted[m.Value]
		}
	}
	for _, node := range nodes {
		r.addSchema(r.promoted[node], node)
	}
}

// schemaName returns the name by which a schema is known. One that is too long, as
// programs make of generic types, ends in a number made of all of it.
func (r *reader) schemaName(name string, node *jsontree.Node) string {
	sum := sha256.Sum256([]byte(name))
	short := strings.ToValidUTF8(name[:min(len(name), maxName/2)], "") + "_" + hex.EncodeToString(sum[:6])
	if !r.fits(name, node, "the schema is "+short) {
		name = short
	}
	r.taken[name] = true
	return name
}

func (r *reader) addSchema(name string, node *jsontree.Node) {
	s := r.schema(node)
	s.Name = name
	r.schemas[name] = s
	r.doc.Schemas = append(r.doc.Schemas, s)
}

// schemaIn reads a member that is a schema. It returns nil without one.
func (r *reader) schemaIn(node *jsontree.Node, name string) *document.Schema {
	value := node.Get(name)
	if value == nil {
		return nil
	}
	return r.schema(value)
}

func (r *reader) schema(node *jsontree.Node) *document.Schema {
	s := &document.Schema{At: node.Position()}
	switch {
	case node.Kind == jsontree.Bool: // true accepts anything
		if r.old {
			r.findings.Add(finding.OtherVersion, s.At, "the schema is %s, as from OpenAPI 3.1 on", node.Text)
		}
		if node.Text == "false" {
			r.findings.Add(finding.Unchecked, s.At, "no value is permitted here")
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

// readAnnotations reads what says nothing of the shape.
func (r *reader) readAnnotations(node *jsontree.Node, s *document.Schema) {
	s.Description = joined(r.text(node, "title"), r.described(node))
	s.Deprecated = r.flag(node, "deprecated")
	s.ReadOnly = r.flag(node, "readOnly")
	s.WriteOnly = r.flag(node, "writeOnly")
	s.Nullable = r.flag(node, "nullable") || r.swagger && r.flag(node, "x-nullable") // as all tools know it
	s.Limits = r.limits(node)
	s.Examples = r.schemaExamples(node)
	if !r.old {
		s.ContentMediaType, s.ContentEncoding = textIn(node, "contentMediaType"), textIn(node, "contentEncoding")
	}
}

func (r *reader) schemaExamples(node *jsontree.Node) []document.Example {
	var examples []document.Example
	if example := node.Get("example"); example != nil {
		examples = append(examples, document.Example{JSON: example.JSON()})
	}
	if several := r.member(node, "examples", jsontree.Array); several != nil {
		for _, e := range several.Elements {
			examples = append(examples, document.Example{JSON: e.JSON()})
		}
	}
	return examples
}

// readShape reads what says which values there are.
func (r *reader) readShape(node *jsontree.Node, s *document.Schema) {
	names := r.types(node)
	if i := slices.Index(names, "null"); i >= 0 {
		s.Nullable = true
		names = slices.Delete(names, i, i+1)
	}
	switch {
	case len(names) > 1:
		s.Kind = document.Union
		for _, name := range names {
			variant := &document.Schema{At: s.At}
			r.readType(node, name, variant)
			s.Variants = append(s.Variants, variant)
		}
	case len(names) == 1:
		r.readType(node, names[0], s)
	default:
		r.readType(node, r.impliedType(node), s)
	}
	r.readCombinations(node, s)
}

// types returns the types that a schema names: one before OpenAPI 3.1.
func (r *reader) types(node *jsontree.Node) []string {
	value := node.Get("type")
	if value == nil {
		return nil
	}
	if value.Kind != jsontree.Array {
		if name := r.text(node, "type"); name != "" {
			return []string{name}
		}
		return nil
	}
	if r.old {
		r.findings.Add(finding.OtherVersion, value.Position(), `"type" is the list %s, as from OpenAPI 3.1 on`, value)
	}
	var names []string
	for _, e := range value.Elements {
		if e.Kind == jsontree.Null { // YAML without quotes
			r.findings.Add(finding.UnquotedText, e.Position(), `an element of "type" is null`)
			names = append(names, "null")
			continue
		}
		names = append(names, r.textOf(e, "type"))
	}
	return names
}

// impliedType returns the type that other members demand.
func (r *reader) impliedType(node *jsontree.Node) string {
	for _, name := range []string{"properties", "additionalProperties", "patternProperties"} {
		if node.Get(name) != nil {
			return "object"
		}
	}
	if node.Get("items") != nil {
		return "array"
	}
	kinds := make(map[jsontree.Kind]bool)
	for _, e := range enumNodes(node) {
		if e.Kind != jsontree.Null {
			kinds[e.Kind] = true
		}
	}
	if len(kinds) == 1 {
		switch {
		case kinds[jsontree.String]:
			return "string"
		case kinds[jsontree.Number]:
			return "number"
		case kinds[jsontree.Bool]:
			return "boolean"
		}
	}
	return ""
}

func (r *reader) readType(node *jsontree.Node, name string, s *document.Schema) {
	switch name {
	case "string":
		s.Kind = document.String
	case "integer":
		s.Kind = document.Integer
	case "number":
		s.Kind = document.Number
	case "boolean":
		s.Kind = document.Boolean
	case "array":
		s.Kind = document.Array
		r.readItems(node, s)
	case "object":
		s.Kind = document.Object
		r.objects = append(r.objects, s)
		r.readProperties(node, s)
	case "file": // of Swagger 2.0
		s.Kind, s.Format = document.String, document.Binary
	case "null", "":
	default:
		r.findings.Add(finding.UnknownType, node.Position(), "type is %q", name)
	}
	r.readFormat(node, name, s)
	r.readEnum(node, s)
	if name != "object" {
		r.misplaced(node, name, "properties", "additionalProperties")
	}
	if name != "array" {
		r.misplaced(node, name, "items")
	}
}

// misplaced reports members that say nothing of the only type there is.
func (r *reader) misplaced(node *jsontree.Node, typeName string, names ...string) {
	if typeName == "" || node.Get("type") == nil || isOneOfSeveral(node) {
		return
	}
	for _, name := range names {
		if value := node.Get(name); value != nil {
			r.findings.Add(finding.MemberMisplaced, value.Position(), "%q beside type %q", name, typeName)
		}
	}
}

// isOneOfSeveral tells whether a schema names more types than one.
func isOneOfSeveral(node *jsontree.Node) bool {
	declared := node.Get("type")
	return declared != nil && declared.Kind == jsontree.Array && len(declared.Elements) > 1
}

func (r *reader) readItems(node *jsontree.Node, s *document.Schema) {
	s.Items = r.schemaIn(node, "items")
	if s.Items == nil {
		s.Items = &document.Schema{At: s.At}
		if node.Get("prefixItems") == nil && r.old {
			r.findings.Add(finding.SchemaMissing, node.Position(), `an array without "items"`)
		}
	}
}

func (r *reader) readProperties(node *jsontree.Node, s *document.Schema) {
	required := make(map[string]bool)
	for _, name := range r.requiredNames(node) {
		required[name] = true
	}
	if properties := r.member(node, "properties", jsontree.Object); properties != nil {
		for _, m := range properties.Members {
			if !r.fits(m.Name, m.Value, "the property is not in the output") {
				continue
			}
			p := r.schema(m.Value)
			p.Required = required[m.Name]
			delete(required, m.Name)
			s.Properties = append(s.Properties, &document.Property{Name: m.Name, Schema: p})
		}
	}
	if len(required) > 0 {
		r.demanded[s] = required
	}
	switch additional := node.Get("additionalProperties"); {
	case additional == nil:
		if node.Get("patternProperties") != nil {
			s.Additional = &document.Schema{At: s.At}
		}
	case additional.Kind == jsontree.Bool:
		if additional.Text == "true" {
			s.Additional = &document.Schema{At: additional.Position()}
		} else {
			r.closed[s] = true
		}
	default:
		s.Additional = r.schema(additional)
	}
}

// requiredNames returns the properties that must be there. Drafts of JSON
// Schema that are older than OpenAPI have a flag of that name.
func (r *reader) requiredNames(node *jsontree.Node) []string {
	value := node.Get("required")
	if value != nil && value.Kind == jsontree.Bool {
		r.findings.Add(finding.MemberMisplaced, value.Position(), `"required" is a list of names in the object`)
		return nil
	}
	return r.texts(node, "required")
}

// formats are the formats that change how a value is carried. All others only
// say more of it.
var formats = map[string]map[string]document.Format{
	"string": {
		"int64":     document.Int64,
		"uint64":    document.UInt64,
		"byte":      document.Base64,
		"binary":    document.Binary,
		"date":      document.Date,
		"date-time": document.Timestamp,
	},
	"integer": {
		"int32":  document.Int32,
		"uint32": document.UInt32,
		"int64":  document.Int64,
		"uint64": document.UInt64,
		"long":   document.Int64,
	},
	"number": {
		"float":  document.Float,
		"double": document.Double,
	},
}

func (r *reader) readFormat(node *jsontree.Node, typeName string, s *document.Schema) {
	name := r.text(node, "format")
	format, known := formats[typeName][name]
	switch {
	case known:
		s.Format = format
	case typeName == "integer":
		s.Format = document.Int64 // any width may come
	}
	if !known && name != "" {
		s.Limits = append(s.Limits, document.Limit{Name: "Format", Value: name})
	}
}

func enumNodes(node *jsontree.Node) []*jsontree.Node {
	if value := node.Get("const"); value != nil {
		return []*jsontree.Node{value}
	}
	if list := node.Get("enum"); list != nil && list.Kind == jsontree.Array {
		return list.Elements
	}
	return nil
}

func (r *reader) readEnum(node *jsontree.Node, s *document.Schema) {
	r.member(node, "enum", jsontree.Array)
	seen := make(map[string]bool)
	for _, e := range enumNodes(node) {
		text := e.Text
		switch kind := kinds[e.Kind]; {
		case e.Kind == jsontree.Null:
			s.Nullable = true
			continue
		case s.Kind == document.Integer && kind == document.Number, s.Kind == kind && isScalar(kind):
		case isOneOfSeveral(node) && isScalar(kind):
			continue // it is a value of another type
		case s.Kind == document.String && isScalar(kind):
			text = r.textOf(e, "enum") // and reports it
		default:
			r.findings.Add(finding.Unchecked, e.Position(), "the value %s is permitted", e)
			continue
		}
		if !r.fits(text, e, "any value of its type is accepted") {
			s.Enum = nil
			return
		}
		if seen[text] {
			r.findings.Add(finding.EnumRepeats, e.Position(), "the enum lists %q twice", text)
			continue
		}
		seen[text] = true
		s.Enum = append(s.Enum, document.EnumValue{Value: text})
	}
}

func isScalar(kind document.Kind) bool {
	switch kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}

var kinds = map[jsontree.Kind]document.Kind{
	jsontree.String: document.String,
	jsontree.Number: document.Number,
	jsontree.Bool:   document.Boolean,
	jsontree.Array:  document.Array,
	jsontree.Object: document.Object,
}
