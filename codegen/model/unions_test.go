// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestUnions(t *testing.T) {
	cat, dog := func() *document.Schema {
		return object("Cat", property("name", required(text())), property("lives", whole()))
	}, func() *document.Schema {
		return object("Dog", property("name", required(text())), property("tricks", required(list(text()))))
	}
	typed := func(name string, values ...string) *document.Schema {
		return object(name, property("type", required(enum(values...))), property("name", text()))
	}
	by := func(s *document.Schema, property string, mapping ...string) *document.Schema {
		s.Discriminator = &document.Discriminator{Property: property}
		for i := 0; i < len(mapping); i += 2 {
			s.Discriminator.Mapping = append(s.Discriminator.Mapping, document.DiscriminatorValue{Value: mapping[i], Schema: mapping[i+1]})
		}
		return s
	}
	fallback := func(s *document.Schema, name string) *document.Schema {
		s.Discriminator.Default = name
		return s
	}
	knownAs := func(s *document.Schema, property string, values ...string) *document.Schema {
		s.DiscriminatorValues = map[string][]string{property: values}
		return s
	}
	defaultOf := func(s *document.Schema, property string) *document.Schema {
		s.DefaultOf = []string{property}
		return s
	}
	inclusive := func(s *document.Schema) *document.Schema { s.Inclusive = true; return s }
	holder := func(s *document.Schema) *document.Schema { return object("Holder", property("pet", s)) }
	flag := func() *document.Schema { return kind(document.Boolean, document.NoFormat) }
	with := func(s *document.Schema, variants ...*document.Schema) *document.Schema {
		s.Variants = variants
		return s
	}
	testModels(t, []modelTest{
		{name: "by shape", doc: openAPI(cat(), dog(), union("Pet", ref("Cat"), ref("Dog"))), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
`},
		{name: "by a discriminator", doc: openAPI(cat(), dog(), by(union("Pet", ref("Cat"), ref("Dog")), "kind", "c", "Cat", "d", "Dog", "hound", "Dog", "x", "Other")), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant is=d,hound
`},
		{name: "by a discriminator with a default", doc: openAPI(cat(), dog(), fallback(by(union("Pet", ref("Cat"), ref("Dog")), "kind", "c", "Cat"), "Dog")), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind default=dog
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant
`},
		{name: "by a discriminator with a default elsewhere", doc: openAPI(cat(), dog(), fallback(by(union("Pet", ref("Cat"), ref("Dog")), "kind", "c", "Cat"), "Other")), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant
not-carried: defaultMapping of Pet: Other is not one of its alternatives
`},
		{name: "by the discriminator of a base with a default", doc: openAPI(knownAs(cat(), "kind", "c"), defaultOf(dog(), "kind"), union("Pet", ref("Dog"), ref("Cat"))), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind default=dog
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant
`},
		{name: "by a discriminator without a mapping", doc: openAPI(knownAs(cat(), "kind", "c", "x"), knownAs(dog(), "kind", "d"), by(union("Pet", ref("Cat"), ref("Dog")), "kind", "x", "Dog")), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant is=x
`},
		{name: "by the discriminator of a common base", doc: openAPI(knownAs(cat(), "kind", "c"), knownAs(dog(), "kind", "d"), union("Pet", ref("Cat"), ref("Dog"))), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union by=kind
  Cat cat (Cat) oneof=variant is=c
  Dog dog (Dog) oneof=variant is=d
`},
		{name: "not by a base that one lacks", doc: openAPI(knownAs(cat(), "kind", "c"), dog(), union("Pet", ref("Cat"), ref("Dog"))), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet union
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
`},
		{name: "by constants", doc: openAPI(typed("Cat", "cat", "tiger"), typed("Dog", "dog"), union("Pet", ref("Cat"), ref("Dog"))), want: `
message Cat
  optional string name
  Cat.Type type REQUIRED
  enum Type (Cat.type) UNSPECIFIED(absent) cat tiger
message Dog
  optional string name
  Dog.Type type REQUIRED
  enum Type (Dog.type) UNSPECIFIED(absent) dog
message Pet union by=type
  Cat cat (Cat) oneof=variant is=cat,tiger
  Dog dog (Dog) oneof=variant is=dog
`},
		{name: "not by constants that two have", doc: openAPI(typed("Cat", "cat", "pet"), typed("Dog", "dog", "pet"), union("Pet", ref("Cat"), ref("Dog"))), want: `
message Cat
  optional string name
  Cat.Type type REQUIRED
  enum Type (Cat.type) UNSPECIFIED(absent) cat pet
message Dog
  optional string name
  Dog.Type type REQUIRED
  enum Type (Dog.type) UNSPECIFIED(absent) dog pet
message Pet union
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
`},
		{name: "a discriminator of unnamed alternatives", doc: openAPI(by(union("Pet", object("", property("a", text())), object("", property("b", text()))), "kind")), want: `
message Pet union
  Pet.WithA with_a (withA) oneof=variant
  Pet.WithB with_b (withB) oneof=variant
  message WithA (Pet.withA)
    optional string a
  message WithB (Pet.withB)
    optional string b
not-carried: the discriminator of Pet: its alternatives are recognized by their structure
`},
		{name: "kinds of values", doc: openAPI(union("V", text(), whole(), kind(document.Number, document.NoFormat), flag(), flag(), list(text()), mapOf(text()), kind(document.String, document.Timestamp), object("", property("a", text())))), want: `
message V union
  bool boolean oneof=variant
  int32 integer oneof=variant
  V.List list oneof=variant
  V.Map map oneof=variant
  double number oneof=variant
  V.Object object oneof=variant
  string text oneof=variant
  message List (V.list) value
    repeated string values
  message Map (V.map) value
    map<string> values
  message Object (V.object)
    optional string a
`},
		{name: "an integer by the first rules", doc: openAPI(union("V", text(), whole(), kind(document.Number, document.NoFormat)), operation("getV", "GET /v")), published: &numbers.Lock{Methods: map[string]numbers.Method{"getV": {RPC: "GetV", Service: "Zoo"}}}, want: `
service ZooService
  rpc GetV(GetVRequest) Empty getV by method name
    GET /v
message V union
  double number oneof=variant
  string text oneof=variant
message GetVRequest (getV) made
`},
		{name: "narrower strings", doc: openAPI(holder(union("", enum("a"), text(), text()))), want: `
message Holder
  optional string pet
`},
		{name: "alternatives of any type", doc: openAPI(holder(union("", text(), kind(document.Any, document.NoFormat))), named("Open", union("", text(), object("")))), want: `
message Holder
  Value pet
schema-in-place: the schema "Open" is not an object with properties
`},
		{name: "unions within unions", doc: openAPI(cat(), dog(), union("Inner", ref("Cat"), ref("Dog")), union("Outer", ref("Inner"), text(), ref("Cat")), by(union("Told", ref("Cat"), ref("Dog")), "kind"), union("Two", ref("Told"), text())), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Inner union
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
message Outer union
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
  string text oneof=variant
message Told union by=kind
  Cat cat (Cat) oneof=variant
  Dog dog (Dog) oneof=variant
message Two union
  Told told (Told) oneof=variant
  string text oneof=variant
`},
		{name: "unions that lead to themselves", doc: openAPI(union("A", ref("B")), union("B", ref("A")), holder(ref("A"))), want: `
message Holder
  Value pet
schema-in-place: the schema "A" is not an object with properties
schema-in-place: the schema "B" is not an object with properties
`},
		{name: "alternatives alike", doc: openAPI(holder(union("", object("", property("a", text()), property("b", required(text()))), object("", property("a", text()), property("c", text())), object("", property("a", text())), list(text()), list(ref("Cat")), list(list(text())))), cat()), want: `
message Holder
  Holder.Pet pet
  message Pet (Holder.pet) union
    Holder.Pet.CatList cat_list (CatList) oneof=variant
    Holder.Pet.OtherList other_list (otherList) oneof=variant
    Holder.Pet.OtherObject other_object (otherObject) oneof=variant
    Holder.Pet.TextList text_list (textList) oneof=variant
    Holder.Pet.WithB with_b (withB) oneof=variant
    Holder.Pet.WithC with_c (withC) oneof=variant
    message WithB (Holder.pet.withB)
      optional string a
      string b REQUIRED zero
    message WithC (Holder.pet.withC)
      optional string a
      optional string c
    message OtherObject (Holder.pet.otherObject)
      optional string a
    message TextList (Holder.pet.textList) value
      repeated string values
    message CatList (Holder.pet.CatList) value
      repeated Cat values
    message OtherList (Holder.pet.otherList) value
      repeated Holder.Pet.OtherList.Value values
      message Value (Holder.pet.otherList.values) value
        repeated string values
message Cat
  optional int32 lives
  string name REQUIRED zero
`},
		{name: "alternatives alike, with constants", doc: openAPI(holder(union("", object("", property("type", required(enum("cat")))), object("", property("type", required(enum("dog"))))))), want: `
message Holder
  Holder.Pet pet
  message Pet (Holder.pet) union by=type
    Holder.Pet.Cat cat oneof=variant is=cat
    Holder.Pet.Dog dog oneof=variant is=dog
    message Cat (Holder.pet.cat)
      Holder.Pet.Cat.Type type REQUIRED
      enum Type (Holder.pet.cat.type) UNSPECIFIED(absent) cat
    message Dog (Holder.pet.dog)
      Holder.Pet.Dog.Type type REQUIRED
      enum Type (Holder.pet.dog.type) UNSPECIFIED(absent) dog
`},
		{name: "alternatives alike that were published with numbers", doc: openAPI(union("Pet", object("", property("a", text())), object("", property("b", text())))), published: &numbers.Lock{TypeRules: 2, Messages: map[string]*numbers.Entry{"Pet": {Current: map[string]int32{"object": 1, "object2": 2}}}}, want: `
message Pet union
  Pet.Object object oneof=variant
  Pet.Object2 object2 oneof=variant
  message Object (Pet.object)
    optional string a
  message Object2 (Pet.object2)
    optional string b
`},
		{name: "names of alternatives", doc: openAPI(object("PetCat", property("a", text())), object("DogPet", property("b", text())), object("Pet2", property("c", text())), union("Pet", ref("PetCat"), ref("DogPet"), ref("Pet2"))), want: `
message PetCat
  optional string a
message DogPet
  optional string b
message Pet2
  optional string c
message Pet union
  DogPet dog (DogPet) oneof=variant
  Pet2 pet2 (Pet2) oneof=variant
  PetCat cat (PetCat) oneof=variant
`},
		{name: "several at once", doc: openAPI(cat(), dog(), inclusive(union("Pet", ref("Cat"), ref("Dog"))), inclusive(union("Mixed", ref("Cat"), text()))), want: `
message Cat
  optional int32 lives
  string name REQUIRED zero
message Dog
  string name REQUIRED zero
  repeated string tricks REQUIRED
message Pet
  optional int32 lives
  optional string name
  repeated string tricks
message Mixed union
  Cat cat (Cat) oneof=variant
  string text oneof=variant
`},
		{name: "an object with alternatives", doc: openAPI(with(object("Pet", property("id", text())), ref("A"), ref("B"), ref("C"), text()),
			object("A", property("id", whole()), property("x", required(text())), property("e", enum("1", "2")), property("n", text())),
			&document.Schema{Name: "B", Kind: document.Object, Properties: []*document.Property{property("x", text()), property("e", enum("2", "3")), property("n", whole())}, Additional: text()},
			&document.Schema{Name: "C", Kind: document.Object, Properties: []*document.Property{property("n", text()), property("e", text()), property("y", nullable(text()))}, Additional: whole()}), want: `
message Pet
  optional string e
  optional string id
  Value n
  optional string x
  optional string y
  map<Value> additional_properties (*) additional
  repeated string null_fields (*null) nulls
message A
  optional A.E e
  optional int32 id
  optional string n
  string x REQUIRED zero
  enum E (A.e) UNSPECIFIED(absent) 1 2
message B
  optional B.E e
  optional int32 n
  optional string x
  map<string> additional_properties (*) additional
  enum E (B.e) UNSPECIFIED(absent) 2 3
message C
  optional string e
  optional string n
  optional string y
  map<int32> additional_properties (*) additional
  repeated string null_fields (*null) nulls
not-carried: an alternative of Pet that is not an object
not-carried: the type of an additional property x, which another alternative of Pet declares with another type: the field has that type
not-carried: the type of n, which another alternative of Pet declares with another type: any value is accepted
not-carried: the type of the additional properties, which another alternative of Pet permits with another type: any value is accepted
`},
		{name: "a member of two alternatives is read-only in one", doc: openAPI(with(object("Pet", property("id", text())), object("", property("x", &document.Schema{Kind: document.String, ReadOnly: true}), property("y", &document.Schema{Kind: document.String, WriteOnly: true})),
			object("", property("x", nullable(text())), property("y", &document.Schema{Kind: document.String, WriteOnly: true})))), want: `
message Pet
  optional string id
  optional string x
  optional string y INPUT_ONLY
  repeated string null_fields (*null) nulls
`},
	})
}
