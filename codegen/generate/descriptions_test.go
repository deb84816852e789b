// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
)

// TestDescriptionsHaveFinalNames checks that generated comments contain the names of the overlay.
func TestDescriptionsHaveFinalNames(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example'}]
paths:
  /old/{id}:
    get: {operationId: oldRead, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {
      '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/OldPet'}}}},
      '202': {description: '', content: {text/plain: {schema: {type: string}}}}}}
    patch: {operationId: oldChange, parameters: [{name: id, in: path, required: true, schema: {type: string}}],
      requestBody: {content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/OldPet'}}}}, responses: {'204': {description: ''}}}
    post: {operationId: oldSend, parameters: [{name: id, in: path, required: true, schema: {type: string}}],
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}, responses: {'204': {description: ''}}}
components:
  schemas:
    OldPet:
      type: object
      properties: {oldRows: {type: array, nullable: true, items: {type: array, items: {type: string}}}}
      additionalProperties: {type: array, items: {type: string}}
`
	const overlay = `
methods: {oldRead: Read, oldChange: Change, oldSend: Send}
messages: {OldPet: Pet}
fields: {OldPet.oldRows: rows}
bodies: {oldChange: animal}
`
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "zoo.yaml", Data: []byte(document)}, Overlay: generate.File{Name: "overlay.yaml", Data: []byte(overlay)},
		GoImport: func(p string) string { return "example.com/" + p }, NoProof: true,
	})
	if err != nil || out == nil {
		t.Fatal(err, findings)
	}
	var got []string
	generated := regexp.MustCompile(`^(The request for|The response of|An element of|An additional property of) `)
	for _, file := range out.Proto {
		for line := range strings.Lines(string(file.Data)) {
			text, isComment := strings.CutPrefix(strings.TrimSpace(line), "// ")
			if isComment && strings.Contains(strings.ToLower(text), "old") {
				t.Errorf("%s: %s", file.Name, text)
			}
			if isComment && generated.MatchString(text) {
				got = append(got, text)
			}
		}
	}
	want := []string{
		"An additional property of Pet.",
		"An element of Pet.rows.",
		"The response of Read. It contains one of several types.",
		"The request for Send.",
		"The request for Change.",
		"The request for Read.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
