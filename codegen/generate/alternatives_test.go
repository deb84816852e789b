// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
)

// TestAlternativesWithoutNames has a union of objects and lists that the document does not
// name: each is called after what only it has. Those that were published with numbers keep
// them.
func TestAlternativesWithoutNames(t *testing.T) {
	document := []byte(`
openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
paths:
  /pets: {get: {operationId: getPets, responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/All'}}}}}}}
components:
  schemas:
    All: {type: object, properties: {told: {$ref: '#/components/schemas/Told'}, shaped: {$ref: '#/components/schemas/Shaped'}, lists: {$ref: '#/components/schemas/Lists'}, one: {$ref: '#/components/schemas/One'}}}
    Told:
      oneOf:
      - {type: object, required: [type, to], properties: {type: {type: string, enum: [whatsapp]}, to: {type: string}}}
      - {type: object, required: [type, at], properties: {type: {type: string, enum: [phone-call]}, at: {type: string}}}
    Shaped:
      oneOf:
      - {type: object, required: [code], properties: {kind: {type: string}, hint: {type: string}, code: {type: string}}}
      - {type: object, properties: {kind: {type: string}, refresh: {type: string}}}
      - {type: object, required: [kind], properties: {kind: {type: integer}}}
    Lists: {oneOf: [{type: array, items: {type: string}}, {type: array, items: {type: integer}}, {type: array, items: {$ref: '#/components/schemas/All'}}]}
    One: {oneOf: [{type: object, properties: {a: {type: string}}}, {type: string}]}
`[1:])
	fields := func(lock []byte) map[string]string {
		t.Helper()
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "a.yaml", Data: document}, Lock: generate.File{Name: "numbers.lock.yaml", Data: lock},
			GoImport: func(p string) string { return "example.com/" + p },
		})
		if err != nil || out == nil {
			t.Fatal(err, findings.All())
		}
		all := make(map[string]string)
		for _, m := range out.Model.Messages {
			if !m.IsUnion {
				continue
			}
			var names []string
			for _, f := range m.Fields {
				names = append(names, f.Name)
			}
			slices.Sort(names)
			all[m.Name] = strings.Join(names, " ")
		}
		return all
	}
	want := map[string]string{
		"Told": "phone_call whatsapp", "Shaped": "other_object with_code with_refresh",
		"Lists": "all_list integer_list text_list", "One": "object text",
	}
	if diff := cmp.Diff(want, fields(nil)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	want["Told"], want["Lists"] = "object object2", "list list2 list3"
	if diff := cmp.Diff(want, fields([]byte(`version: 1
messages:
  Told: {current: {object: 1, object2: 2}}
  Lists: {current: {list: 1, list2: 2, list3: 3}}
`))); diff != "" {
		t.Errorf("published: -want +got:\n%s", diff)
	}
}
