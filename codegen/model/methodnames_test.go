// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestRPCNames(t *testing.T) {
	pet := func() *document.Schema { return object("Pet", property("name", text())) }
	media := func(o *document.Operation) { o.Upload = new(document.Upload) }
	update := func(name string) []*document.Operation {
		var all []*document.Operation
		for _, httpMethod := range []string{"PATCH", "PUT"} {
			id := map[string]string{"PATCH": "pets.patch", "PUT": "pets.update"}[httpMethod]
			all = append(all, operation(id, httpMethod+" /v1/{"+name+"}", query("mask", kind(document.String, document.FieldMask)), body(ref("Pet")), returns(ref("Pet"))))
		}
		return all
	}
	changed := func(all []*document.Operation, edit func(put *document.Operation)) []any {
		edit(all[1])
		return []any{pet(), object("Other", property("a", text())), all[0], all[1]}
	}
	testModels(t, []modelTest{
		{name: "evidence", doc: discovery(pet(), object("FindRequest", property("q", text())), object("CountResponse", property("n", whole())), object("PetListResponse", property("pets", list(ref("Pet")))), object("Operation", property("done", text())),
			operation("pets.get", "GET /v1/{name}", returns(ref("Pet"))),
			operation("pets.list", "GET /v1/pets", returns(ref("PetListResponse"))),
			operation("pets.insert", "POST /v1/pets", body(ref("Pet")), returns(ref("Operation"))),
			operation("pets.delete", "DELETE /v1/{name}", returns(ref("Operation"))),
			operation("pets.search", "POST /v1/pets:search", body(ref("FindRequest"))),
			operation("pets.streamFind", "POST /v1/pets:stream", body(ref("FindRequest"))),
			operation("pets.size", "GET /v1/size", returns(ref("CountResponse"))),
			operation("pets.feedAll", "POST /v1/pets:feedAll"),
			operation("pets.feed", "POST /v1/pets:feed"),
			operation("about", "GET /v1/about")), want: `
service PetsService pets
  rpc GetPet(PetsGetPetRequest) Pet pets.get by resource type
    GET /v1/{name} name=name
  rpc ListPets(PetsListPetsRequest) PetListResponse pets.list by resource type
    GET /v1/pets
  rpc CreatePet(PetsCreatePetRequest) Operation pets.insert by resource type
    POST /v1/pets body=pet
  rpc DeletePet(PetsDeletePetRequest) Operation pets.delete by resource name
    DELETE /v1/{name} name=name
  rpc Find(PetsFindRequest) Empty pets.search by request type
    POST /v1/pets:search body=find_request
  rpc StreamFind(PetsStreamFindRequest) Empty pets.streamFind by method name
    POST /v1/pets:stream body=find_request
  rpc Count(PetsCountRequest) CountResponse pets.size by response type
    GET /v1/size
  rpc FeedAll(PetsFeedAllRequest) Empty pets.feedAll by method name
    POST /v1/pets:feedAll
  rpc FeedPet(PetsFeedPetRequest) Empty pets.feed by resource name
    POST /v1/pets:feed
service ZooService
  rpc About(AboutRequest) Empty about by method name
    GET /v1/about
message Pet
  string name
message FindRequest
  string q
message CountResponse
  int32 n
message PetListResponse
  repeated Pet pets
message Operation
  string done
message PetsGetPetRequest (pets.get) made
  string name REQUIRED
message PetsListPetsRequest (pets.list) made
message PetsCreatePetRequest (pets.insert) made
  Pet pet REQUIRED
message PetsDeletePetRequest (pets.delete) made
  string name REQUIRED
message PetsFindRequest (pets.search) made
  FindRequest find_request (findRequest) REQUIRED
message PetsStreamFindRequest (pets.streamFind) made
  FindRequest find_request (findRequest) REQUIRED
message PetsCountRequest (pets.size) made
message PetsFeedAllRequest (pets.feedAll) made
message PetsFeedPetRequest (pets.feed) made
message AboutRequest (about) made
`},
		{name: "a list of several messages", doc: discovery(pet(), object("Page", property("pets", list(ref("Pet"))), property("more", list(ref("Page")))), operation("pets.list", "GET /v1/pets", returns(ref("Page")))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Page pets.list by resource name
    GET /v1/pets
message Pet
  string name
message Page
  repeated Page more
  repeated Pet pets
message PetsListPetsRequest (pets.list) made
`},
		{name: "PUT and PATCH with a mask are one", doc: discovery(pet(), update("name")[0], update("name")[1]), want: `
service PetsService pets
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.patch|pets.update by resource type
    PATCH /v1/{name} name=pet.name body=pet
    PUT /v1/{name} name=pet.name body=pet
message Pet
  string name
message PetsUpdatePetRequest (pets.patch) made
  FieldMask mask
  Pet pet REQUIRED
`},
		{name: "not where the body differs", doc: discovery(changed(update("name"), func(put *document.Operation) { put.Body = ref("Other") })...), want: `
service PetsService pets
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.patch by resource type
    PATCH /v1/{name} name=pet.name body=pet
  rpc UpdateOther(PetsUpdateOtherRequest) Pet pets.update by resource type
    PUT /v1/{name} name=name body=other
message Pet
  string name
message Other
  string a
message PetsUpdatePetRequest (pets.patch) made
  FieldMask mask
  Pet pet REQUIRED
message PetsUpdateOtherRequest (pets.update) made
  FieldMask mask
  string name REQUIRED
  Other other REQUIRED
`},
		{name: "not where one takes media", doc: discovery(changed(update("name"), media)...), want: `
service PetsService pets
  rpc PatchPet(PetsPatchPetRequest) Pet pets.patch by resource name
    PATCH /v1/{name} name=pet.name body=pet
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.update by resource type
    PUT /v1/{name} name=pet.name body=pet
message Pet
  string name
message Other
  string a
message PetsPatchPetRequest (pets.patch) made
  FieldMask mask
  Pet pet REQUIRED
message PetsUpdatePetRequest (pets.update) made
  FieldMask mask
  Pet pet REQUIRED
`},
		{name: "not where the parameters differ", doc: discovery(changed(update("name"), func(put *document.Operation) { put.Parameters[1].Repeated = true })...), want: `
service PetsService pets
  rpc PatchPet(PetsPatchPetRequest) Pet pets.patch by resource name
    PATCH /v1/{name} name=pet.name body=pet
  rpc UpdatePet(PetsUpdatePetRequest) Pet pets.update by resource type
    PUT /v1/{name} name=pet.name body=pet
message Pet
  string name
message Other
  string a
message PetsPatchPetRequest (pets.patch) made
  FieldMask mask
  Pet pet REQUIRED
message PetsUpdatePetRequest (pets.update) made
  repeated FieldMask mask
  Pet pet REQUIRED
`},
		{name: "names clash", doc: discovery(pet(), object("FindRequest", property("q", text())), operation("pets.find", "POST /v1/a", body(ref("FindRequest"))), operation("pets.locate", "POST /v1/b", body(ref("FindRequest"))), operation("pets.seek", "POST /v1/c", body(ref("FindRequest"))), operation("pets.seek2", "POST /v1/d", returns(ref("Pet")))), want: `
service PetsService pets
  rpc Find(PetsFindRequest) Empty pets.find by request type
    POST /v1/a body=find_request
  rpc LocatePet(PetsLocatePetRequest) Empty pets.locate by resource name
    POST /v1/b body=find_request
  rpc SeekPet(PetsSeekPetRequest) Empty pets.seek by resource name
    POST /v1/c body=find_request
  rpc Seek2Pet(PetsSeek2PetRequest) Pet pets.seek2 by resource name
    POST /v1/d
message Pet
  string name
message FindRequest
  string q
message PetsFindRequest (pets.find) made
  FindRequest find_request (findRequest) REQUIRED
message PetsLocatePetRequest (pets.locate) made
  FindRequest find_request (findRequest) REQUIRED
message PetsSeekPetRequest (pets.seek) made
  FindRequest find_request (findRequest) REQUIRED
message PetsSeek2PetRequest (pets.seek2) made
`},
		{name: "a published method keeps its name", doc: discovery(object("FindRequest", property("q", text())), operation("pets.find", "POST /v1/a", body(ref("FindRequest"))), operation("pets.locate", "POST /v1/b", body(ref("FindRequest")))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.locate": {RPC: "Find"}}}, want: `
service PetsService pets
  rpc Find2(PetsFind2Request) Empty pets.find by request type
    POST /v1/a body=find_request
  rpc Find(PetsFindRequest) Empty pets.locate by request type
    POST /v1/b body=find_request
message FindRequest
  string q
message PetsFind2Request (pets.find) made
  FindRequest find_request (findRequest) REQUIRED
message PetsFindRequest (pets.locate) made
  FindRequest find_request (findRequest) REQUIRED
`},
		{name: "two were published under one name", doc: discovery(operation("pets.feed", "POST /v1/a"), operation("pets.eat", "POST /v1/b")),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"pets.feed": {RPC: "Eat", Gone: true}, "pets.eat": {RPC: "Eat"}}}, want: `
service PetsService pets
  rpc Eat2(PetsEat2Request) Empty pets.feed by lock
    POST /v1/a
  rpc Eat(PetsEatRequest) Empty pets.eat by lock
    POST /v1/b
message PetsEat2Request (pets.feed) made
message PetsEatRequest (pets.eat) made
published-changed: pets.feed was published as Eat, which is now the name of another method: it becomes Eat2
`},
		{name: "the response tells a list from one object", doc: openAPI(object("One", property("a", text())), object("Page", property("a", text()), property("b", list(text()))), object("Empty"),
			operation("", "GET /cats", returns(ref("One"))), operation("", "GET /dogs", returns(ref("Page"))), operation("", "GET /cows", returns(ref("Empty"))), operation("", "GET /hens", returns(list(ref("One")))), operation("", "GET /pigs")), want: `
service ZooService
  rpc GetCats(GetCatsRequest) One by path
    GET /cats
  rpc ListDogs(ListDogsRequest) Page by path
    GET /dogs
  rpc ListCows(ListCowsRequest) Empty by path
    GET /cows
  rpc ListHens(ListHensRequest) ListValue by path
    GET /hens
  rpc ListPigs(ListPigsRequest) Empty by path
    GET /pigs
message One
  optional string a
message Page
  optional string a
  repeated string b
message GetCatsRequest made
message ListDogsRequest made
message ListCowsRequest made
message ListHensRequest made
message ListPigsRequest made
untyped-response: the response of  is a list without a name: its type is google.protobuf.ListValue
well-known-schema: the schema "Empty" is google.protobuf.Empty
`},
		{name: "names of OpenAPI clash", doc: openAPI(operation("getPet", "GET /pets/{a}"), operation("get_pet", "GET /pets/{a}/{b}"), operation("", "GET /pets/{a}/{b}/{c}")), want: `
service ZooService
  rpc GetPet(GetPetRequest) Empty getPet by method name
    GET /pets/{a} a=a
  rpc GetPetOfPet(GetPetOfPetRequest) Empty get_pet by method name
    GET /pets/{a}/{b} a=a b=b
  rpc GetPetByC(GetPetByCRequest) Empty by path
    GET /pets/{a}/{b}/{c} a=a b=b c=c
message GetPetRequest (getPet) made
  string a REQUIRED
message GetPetOfPetRequest (get_pet) made
  string a REQUIRED
  string b REQUIRED
message GetPetByCRequest made
  string a REQUIRED
  string b REQUIRED
  string c REQUIRED
`},
		{name: "the name of the client's Close", doc: openAPI(operation("close", "POST /pets/{a}/close")), want: `
service ZooService
  rpc ClosePet(ClosePetRequest) Empty close by method name
    POST /pets/{a}/close a=a
message ClosePetRequest (close) made
  string a REQUIRED
`},
		{name: "the name of the client's Close, published", doc: openAPI(operation("close", "POST /pets/{a}/close")),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"close": {RPC: "Close", Service: "Zoo"}}}, want: `
service ZooService
  rpc Close(CloseRequest) Empty close by method name
    POST /pets/{a}/close a=a
message CloseRequest (close) made
  string a REQUIRED
`},
		{name: "media", doc: discovery(pet(),
			operation("media.upload", "POST /v1/a", body(ref("Pet")), carried), operation("media.create", "POST /v1/b", body(ref("Pet")), carried), operation("media.send", "POST /v1/c", carried),
			operation("media.none", "POST /v1/d", media),
			operation("media.download", "GET /v1/e", returns(ref("Pet")), downloads), operation("media.get", "GET /v1/f", returns(ref("Pet")), downloads), operation("media.read", "GET /v1/g", downloads)), want: `
service MediaService media
  rpc UploadMedia(MediaUploadMediaRequest) Empty media.upload by resource name
    POST /v1/a body=pet
    upload required
  rpc CreatePet(MediaCreatePetRequest) Empty media.create by resource type
    POST /v1/b body=pet
    upload
  rpc SendMedia(MediaSendMediaRequest) Empty media.send by resource name
    POST /v1/c
    upload required
  rpc NoneMedia(MediaNoneMediaRequest) Empty media.none by resource name
    POST /v1/d
  rpc DownloadMedia(MediaDownloadMediaRequest) Pet media.download by resource name
    GET /v1/e
    download only
  rpc GetPet(MediaGetPetRequest) Pet media.get by resource type
    GET /v1/f
    download
  rpc ReadMedia(MediaReadMediaRequest) Empty media.read by resource name
    GET /v1/g
    download only
message Pet
  string name
message MediaUploadMediaRequest (media.upload) made
  Pet pet REQUIRED
message MediaCreatePetRequest (media.create) made
  Pet pet REQUIRED
message MediaSendMediaRequest (media.send) made
message MediaNoneMediaRequest (media.none) made
message MediaDownloadMediaRequest (media.download) made
message MediaGetPetRequest (media.get) made
message MediaReadMediaRequest (media.read) made
`},
	})
}

func carried(o *document.Operation) { o.Upload = &document.Upload{Simple: o.Path} }

func downloads(o *document.Operation) { o.Download = new(document.Download) }
