// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestPublishedNames(t *testing.T) {
	entry := func(names map[string]string, numbered ...string) *numbers.Entry {
		e := &numbers.Entry{Current: make(map[string]int32), Names: names}
		for i, key := range numbered {
			e.Current[key] = int32(i + 1)
		}
		return e
	}
	renamed := func(name string, e *numbers.Entry) *numbers.Entry { e.Name = name; return e }
	gone := func(e *numbers.Entry) *numbers.Entry { e.Current, e.Gone = nil, e.Current; return e }
	lock := func(messages map[string]*numbers.Entry) *numbers.Lock {
		return &numbers.Lock{TypeRules: 2, Messages: messages}
	}
	two := func() []any {
		return []any{object("petInfo", property("a", text())), object("PetInfo", property("b", text())), object("Pet_Info", property("c", text()))}
	}
	fields := func() *document.API {
		return discovery(object("Pet", property("fooBar", text()), property("foo_bar", text()), property("fooBAR", text())))
	}
	testModels(t, []modelTest{
		{name: "types that clash", doc: discovery(two()...), want: `
message PetInfo (petInfo)
  string a
message PetInfo2 (PetInfo)
  string b
message PetInfo3 (Pet_Info)
  string c
name-clash: the type for "PetInfo" would have the name PetInfo of another type: it becomes PetInfo2; the line for another name is messages: {PetInfo: NAME}
name-clash: the type for "Pet_Info" would have the name PetInfo of another type: it becomes PetInfo3; the line for another name is messages: {Pet_Info: NAME}
`},
		{name: "types that clash, one of which was published", doc: discovery(two()...), published: lock(map[string]*numbers.Entry{"Pet_Info": entry(nil, "c")}), want: `
message PetInfo2 (petInfo)
  string a
message PetInfo3 (PetInfo)
  string b
message PetInfo (Pet_Info)
  string c
name-clash: the type for "PetInfo" would have the name PetInfo of another type: it becomes PetInfo3; the line for another name is messages: {PetInfo: NAME}
name-clash: the type for "petInfo" would have the name PetInfo of another type: it becomes PetInfo2; the line for another name is messages: {petInfo: NAME}
`},
		{name: "a type that was published with a number", doc: discovery(two()...), published: lock(map[string]*numbers.Entry{"PetInfo": renamed("PetInfo2", entry(nil, "b"))}), want: `
message PetInfo (petInfo)
  string a
message PetInfo2 (PetInfo)
  string b
message PetInfo3 (Pet_Info)
  string c
name-clash: the type for "PetInfo" would have the name PetInfo of another type: it becomes PetInfo2; the line for another name is messages: {PetInfo: NAME}
name-clash: the type for "Pet_Info" would have the name PetInfo of another type: it becomes PetInfo3; the line for another name is messages: {Pet_Info: NAME}
`},
		{name: "two types that were published under one name", doc: discovery(two()...), published: lock(map[string]*numbers.Entry{"PetInfo": renamed("Info", entry(nil, "b")), "petInfo": renamed("Info", gone(entry(nil, "a")))}), want: `
message Info2 (petInfo)
  string a
message Info (PetInfo)
  string b
message PetInfo (Pet_Info)
  string c
name-clash: the type for "PetInfo" would have the name PetInfo of another type: it becomes Info; the line for another name is messages: {PetInfo: NAME}
name-clash: the type for "petInfo" would have the name PetInfo of another type: it becomes Info2; the line for another name is messages: {petInfo: NAME}
published-changed: the type for "petInfo" was published as Info, which is now the name of another type: it becomes Info2
`},
		{name: "types of OpenAPI that clash", doc: openAPI(object("a.Pet", property("a", text())), object("b.Pet", property("b", text())), named("c.Pet", enum("X"))), want: `
message APet (a.Pet)
  optional string a
message BPet (b.Pet)
  optional string b
enum CPet (c.Pet) UNSPECIFIED(absent) X
`},
		{name: "a better name", doc: openAPI(object("pet_info_v2.Model", property("a", text())), object("PETInfo", property("b", text()))), want: `
message PetInfoV2Model (pet_info_v2.Model)
  optional string a
message PETInfo
  optional string b
`},
		{name: "nested types that clash", doc: discovery(object("Pet", property("fooBar", object("", property("x", text()))), property("foo_bar", enum("A")), property("data", mapOf(text())), property("dataEntry", object("", property("x", text()))))), want: `
message Pet
  map<string> data
  Pet.DataEntry2 data_entry (dataEntry)
  Pet.FooBar foo_bar (fooBar)
  optional Pet.FooBar2 foo_bar2 (foo_bar)
  message FooBar (Pet.fooBar)
    string x
  message DataEntry2 (Pet.dataEntry)
    string x
  enum FooBar2 (Pet.foo_bar) A
name-clash: the field for "foo_bar" of Pet would have the name foo_bar of another field: it becomes foo_bar2; the line for another name is fields: {Pet.foo_bar: NAME}
name-clash: the type for "Pet.dataEntry" would have the name DataEntry of another type: it becomes DataEntry2; the line for another name is messages: {Pet.dataEntry: Pet.NAME}
name-clash: the type for "Pet.foo_bar" would have the name FooBar of another type: it becomes FooBar2; the line for another name is enums: {Pet.foo_bar: Pet.NAME}
`},
		{name: "fields that clash", doc: fields(), want: `
message Pet
  string foo_bar3 (fooBAR)
  string foo_bar (fooBar)
  string foo_bar2 (foo_bar)
name-clash: the field for "fooBAR" of Pet would have the name foo_bar of another field: it becomes foo_bar3; the line for another name is fields: {Pet.fooBAR: NAME}
name-clash: the field for "foo_bar" of Pet would have the name foo_bar of another field: it becomes foo_bar2; the line for another name is fields: {Pet.foo_bar: NAME}
`},
		{name: "fields that clash, one of which was published", doc: fields(), published: lock(map[string]*numbers.Entry{"Pet": entry(nil, "fooBAR")}), want: `
message Pet
  string foo_bar (fooBAR)
  string foo_bar2 (fooBar)
  string foo_bar3 (foo_bar)
name-clash: the field for "fooBar" of Pet would have the name foo_bar of another field: it becomes foo_bar2; the line for another name is fields: {Pet.fooBar: NAME}
name-clash: the field for "foo_bar" of Pet would have the name foo_bar of another field: it becomes foo_bar3; the line for another name is fields: {Pet.foo_bar: NAME}
`},
		{name: "a field that was published with a number", doc: fields(), published: lock(map[string]*numbers.Entry{"Pet": entry(map[string]string{"foo_bar": "foo_bar3"}, "fooBar", "foo_bar")}), want: `
message Pet
  string foo_bar2 (fooBAR)
  string foo_bar (fooBar)
  string foo_bar3 (foo_bar)
name-clash: the field for "fooBAR" of Pet would have the name foo_bar of another field: it becomes foo_bar2; the line for another name is fields: {Pet.fooBAR: NAME}
name-clash: the field for "foo_bar" of Pet would have the name foo_bar of another field: it becomes foo_bar3; the line for another name is fields: {Pet.foo_bar: NAME}
`},
		{name: "two fields that were published under one name", doc: fields(), published: lock(map[string]*numbers.Entry{"Pet": entry(map[string]string{"foo_bar": "foo", "fooBar": "foo"}, "fooBar", "foo_bar")}), want: `
message Pet
  string foo_bar (fooBAR)
  string foo (fooBar)
  string foo2 (foo_bar)
name-clash: the field for "fooBar" of Pet would have the name foo_bar of another field: it becomes foo; the line for another name is fields: {Pet.fooBar: NAME}
name-clash: the field for "foo_bar" of Pet would have the name foo_bar of another field: it becomes foo2; the line for another name is fields: {Pet.foo_bar: NAME}
published-changed: the field for "foo_bar" of Pet was published as foo, which is now the name of another field: it becomes foo2
`},
		{name: "a field with the spelling of its property", doc: openAPI(object("Pet", property("fooBar", text()), property("foo_bar", text()))), want: `
message Pet
  optional string foo_bar2 (fooBar)
  optional string foo_bar
name-clash: the field for "fooBar" of Pet would have the name foo_bar of another field: it becomes foo_bar2; the line for another name is fields: {Pet.fooBar: NAME}
`},
		{name: "a field that Go messages cannot have", doc: discovery(object("Pet", property("protoReflect", text()), property("variant", text()))), want: `
message Pet
  string proto_reflect2 (protoReflect)
  string variant
name-clash: the field for "protoReflect" of Pet would have the name proto_reflect of another field: it becomes proto_reflect2; the line for another name is fields: {Pet.protoReflect: NAME}
`},
		{name: "a field has the name of a oneof", doc: openAPI(union("V", text(), object("", property("variant", text()))), object("Variant", property("a", text())), union("W", ref("Variant"), text())), want: `
message Variant
  optional string a
message V union
  V.Object object oneof=variant
  string text oneof=variant
  message Object (V.object)
    optional string variant
message W union
  Variant variant2 (Variant) oneof=variant
  string text oneof=variant
name-clash: the field for "Variant" of W would have the name variant of another field: it becomes variant2; the line for another name is fields: {W.Variant: NAME}
`},
		{name: "a map whose entry is a published type", doc: discovery(object("Pet", property("data", mapOf(text())), property("dataEntry", object("", property("x", text()))))), published: lock(map[string]*numbers.Entry{"Pet": entry(nil, "dataEntry"), "Pet.dataEntry": entry(nil, "x")}), want: `
message Pet
  map<string> data2 (data)
  Pet.DataEntry data_entry (dataEntry)
  message DataEntry (Pet.dataEntry)
    string x
name-clash: the field for "data" of Pet would have the name data of another field: it becomes data2; the line for another name is fields: {Pet.data: NAME}
`},
		{name: "a JSON name that a member has", doc: openAPI(object("Pet", property("nullFields", nullable(text())), property("nullFields2", text()))), published: lock(map[string]*numbers.Entry{"Pet": entry(map[string]string{"nullFields": "other", "nullFields2": "another"}, "nullFields", "nullFields2")}), want: `
message Pet
  optional string other (nullFields)
  optional string another (nullFields2)
  repeated string null_fields (*null) json=nullFields3 nulls
name-clash: the field for "nullFields" of Pet would have the name null_fields of another field: it becomes other; the line for another name is fields: {Pet.nullFields: NAME}
name-clash: the field for "nullFields2" of Pet would have the name null_fields2 of another field: it becomes another; the line for another name is fields: {Pet.nullFields2: NAME}
`},
		{name: "JSON names of fields that are not members", doc: openAPI(&document.Schema{Name: "Pet", Kind: document.Object, Additional: text(), Properties: []*document.Property{property("additionalProperties", text()), property("nullFields", nullable(text()))}}), want: `
message Pet
  optional string additional_properties (additionalProperties)
  optional string null_fields (nullFields)
  map<string> additional_properties2 (*) additional
  repeated string null_fields2 (*null) nulls
name-clash: the field for "*" of Pet would have the name additional_properties of another field: it becomes additional_properties2; the line for another name is fields: {'Pet.*': NAME}
name-clash: the field for "*null" of Pet would have the name null_fields of another field: it becomes null_fields2; the line for another name is fields: {'Pet.*null': NAME}
`},
	})
}

func TestMethods(t *testing.T) {
	build := func(doc *document.API) *model.API {
		api, _ := model.Build(doc, new(model.Package), new(numbers.Lock))
		return api
	}
	page := object("Page", property("items", list(text())), property("total_pages", whole()))
	for _, test := range []struct {
		api  *model.API
		want map[string]numbers.Method
	}{
		{build(discovery(object("FindRequest", property("q", text())), operation("pets.find", "POST /v1/a", body(ref("FindRequest"))), operation("a.b.feedAll", "POST /v1/b"), operation("aB.feedAll", "POST /v1/c"))), map[string]numbers.Method{
			"pets.find": {RPC: "Find", Resource: "pets", HTTP: "POST /v1/a", Joined: true}, "a.b.feedAll": {RPC: "FeedAll", Resource: "a/b", HTTP: "POST /v1/b"},
			"aB.feedAll": {RPC: "FeedAll", Service: "AB2", Resource: "aB", HTTP: "POST /v1/c"}}},
		{build(openAPI(page, operation("listPets", "GET /p", query("page", limited(whole(), "Default: 1")), returns(ref("Page"))))), map[string]numbers.Method{"listPets": {RPC: "ListPets", Service: "Zoo", HTTP: "GET /p", Paged: true}}},
	} {
		if diff := cmp.Diff(test.want, test.api.Methods()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
