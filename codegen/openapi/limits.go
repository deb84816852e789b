// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// limitMembers are what a schema says of values and no type can say: each
// stands in the comment of a field.
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
	{"minProperties", "Minimum properties"},
	{"maxProperties", "Maximum properties"},
	{"contentMediaType", "Media type"},
	{"contentEncoding", "Encoding"},
	{"collectionFormat", "Collection format"},
	{"allowEmptyValue", "May be empty"},
}

// uncheckedMembers say more of values than we check or show.
var uncheckedMembers = members("not if then else dependentRequired dependentSchemas patternProperties propertyNames " +
	"prefixItems contains minContains maxContains unevaluatedItems unevaluatedProperties contentSchema $dynamicRef " +
	"$dynamicAnchor $recursiveRef $vocabulary dependencies additionalItems")

func (r *reader) limits(node *jsontree.Node) []document.Limit {
	var limits []document.Limit
	for _, m := range limitMembers {
		value := node.Get(m.member)
		if value == nil || value.Kind == jsontree.Null || value.Kind == jsontree.Bool && value.Text == "false" && m.member != "default" {
			continue
		}
		text := value.Text
		if textIn(node, "type") == "string" {
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

func isLimit(name string) bool {
	return slices.ContainsFunc(limitMembers, func(m struct{ member, name string }) bool { return m.member == name })
}

func (r *reader) checkSchemaMembers(node *jsontree.Node) {
	for _, m := range node.Members {
		switch {
		case m.Name == "xml":
			r.findings.Add(finding.XML, m.Value.Position(), "the XML of the value")
		case m.Name == "$id" || m.Name == "$anchor":
			r.findings.Add(finding.SchemaID, m.Value.Position(), "%q is %s", m.Name, strconv.Quote(m.Value.Text))
		case schemaMembers[m.Name] || isLimit(m.Name):
		case uncheckedMembers[m.Name]:
			r.findings.Add(finding.Unchecked, m.Value.Position(), "%q is %s", m.Name, m.Value)
		case r.swagger && m.Name == "x-nullable":
		case strings.HasPrefix(m.Name, "x-"):
			r.countExtension(m)
		default:
			r.findings.Add(finding.UnknownMember, m.Value.Position(), "%q", m.Name)
		}
	}
}
