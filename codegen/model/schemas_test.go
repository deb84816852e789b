// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestTypes(t *testing.T) {
	testModels(t, []modelTest{
		{name: "scalars and well-known types", doc: discovery(object("All",
			property("a", kind(document.String, document.Int64)), property("b", kind(document.String, document.UInt64)), property("c", kind(document.String, document.Base64URL)), property("d", kind(document.String, document.Base64)),
			property("e", kind(document.String, document.Timestamp)), property("f", kind(document.String, document.Duration)), property("g", kind(document.String, document.FieldMask)), property("h", kind(document.String, document.Date)),
			property("i", kind(document.Integer, document.NoFormat)), property("j", kind(document.Integer, document.UInt32)), property("k", kind(document.Integer, document.Int64)), property("l", kind(document.Integer, document.UInt64)),
			property("m", kind(document.Number, document.Float)), property("n", kind(document.Number, document.Double)), property("o", kind(document.Boolean, document.NoFormat)),
			property("p", kind(document.Any, document.NoFormat)), property("q", kind(document.Any, document.TypedAny)), property("r", kind(document.Object, document.Struct)), property("s", kind(document.Object, document.TypedAny)), property("t", object("")),
			property("u", mapOf(whole())), property("v", kind(document.String, document.Binary)), property("w", list(kind(document.Integer, document.Int64))), property("x", mapOf(kind(document.String, document.Base64URL))))), want: `
message All
  int64 a
  uint64 b
  bytes c base64url
  bytes d
  Timestamp e
  Duration f
  FieldMask g
  string h
  int32 i
  uint32 j
  int64 k number
  uint64 l number
  float m
  double n
  bool o
  Value p
  Any q
  Struct r
  Any s
  Struct t
  map<int32> u
  string v
  repeated int64 w number
  map<bytes> x base64url
`},
		{name: "messages that Google publishes", doc: discovery(object("Empty"), object("Status", property("code", kind(document.Integer, document.Int32)), property("details", list(kind(document.Any, document.TypedAny))), property("message", text())),
			object("Pet", property("a", ref("Empty")), property("b", ref("Status")))), want: `
message Pet
  Empty a
  Status b
well-known-schema: the schema "Empty" is google.protobuf.Empty
well-known-schema: the schema "Status" is google.rpc.Status
`},
		{name: "messages that only look like those", doc: discovery(object("GoogleEmpty"), object("FooStatus", property("code", kind(document.Integer, document.Int32)), property("details", list(text())), property("message", text())),
			object("Status", property("code", kind(document.Integer, document.Int32)), property("details", list(kind(document.Any, document.TypedAny))), property("text", text()))), want: `
message GoogleEmpty
message FooStatus
  int32 code
  repeated string details
  string message
message Status
  int32 code
  repeated Any details
  string text
`},
		{name: "lists and maps within each other", doc: openAPI(object("Pet", property("rows", list(list(text()))), property("data", mapOf(list(whole()))), property("maps", list(mapOf(text()))), property("any", list(list(kind(document.Any, document.NoFormat)))), property("anyMaps", list(mapOf(kind(document.Any, document.NoFormat)))), property("named", list(ref("Row")))), named("Row", list(text()))), want: `
message Pet
  repeated ListValue any
  repeated Struct any_maps (anyMaps)
  map<Pet.DataList> data
  repeated Pet.Map maps
  repeated Row named
  repeated Pet.Row rows
  message Row (Pet.rows) value
    repeated string values
  message DataList (Pet.data) value
    repeated int32 values
  message Map (Pet.maps) value
    map<string> values
message Row value
  repeated string values
`},
		{name: "null elements", doc: openAPI(object("Pet", property("a", list(nullable(text()))), property("b", list(nullable(object("", property("x", text()))))), property("c", mapOf(nullable(list(text())))), property("d", list(nullable(kind(document.Any, document.NoFormat)))), property("e", list(nullable(union("", text(), whole())))), property("f", list(ref("Null")))), named("Null", nullable(text()))), want: `
message Pet
  repeated Value a
  repeated Pet.B b null-elements
  map<Pet.CList> c null-elements
  repeated Value d
  repeated Pet.E e null-elements
  repeated Value f
  message B (Pet.b)
    optional string x
  message CList (Pet.c) value
    repeated string values
  message E (Pet.e) union
    int32 integer oneof=variant
    string text oneof=variant
null-element: an element of "Pet.a" can be null
null-element: an element of "Pet.f" can be null
schema-in-place: the schema "Null" is not an object with properties
`},
		{name: "elements have names of one", doc: openAPI(object("Pet", property("owners", list(object("", property("a", text())))), property("colors", list(enum("A"))))), want: `
message Pet
  repeated Pet.Color colors
  repeated Pet.Owner owners
  message Owner (Pet.owners)
    optional string a
  enum Color (Pet.colors) UNSPECIFIED(absent) A
`},
		{name: "enums and objects in lists of lists", doc: openAPI(object("Pet", property("kinds", list(list(enum("A", "B")))), property("owners", mapOf(list(object("", property("a", text()))))))), want: `
message Pet
  repeated Pet.Kind kinds
  map<Pet.Owner> owners
  message Kind (Pet.kinds) value
    repeated Pet.Kind.Value values
    enum Value (Pet.kinds.values) UNSPECIFIED(absent) A B
  message Owner (Pet.owners) value
    repeated Pet.Owner.Value values
    message Value (Pet.owners.values)
      optional string a
`},
		{name: "aliases", doc: openAPI(named("A", ref("B")), named("B", ref("C")), named("C", text()), named("X", ref("Y")), named("Y", ref("X")), named("P", ref("Pet")), named("Q", ref("P")), object("Pet", property("a", ref("A")), property("x", ref("X")), property("p", ref("Q")))), want: `
message Pet
  optional string a
  Pet p
  Value x
schema-in-place: the schema "A" is not an object with properties
schema-in-place: the schema "B" is not an object with properties
schema-in-place: the schema "C" is not an object with properties
schema-in-place: the schema "P" is not an object with properties
schema-in-place: the schema "Q" is not an object with properties
schema-in-place: the schema "X" is not an object with properties
schema-in-place: the schema "Y" is not an object with properties
`},
	})
}
