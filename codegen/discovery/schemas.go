// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery

import (
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

func (r *reader) schemas(root *jsontree.Node) []*document.Schema {
	node := r.object(root, "schemas")
	if node == nil {
		return nil
	}
	var schemas []*document.Schema
	for _, m := range node.Members {
		s := r.schema(m.Value)
		s.Name = m.Name
		schemas = append(schemas, s)
	}
	return schemas
}

func (r *reader) schema(node *jsontree.Node) *document.Schema {
	r.checkMembers(node, schemaMembers)
	return r.schemaOf(node)
}

// schemaOf reads the members that schemas and parameters have in common.
func (r *reader) schemaOf(node *jsontree.Node) *document.Schema {
	s := &document.Schema{At: node.Position()}
	if node.Get("$ref") != nil {
		s = r.reference(node)
	} else {
		r.readType(node, s)
	}
	s.Description = r.text(node, "description")
	s.Deprecated = r.flag(node, "deprecated")
	s.ReadOnly = r.flag(node, "readOnly")
	s.Enum = r.enum(node)
	s.Limits = r.limits(node)
	return s
}

func (r *reader) reference(node *jsontree.Node) *document.Schema {
	r.requireText(node, "$ref")
	s := &document.Schema{At: node.Position(), Kind: document.Ref, Ref: r.text(node, "$ref")}
	r.refs = append(r.refs, s)
	return s
}

func (r *reader) readType(node *jsontree.Node, s *document.Schema) {
	switch name := r.text(node, "type"); name {
	case "string":
		s.Kind = document.String
		s.Format = r.format(node, stringFormats)
	case "integer":
		s.Kind = document.Integer
		s.Format = r.format(node, integerFormats)
	case "number":
		s.Kind = document.Number
		s.Format = r.format(node, numberFormats)
	case "boolean":
		s.Kind = document.Boolean
		s.Format = r.format(node, nil)
	case "array":
		s.Kind = document.Array
		if items := r.member(node, "items", jsontree.Object); items != nil {
			s.Items = r.schema(items)
		} else {
			r.findings.Add(finding.MemberMissing, node.Position(), `an array without "items"`)
			s.Items = &document.Schema{At: s.At}
		}
	case "object":
		s.Kind = document.Object
		s.Format = r.format(node, objectFormats)
		r.readProperties(node, s)
	case "any":
		s.Kind = document.Any
		s.Format = r.format(node, objectFormats)
		if strings.Contains(r.text(node, "description"), "@type") {
			s.Format = document.TypedAny
		}
	default:
		r.findings.Add(finding.UnknownType, node.Position(), "type is %q", name)
	}
}

func (r *reader) readProperties(node *jsontree.Node, s *document.Schema) {
	if properties := r.object(node, "properties"); properties != nil {
		for _, m := range properties.Members {
			s.Properties = append(s.Properties, &document.Property{Name: m.Name, Schema: r.schema(m.Value)})
		}
	}
	additional := r.member(node, "additionalProperties", jsontree.Object)
	if additional == nil {
		return
	}
	s.Additional = r.schema(additional)
	if s.Additional.Kind == document.Any && len(s.Properties) == 0 {
		// The discovery service writes google.protobuf.Any and Struct as maps,
		// and says in prose which it was.
		switch {
		case s.Additional.Format == document.TypedAny:
			s.Format, s.Additional = document.TypedAny, nil
		case s.Additional.Description == "Properties of the object.":
			s.Format, s.Additional = document.Struct, nil
		}
	}
}

var (
	stringFormats = map[string]document.Format{
		"int64":            document.Int64,
		"uint64":           document.UInt64,
		"byte":             document.Byte,
		"date":             document.Date,
		"date-time":        document.Timestamp,
		"google-datetime":  document.Timestamp,
		"google-duration":  document.Duration,
		"google-fieldmask": document.FieldMask,
	}
	integerFormats = map[string]document.Format{
		"int32":  document.Int32,
		"uint32": document.UInt32,
		"int64":  document.Int64,
		"uint64": document.UInt64,
	}
	numberFormats = map[string]document.Format{
		"float":  document.Float,
		"double": document.Double,
	}
	objectFormats = map[string]document.Format{
		"google.protobuf.Any": document.TypedAny,
	}
)

func (r *reader) format(node *jsontree.Node, known map[string]document.Format) document.Format {
	name := r.text(node, "format")
	format, ok := known[name]
	if !ok && name != "" {
		r.findings.Add(finding.UnknownFormat, node.Get("format").Position(), "format %q of type %q", name, r.text(node, "type"))
	}
	return format
}

func (r *reader) enum(node *jsontree.Node) []document.EnumValue {
	var values []document.EnumValue
	descriptions := r.texts(node, "enumDescriptions")
	var deprecated []*jsontree.Node
	if list := r.member(node, "enumDeprecated", jsontree.Array); list != nil {
		deprecated = list.Elements
	}
	seen := make(map[string]bool)
	for i, value := range r.texts(node, "enum") {
		if seen[value] {
			r.findings.Add(finding.EnumDuplicate, node.Get("enum").Position(), "the enum lists %q twice", value)
			continue
		}
		seen[value] = true
		v := document.EnumValue{Value: value}
		if i < len(descriptions) {
			v.Description = descriptions[i]
		}
		if i < len(deprecated) {
			v.Deprecated = deprecated[i].Text == "true"
		}
		values = append(values, v)
	}
	return values
}

func (r *reader) limits(node *jsontree.Node) []document.Limit {
	var limits []document.Limit
	for _, limit := range []document.Limit{
		{Name: "Default", Value: r.scalar(node, "default")},
		{Name: "Minimum", Value: r.text(node, "minimum")},
		{Name: "Maximum", Value: r.text(node, "maximum")},
		{Name: "Pattern", Value: r.text(node, "pattern")},
	} {
		if limit.Value != "" {
			limits = append(limits, limit)
		}
	}
	if annotations := r.member(node, "annotations", jsontree.Object); annotations != nil {
		r.checkMembers(annotations, annotationMembers)
		if methods := r.texts(annotations, "required"); len(methods) > 0 {
			limits = append(limits, document.Limit{Name: "Required by", Value: strings.Join(methods, ", ")})
		}
	}
	return limits
}

// scalar returns a string, number or boolean as its text: documents write
// defaults either way.
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
