// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/jsontree"
)

// limitMembers are the members of a schema that no protobuf type can express. They become part of the
// comment of a field.
var limitMembers = []struct{ member, name string }{
	{"default", document.Default},
	{"minimum", document.Minimum},
	{"exclusiveMinimum", document.ExclusiveMinimum},
	{"maximum", document.Maximum},
	{"exclusiveMaximum", document.ExclusiveMaximum},
	{"multipleOf", "Multiple of"},
	{"minLength", document.MinLength},
	{"maxLength", document.MaxLength},
	{"pattern", document.Pattern},
	{"minItems", document.MinItems},
	{"maxItems", document.MaxItems},
	{"uniqueItems", "Unique items"},
	{"minProperties", minProperties},
	{"maxProperties", maxProperties},
	{"contentMediaType", "Media type"},
	{"contentEncoding", "Encoding"},
	{"collectionFormat", "Collection format"},
	{"allowEmptyValue", "May be empty"},
}

const (
	minProperties = "Minimum properties"
	maxProperties = "Maximum properties"
)

// limits reads the constraints of a schema.
func (r *reader) limits(node *jsontree.Node) []document.Limit {
	var limits []document.Limit
	for _, m := range limitMembers {
		value := node.Get(m.member)
		if value == nil || value.Kind == jsontree.Null || value.Kind == jsontree.Bool && value.Text == "false" && m.member != "default" {
			continue
		}
		text := value.Text
		if uncheckedText(node, "type") == "string" {
			text = value.Spelling()
		}
		if value.Kind == jsontree.Array || value.Kind == jsontree.Object {
			text = value.JSON()
		}
		if text != "" {
			limits = append(limits, document.Limit{Name: m.name, Value: text})
		}
	}
	return limits
}

// isLimit reports whether a member is one of limitMembers.
func isLimit(name string) bool {
	return slices.ContainsFunc(limitMembers, func(m struct{ member, name string }) bool { return m.member == name })
}
