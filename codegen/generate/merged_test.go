// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/finding"
)

const mergedDocument = `
openapi: 3.1.0
info: {title: Merged API, version: 1.0.0}
servers: [{url: 'https://merged.example.com'}]
paths:
  /merged:
    post: {operationId: send, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Merged'}}}}, responses: {'204': {description: Done.}}}
components:
  schemas:
    Merged:
      anyOf:
      - {type: object, required: [a], properties: {a: {type: string, minLength: 2, maxLength: 5}, n: {type: integer, minimum: 3, maximum: 10}, same: {type: string, pattern: ^a}, list: {type: array, maxItems: 3, items: {type: string}}}}
      - {type: object, required: [b], properties: {a: {type: string, minLength: 1, maxLength: 9}, b: {type: boolean}, n: {type: integer, minimum: 1}, same: {type: string, pattern: ^a}, list: {type: array, items: {type: string}}}, additionalProperties: {type: boolean}}
    Alike:
      anyOf:
      - {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}
      - {type: object, properties: {b: {type: string}}, additionalProperties: {type: string}}
      - {type: object, properties: {c: {type: integer}}, additionalProperties: true}
    Open:
      anyOf:
      - {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}
      - {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
`

// TestMergedAlternatives merges objects of which a value may be several. What one of them allows is
// neither refused, nor has it another type without a finding.
func TestMergedAlternatives(t *testing.T) {
	out, findings := generated(t, mergedDocument, nil)
	var found []string
	for _, f := range findings.All() {
		if f.Rule == finding.NotCarried.Name {
			found = append(found, f.Message)
		}
	}
	want := []string{
		"the type of an additional property c, which another alternative of Alike declares with another type: the field has that type",
		"the type of an additional property c, which another alternative of Alike declares with another type: the field has that type",
		"the type of the additional properties, which another alternative of Alike permits with another type: any value is accepted",
		"the type of the additional properties, which another alternative of Open permits with another type: any value is accepted",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	rules := func(field protoreflect.Name) *validate.FieldRules {
		fd := out.Descriptors[0].Messages().ByName("Merged").Fields().ByName(field)
		r, _ := proto.GetExtension(fd.Options(), validate.E_Field).(*validate.FieldRules)
		return r
	}
	if r := rules("a").GetString(); r.GetMinLen() != 1 || r.GetMaxLen() != 9 {
		t.Errorf("a: %v, want the wider limits", r)
	}
	if r := rules("n").GetInt64(); r.GetGte() != 1 || r.GetLessThan() != nil {
		t.Errorf("n: %v, want no maximum, which one alternative does not have", r)
	}
	if r := rules("same").GetString(); r.GetPattern() != "^a" {
		t.Errorf("same: %v, want the pattern of both", r)
	}
	if r := rules("list"); r != nil {
		t.Errorf("list: %v, want no limits", r)
	}
}

const formsDocument = `
openapi: 3.1.0
info: {title: Forms API, version: 1.0.0}
servers: [{url: 'https://forms.example.com'}]
paths:
  /named:
    post: {operationId: sendNamed, requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Named'}}}}, responses: {'204': {description: Done.}}}
  /parts:
    post: {operationId: sendParts, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {ages: {type: array, items: {oneOf: [{type: boolean}, {type: string}]}}, plain: {type: string}}}}}}, responses: {'204': {description: Done.}}}
  /json:
    post: {operationId: sendJSON, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {age: {oneOf: [{type: number}, {type: string}]}}}, encoding: {age: {contentType: application/json}}}}}, responses: {'204': {description: Done.}}}
components:
  schemas:
    Named: {type: object, properties: {age: {oneOf: [{type: number}, {type: string}]}}}
`

// TestTextsOfForms reports texts in forms that a server takes for numbers or booleans.
func TestTextsOfForms(t *testing.T) {
	_, findings := generated(t, formsDocument, nil)
	var found []string
	for _, f := range findings.All() {
		if f.Rule == finding.TextAlike.Name {
			found = append(found, f.Message)
		}
	}
	want := []string{
		`ages of SendParts: servers read the text "true" as the boolean true`,
		`age of SendNamed: servers read the text "7" as the number 7`,
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
