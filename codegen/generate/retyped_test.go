// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
)

const retypedDocument = `openapi: 3.1.0
info: {title: Shop, version: v1}
servers: [{url: https://shop.example.com}]
paths:
  /items:
    get:
      operationId: getItem
      responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/Item"}}}}}
components:
  schemas:
    Price: {type: number, format: decimal}
    Size: {type: string, enum: [S, S, L]}
    Item:
      type: object
      properties:
        weight: {type: number, format: kilo}
        weights: {type: array, items: {type: number, format: kilo}}
        table: {type: object, additionalProperties: {type: array, items: {type: integer, format: kilo}}}
        price: {$ref: "#/components/schemas/Price"}
        total: {$ref: "#/components/schemas/Price"}
        maybe: {oneOf: [{$ref: "#/components/schemas/Price"}, {type: "null"}]}
        size: {$ref: "#/components/schemas/Size"}
        color: {type: string, enum: [red, red]}
        large: {type: integer, format: int32, maximum: 5000000000}
        nulls: {type: array, items: {type: [string, "null"]}}
        either:
          oneOf:
            - {type: object, properties: {a: {type: string}}}
            - {type: object, properties: {a: {type: string}, deep: {$ref: "#/components/schemas/Tree"}}}
            - {type: object, properties: {own: {type: object, properties: {b: {type: number, format: kilo}}}}}
        sharing: {type: object, properties: {part: {type: object, properties: {d: {type: string}}}}}
        shared: {$ref: "#/components/schemas/Item/properties/sharing/properties/part"}
        kinds: {type: object, additionalProperties: {type: object, properties: {kind: {type: string, enum: [A]}}}}
        loop: {type: object, properties: {loops: {type: array, items: {$ref: "#/components/schemas/Item/properties/loop"}}}}
        other:
          type: object
          properties: {c: {type: string}}
    Tree: {type: object, properties: {trees: {type: array, items: {$ref: "#/components/schemas/Tree"}}}}
`

// TestRetyped sets the type of properties. The output contains neither the types that they had in the document
// nor findings about these.
func TestRetyped(t *testing.T) {
	run := func(properties ...string) (*generate.Output, []string) {
		overlay := ""
		for _, p := range properties {
			overlay += "  Item." + p + ": google.protobuf.Value\n"
		}
		if overlay != "" {
			overlay = "types:\n" + overlay
		}
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "api.yaml", Data: []byte(retypedDocument)},
			Overlay:  generate.File{Name: "overlay.yaml", Data: []byte(overlay)},
			GoImport: func(string) string { return "example.com/api" },
		})
		if err != nil || findings.HasErrors() {
			t.Fatal(err, findings.All())
		}
		var found []string
		for _, f := range findings.All() {
			if f.Rule != finding.UnusedComponent.Name {
				found = append(found, f.Rule+" "+strings.TrimPrefix(f.Position.Pointer, "/components/schemas/"))
			}
		}
		return out, found
	}
	whole, all := run()
	before := definitionsOf(whole)
	for _, test := range []struct {
		properties, settled []string
		messages            []string // that are no longer in the output
	}{
		{[]string{"weight"}, []string{"unknown-format Item/properties/weight/format"}, nil},
		{[]string{"weights"}, []string{"unknown-format Item/properties/weights/items/format"}, nil},
		{[]string{"table"}, []string{"unknown-format Item/properties/table/additionalProperties/items/format"}, []string{"Item.TableList"}},
		// The other properties still have the format.
		{[]string{"price"}, nil, nil},
		{[]string{"price", "total"}, nil, nil},
		{[]string{"price", "total", "maybe"}, []string{"unknown-format Price/format"}, nil},
		{[]string{"size"}, []string{"enum-repeats Size/enum/1"}, nil},
		{[]string{"color"}, []string{"enum-repeats Item/properties/color/enum/1"}, nil},
		{[]string{"large"}, []string{"integer-range Item/properties/large"}, nil},
		{[]string{"either"}, []string{
			"alternatives-alike Item/properties/either/oneOf/1",
			"unknown-format Item/properties/either/oneOf/2/properties/own/properties/b/format",
		}, []string{"Item.Either", "Item.Either.OtherObject", "Item.Either.WithDeep", "Item.Either.WithOwn", "Item.Either.WithOwn.Own"}},
		{[]string{"other"}, nil, []string{"Item.Other"}},
		// Another property has a message within the message.
		{[]string{"sharing"}, nil, nil},
		{[]string{"kinds"}, nil, []string{"Item.Kind"}},
		{[]string{"loop"}, nil, []string{"Item.Loop"}},
	} {
		out, left := run(test.properties...)
		for _, f := range test.settled {
			if !slices.Contains(all, f) {
				t.Errorf("%q: without the overlay, %q is not among %q", test.properties, f, all)
			}
		}
		want := slices.DeleteFunc(slices.Clone(all), func(f string) bool { return slices.Contains(test.settled, f) })
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("%q: findings -want +got:\n%s", test.properties, diff)
		}
		gone := slices.DeleteFunc(slices.Clone(before), func(m string) bool { return slices.Contains(definitionsOf(out), m) })
		if diff := cmp.Diff(test.messages, gone, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: messages that are gone -want +got:\n%s", test.properties, diff)
		}
	}
}

func definitionsOf(out *generate.Output) (paths []string) {
	out.Model.Walk(func(m *model.Message) { paths = append(paths, m.Path()) })
	return paths
}
