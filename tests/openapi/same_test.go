// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// differ describes the first difference between two JSON values at a path, and returns "" if they
// are the same. Times are the same if the instants are, and bytes if the decoded bytes are. An
// empty list or map may be missing, because proto does not distinguish it from an absent one.
// Members of an object that no schema describes may be missing as well.
func differ(path string, want, got any, schemas []*openapi3.Schema) string {
	if got == nil && isEmpty(want) {
		return ""
	}
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for name, value := range want {
			inner, known := membersOf(schemas, name)
			member, ok := object[name]
			if !ok {
				if known && !isEmpty(value) {
					return fmt.Sprintf("%s.%s is lost: it was %v", path, name, value)
				}
				continue
			}
			if problem := differ(path+"."+name, value, member, inner); problem != "" {
				return problem
			}
		}
		for name, value := range object {
			if _, ok := want[name]; !ok {
				return fmt.Sprintf("%s.%s is new: %v", path, name, value)
			}
		}
		return ""
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			break
		}
		var items []*openapi3.Schema
		for _, s := range schemas {
			items = append(items, alternatives(s.Items)...)
		}
		for i := range want {
			if problem := differ(fmt.Sprintf("%s[%d]", path, i), want[i], list[i], items); problem != "" {
				return problem
			}
		}
		return ""
	case string:
		if text, ok := got.(string); ok && (text == want || hasFormat(schemas, "date-time") && isSameTime(want, text) || hasFormat(schemas, "byte") && isSameBytes(want, text)) {
			return ""
		}
	case float64:
		if number, ok := got.(float64); ok && (number == want || hasFormat(schemas, "float") && float32(number) == float32(want)) {
			return ""
		}
	default:
		if got == want {
			return ""
		}
	}
	return fmt.Sprintf("%s: %v became %v", path, want, got)
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

func isSameTime(a, b string) bool {
	first, err1 := time.Parse(time.RFC3339Nano, a)
	second, err2 := time.Parse(time.RFC3339Nano, b)
	return err1 == nil && err2 == nil && first.Equal(second)
}

func isSameBytes(a, b string) bool {
	decode := func(text string) string {
		text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
		decoded, err := base64.RawStdEncoding.DecodeString(text)
		if err != nil {
			return text
		}
		return string(decoded)
	}
	return decode(a) == decode(b)
}

func hasFormat(schemas []*openapi3.Schema, format string) bool {
	for _, s := range schemas {
		if s.Format == format {
			return true
		}
	}
	return false
}

// membersOf returns the schemas of an object's member, and reports whether any schema describes it.
func membersOf(schemas []*openapi3.Schema, name string) (members []*openapi3.Schema, known bool) {
	for _, s := range schemas {
		if p := s.Properties[name]; p != nil {
			known = true
			members = append(members, alternatives(p)...)
		} else if s.AdditionalProperties.Schema != nil {
			known = true
			members = append(members, alternatives(s.AdditionalProperties.Schema)...)
		}
	}
	return members, known
}

// alternatives returns a schema and all of its parts and alternatives.
func alternatives(ref *openapi3.SchemaRef) []*openapi3.Schema {
	var all []*openapi3.Schema
	seen := make(map[*openapi3.Schema]bool)
	var add func(ref *openapi3.SchemaRef)
	add = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		seen[ref.Value] = true
		all = append(all, ref.Value)
		for _, parts := range []openapi3.SchemaRefs{ref.Value.AllOf, ref.Value.OneOf, ref.Value.AnyOf} {
			for _, part := range parts {
				add(part)
			}
		}
	}
	add(ref)
	return all
}
