// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

// TestPartialBodies has bodies that change a part of a resource: entries of maps can be removed.
func TestPartialBodies(t *testing.T) {
	const merge = "application/merge-patch+json"
	readOnly := func(s *document.Schema) *document.Schema { s.ReadOnly = true; return s }
	testModels(t, []modelTest{
		{name: "a map of texts", doc: openAPI(object("Pet", property("tags", mapOf(text()))), operation("mergePet", "POST /a", bodyOf(merge, ref("Pet")))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=pet
message Pet
  map<string> tags changed
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
  repeated string null_entries (*entry)
message MergePetRequest (mergePet) made
  Pet pet
`},
		{name: "a schema that another method sends as a whole", doc: openAPI(object("Pet", property("tags", mapOf(text()))),
			operation("addPet", "POST /a", bodyOf("application/json", ref("Pet"))), operation("mergePet", "POST /b", bodyOf(merge, ref("Pet")))), want: `
service ZooService
  rpc AddPet(AddPetRequest) Empty addPet by method name
    POST /a body=pet
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /b body=pet
message Pet
  map<string> tags changed
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) changed empties
  repeated string null_entries (*entry)
message AddPetRequest (addPet) made
  Pet pet
message MergePetRequest (mergePet) made
  Pet pet
`},
		{name: "a map of any values", doc: openAPI(object("Pet", property("tags", mapOf(&document.Schema{}))), operation("mergePet", "POST /a", bodyOf(merge, ref("Pet")))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=pet
message Pet
  map<Value> tags changed
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
message MergePetRequest (mergePet) made
  Pet pet
`},
		{name: "a map in a list", doc: openAPI(object("Pet", property("tags", list(mapOf(text())))), operation("mergePet", "POST /a", bodyOf(merge, ref("Pet")))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=pet
message Pet
  repeated Pet.Tag tags changed
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
  message Tag (Pet.tags) value
    map<string> values changed
message MergePetRequest (mergePet) made
  Pet pet
`},
		{name: "a map that is only returned", doc: openAPI(object("Pet", property("tags", readOnly(mapOf(text())))), operation("mergePet", "POST /a", bodyOf(merge, ref("Pet")))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=pet
message Pet
  map<string> tags OUTPUT_ONLY changed
  repeated string null_fields (*null) nulls
message MergePetRequest (mergePet) made
  Pet pet
`},
		{name: "a body that is a map", doc: openAPI(operation("mergePet", "POST /a", bodyOf(merge, mapOf(text())))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=body
message MergePetRequest (mergePet) made
  map<string> body
  repeated string empty_fields (*empty) empties
  repeated string null_entries (*entry)
`},
		{name: "a map in a whole body", doc: openAPI(object("Pet", property("tags", mapOf(text()))), operation("addPet", "POST /a", body(ref("Pet")))), want: `
service ZooService
  rpc AddPet(AddPetRequest) Empty addPet by method name
    POST /a body=pet
message Pet
  map<string> tags
  repeated string empty_fields (*empty) empties
message AddPetRequest (addPet) made
  Pet pet
`},
		{name: "a nullable body", doc: openAPI(object("Pet", property("name", text())), operation("addPet", "POST /a", body(nullable(list(ref("Pet")))))), want: `
service ZooService
  rpc AddPet(AddPetRequest) Empty addPet by method name
    POST /a body=body
message Pet
  optional string name
message AddPetRequest (addPet) made
  repeated Pet body
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
`},
		{name: "a required list as the body", doc: openAPI(operation("addPets", "POST /a", body(list(text())), func(o *document.Operation) { o.BodyRequired = true })), want: `
service ZooService
  rpc AddPets(AddPetsRequest) Empty addPets by method name
    POST /a body=body
message AddPetsRequest (addPets) made
  repeated string body REQUIRED
`},
	})
}
