// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestPresence(t *testing.T) {
	flag := kind(document.Boolean, document.NoFormat)
	readOnly := func(s *document.Schema) *document.Schema { s.ReadOnly = true; return s }
	writeOnly := func(s *document.Schema) *document.Schema { s.WriteOnly = true; return s }
	testModels(t, []modelTest{
		{name: "OpenAPI", doc: openAPI(object("Pet", property("a", text()), property("b", required(text())), property("c", required(readOnly(text()))), property("d", required(nullable(text()))),
			property("e", list(text())), property("f", required(list(text()))), property("g", object("")), property("h", required(ref("Born"))), property("i", writeOnly(text())), property("j", required(enum("A"))),
			property("k", required(writeOnly(text()))), property("l", required(writeOnly(whole()))), property("m", required(ref("Secret"))), property("n", required(writeOnly(list(text())))), property("o", required(writeOnly(enum("A"))))), named("Secret", writeOnly(text())), object("Born", property("y", whole()))), want: `
message Pet
  optional string a
  string b REQUIRED zero
  optional string c REQUIRED,OUTPUT_ONLY
  optional string d REQUIRED
  repeated string e
  repeated string f REQUIRED
  Struct g
  Born h REQUIRED
  optional string i INPUT_ONLY
  Pet.J j REQUIRED
  optional string k REQUIRED,INPUT_ONLY
  optional int32 l REQUIRED,INPUT_ONLY
  optional string m REQUIRED,INPUT_ONLY
  repeated string n REQUIRED,INPUT_ONLY
  Pet.O o REQUIRED,INPUT_ONLY
  repeated string null_fields (*null) nulls
  enum J (Pet.j) UNSPECIFIED(absent) A
  enum O (Pet.o) UNSPECIFIED(absent) A
message Born
  optional int32 y
schema-in-place: the schema "Secret" is not an object with properties
`},
		{name: "a discovery document", doc: discovery(object("Pet", property("a", limited(text(), "Default: x")), property("b", limited(text(), "Default: ")), property("c", limited(whole(), "Default: 0")), property("d", limited(flag, "Default: true")),
			property("e", enum("A", "B")), property("f", enum("KIND_UNSPECIFIED", "B")), property("g", limited(enum("UNKNOWN", "B"), "Default: UNKNOWN")), property("h", limited(enum("UNKNOWN", "B"), "Default: B")))), want: `
message Pet
  optional string a limits=Default x
  string b limits=Default 
  int32 c limits=Default 0
  optional bool d limits=Default true
  optional Pet.E e
  Pet.F f
  Pet.G g limits=Default UNKNOWN
  optional Pet.H h limits=Default B
  enum E (Pet.e) A B
  enum F (Pet.f) KIND_UNSPECIFIED B
  enum G (Pet.g) UNKNOWN B
  enum H (Pet.h) UNKNOWN B
`},
		{name: "the zero of a published enum", doc: discovery(object("Pet", property("e", enum("A", "NONE_UNKNOWN")), property("f", enum("SIZE_UNKNOWN", "B")))), published: &numbers.Lock{Enums: map[string]*numbers.Entry{
			"Pet.e": {Current: map[string]int32{"NONE_UNKNOWN": 0, "A": 1}}, "Pet.f": {Current: map[string]int32{"SIZE_UNKNOWN": 1}, Gone: map[string]int32{"B": 0}}}}, want: `
message Pet
  Pet.E e
  optional Pet.F f
  enum E (Pet.e) A NONE_UNKNOWN
  enum F (Pet.f) SIZE_UNKNOWN B
`},
		{name: "fields that were published for null and empty members", doc: openAPI(object("Pet", property("a", list(text())))), published: &numbers.Lock{Messages: map[string]*numbers.Entry{"Pet": {Current: map[string]int32{"a": 1, "*empty": 3}, Gone: map[string]int32{"*null": 2}}}}, want: `
message Pet
  repeated string a
  repeated string null_fields (*null) nulls
  repeated string empty_fields (*empty) empties
`},
		{name: "a published field has presence", doc: openAPI(object("Pet", property("a", required(text())), property("b", text()), property("c", required(list(text()))))), published: &numbers.Lock{Messages: map[string]*numbers.Entry{"Pet": {Current: map[string]int32{"a": 1}, Types: map[string]string{"a": "optional", "b": "optional", "c": "optional"}}}}, want: `
message Pet
  optional string a REQUIRED zero
  optional string b
  repeated string c REQUIRED
`},
		{name: "published write-only fields keep their presence", doc: openAPI(object("Pet", property("a", required(writeOnly(text()))), property("b", required(writeOnly(text()))))), published: &numbers.Lock{Messages: map[string]*numbers.Entry{"Pet": {Current: map[string]int32{"a": 1, "b": 2}, Types: map[string]string{"b": "optional"}}}}, want: `
message Pet
  string a REQUIRED,INPUT_ONLY
  optional string b REQUIRED,INPUT_ONLY
`},
		{name: "properties with odd names", doc: openAPI(object("Pet", property("*", text()), property("*null", nullable(text())), property(`\*empty`, text()), property("null_fields", text()), property("[x]", text()))), want: `
message Pet
  optional string x ([x])
  optional string n (\*)
  optional string null (\*null)
  optional string empty (\\*empty)
  optional string null_fields
  repeated string null_fields2 (*null) nulls
name-clash: the field for "*null" of Pet would have the name null_fields of another field: it becomes null_fields2; the line for another name is fields: {'Pet.*null': NAME}
`},
		{name: "behaviors of a discovery document", doc: discovery(object("Pet", property("a", described(text(), "Required. Immutable. The name.")), property("b", described(readOnly(text()), "Output only. x")), property("c", described(text(), "[Input Only] x Required.")), property("d", described(text(), "Optional. Unordered list. Identifier. [Output Only]Input only."))), object("Other", property("e", ref("Text"))), named("Text", readOnly(text()))), want: `
message Pet
  string a REQUIRED,IMMUTABLE
  string b OUTPUT_ONLY
  string c INPUT_ONLY
  string d OPTIONAL,UNORDERED_LIST,IDENTIFIER,OUTPUT_ONLY,INPUT_ONLY
message Other
  string e OUTPUT_ONLY
schema-in-place: the schema "Text" is not an object with properties
`},
		{name: "behaviors of OpenAPI", doc: openAPI(object("Pet", property("a", described(text(), "Required. The name.")), property("b", required(ref("Alias")))), named("Alias", ref("Text")), named("Text", writeOnly(readOnly(text())))), want: `
message Pet
  optional string a
  optional string b REQUIRED,OUTPUT_ONLY,INPUT_ONLY
schema-in-place: the schema "Alias" is not an object with properties
schema-in-place: the schema "Text" is not an object with properties
`},
		{name: "additional properties", doc: openAPI(&document.Schema{Name: "Pet", Kind: document.Object, Properties: []*document.Property{property("a", text())}, Additional: described(list(whole()), "Others.")}), want: `
message Pet
  optional string a
  map<Pet.AdditionalProperty> additional_properties (*) additional
  message AdditionalProperty (Pet.*) value
    repeated int32 values
`},
		{name: "limits and examples of elements", doc: openAPI(object("Pet", property("a", limited(list(limited(text(), "Minimum length: 1", "Pattern: ^a$")), "Pattern: ^b$")), property("b", list(list(limited(text(), "Minimum length: 1")))), property("c", ref("Code"))),
			&document.Schema{Name: "Code", Kind: document.String, Examples: []document.Example{{JSON: `"x"`}}}), want: `
message Pet
  repeated string a limits=Pattern ^b$,Minimum length 1
  repeated Pet.BList b
  optional string c examples="x"
  message BList (Pet.b) value
    repeated string values limits=Minimum length 1
schema-in-place: the schema "Code" is not an object with properties
`},
	})
}
