// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestResponses(t *testing.T) {
	responses := func(first int, all ...*document.Response) func(*document.Operation) {
		return func(o *document.Operation) {
			o.Responses, o.Response, o.ResponseType = all, all[first].Schema, all[first].MediaType
		}
	}
	response := func(status string, s *document.Schema, types ...string) *document.Response {
		r := &document.Response{Status: status, Schema: s, MediaTypes: types}
		if len(types) > 0 {
			r.MediaType = types[0]
		}
		return r
	}
	pet, job := func() *document.Schema { return object("Pet", property("a", text())) }, func() *document.Schema { return object("Job", property("b", text())) }
	const json = "application/json"
	testModels(t, []modelTest{
		{name: "types of responses", doc: openAPI(pet(), named("Names", list(text())), named("Ages", mapOf(whole())), named("Text", text()),
			operation("a", "GET /a"), operation("b", "GET /b", returns(ref("Pet"))), operation("c", "GET /c", returns(ref("Names"))), operation("d", "GET /d", returns(ref("Ages"))), operation("e", "GET /e", returns(ref("Text"))),
			operation("f", "GET /f", returns(whole())), operation("g", "GET /g", returns(kind(document.Number, document.NoFormat))), operation("h", "GET /h", returns(kind(document.Boolean, document.NoFormat))),
			operation("i", "GET /i", returns(kind(document.Any, document.NoFormat))), operation("j", "GET /j", returns(kind(document.Any, document.TypedAny))), operation("k", "GET /k", returns(kind(document.Object, document.Struct))),
			operation("l", "GET /l", returns(list(kind(document.Any, document.NoFormat)))), operation("m", "GET /m", returns(mapOf(kind(document.Any, document.NoFormat)))),
			operation("n", "GET /n", responses(0, response("200", text(), "image/png")))), want: `
service ZooService
  rpc A(ARequest) Empty a by method name
    GET /a
  rpc B(BRequest) Pet b by method name
    GET /b
  rpc C(CRequest) Names c by method name
    GET /c
  rpc D(DRequest) Ages d by method name
    GET /d
  rpc E(ERequest) StringValue e by method name
    GET /e
  rpc F(FRequest) Int64Value f by method name
    GET /f
  rpc G(GRequest) DoubleValue g by method name
    GET /g
  rpc H(HRequest) BoolValue h by method name
    GET /h
  rpc I(IRequest) Value i by method name
    GET /i
  rpc J(JRequest) Any j by method name
    GET /j
  rpc K(KRequest) Struct k by method name
    GET /k
  rpc L(LRequest) ListValue l by method name
    GET /l
  rpc M(MRequest) Struct m by method name
    GET /m
  rpc N(NRequest) HttpBody n by method name accept=image/png
    GET /n
message Pet
  optional string a
message Names value
  repeated string values
message Ages value
  map<int32> values
message ARequest (a) made
message BRequest (b) made
message CRequest (c) made
message DRequest (d) made
message ERequest (e) made
message FRequest (f) made
message GRequest (g) made
message HRequest (h) made
message IRequest (i) made
message JRequest (j) made
message KRequest (k) made
message LRequest (l) made
message MRequest (m) made
message NRequest (n) made
schema-in-place: the schema "Text" is not an object with properties
`},
		{name: "without a name", doc: discovery(operation("a.b", "GET /a", returns(list(text()))), operation("a.c", "GET /b", returns(object("", property("x", text())))), operation("a.d", "GET /c", returns(union("", text(), whole())))), want: `
service AService a
  rpc BA(ABARequest) ListValue a.b by resource name
    GET /a
  rpc CA(ACARequest) Struct a.c by resource name
    GET /b
  rpc DA(ADARequest) Value a.d by resource name
    GET /c
message ABARequest (a.b) made
message ACARequest (a.c) made
message ADARequest (a.d) made
untyped-response: the response of a.b is a list without a name: its type is google.protobuf.ListValue
untyped-response: the response of a.c is an object without a name: its type is google.protobuf.Struct
untyped-response: the response of a.d is a value of several types without a name: its type is google.protobuf.Value
`},
		{name: "alternatives without distinct types", doc: openAPI(union("Open", text(), kind(document.Any, document.NoFormat)), union("Texts", text(), enum("A")), union("Both", text(), whole()),
			operation("a", "GET /a", responses(0, response("200", ref("Open"), json))), operation("b", "GET /b", responses(0, response("200", ref("Texts"), json))),
			operation("c", "GET /c", responses(0, response("200", ref("Both"), json)))), want: `
service ZooService
  rpc A(ARequest) Value a by method name
    GET /a
  rpc B(BRequest) Value b by method name
    GET /b
  rpc C(CRequest) Both c by method name
    GET /c
message Both union
  int32 integer oneof=variant
  string text oneof=variant
message ARequest (a) made
message BRequest (b) made
message CRequest (c) made
schema-in-place: the schema "Open" is not an object with properties
schema-in-place: the schema "Texts" is not an object with properties
untyped-response: the response of a is Open, whose alternatives cannot be distinguished: its type is google.protobuf.Value
untyped-response: the response of b is Texts, whose alternatives cannot be distinguished: its type is google.protobuf.Value
`},
		{name: "accepted media types", doc: openAPI(pet(),
			operation("getPet", "GET /a", responses(0, response("200", ref("Pet"), json))), operation("findPet", "GET /b", responses(0, response("200", ref("Pet"), "application/hal+json", json, "text/html", "bad;;", "x"))),
			operation("readText", "GET /c", responses(0, response("200", text(), "text/plain", "text/html", "*/*"))), operation("readPicture", "GET /d", responses(0, response("200", text(), "image/png", "image/jpeg"), response("404", ref("Pet"), json)))), want: `
service ZooService
  rpc GetPet(GetPetRequest) Pet getPet by method name
    GET /a
  rpc FindPet(FindPetRequest) Pet findPet by method name accept=application/hal+json,application/json
    GET /b
  rpc ReadText(ReadTextRequest) HttpBody readText by method name accept=text/plain,text/html,*/*
    GET /c
  rpc ReadPicture(ReadPictureRequest) HttpBody readPicture by method name accept=image/png,image/jpeg
    GET /d
message Pet
  optional string a
message GetPetRequest (getPet) made
message FindPetRequest (findPet) made
message ReadTextRequest (readText) made
message ReadPictureRequest (readPicture) made
`},
		{name: "a string in JSON or plain text", doc: openAPI(operation("readText", "GET /c", responses(0, response("200", text(), json, "text/plain", "text/html", "*/*")))), want: `
service ZooService
  rpc ReadText(ReadTextRequest) StringValue readText by method name accept=application/json,text/plain
    GET /c
message ReadTextRequest (readText) made
`},
		{name: "several responses", doc: openAPI(pet(), job(), operation("makePet", "POST /a", responses(1, response("200", ref("Job"), json), response("201", ref("Pet"), json), response("204", nil), response("299", ref("Job"), "text/json"), response("2XX", text(), "image/png"), response("default", ref("Job"), json)))), want: `
service ZooService
  rpc MakePet(MakePetRequest) MakePetResponse makePet by method name accept=application/json,text/json,image/png
    POST /a
message Pet
  optional string a
message Job
  optional string b
message MakePetResponse (makePet.responses)
  Pet created oneof=answer status=201
  Job ok oneof=answer status=200
  Job status299 oneof=answer status=299
  HttpBody success oneof=answer status=2XX
message MakePetRequest (makePet) made
`},
		{name: "several responses of one type", doc: openAPI(pet(), operation("makePet", "POST /a", responses(0, response("200", ref("Pet"), json), response("201", ref("Pet"), "text/json")))), want: `
service ZooService
  rpc MakePet(MakePetRequest) Pet makePet by method name accept=application/json,text/json
    POST /a
message Pet
  optional string a
message MakePetRequest (makePet) made
`},
		{name: "several responses that were published as one", doc: openAPI(pet(), job(), operation("makePet", "POST /a", responses(0, response("200", ref("Pet"), json), response("202", ref("Job"), json)))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"makePet": {RPC: "MakePet", Service: "Zoo"}}}, want: `
service ZooService
  rpc MakePet(MakePetRequest) Pet makePet by method name
    POST /a
message Pet
  optional string a
message Job
  optional string b
message MakePetRequest (makePet) made
published-changed: the response 202 of makePet now has another type than the response 200: it is read as that type
`},
		{name: "one response that was published as several", doc: openAPI(pet(), operation("makePet", "POST /a", responses(0, response("202", ref("Pet"), json)))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"makePet": {RPC: "MakePet", Service: "Zoo"}}, Messages: map[string]*numbers.Entry{"makePet.responses": {Current: map[string]int32{"accepted": 1}}}}, want: `
service ZooService
  rpc MakePet(MakePetRequest) MakePetResponse makePet by method name
    POST /a
message Pet
  optional string a
message MakePetResponse (makePet.responses)
  Pet accepted oneof=answer status=202
message MakePetRequest (makePet) made
`},
		{name: "schemas in an operation", doc: openAPI(object("makePet.body", property("a", text())), object("makePet.response", property("b", text())), object("makePet.error404", property("c", text())), object("Body_sendPet", property("d", text())), object("#/components/requestBodies/Shared", property("e", text())),
			operation("makePet", "POST /a", query("q", text()), body(ref("makePet.body")), responses(0, response("200", ref("makePet.response"), json), response("404", ref("makePet.error404"), json))),
			operation("sendPet", "POST /b", bodyOf("multipart/form-data", ref("Body_sendPet"))),
			operation("sharePet", "POST /c", body(ref("#/components/requestBodies/Shared"))), operation("giftPet", "POST /d", body(ref("#/components/requestBodies/Shared")))), want: `
service ZooService
  rpc MakePet(MakePetRequest) MakePetResponse makePet by method name
    POST /a body=*
  rpc SendPet(SendPetRequest) Empty sendPet by method name
    POST /b body=body_send_pet
  rpc SharePet(SharePetRequest) Empty sharePet by method name
    POST /c body=body
  rpc GiftPet(GiftPetRequest) Empty giftPet by method name
    POST /d body=body
message MakePetRequest (makePet.body)
  optional string a
  optional string q {query=q}
message MakePetResponse (makePet.response)
  optional string b
message MakePetNotFoundError (makePet.error404)
  optional string c
message SendPetBody (Body_sendPet)
  optional string d
message Shared (#/components/requestBodies/Shared)
  optional string e
message SendPetRequest (sendPet) made
  SendPetBody body_send_pet (bodySendPet)
message SharePetRequest (sharePet) made
  Shared body
message GiftPetRequest (giftPet) made
  Shared body
`},
		{name: "a schema with the name of the responses", doc: openAPI(pet(), object("makePet.responses", property("x", text())), operation("makePet", "POST /a", responses(0, response("200", ref("Pet"), json), response("202", ref("makePet.responses"), json)))), want: `
service ZooService
  rpc MakePet(MakePetRequest) MakePetResponse makePet by method name
    POST /a
message Pet
  optional string a
message MakePetResponses (makePet.responses)
  optional string x
message MakePetResponse (makePet.responses.responses)
  MakePetResponses accepted oneof=answer status=202
  Pet ok oneof=answer status=200
message MakePetRequest (makePet) made
`},
	})
}
