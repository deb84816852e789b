// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestRequests(t *testing.T) {
	pet := func() *document.Schema {
		return object("Pet", property("name", text()), property("age", whole()), property("owner", object("", property("id", text()))))
	}
	withMask := query("updateMask", kind(document.String, document.FieldMask))
	isRequired := func(p *document.Parameter) { p.Required = true }
	repeated := func(p *document.Parameter) { p.Repeated = true }
	testModels(t, []modelTest{
		{name: "path, query and body", doc: discovery(pet(), operation("pets.create", "POST /v1/{parent}/pets", query("petId", text(), isRequired), query("tags", text(), repeated), body(ref("Pet")), returns(ref("Pet")))), want: `
service PetsService pets
  rpc CreatePet(PetsCreatePetRequest) Pet pets.create by resource type
    POST /v1/{parent}/pets parent=parent body=pet
message Pet
  int32 age
  string name
  Pet.Owner owner
  message Owner (Pet.owner)
    string id
message PetsCreatePetRequest (pets.create) made
  string parent REQUIRED
  Pet pet REQUIRED
  string pet_id (petId) REQUIRED
  repeated string tags
`},
		{name: "the body is the request", doc: discovery(object("FindPetsRequest", property("word", text())), operation("pets.find", "POST /v1/{parent}/pets:find", body(ref("FindPetsRequest")))), want: `
service PetsService pets
  rpc FindPets(FindPetsRequest) Empty pets.find by request type
    POST /v1/{parent}/pets:find parent=parent body=*
message FindPetsRequest
  string parent REQUIRED
  string word
`},
		{name: "the body cannot be the request, for a query", doc: discovery(object("FindPetsRequest", property("word", text())), operation("pets.find", "POST /v1/pets:find", query("q", text()), body(ref("FindPetsRequest")))), want: `
service PetsService pets
  rpc FindPets(PetsFindPetsRequest) Empty pets.find by request type
    POST /v1/pets:find body=find_pets_request
message FindPetsRequest
  string word
message PetsFindPetsRequest (pets.find) made
  FindPetsRequest find_pets_request (findPetsRequest) REQUIRED
  string q
`},
		{name: "two operations have the body", doc: discovery(object("FindPetsRequest", property("word", text())), operation("pets.find", "POST /v1/pets:find", body(ref("FindPetsRequest"))), operation("cats.find", "POST /v1/cats:find", body(ref("FindPetsRequest")))), want: `
service CatsService cats
  rpc FindPets(CatsFindPetsRequest) Empty cats.find by request type
    POST /v1/cats:find body=find_pets_request
service PetsService pets
  rpc FindPets(PetsFindPetsRequest) Empty pets.find by request type
    POST /v1/pets:find body=find_pets_request
message FindPetsRequest
  string word
message CatsFindPetsRequest (cats.find) made
  FindPetsRequest find_pets_request (findPetsRequest) REQUIRED
message PetsFindPetsRequest (pets.find) made
  FindPetsRequest find_pets_request (findPetsRequest) REQUIRED
`},
		{name: "schemas have the body", doc: openAPI(object("ARequest", property("x", text())), object("BRequest", property("x", text())), object("CRequest", property("x", text())), object("DRequest", property("x", text())), object("ERequest", property("x", text())),
			object("Holder", property("a", list(ref("ARequest"))), property("b", mapOf(ref("BRequest"))), property("c", union("", ref("CRequest"), text())), property("d", object("", property("d", ref("DRequest"))))),
			operation("a", "POST /a", body(ref("ARequest"))), operation("b", "POST /b", body(ref("BRequest"))), operation("c", "POST /c", body(ref("CRequest"))), operation("d", "POST /d", body(ref("DRequest"))), operation("e", "POST /e", body(ref("ERequest")))), want: `
service ZooService
  rpc A(AMethodRequest) Empty a by method name
    POST /a body=a_request
  rpc B(BMethodRequest) Empty b by method name
    POST /b body=b_request
  rpc C(CMethodRequest) Empty c by method name
    POST /c body=c_request
  rpc D(DMethodRequest) Empty d by method name
    POST /d body=d_request
  rpc E(ERequest) Empty e by method name
    POST /e body=*
message ARequest
  optional string x
message BRequest
  optional string x
message CRequest
  optional string x
message DRequest
  optional string x
message ERequest
  optional string x
message Holder
  repeated ARequest a
  map<BRequest> b
  Holder.C c
  Holder.D d
  message C (Holder.c) union
    CRequest request (CRequest) oneof=variant
    string text oneof=variant
  message D (Holder.d)
    DRequest d
message AMethodRequest (a) made
  ARequest a_request (aRequest)
message BMethodRequest (b) made
  BRequest b_request (bRequest)
message CMethodRequest (c) made
  CRequest c_request (cRequest)
message DMethodRequest (d) made
  DRequest d_request (dRequest)
`},
		{name: "a request that was published apart", doc: discovery(object("FindPetsRequest", property("word", text())), operation("pets.find", "POST /v1/pets:find", body(ref("FindPetsRequest")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.find": {RPC: "FindPets"}}}, want: `
service PetsService pets
  rpc FindPets(PetsFindPetsRequest) Empty pets.find by request type
    POST /v1/pets:find body=find_pets_request
message FindPetsRequest
  string word
message PetsFindPetsRequest (pets.find) made
  FindPetsRequest find_pets_request (findPetsRequest) REQUIRED
`},
		{name: "a request that was published as the body", doc: discovery(pet(), operation("pets.put", "PUT /v1/pets", body(ref("Pet")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.put": {RPC: "PutPet", Joined: true}}}, want: `
service PetsService pets
  rpc PutPet(Pet) Empty pets.put by resource name
    PUT /v1/pets body=*
message Pet
  int32 age
  string name
  Pet.Owner owner
  message Owner (Pet.owner)
    string id
`},
		{name: "a published request that gets a query parameter", doc: discovery(object("FindPetsRequest", property("word", text())), operation("pets.find", "POST /v1/pets:find", query("q", text()), body(ref("FindPetsRequest")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.find": {RPC: "FindPets", Joined: true}}}, want: `
service PetsService pets
  rpc FindPets(FindPetsRequest) Empty pets.find by request type
    POST /v1/pets:find body=*
message FindPetsRequest
  string q (?q) {query=q}
  string word
`},
		{name: "a published request that gets query parameters with the names of properties", doc: discovery(object("FindPetsRequest", property("word", text()), property("pageSize", text())),
			operation("pets.find", "POST /v1/pets:find", query("word", text()), query("page_size", text()), query("a.b", text()), body(ref("FindPetsRequest")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.find": {RPC: "FindPets", Joined: true}}}, want: `
service PetsService pets
  rpc FindPets(FindPetsRequest) Empty pets.find by request type
    POST /v1/pets:find body=*
message FindPetsRequest
  string a_b (?a.b) {query=a.b}
  string page_size2 (?page_size) {query=page_size}
  string word2 (?word) {query=word}
  string page_size (pageSize)
  string word
name-clash: the field for "?page_size" of FindPetsRequest would have the name page_size of another field: it becomes page_size2; the line for another name is fields: {'FindPetsRequest.?page_size': NAME}
name-clash: the field for "?word" of FindPetsRequest would have the name word of another field: it becomes word2; the line for another name is fields: {'FindPetsRequest.?word': NAME}
`},
		{name: "the body contains the name in the path", doc: discovery(pet(), operation("pets.patch", "PATCH /v1/{name=pets/*}", withMask, body(ref("Pet")), returns(ref("Pet")))), want: `
service PetsService pets
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.patch by resource type
    PATCH /v1/{name=pets/*} name=pet.name body=pet
message Pet
  int32 age
  string name
  Pet.Owner owner
  message Owner (Pet.owner)
    string id
message PetsUpdatePetRequest (pets.patch) made
  Pet pet REQUIRED
  FieldMask update_mask (updateMask)
`},
		{name: "a PATCH without a mask", doc: discovery(pet(), operation("pets.patch", "PATCH /v1/{id}", body(ref("Pet")), returns(ref("Pet")))), want: `
service PetsService pets
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.patch by resource type
    PATCH /v1/{id} id=id body=pet
message Pet
  int32 age
  string name
  Pet.Owner owner
  message Owner (Pet.owner)
    string id
message PetsUpdatePetRequest (pets.patch) made
  string id REQUIRED
  Pet pet REQUIRED
patch-without-mask: pets.patch updates the resource Pet and has no update mask
`},
		{name: "a mask in the body", doc: discovery(object("Change", property("mask", kind(document.String, document.FieldMask))), operation("pets.patch", "PATCH /v1/{id}", body(ref("Change")))), want: `
service PetsService pets
  rpc UpdateChange(PetsUpdateChangeRequest) Empty pets.patch by resource type
    PATCH /v1/{id} id=id body=change
message Change
  FieldMask mask
message PetsUpdateChangeRequest (pets.patch) made
  Change change REQUIRED
  string id REQUIRED
`},
		{name: "dotted parameters", doc: discovery(operation("pets.list", "GET /v1/pets", query("filter.name", text()), query("filter.age", whole()), query(".format", text()), query("filter.by.size", text()))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Empty pets.list by resource name
    GET /v1/pets
message PetsListPetsRequest (pets.list) made
  string format (.format) {query=.format}
  PetsListPetsRequest.Filter filter
  message Filter (pets.list.filter) made
    int32 age
    PetsListPetsRequest.Filter.By by
    string name
    message By (pets.list.filter.by) made
      string size
`},
		{name: "a dotted parameter within another one", doc: openAPI(operation("list", "GET /pets", query("filter", text()), query("filter.name", text()))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Empty list by method name
    GET /pets
message ListPetsRequest (list) made
  optional string filter_name (?filter.name) {query=filter.name}
  optional string filter
`},
		{name: "a path into the body", doc: openAPI(object("setPet.body", property("owner", object("", property("id", text()), property("names", list(text())), property("kind", object("", property("x", text()))))), property("all", list(object("", property("id", text()))))),
			operation("setPet", "PUT /pets/{owner.id}/{owner.names}/{owner.kind}/{all.id}/{owner.other}", body(ref("setPet.body")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets/{owner.id}/{owner.names}/{owner.kind}/{all.id}/{owner.other} all.id=all_id owner.id=owner.id owner.kind=owner_kind owner.names=owner_names owner.other=owner.other body=*
message SetPetRequest (setPet.body)
  repeated SetPetRequest.All all
  string all_id (all.id) REQUIRED {path}
  SetPetRequest.Owner owner
  string owner_kind (owner.kind) REQUIRED {path}
  string owner_names (owner.names) REQUIRED {path}
  repeated string empty_fields (*empty) empties
  message Owner (setPet.body.owner)
    optional string id
    SetPetRequest.Owner.Kind kind
    repeated string names
    string other REQUIRED {path}
    repeated string empty_fields (*empty) empties
    message Kind (setPet.body.owner.kind)
      optional string x
  message All (setPet.body.all)
    optional string id
`},
		{name: "a list in a path", doc: discovery(operation("pets.get", "GET /v1/pets/{ids}", func(o *document.Operation) { o.Parameters[0].Schema = list(text()) })), want: `
service PetsService pets
  rpc GetPet(PetsGetPetRequest) Empty pets.get by resource name
    GET /v1/pets/{ids} ids=ids
message PetsGetPetRequest (pets.get) made
  string ids REQUIRED
not-carried: the parameter "ids" of pets.get is a list or an object in the path: callers pass it as a string of comma-separated values
`},
		{name: "a query parameter that is also in the path", doc: openAPI(operation("getPet", "GET /pets/{id}", query("id", text()))), want: `
service ZooService
  rpc GetPet(GetPetRequest) Empty getPet by method name
    GET /pets/{id} id=id
message GetPetRequest (getPet) made
  optional string query_id (?id) {query=id}
  string id REQUIRED
`},
		{name: "a query parameter and a body of OpenAPI", doc: openAPI(pet(), operation("setPet", "PUT /pets/{id}", query("a.b", text(), isRequired), query("verbose", kind(document.Boolean, document.NoFormat)), body(ref("Pet")), func(o *document.Operation) { o.BodyRequired = true })), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets/{id} id=id body=pet
message Pet
  optional int32 age
  optional string name
  Pet.Owner owner
  message Owner (Pet.owner)
    optional string id
message SetPetRequest (setPet) made
  SetPetRequest.A a REQUIRED
  string id REQUIRED
  Pet pet REQUIRED
  optional bool verbose
  message A (setPet.a) made
    string b REQUIRED
`},
		{name: "an inline body", doc: openAPI(object("setPet.body", property("name", text()), property("id", text())), operation("setPet", "PUT /pets/{id}", query("x", text()), body(ref("setPet.body")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets/{id} id=id body=body
message SetPetBody (setPet.body)
  optional string id
  optional string name
message SetPetRequest (setPet) made
  SetPetBody body
  string id REQUIRED
  optional string x
`},
		{name: "an inline body that has a parameter's name", doc: openAPI(object("setPet.body", property("x", text())), operation("setPet", "PUT /pets", query("x", text()), body(ref("setPet.body")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets body=body
message SetPetBody (setPet.body)
  optional string x
message SetPetRequest (setPet) made
  SetPetBody body
  optional string x
`},
		{name: "a parameter named body", doc: openAPI(operation("sendPets", "POST /pets", query("body", text()), query("bodyBody", text()), body(list(text())))), want: `
service ZooService
  rpc SendPets(SendPetsRequest) Empty sendPets by method name
    POST /pets body=body_body_body
message SendPetsRequest (sendPets) made
  optional string body
  optional string body_body (bodyBody)
  repeated string body_body_body (bodyBodyBody)
  repeated string empty_fields (*empty) empties
`},
		{name: "bytes as a body", doc: openAPI(operation("sendPets", "POST /pets", bodyOf("image/png", text()))), want: `
service ZooService
  rpc SendPets(SendPetsRequest) Empty sendPets by method name
    POST /pets body=body
message SendPetsRequest (sendPets) made
  optional bytes body
`},
		{name: "a schema with the name of an operation", doc: openAPI(object("getPet", property("a", text())), operation("getPet", "GET /pets", returns(ref("getPet")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"getPet": {RPC: "GetPet", Service: "Zoo"}}, Messages: map[string]*numbers.Entry{"getPet": {Current: map[string]int32{"a": 1}}}}, want: `
service ZooService
  rpc GetPet(GetPetRequest) GetPet getPet by method name
    GET /pets
message GetPet (getPet)
  optional string a
message GetPetRequest (getPet.request) made
`},
		{name: "a partial body", doc: openAPI(object("Pet", property("name", required(text())), property("tags", list(text())), property("born", required(object("", property("day", required(whole())), property("note", required(enum("A"))))))),
			operation("changePet", "PATCH /pets/{id}", body(ref("Pet")))), want: `
service ZooService
  rpc ChangePet(ChangePetRequest) Empty changePet by method name partial
    PATCH /pets/{id} id=id body=pet
message Pet
  Pet.Born born REQUIRED changed
  optional string name REQUIRED changed zero
  repeated string tags changed
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
  message Born (Pet.born)
    optional int32 day REQUIRED changed zero
    Pet.Born.Note note REQUIRED changed
    repeated string null_fields (*null) nulls
    enum Note (Pet.born.note) UNSPECIFIED(absent) A
message ChangePetRequest (changePet) made
  string id REQUIRED
  Pet pet
`},
		{name: "a partial body that was published without presence", doc: openAPI(object("Pet", property("name", required(text()))), operation("changePet", "PATCH /pets/{id}", body(ref("Pet")))),
			published: &numbers.Lock{Messages: map[string]*numbers.Entry{"Pet": {Current: map[string]int32{"name": 1}}}}, want: `
service ZooService
  rpc ChangePet(ChangePetRequest) Empty changePet by method name partial
    PATCH /pets/{id} id=id body=pet
message Pet
  string name REQUIRED changed zero
  repeated string null_fields (*null) nulls
message ChangePetRequest (changePet) made
  string id REQUIRED
  Pet pet
patch-without-mask: changePet updates a part of a resource, and these fields were published without presence: Pet.name
`},
		{name: "a merge patch, a JSON patch, and a form", doc: openAPI(object("Pet", property("name", required(text()))),
			operation("mergePet", "POST /a", bodyOf("application/merge-patch+json", ref("Pet"))),
			operation("patchPet", "PATCH /b", bodyOf("application/json-patch+json", ref("Pet"))),
			operation("formPet", "PATCH /c", bodyOf("application/x-www-form-urlencoded", ref("Pet")))), want: `
service ZooService
  rpc MergePet(MergePetRequest) Empty mergePet by method name partial
    POST /a body=pet
  rpc PatchPet(PatchPetRequest) Empty patchPet by method name
    PATCH /b body=pet
  rpc FormPet(FormPetRequest) Empty formPet by method name partial
    PATCH /c body=pet
message Pet
  optional string name REQUIRED changed zero
  repeated string null_fields (*null) nulls
message MergePetRequest (mergePet) made
  Pet pet
message PatchPetRequest (patchPet) made
  Pet pet
message FormPetRequest (formPet) made
  Pet pet
`},
		{name: "lists of a body can be empty", doc: openAPI(object("Pet", property("a", list(text())), property("b", mapOf(text())), property("c", required(list(text()))), property("inner", ref("Inner"))), object("Inner", property("x", list(text()))),
			operation("setPet", "PUT /pets", body(ref("Pet")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets body=pet
message Pet
  repeated string a
  map<string> b
  repeated string c REQUIRED
  Inner inner
  repeated string empty_fields (*empty) empties
message Inner
  repeated string x
  repeated string empty_fields (*empty) empties
message SetPetRequest (setPet) made
  Pet pet
`},
		{name: "bodies that can be null or empty", doc: openAPI(
			operation("setNames", "PUT /names", body(list(text()))), operation("setCounts", "PUT /counts", body(mapOf(whole()))),
			operation("setAll", "PUT /all", body(list(text())), func(o *document.Operation) { o.BodyRequired = true }),
			operation("setNone", "PUT /none", body(nullable(list(text()))), func(o *document.Operation) { o.BodyRequired = true }),
			operation("setOne", "PUT /one", body(nullable(ref("Pet")))), object("Pet", property("a", text()))), want: `
service ZooService
  rpc SetNames(SetNamesRequest) Empty setNames by method name
    PUT /names body=body
  rpc SetCounts(SetCountsRequest) Empty setCounts by method name
    PUT /counts body=body
  rpc SetAlls(SetAllsRequest) Empty setAll by method name
    PUT /all body=body
  rpc SetNone(SetNoneRequest) Empty setNone by method name
    PUT /none body=body
  rpc SetOne(SetOneRequest) Empty setOne by method name
    PUT /one body=pet
message Pet
  optional string a
message SetNamesRequest (setNames) made
  repeated string body
  repeated string empty_fields (*empty) empties
message SetCountsRequest (setCounts) made
  map<int32> body
  repeated string empty_fields (*empty) empties
message SetAllsRequest (setAll) made
  repeated string body REQUIRED
message SetNoneRequest (setNone) made
  repeated string body REQUIRED
  repeated string null_fields (*null) nulls
message SetOneRequest (setOne) made
  Pet pet
  repeated string null_fields (*null) nulls
`},
		{name: "an optional body that is the request", doc: openAPI(object("setPet.body", property("name", required(text())), property("n", required(whole()))), operation("setPet", "PUT /pets", body(ref("setPet.body")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets body=*
message SetPetRequest (setPet.body)
  optional int32 n REQUIRED zero
  optional string name REQUIRED zero
`},
		{name: "an optional body that shows itself", doc: openAPI(object("setPet.body", property("name", required(limited(text(), "Minimum length: 1"))), property("n", required(whole()))), operation("setPet", "PUT /pets", body(ref("setPet.body")))), want: `
service ZooService
  rpc SetPet(SetPetRequest) Empty setPet by method name
    PUT /pets body=*
message SetPetRequest (setPet.body)
  int32 n REQUIRED zero
  string name REQUIRED limits=Minimum length 1 zero
`},
	})
}
