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

const invoiceDocument = `openapi: 3.1.0
info: {title: Billing, version: v1}
paths:
  /{shop}/invoices:
    parameters: [{name: shop, in: path, required: true, schema: {type: string}}]
    post:
      operationId: createInvoice
      parameters: [{name: trace, in: header, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Invoice"}}}}
      responses: {"204": {description: d}}
    patch:
      operationId: patchInvoice
      requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: "#/components/schemas/Invoice"}}}}
      responses: {"204": {description: d}}
components:
  schemas:
    Invoice:
      type: object
      required: [id, customer_id, lines, note]
      properties:
        id: {type: string, readOnly: true}
        customer_id: {type: string}
        note: {type: [string, "null"]}
        lines: {type: array, items: {$ref: "#/components/schemas/Line"}}
        notes: {type: object, additionalProperties: {$ref: "#/components/schemas/Line"}}
        first: {$ref: "#/components/schemas/Line"}
        any: {}
    Line:
      type: object
      required: [unit_price]
      properties: {unit_price: {type: integer}, parts: {type: array, items: {$ref: "#/components/schemas/Line"}}}
`

// TestExampleMembers has requests with unknown members, and without required ones.
func TestExampleMembers(t *testing.T) {
	const rest = "trace: t, shop: s"
	for _, test := range []struct {
		name, method, request string
		more                  string // other sections
		want                  []string
	}{
		{name: "all required members", method: "createInvoice",
			request: "{" + rest + ", invoice: {customer_id: c, note: n, lines: [{unit_price: 1}]}}"},
		{name: "lists, maps and objects", method: "createInvoice",
			request: "{" + rest + ", invoice: {customer_id: c, note: n, lines: [{unit_price: 1, parts: [{}]}, {}], notes: {k: {}}, first: {}}}",
			want: []string{
				`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.first.unit_price"`,
				`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.lines[0].parts[0].unit_price"`,
				`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.lines[1].unit_price"`,
				`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.notes[\"k\"].unit_price"`,
			}},
		{name: "zero, empty and null", method: "createInvoice",
			request: "{" + rest + ", invoice: {customer_id: '', null_fields: [note], lines: [], first: {unit_price: 0}}}"},
		{name: "null is not a value", method: "createInvoice",
			request: "{" + rest + ", invoice: {customer_id: null, note: n, lines: []}}",
			want:    []string{`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.customer_id"`}},
		{name: "mistyped and unknown members", method: "createInvoice",
			request: "{shop: s, tracer: t, invoice: {customerId: c, note: n, lines: [{unitPrice: 1}, {price: 1}], backdrop: red, any: {x: 1}}}",
			want: []string{
				`1:43 example-invalid: the request of CreateInvoice does not have the field "invoice.backdrop"`,
				`1:43 example-invalid: the request of CreateInvoice does not have the field "invoice.customerId" (did you mean "customer_id"?)`,
				`1:43 example-invalid: the request of CreateInvoice does not have the field "invoice.lines[0].unitPrice" (did you mean "unit_price"?)`,
				`1:43 example-invalid: the request of CreateInvoice does not have the field "invoice.lines[1].price"`,
				`1:43 example-invalid: the request of CreateInvoice does not have the field "tracer" (did you mean "trace"?)`,
				`1:43 example-invalid: the request of CreateInvoice requires the field "invoice.lines[1].unit_price"`,
			}},
		{name: "a request without its body", method: "createInvoice", request: "{" + rest + "}",
			want: []string{`1:43 example-invalid: the request of CreateInvoice requires the field "invoice"`}},
		{name: "a partial body", method: "patchInvoice", request: "{shop: s, invoice: {first: {}}}"},
		{name: "a partial body without a parameter", method: "patchInvoice", request: "{}",
			want: []string{
				`1:42 example-invalid: the request of PatchInvoice requires the field "invoice"`,
				`1:42 example-invalid: the request of PatchInvoice requires the field "shop"`,
			}},
		{name: "renamed fields", method: "createInvoice", more: "fields: {Invoice.customer_id: buyer}\nbodies: {createInvoice: order}\n",
			request: "{" + rest + ", order: {customer_id: c, note: n, lines: []}}"},
		{name: "names of the .proto file", method: "createInvoice", more: "fields: {Invoice.customer_id: buyer}\n",
			request: "{" + rest + ", invoice: {buyer: c, note: n, lines: []}}"},
		{name: "fields that a client sets", method: "createInvoice", more: "defaults: [shop]\nrequestIds: {createInvoice: [trace]}\n",
			request: "{invoice: {customer_id: c, note: n, lines: []}}"},
		{name: "with another mistake", method: "createInvoice", more: "types: {Invoice.customer_id: google.rpc.Code}\n",
			request: "{" + rest + ", invoice: {customerId: c, customer_id: c, note: n, lines: []}}",
			want: []string{
				`1:43 example-invalid: the request of CreateInvoice does not have the field "invoice.customerId" (did you mean "customer_id"?)`,
				`2:9 overlay-impossible: "Invoice.customer_id" is not an enum`,
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, findings := openapi.Read("billing.yaml", []byte(invoiceDocument))
			if findings.HasErrors() {
				t.Fatal(found(findings))
			}
			api, _ := model.Build(doc, &model.Package{Name: "billing.v1", GoImport: "example.com/billing/billingpb"}, new(numbers.Lock))
			o, findings := overlay.Read("overlay.yaml", []byte("example: {method: "+test.method+", request: "+test.request+"}\n"+test.more))
			findings.Append(o.Apply(api))
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
