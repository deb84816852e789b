// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
)

// TestRemedies adds the line that a finding contains to the overlay. The finding must be gone.
func TestRemedies(t *testing.T) {
	const (
		schemas = "paths: {}\ncomponents: {schemas: {%}}\n"
		pets    = "paths: {/pets: {get: {operationId: getPets, %, responses: {'200': {description: a}}}}}\n"
	)
	for name, test := range map[string]struct{ document, content, rule, line string }{
		"a field": {schemas, "Pet: {type: object, properties: {name: {type: string}, Name: {type: string}}}",
			"name-clash", "fields: {Pet.Name: NAME}"},
		"the field of an inline schema": {schemas, "Pet: {type: object, properties: {o: {type: object, properties: {a: {type: string}, A: {type: string}}}}}",
			"name-clash", "fields: {Pet.o.A: NAME}"},
		"a helper field": {schemas, "Pet: {type: object, properties: {additional_properties: {type: string}}, additionalProperties: {type: string}}",
			"name-clash", "fields: {'Pet.*': NAME}"},
		"a parameter": {pets, "parameters: [{name: a, in: query, schema: {type: string}}, {name: A, in: query, schema: {type: string}}]",
			"name-clash", "fields: {getPets.A: NAME}"},
		"a message": {schemas, "PetInfo: {type: object, properties: {a: {type: string}}}, Pet_Info: {type: object, properties: {a: {type: string}}}",
			"name-clash", "messages: {Pet_Info: NAME}"},
		"a nested message": {schemas, "Pet: {type: object, properties: {b: {type: object, properties: {a: {type: string}}}, B: {type: object, properties: {a: {type: string}}}}}",
			"name-clash", "messages: {Pet.b: Pet.NAME}"},
		"a nested enum": {schemas, "Pet: {type: object, properties: {b: {type: string, enum: [X]}, B: {type: string, enum: [Y]}}}",
			"name-clash", "enums: {Pet.b: Pet.NAME}"},
		"pages": {pets, "parameters: [{name: p, in: query, schema: {type: integer}}], responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}}}}}}}",
			"page-unrecognized", "paging: {getPets: {pageNumber: p, items: items}}"},
		"a time": {schemas, "Event: {type: object, properties: {start: {type: string, format: date-time, example: '2020-01-01 00:00'}}}",
			"date-time-form", "types: {Event.start: string}"},
		"a format": {schemas, "Item: {type: object, properties: {price: {type: number, format: decimal}}}",
			"unknown-format", "types: {Item.price: google.protobuf.Value}"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(test.document, "%", test.content, 1)
			if strings.Contains(test.content, "responses:") {
				text = strings.Replace(text, ", responses: {'200': {description: a}}", "", 1)
			}
			in := generate.Input{
				Document: generate.File{Name: "a.yaml", Data: []byte("openapi: 3.0.3\ninfo: {title: Zoo, version: 1.0.0}\nservers: [{url: 'https://zoo.example'}]\n" + text)},
				GoImport: func(p string) string { return "example.com/" + p },
			}
			// hasLine reports whether a finding of the rule contains the line.
			hasLine := func() bool {
				out, findings, err := generate.API(in)
				if err != nil || out == nil {
					t.Fatal(err, findings.All())
				}
				return slices.ContainsFunc(findings.All(), func(f finding.Finding) bool {
					return f.Rule == test.rule && (strings.HasSuffix(f.Message, " "+test.line) || strings.HasSuffix(f.Help, " "+test.line))
				})
			}
			if !hasLine() {
				t.Fatalf("no finding of %s contains the line %s", test.rule, test.line)
			}
			name := "Another"
			if section, _, _ := strings.Cut(test.line, ":"); section == "fields" || section == "bodies" {
				name = "another"
			}
			line := strings.Replace(test.line, "NAME", name, 1)
			in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(line)}
			if hasLine() {
				t.Errorf("the finding remains with %s", line)
			}
		})
	}
}
