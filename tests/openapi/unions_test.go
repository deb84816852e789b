// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestRandomValues generates random values for the schemas of a document, most of which are unions.
// Values that are valid according to kin-openapi are read into a message, which must be written as
// the same value.
func TestRandomValues(t *testing.T) {
	text, err := os.ReadFile("../../codegen/generate/testdata/unions/document.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "document.yaml", Data: text},
		GoImport: func(string) string { return "example.com/zoo" },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	g := values{rand.New(rand.NewPCG(8, 9)), doc.Components.Schemas}
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		schema := doc.Components.Schemas[name].Value
		md := messageCalled(out.Descriptors, name)
		if md == nil {
			if name != "Open" { // its strings have no message
				t.Errorf("there is no message for %s", name)
			}
			continue
		}
		valid := 0
		for range 600 {
			value := g.of(schema, 4)
			if schema.VisitJSON(value, openapi3.EnableJSONSchema2020()) != nil {
				continue // two alternatives of a union without a discriminator may match
			}
			valid++
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			m := dynamicpb.NewMessage(md)
			if err := wirejson.Unmarshal(text, m); err != nil {
				t.Fatalf("%s: %s: %v", name, text, err)
			}
			again, err := wirejson.Marshal(m)
			if err != nil {
				t.Fatalf("%s: %s: %v", name, text, err)
			}
			var want, got any
			if json.Unmarshal(text, &want) != nil || json.Unmarshal(again, &got) != nil || !cmp.Equal(want, got) {
				t.Fatalf("%s: %s is written as %s", name, text, again)
			}
		}
		if valid < 100 {
			t.Errorf("only %[2]d values of %[1]s are valid", name, valid)
		}
	}
}

func messageCalled(files []protoreflect.FileDescriptor, name string) protoreflect.MessageDescriptor {
	for _, file := range files {
		if md := file.Messages().ByName(protoreflect.Name(name)); md != nil {
			return md
		}
	}
	return nil
}

type values struct {
	*rand.Rand
	schemas openapi3.Schemas
}

// of returns a value with a limited depth of objects.
func (g values) of(s *openapi3.Schema, depth int) any {
	switch {
	case len(s.Enum) > 0:
		return s.Enum[g.IntN(len(s.Enum))]
	case len(s.OneOf) > 0:
		return g.with(s, []any{g.of(s.OneOf[g.IntN(len(s.OneOf))].Value, depth)}, depth)
	case len(s.AnyOf) > 0:
		var all []any
		for _, v := range s.AnyOf {
			if len(all) == 0 || g.IntN(2) == 0 {
				all = append(all, g.of(v.Value, depth))
			}
		}
		return g.with(s, all, depth)
	case len(s.AllOf) > 0:
		return g.whole(s, depth)
	case s.Discriminator != nil:
		return g.whole(g.kindOf(s), depth)
	case s.Type == nil:
		return nil
	}
	types := s.Type.Slice()
	switch types[g.IntN(len(types))] {
	case "string":
		return fmt.Sprintf("text %d", g.IntN(100))
	case "integer":
		return float64(g.IntN(1000) - 500)
	case "number":
		return float64(g.IntN(1000)) / 8
	case "boolean":
		return g.IntN(2) == 0
	case "array":
		list := []any{}
		for range g.IntN(3) * min(depth, 1) {
			list = append(list, g.of(s.Items.Value, depth-1))
		}
		if len(list) == 0 && depth > 0 {
			return append(list, g.of(s.Items.Value, depth-1)) // an empty list would match every type of list
		}
		return list
	case "object":
		return g.object(s, depth)
	}
	return nil
}

// kindOf returns a schema, or one that includes it.
func (g values) kindOf(s *openapi3.Schema) *openapi3.Schema {
	for _, name := range slices.Sorted(maps.Keys(g.schemas)) {
		kind := g.schemas[name].Value
		if slices.ContainsFunc(kind.AllOf, func(part *openapi3.SchemaRef) bool { return part.Value == s }) && g.IntN(2) == 0 {
			return g.kindOf(kind)
		}
	}
	return s
}

// whole returns an object with the properties of all parts, its own properties last.
func (g values) whole(s *openapi3.Schema, depth int) map[string]any {
	object := make(map[string]any)
	for _, part := range s.AllOf {
		maps.Copy(object, g.whole(part.Value, depth))
	}
	maps.Copy(object, g.object(s, depth))
	return object
}

// with returns a value of an alternative, with the properties of the schema itself.
func (g values) with(s *openapi3.Schema, all []any, depth int) any {
	object, ok := all[0].(map[string]any)
	if !ok {
		return all[0]
	}
	for _, other := range all[1:] {
		if other, ok := other.(map[string]any); ok {
			maps.Copy(object, other)
		}
	}
	maps.Copy(object, g.object(s, depth))
	if d := s.Discriminator; d != nil && object[d.PropertyName] == nil {
		object[d.PropertyName] = "Bird"
	}
	return object
}

func (g values) object(s *openapi3.Schema, depth int) map[string]any {
	object := make(map[string]any)
	for name, property := range s.Properties {
		if slices.Contains(s.Required, name) || depth > 0 && g.IntN(2) == 0 {
			value := g.of(property.Value, depth-1)
			if list, isList := value.([]any); isList && len(list) == 0 && !slices.Contains(s.Required, name) {
				continue // null is read as absent
			}
			object[name] = value
		}
	}
	if s.AdditionalProperties.Schema != nil && depth > 0 {
		for range 1 + g.IntN(2) {
			object[fmt.Sprint("key", g.IntN(5))] = g.of(s.AdditionalProperties.Schema.Value, depth-1)
		}
	}
	return object
}
