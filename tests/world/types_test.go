// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"math"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// typesOf returns the types that all schemas allow, or nil if none of them has a type.
func typesOf(flat []*openapi3.Schema) []string {
	var types []string
	first := true
	for _, s := range flat {
		switch own := s.Type.Slice(); {
		case len(own) == 0:
		case first:
			first, types = false, slices.Clone(own)
		default:
			types = slices.DeleteFunc(types, func(t string) bool {
				return !slices.Contains(own, t) && (t != "integer" || !slices.Contains(own, "number"))
			})
			if slices.Contains(own, "integer") && !slices.Contains(types, "integer") {
				for _, other := range flat {
					if other.Type.Includes("number") {
						types = append(types, "integer")
						break
					}
				}
			}
		}
	}
	if !first && types == nil {
		types = []string{}
	}
	return types
}

// typeBySiblings returns the type that the keywords of a schema without a type describe.
func typeBySiblings(flat []*openapi3.Schema) string {
	for _, s := range flat {
		switch {
		case s.Properties != nil || len(s.Required) > 0 || s.AdditionalProperties.Schema != nil:
			return "object"
		case s.Items != nil:
			return "array"
		case s.Pattern != "" || s.MinLength > 0 || s.MaxLength != nil || stringFormats[s.Format]:
			return "string"
		}
	}
	return ""
}

func isNullable(flat []*openapi3.Schema) bool {
	nullable := false
	for _, s := range flat {
		nullable = nullable || s.Nullable
		if len(s.Type.Slice()) > 0 && !s.Nullable {
			return false
		}
	}
	return nullable
}

func isOfType(value any, typ string) bool {
	switch value := value.(type) {
	case string:
		return typ == "string"
	case bool:
		return typ == "boolean"
	case float64:
		return typ == "number" || typ == "integer" && value == math.Trunc(value)
	case []any:
		return typ == "array"
	case map[string]any:
		return typ == "object"
	}
	return false
}
