// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/openapi"
	"github.com/protolect/protolect/codegen/overlay"
)

const inheritedDocument = `
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Entity: {type: object, required: [id], properties: {id: {type: string}, made: {type: string, format: date-time}}}
    Product: {allOf: [{$ref: '#/components/schemas/Entity'}, {type: object, properties: {name: {type: string}}}]}
    Order: {allOf: [{$ref: '#/components/schemas/Entity'}, {type: object, properties: {id: {type: integer}, total: {type: integer}}}]}
    Part: {allOf: [{$ref: '#/components/schemas/Product'}, {type: object, properties: {weight: {type: number}}}]}
    Other: {type: object, properties: {id: {type: string}}}
`

// TestCopies applies lines to the properties of a schema that others include.
func TestCopies(t *testing.T) {
	for _, test := range []struct {
		data string
		want []string
	}{
		{"fields: {Entity.made: born}", []string{
			`1:10 overlay-not-inherited: the line changes Entity.made and not its copies Order.made, Part.made, Product.made; their lines are fields: {Order.made: born, Part.made: born, Product.made: born}`,
		}},
		{"types: {Entity.made: string, Order.made: string, Part.made: string}", []string{
			`1:9 overlay-not-inherited: the line changes Entity.made and not its copies Product.made; their lines are types: {Product.made: string}`,
		}},
		{"optional: {Entity.id: true, Product.id: true, Part.id: true, Order.id: true}", nil},
		{"fields: {Product.name: title, Part.name: title, Other.id: key}", nil},
	} {
		doc, findings := openapi.Read("shop.yaml", []byte(inheritedDocument))
		if findings.HasErrors() {
			t.Fatal(found(findings))
		}
		api, _ := model.Build(doc, &model.Package{Name: "shop.v1", GoImport: "example.com/shoppb"}, new(numbers.Lock))
		o, findings := overlay.Read("overlay.yaml", []byte(test.data))
		findings.Append(o.Apply(api))
		if d := cmp.Diff(test.want, found(findings)); d != "" {
			t.Errorf("%s (-want +got):\n%s", test.data, d)
		}
	}
}
