// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

func (r *reader) schemas(root *jsontree.Node) []*document.Schema {
	var schemas []*document.Schema
	for _, m := range r.objects(root, "schemas") {
		s := r.schema(m.Value)
		s.Name = m.Name
		if id := r.text(m.Value, "id"); id != "" && id != m.Name {
			r.findings.Add(finding.SchemaID, m.Value.Get("id").Position(), "the id of the schema %q is %q", m.Name, id)
		}
		schemas = append(schemas, s)
	}
	return schemas
}

func (r *reader) schema(node *jsontree.Node) *document.Schema {
	r.checkMembers(node, schemaMembers)
	return r.schemaOf(node)
}

// schemaOf reads the members that schemas and parameters share.
func (r *reader) schemaOf(node *jsontree.Node) *document.Schema {
	s := &document.Schema{At: node.Position()}
	if node.Get("$ref") != nil {
		s = r.reference(node)
		r.reportMisplaced(node, "$ref", "type", "format", "items", "properties", "additionalProperties",
			"enum", "enumDescriptions", "enumDeprecated")
	}
	s.Description = r.text(node, "description")
	s.Deprecated = r.flag(node, "deprecated")
	s.ReadOnly = r.flag(node, "readOnly")
	s.Limits = r.limits(node)
	if s.Kind != document.Ref {
		r.readType(node, s)
	}
	return s
}

// reportMisplaced reports members that have no meaning beside another one.
func (r *reader) reportMisplaced(node *jsontree.Node, beside string, names ...string) {
	for _, name := range names {
		if value := node.Get(name); value != nil {
			r.findings.Add(finding.MemberMisplaced, value.Position(), "%q beside %s", name, beside)
		}
	}
}

func (r *reader) readType(node *jsontree.Node, s *document.Schema) {
	name := r.text(node, "type")
	s.Format = r.format(node, name)
	if s.Format == document.Date { // a string in proto
		s.Limits = append(s.Limits, document.Limit{Name: "Format", Value: "date"})
	}
	switch name {
	case "string":
		s.Kind = document.String
		s.Enum = r.enum(node)
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
		r.readProperties(node, s)
	case "any":
		s.Kind = document.Any
		if strings.Contains(s.Description, "@type") {
			s.Format = document.TypedAny
		}
	default:
		r.findings.Add(finding.UnknownType, node.Position(), "unknown type %q", name)
	}
	beside := "type " + strconv.Quote(name)
	if name != "string" {
		r.reportMisplaced(node, beside, "enum")
		if name != "array" {
			r.reportMisplaced(node, beside, "items", "enumDescriptions", "enumDeprecated")
		}
	}
	if name != "object" {
		r.reportMisplaced(node, beside, "properties", "additionalProperties")
	}
}

func (r *reader) readItems(node *jsontree.Node, s *document.Schema) {
	s.Items = &document.Schema{At: s.At}
	if items := r.member(node, "items", jsontree.Object); items != nil {
		s.Items = r.schema(items)
	} else if node.Get("items") == nil {
		r.findings.Add(finding.MemberMissing, node.Position(), `the array %q has no "items"`, node.Position().Element())
	}
	// Some arrays contain the descriptions of the enum values of their items.
	r.describeEnum(s.Items.Enum, node)
}

func (r *reader) readProperties(node *jsontree.Node, s *document.Schema) {
	for _, m := range r.objects(node, "properties") {
		s.Properties = append(s.Properties, &document.Property{Name: m.Name, Schema: r.schema(m.Value)})
	}
	additional := r.member(node, "additionalProperties", jsontree.Object)
	if additional == nil {
		return
	}
	s.Additional = r.schema(additional)
	if s.Additional.Kind == document.Any && len(s.Properties) == 0 {
		// The discovery service describes google.protobuf.Any and Struct as maps. Only
		// the description tells them apart.
		switch {
		case s.Additional.Format == document.TypedAny:
			s.Format, s.Additional = document.TypedAny, nil
		case s.Additional.Description == "Properties of the object.":
			s.Format, s.Additional = document.Struct, nil
		}
	}
}

// formats contains the formats of each type.
var formats = map[string]map[string]document.Format{
	"string": {
		"int64":            document.Int64,
		"uint64":           document.UInt64,
		"byte":             document.Base64URL,
		"date":             document.Date,
		"date-time":        document.Timestamp,
		"google-datetime":  document.Timestamp,
		"google-duration":  document.Duration,
		"google-fieldmask": document.FieldMask,
	},
	"integer": {
		"int32":  document.Int32,
		"uint32": document.UInt32,
		"int64":  document.Int64,
		"uint64": document.UInt64,
	},
	"number": {
		"float":  document.Float,
		"double": document.Double,
	},
	"object": {"google.protobuf.Any": document.TypedAny},
	"any":    {"google.protobuf.Any": document.TypedAny, "google.protobuf.Value": document.NoFormat},
}

func (r *reader) format(node *jsontree.Node, typeName string) document.Format {
	name := r.text(node, "format")
	format, known := formats[typeName][name]
	if !known && name != "" {
		r.findings.Add(finding.UnknownFormat, node.Get("format").Position(), "unknown format %q of type %q", name, typeName)
	}
	return format
}

func (r *reader) enum(node *jsontree.Node) []document.EnumValue {
	var values []document.EnumValue
	seen := make(map[string]bool)
	for _, e := range r.elements(node, "enum", jsontree.String) {
		r.checkLength(e.Text, e)
		if seen[e.Text] {
			r.findings.Add(finding.EnumDuplicate, e.Position(), "the enum lists %q twice", e.Text)
		}
		seen[e.Text] = true
		values = append(values, document.EnumValue{Value: e.Text})
	}
	r.describeEnum(values, node)
	return values
}

// describeEnum reads the members of a schema that contain an element for each enum value.
func (r *reader) describeEnum(values []document.EnumValue, node *jsontree.Node) {
	descriptions := r.elements(node, "enumDescriptions", jsontree.String)
	deprecated := r.elements(node, "enumDeprecated", jsontree.Bool)
	for i := range values {
		if i < len(descriptions) {
			values[i].Description = descriptions[i].Text
		}
		if i < len(deprecated) {
			values[i].Deprecated = deprecated[i].Text == "true"
		}
	}
	for _, name := range []string{"enumDescriptions", "enumDeprecated"} {
		if list := node.Get(name); list != nil && list.Kind == jsontree.Array && len(list.Elements) != len(values) {
			r.findings.Add(finding.EnumDescriptions, list.Position(), "%q has %d elements for %d values", name, len(list.Elements), len(values))
		}
	}
}

// limits reads the constraints of a schema.
func (r *reader) limits(node *jsontree.Node) []document.Limit {
	var limits []document.Limit
	for _, limit := range []document.Limit{
		{Name: document.Default, Value: r.scalar(node, "default")},
		{Name: document.Minimum, Value: r.text(node, "minimum")},
		{Name: document.Maximum, Value: r.text(node, "maximum")},
		{Name: document.MinLength, Value: r.number(node, "minLength")},
		{Name: document.MaxLength, Value: r.number(node, "maxLength")},
		{Name: document.MinItems, Value: r.number(node, "minItems")},
		{Name: document.MaxItems, Value: r.number(node, "maxItems")},
		{Name: document.Pattern, Value: r.text(node, "pattern")},
	} {
		if limit.Value != "" {
			limits = append(limits, limit)
		}
	}
	if annotations := r.member(node, "annotations", jsontree.Object); annotations != nil {
		r.checkMembers(annotations, annotationMembers)
		if methods := r.texts(annotations, "required"); len(methods) > 0 {
			limits = append(limits, document.Limit{Name: document.RequiredBy, Value: strings.Join(methods, ", ")})
		}
	}
	return limits
}

// number returns the literal of a member that is a number, or "" if it is absent.
func (r *reader) number(node *jsontree.Node, name string) string {
	value := r.member(node, name, jsontree.Number)
	if value == nil {
		return ""
	}
	return value.Text
}

// scalar returns the text of a member that is a string, number or boolean, or "" if it is absent.
// Documents write defaults in all three ways.
func (r *reader) scalar(node *jsontree.Node, name string) string {
	value := node.Get(name)
	switch {
	case value == nil:
		return ""
	case value.Kind == jsontree.Array || value.Kind == jsontree.Object || value.Kind == jsontree.Null:
		r.findings.Add(finding.DocumentType, value.Position(), "%q is a JSON %s instead of a string, number or boolean", name, value.Kind)
		return ""
	default:
		return value.Text
	}
}
