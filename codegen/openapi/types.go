// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// readShape reads the members of a schema that determine its type.
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

// types returns the types of a schema. Before OpenAPI 3.1 there is at most one.
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
	if r.before31 {
		r.findings.Add(finding.OtherVersion, value.Position(), `"type" is the list %s, which is valid from OpenAPI 3.1 on`, value)
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

// impliedType returns the type that other members of a schema imply, or "".
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

// readType reads a schema as one of a given type.
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
	case "file": // Swagger 2.0
		s.Kind, s.Format = document.String, document.Binary
	case "null", "":
	default:
		r.findings.Add(finding.UnknownType, node.Position(), "unknown type %q", name)
	}
	r.readFormat(node, name, s)
	r.readEnum(node, s)
	if name != "object" {
		r.reportMisplaced(node, name, "properties", "additionalProperties")
	}
	if name != "array" {
		r.reportMisplaced(node, name, "items")
	}
}

// reportMisplaced reports members that have no meaning for the only type of a schema.
func (r *reader) reportMisplaced(node *jsontree.Node, typeName string, names ...string) {
	if typeName == "" || node.Get("type") == nil || hasSeveralTypes(node) {
		return
	}
	for _, name := range names {
		if value := node.Get(name); value != nil {
			r.findings.Add(finding.MemberMisplaced, value.Position(), "%q beside type %q", name, typeName)
		}
	}
}

// hasSeveralTypes reports whether a schema has more than one type.
func hasSeveralTypes(node *jsontree.Node) bool {
	declared := node.Get("type")
	return declared != nil && declared.Kind == jsontree.Array && len(declared.Elements) > 1
}

// readItems reads the schema of an array's elements.
func (r *reader) readItems(node *jsontree.Node, s *document.Schema) {
	s.Items = r.schemaIn(node, "items")
	if s.Items == nil {
		s.Items = &document.Schema{At: s.At}
		if node.Get("prefixItems") == nil && r.before31 {
			r.findings.Add(finding.SchemaMissing, node.Position(), `the array %q has no "items"`, node.Position().Element())
		}
	}
}

// readProperties reads the properties of an object.
func (r *reader) readProperties(node *jsontree.Node, s *document.Schema) {
	required := make(map[string]bool)
	for _, name := range r.requiredNames(node) {
		required[name] = true
	}
	if properties := r.member(node, "properties", jsontree.Object); properties != nil {
		for _, m := range properties.Members {
			if !r.fitsName(m.Name, m.Value, "the property is not in the output") {
				continue
			}
			p := r.schema(m.Value)
			p.Required = required[m.Name]
			delete(required, m.Name)
			s.Properties = append(s.Properties, &document.Property{Name: m.Name, Schema: p})
		}
	}
	if len(required) > 0 {
		r.undeclared[s] = required
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

// requiredNames returns the names of required properties. Old drafts of JSON Schema have a flag of the
// same name in the property.
func (r *reader) requiredNames(node *jsontree.Node) []string {
	value := node.Get("required")
	if value != nil && value.Kind == jsontree.Bool {
		r.findings.Add(finding.MemberMisplaced, value.Position(),
			`"required" of %q, a property: it is a list of names in the object`, node.Position().Element())
		return nil
	}
	return r.texts(node, "required")
}

// formats contains the formats with an effect, by type. A date is a string, so it is also documented, like the
// other formats. Those of numbers are reported, because the field may not hold all digits.
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
		"int32":  document.Int32,
		"uint32": document.UInt32,
		"int64":  document.Int64,
		"uint64": document.UInt64,
		"long":   document.Int64,
	},
}

// smallFormats are formats of the OpenAPI Format Registry whose values any number field can hold.
var smallFormats = []string{"int8", "uint8", "int16", "uint16", "double-int", "single-int"}

// readFormat reads the format of a schema of a given type.
func (r *reader) readFormat(node *jsontree.Node, typeName string, s *document.Schema) {
	name := r.text(node, "format")
	format, known := formats[typeName][name]
	switch {
	case known:
		s.Format = format
	case typeName == "integer":
		s.Format = document.Int64 // the width is unknown
	}
	isNumber := typeName == "integer" || typeName == "number"
	_, isOfText := formats["string"][name] // for the other types of the schema
	if !known && isNumber && !isOfText && name != "" && !slices.Contains(smallFormats, name) {
		as := "an int64"
		if typeName == "number" {
			as = "a double, which keeps about 15 digits"
		}
		r.findings.Add(finding.UnknownFormat, node.Get("format").Position(), "unknown format %q of type %q: the field is %s", name, typeName, as)
	}
	if (!known || format == document.Date) && name != "" {
		s.Limits = append(s.Limits, document.Limit{Name: "Format", Value: name})
	}
}

// isScalar reports whether a kind is that of scalars.
func isScalar(kind document.Kind) bool {
	switch kind {
	case document.String, document.Integer, document.Number, document.Boolean:
		return true
	}
	return false
}

// hasTypeOrParts reports whether a schema determines more than required properties.
func (r *reader) hasTypeOrParts(s *document.Schema) bool {
	c := r.combinationOf[s]
	return c != nil && len(c.parts) > 0 || r.hasType(s)
}

// hasType reports whether a schema determines a type. An object without members does not.
func (r *reader) hasType(s *document.Schema) bool {
	switch s.Kind {
	case document.Any:
		return false
	case document.Object:
		return len(s.Properties) > 0 || s.Additional != nil || len(s.Variants) > 0
	}
	return true
}
