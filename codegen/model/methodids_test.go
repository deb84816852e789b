// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/openapi"
)

// build returns the model of an OpenAPI document with operations in the form "GET /pets id tag".
func build(t *testing.T, published *numbers.Lock, operations ...string) *model.API {
	t.Helper()
	paths := make(map[string]string)
	var order []string
	for _, line := range operations {
		parts := append(strings.Fields(line), "", "")
		method, path, id, tag := parts[0], parts[1], parts[2], parts[3]
		if paths[path] == "" {
			order = append(order, path)
		}
		paths[path] += fmt.Sprintf("    %s:\n", strings.ToLower(method))
		if id != "" && id != "-" {
			paths[path] += fmt.Sprintf("      operationId: %q\n", id)
		}
		if tag != "" {
			paths[path] += fmt.Sprintf("      tags: [%q]\n", tag)
		}
		paths[path] += "      responses: {'204': {description: Done.}}\n"
	}
	var text strings.Builder
	text.WriteString("openapi: 3.1.0\ninfo: {title: Zoo API, version: 1.0.0}\nservers: [{url: 'https://zoo.example.com'}]\npaths:\n")
	for _, path := range order {
		fmt.Fprintf(&text, "  %q:\n%s", path, paths[path])
	}
	doc, findings := openapi.Read("zoo.yaml", []byte(text.String()))
	if findings.HasErrors() {
		t.Fatalf("%v", findings.All())
	}
	api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, published)
	return api
}

// rpcs returns the names of the RPCs by the ids of the operations.
func rpcs(api *model.API) map[string]string {
	names := make(map[string]string)
	for _, s := range api.Services {
		for _, m := range s.Methods {
			names[m.Operations[0].ID] = s.Name + "." + m.Name
		}
	}
	return names
}

// Published names stay when the document grows.
func TestNamesStay(t *testing.T) {
	small := build(t, new(numbers.Lock), "GET /pets pets.get", "GET /cats getCats")
	grown := rpcs(build(t, &numbers.Lock{Methods: small.Methods()}, "POST /pets/find getPets", "GET /a cats_get", "GET /pets pets.get", "GET /cats getCats"))
	for id, want := range rpcs(small) {
		if grown[id] != want {
			t.Errorf("name of %s = %s, want the published %s", id, grown[id], want)
		}
	}
	if grown["getPets"] == "ZooService.GetPets" {
		t.Errorf("two methods have the name GetPets: %v", grown)
	}
}

// Two operations that would share a name get different names.
func TestNamesClash(t *testing.T) {
	got := rpcs(build(t, new(numbers.Lock), "GET /pets/{id}", "GET /pets/{id}/{name}", "POST /a getPet", "POST /b GetPet"))
	seen := make(map[string]bool)
	for _, name := range got {
		if seen[name] {
			t.Errorf("two methods have the name %s: %v", name, got)
		}
		seen[name] = true
	}
}

// A document with a single service keeps it when it grows, and a document with a service for each
// tag keeps them when it shrinks.
func TestServicesStay(t *testing.T) {
	var many []string
	for i := range 130 {
		many = append(many, fmt.Sprintf("GET /tag%d/things%d/{id} getThing%d tag%d", i%3, i, i, i%3))
	}
	if api := build(t, new(numbers.Lock), many...); len(api.Services) != 3 {
		t.Errorf("%d services for three tags, want 3", len(api.Services))
	}
	small := build(t, new(numbers.Lock), many[:5]...)
	if len(small.Services) != 1 {
		t.Fatalf("%d services for few operations, want 1", len(small.Services))
	}
	grown := build(t, &numbers.Lock{Methods: small.Methods()}, many...)
	if len(grown.Services) != 1 || len(grown.Services[0].Methods) != len(many) {
		t.Errorf("%d services after the document grew, want 1", len(grown.Services))
	}
	all := build(t, new(numbers.Lock), many...)
	moved := strings.Replace(many[0], " tag0", " tag1", 1)
	again := build(t, &numbers.Lock{Methods: all.Methods()}, append([]string{moved}, many[1:]...)...)
	if got := rpcs(again)["getThing0"]; got != "Tag0Service.GetThing0" {
		t.Errorf("with another tag, the service is %s", got)
	}
	shrunk := build(t, &numbers.Lock{Methods: all.Methods()}, many[:5]...)
	if len(shrunk.Services) != 3 {
		t.Errorf("%d services after the document shrank", len(shrunk.Services))
	}
}

// A request message is named after its method only.
func TestRequestNames(t *testing.T) {
	api := build(t, new(numbers.Lock), "GET /pets pets_list pets")
	if got := api.Services[0].Methods[0].Request.Name; got != "ListPetsRequest" {
		t.Errorf("name of the request = %s", got)
	}
}

// A method without an id is named after the schema of its body, whose name can contain an HTTP
// method in capitals.
func TestNamedAfterRequest(t *testing.T) {
	for request, want := range map[string]string{
		"CreatePetRequest": "CreatePet", "GETPetRequest": "GetPet", "POSTPetPhotoRequest": "PostPetPhoto", "createURLRequest": "CreateURL",
		// These say too little, or something else.
		"GETRequest": "CreateKennel", "PetRequest": "CreateKennel", "CreatePet": "CreateKennel",
	} {
		doc, findings := openapi.Read("zoo.yaml", []byte(`
openapi: 3.1.0
info: {title: Zoo API, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /kennels:
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/`+request+`'}}}}
      responses: {'204': {description: Done.}}
components: {schemas: {`+request+`: {type: object, properties: {a: {type: string}}}}}
`))
		if findings.HasErrors() {
			t.Fatalf("%v", findings.All())
		}
		api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, new(numbers.Lock))
		if got := api.Services[0].Methods[0].Name; got != want {
			t.Errorf("%s: got %s, want %s", request, got, want)
		}
	}
}

// A schema can have the name of an operation.
func TestSchemaNamedAsOperation(t *testing.T) {
	doc, findings := openapi.Read("zoo.yaml", []byte(`
openapi: 3.1.0
info: {title: Zoo API, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /inspect/{id}:
    get:
      operationId: Inspect
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: What is found., content: {application/json: {schema: {$ref: '#/components/schemas/Inspect'}}}}}
components: {schemas: {Inspect: {type: object, properties: {found: {type: string}}}}}
`[1:]))
	if findings.HasErrors() {
		t.Fatalf("%v", findings.All())
	}
	api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, new(numbers.Lock))
	keys := make(map[string]string)
	api.Walk(func(m *model.Message) { keys[m.Key] = m.Name })
	if keys["Inspect"] != "Inspect" || keys["Inspect.request"] != "InspectRequest" {
		t.Errorf("keys = %v", keys)
	}
}
