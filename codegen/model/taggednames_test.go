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

// build makes the model of an OpenAPI document with these operations, in the
// form "GET /pets id tag".
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
	text := "openapi: 3.1.0\ninfo: {title: Zoo API, version: 1.0.0}\nservers: [{url: 'https://zoo.example.com'}]\npaths:\n"
	for _, path := range order {
		text += fmt.Sprintf("  %q:\n%s", path, paths[path])
	}
	doc, findings := openapi.Read("zoo.yaml", []byte(text))
	if findings.HasErrors() {
		t.Fatalf("%v", findings.All())
	}
	api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, published)
	return api
}

// rpcs returns the names of the RPCs by what the document calls them.
func rpcs(api *model.API) map[string]string {
	names := make(map[string]string)
	for _, s := range api.Services {
		for _, m := range s.Methods {
			names[m.Operations[0].ID] = s.Name + "." + m.Name
		}
	}
	return names
}

func TestNameByPath(t *testing.T) {
	for operation, want := range map[string]string{
		"GET /pets":                              "ListPets",
		"POST /pets":                             "CreatePet",
		"GET /pets/{id}":                         "GetPet",
		"PUT /pets/{id}":                         "UpdatePet",
		"PATCH /pets/{id}":                       "UpdatePet",
		"DELETE /pets/{id}":                      "DeletePet",
		"DELETE /pets":                           "DeletePets",
		"HEAD /pets/{id}":                        "CheckPet",
		"POST /pets/{id}/feed":                   "FeedPet",
		"POST /pets/{id}:feed":                   "FeedPet",
		"POST /pets/search":                      "SearchPets",
		"GET /pets/findByStatus":                 "FindPetsByStatus",
		"GET /v1/pets/{petId}/photos":            "ListPetPhotos",
		"GET /api/v2/pets/{petId}/photos/{p}":    "GetPetPhoto",
		"POST /pets/{petId}/photos":              "CreatePetPhoto",
		"GET /stores/{s}/boxes/{b}/entries/{id}": "GetStoreBoxEntry",
		"GET /{tenant}/addresses":                "ListAddresses",
		"GET /status":                            "GetStatus",
		"POST /login":                            "Login",
		"GET /user-settings":                     "ListUserSettings",
		"GET /reports/{id}.json":                 "GetReport",
		"GET /":                                  "GetZoo",
		"GET /{id}":                              "GetZoo",
	} {
		t.Run(operation, func(t *testing.T) {
			if got := rpcs(build(t, new(numbers.Lock), operation))[operation]; got != "ZooService."+want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestNameByID(t *testing.T) {
	for _, test := range []struct{ operation, want string }{
		{"GET /pets listPets", "ListPets"},
		{"GET /pets list_pets", "ListPets"},
		{"GET /pets list-pets", "ListPets"},
		{"GET /pets LIST_PETS", "ListPets"},
		{"GET /pets pets_list", "ListPets"},
		{"GET /pets pets.list", "ListPets"},
		{"GET /pets pets/list pets", "ListPets"},
		{"GET /pets list", "ListPets"},
		{"GET /pets GET_pets", "ListPets"},
		{"GET /pets getPets", "ListPets"},
		{"GET /pets findAll pets", "ListPets"},
		{"GET /pets PetsController_findAll", "ListPets"},
		{"GET /pets/{id} PetsController_findOne pets", "GetPet"},
		{"GET /pets/{id} PetsController_findByStatus pets", "FindPetsByStatus"},
		{"GET /pets/{id} pets_retrieve", "GetPet"},
		{"PATCH /pets/{id} pets_partial_update pets", "PartialUpdatePet"},
		{"DELETE /pets/{id} pets_destroy", "DeletePet"},
		{"GET /pets/{id} getPetById", "GetPetById"},
		{"GET /pets/{id} GetPetsId", "GetPet"},
		{"GET /pets/{id} pets_GET_id", "GetPet"},
		{"GET /items/{item_id} read_item_items__item_id__get", "ReadItem"},
		{"GET /brands Brands_GetBrands AccountBrands", "GetBrands"},
		{"POST /chat.postMessage chat.postMessage chat", "PostChatMessage"},
		{"POST /channels.setTopic channels.setTopic channels", "SetChannelTopic"},
		{"GET /repos/{r}/issues issues/list-for-repo issues", "ListIssuesForRepo"},
		{"GET /users/profile users.profile.get users", "GetUserProfile"},
		{"POST /session login", "Login"},
		{"POST /login login", "Login"},
		{"POST /animals/{id}/moves animals_move animals", "MoveAnimal"},
		{"GET /animals animals.search animals", "SearchAnimals"},
		{"GET /vsm getVSMAccount", "GetVSMAccount"},
	} {
		t.Run(test.operation, func(t *testing.T) {
			for _, got := range rpcs(build(t, new(numbers.Lock), test.operation)) {
				if got != "ZooService."+test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}
		})
	}
}

// Two operations whose names are one get two.
func TestNamesClash(t *testing.T) {
	got := rpcs(build(t, new(numbers.Lock), "GET /pets/{id}", "GET /pets/{id}/{name}", "POST /a getPet", "POST /b GetPet"))
	seen := make(map[string]bool)
	for _, name := range got {
		if seen[name] {
			t.Errorf("two are called %s: %v", name, got)
		}
		seen[name] = true
	}
}

// A document that grows past what one client can have keeps its one client, and
// one of many tags keeps one for each.
func TestServicesStay(t *testing.T) {
	var many []string
	for i := range 130 {
		many = append(many, fmt.Sprintf("GET /tag%d/things%d/{id} getThing%d tag%d", i%3, i, i, i%3))
	}
	if api := build(t, new(numbers.Lock), many...); len(api.Services) != 3 {
		t.Errorf("%d services of three tags", len(api.Services))
	}
	small := build(t, new(numbers.Lock), many[:5]...)
	if len(small.Services) != 1 {
		t.Fatalf("%d services of five operations", len(small.Services))
	}
	grown := build(t, &numbers.Lock{Methods: small.Methods()}, many...)
	if len(grown.Services) != 1 || len(grown.Services[0].Methods) != len(many) {
		t.Errorf("%d services when it has grown", len(grown.Services))
	}
	all := build(t, new(numbers.Lock), many...)
	moved := strings.Replace(many[0], " tag0", " tag1", 1)
	again := build(t, &numbers.Lock{Methods: all.Methods()}, append([]string{moved}, many[1:]...)...)
	if got := rpcs(again)["getThing0"]; got != "Tag0Service.GetThing0" {
		t.Errorf("with another tag it is %s", got)
	}
	shrunk := build(t, &numbers.Lock{Methods: all.Methods()}, many[:5]...)
	if len(shrunk.Services) != 3 {
		t.Errorf("%d services when it has shrunk", len(shrunk.Services))
	}
}

// A request has no more in its name than its method.
func TestRequestNames(t *testing.T) {
	api := build(t, new(numbers.Lock), "GET /pets pets_list pets")
	if got := api.Services[0].Methods[0].Request.Name; got != "ListPetsRequest" {
		t.Errorf("got %s", got)
	}
}

// A schema may be called as an operation is.
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
		t.Errorf("got %v", keys)
	}
}
