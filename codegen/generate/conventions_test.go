// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/openapi"
)

// conventional is a document with something that depends on each convention.
const conventional = `
openapi: 3.0.0
info: {title: Zoo API, version: 1.2.0}
servers: [{url: 'https://api.acme.com'}]
paths:
  /pets/{name}:
    get:
      operationId: getPetUsingGET
      tags: [animals]
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}}}}}
    patch:
      operationId: changePet
      tags: [animals]
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: ''}}
  /pets:
    post:
      operationId: addPet
      tags: [animals]
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {label: {type: string}}}}}}
      responses: {'204': {description: ''}}
  /search:
    post:
      operationId: searchPets
      tags: [animals]
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {type: object, properties: {next_cursor: {type: string}, rows: {type: array, items: {type: string}}}}}}}}
  /food:
    get:
      operationId: listFood
      tags: [animals]
      parameters: [{name: page, in: query, schema: {type: integer, minimum: 1}}]
      responses: {'200': {description: '', content: {application/json: {schema: {type: object, properties: {total_pages: {type: integer}, dishes: {type: array, items: {type: string}}}}}}}}
  /food/{ids}:
    delete:
      operationId: deleteFood
      tags: [animals]
      parameters: [{name: ids, in: path, required: true, schema: {type: array, items: {type: string}}}]
      responses: {'204': {description: ''}}
  /batch:
    post:
      operationId: embed
      tags: [animals]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/EmbedRequest'}}}}
      responses: {'204': {description: ''}}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: string}
        name: {type: string}
        weight: {type: number, format: float}
        color: {$ref: '#/components/schemas/Color'}
        toys: {type: array, items: {type: object, properties: {label: {type: string}}}}
        born: {type: string, description: Output only. When.}
    Color: {type: string, enum: [RED, GREEN]}
    Spelled: {type: object, properties: {fooBar: {type: string}, foo_bar: {type: string}}}
    acme.models.v1.Cage: {type: object, properties: {size: {type: string}}}
    EmbedRequest: {type: object, properties: {what: {type: string}}}
    Batch: {type: object, properties: {requests: {type: array, items: {$ref: '#/components/schemas/EmbedRequest'}}}}
`

// TestConventions turns over each convention of OpenAPI documents on its own. A stage that
// asks for the format, or for another convention, would not follow.
func TestConventions(t *testing.T) {
	conventions := map[string]struct{ as, turned string }{
		"NamedByTitle":        {"package acme.zoo.v1;", "package zoo.v1;"},
		"RevisionIsVersion":   {"// Zoo API, version 1.2.0.", "// Zoo API, version v1."},
		"ServicePerTag":       {"service ZooService {", "service AnimalsService {"},
		"NamesFromIDs":        {"rpc GetPet(", "rpc GetPetUsingGET("},
		"ShortMessageNames":   {"message GetPetRequest {", "message AnimalsGetPetRequest {"},
		"FreeSchemaNames":     {"message Cage {", "message AcmeModelsV1Cage {"},
		"FreePropertyNames":   {`foo_bar = 2 [json_name = "foo_bar"]`, `foo_bar2 = 2 [json_name = "foo_bar"]`},
		"SingularElements":    {"repeated Toy toys", "repeated Toys toys"},
		"SharedEnums":         {"\nenum Color {", "\n  enum Color {"},
		"NamesInline":         {"returns (GetPetResponse)", "returns (google.protobuf.Struct)"},
		"TracksPresence":      {"\n  optional string name = 4;", "\n  string name = 4;"},
		"SendsRequired":       {"json_required: true", ""},
		"CompleteEnums":       {"COLOR_RED = 1", "COLOR_RED = 0"},
		"FormatsAreTypes":     {"double weight", "float weight"},
		"BehaviorWords":       {"string born = 1;", "string born = 1 [(google.api.field_behavior) = OUTPUT_ONLY];"},
		"EmbedsRequests":      {"rpc Embed(AnimalsEmbedRequest)", "rpc Embed(EmbedRequest)"},
		"PlacesFields":        {`bool dry = 1 [(protolect.api.v1.field).parameter = {query: "dry"}];`, "bool dry = 2;"},
		"PathNamesProperties": {`patch: "/pets/{name}"`, `patch: "/pets/{pet.name}"`},
		"StylesParameters":    {"\n  repeated string ids", "\n  string ids"},
		"OnlyPageTokens":      {`page_token: "cursor"`, ""},
		"PagesByStructure":    {`page_number: "page"`, ""},
		"StatesSecurity":      {"anonymous: true", ""},
	}
	fields := reflect.TypeFor[document.Conventions]()
	if fields.NumField() != len(conventions) {
		t.Errorf("%d conventions, and %d of them are tested", fields.NumField(), len(conventions))
	}
	as := protoTurned(t, "")
	for name, want := range conventions {
		t.Run(name, func(t *testing.T) {
			turned := protoTurned(t, name)
			if !strings.Contains(as, want.as) || strings.Contains(turned, want.as) {
				t.Errorf("without a change, and only then, there has to be %q", want.as)
			}
			if !strings.Contains(turned, want.turned) || want.turned != "" && strings.Contains(as, want.turned) {
				t.Errorf("with the change, and only then, there has to be %q", want.turned)
			}
		})
	}
}

// protoTurned returns the proto files of the document, with a convention turned over if one
// is named.
func protoTurned(t *testing.T, turned string) string {
	t.Helper()
	doc, findings := openapi.Read("a.yaml", []byte(conventional))
	if turned != "" {
		field := reflect.ValueOf(&doc.Conventions).Elem().FieldByName(turned)
		field.SetBool(!field.Bool())
	}
	out, findings, err := generate.Document(doc, findings, generate.Input{GoImport: func(p string) string { return "example.com/" + p }, NoProof: true})
	if out == nil {
		t.Fatal(err, findings.All())
	}
	var all strings.Builder
	for _, f := range out.Proto {
		all.Write(f.Data)
	}
	return all.String()
}
