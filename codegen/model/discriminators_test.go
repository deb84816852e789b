// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

// TestImpliedDiscriminators has unions whose alternatives differ in the values of a property.
func TestImpliedDiscriminators(t *testing.T) {
	values := func(kind document.Kind, texts ...string) *document.Schema {
		s := enum(texts...)
		s.Kind = kind
		return required(s)
	}
	boolean := func(constant string) *document.Schema {
		return required(&document.Schema{Kind: document.Boolean, Constant: constant})
	}
	optional := func(s *document.Schema) *document.Schema { s.Required = false; return s }
	pets := func(name string, a, b *document.Schema) *document.API {
		return openAPI(union("Pet", object("", property(name, a), property("x", text())), object("", property(name, b), property("y", text()))))
	}
	testModels(t, []modelTest{
		{name: "texts", doc: pets("kind", values(document.String, "cat"), values(document.String, "dog")), want: `
message Pet union by=kind
  Pet.Cat cat oneof=variant is=cat
  Pet.Dog dog oneof=variant is=dog
  message Cat (Pet.cat)
    Pet.Cat.Kind kind REQUIRED
    optional string x
    enum Kind (Pet.cat.kind) UNSPECIFIED(absent) cat
  message Dog (Pet.dog)
    Pet.Dog.Kind kind REQUIRED
    optional string y
    enum Kind (Pet.dog.kind) UNSPECIFIED(absent) dog
`},
		{name: "numbers", doc: pets("kind", values(document.Integer, "1"), values(document.Number, "-2")), want: `
message Pet union by=kind
  Pet.Kind1 kind1 oneof=variant is=1
  Pet.KindMinus2 kind_minus_2 oneof=variant is=-2
  message Kind1 (Pet.kind1)
    Pet.Kind1.Kind kind REQUIRED
    optional string x
    enum Kind (Pet.kind1.kind) numbers UNSPECIFIED(absent) 1
  message KindMinus2 (Pet.kind_minus_2)
    Pet.KindMinus2.Kind kind REQUIRED
    optional string y
    enum Kind (Pet.kind_minus_2.kind) numbers UNSPECIFIED(absent) -2
`},
		{name: "numbers after a digit", doc: pets("kind2", values(document.Integer, "1"), values(document.Integer, "3.0")), want: `
message Pet union by=kind2
  Pet.Kind21 kind2_1 oneof=variant is=1
  Pet.Kind23 kind2_3 oneof=variant is=3
  message Kind21 (Pet.kind2_1)
    Pet.Kind21.Kind2 kind2 REQUIRED
    optional string x
    enum Kind2 (Pet.kind2_1.kind2) numbers UNSPECIFIED(absent) 1
  message Kind23 (Pet.kind2_3)
    Pet.Kind23.Kind2 kind2 REQUIRED
    optional string y
    enum Kind2 (Pet.kind2_3.kind2) numbers UNSPECIFIED(absent) 3.0
`},
		{name: "booleans", doc: pets("wild", boolean("true"), boolean("false")), want: `
message Pet union by=wild
  Pet.WildFalse wild_false oneof=variant is=false
  Pet.WildTrue wild_true oneof=variant is=true
  message WildTrue (Pet.wild_true)
    bool wild REQUIRED zero
    optional string x
  message WildFalse (Pet.wild_false)
    bool wild REQUIRED zero
    optional string y
`},
		{name: "a boolean without a constant", doc: pets("wild", boolean("true"), boolean("")), want: `
message Pet union
  Pet.WithX with_x (withX) oneof=variant
  Pet.WithY with_y (withY) oneof=variant
  message WithX (Pet.withX)
    bool wild REQUIRED zero
    optional string x
  message WithY (Pet.withY)
    bool wild REQUIRED zero
    optional string y
`},
		{name: "equal values", doc: pets("kind", values(document.String, "cat", "dog"), values(document.String, "dog")), want: `
message Pet union
  Pet.WithX with_x (withX) oneof=variant
  Pet.WithY with_y (withY) oneof=variant
  message WithX (Pet.withX)
    Pet.WithX.Kind kind REQUIRED
    optional string x
    enum Kind (Pet.withX.kind) UNSPECIFIED(absent) cat dog
  message WithY (Pet.withY)
    Pet.WithY.Kind kind REQUIRED
    optional string y
    enum Kind (Pet.withY.kind) UNSPECIFIED(absent) dog
`},
		{name: "an optional property", doc: pets("kind", optional(values(document.String, "cat")), values(document.String, "dog")), want: `
message Pet union
  Pet.WithX with_x (withX) oneof=variant
  Pet.WithY with_y (withY) oneof=variant
  message WithX (Pet.withX)
    optional Pet.WithX.Kind kind
    optional string x
    enum Kind (Pet.withX.kind) UNSPECIFIED(absent) cat
  message WithY (Pet.withY)
    Pet.WithY.Kind kind REQUIRED
    optional string y
    enum Kind (Pet.withY.kind) UNSPECIFIED(absent) dog
`},
		{name: "numbers that can be null", doc: pets("kind", nullable(values(document.Integer, "1")), values(document.Integer, "2")), want: `
message Pet union
  Pet.WithX with_x (withX) oneof=variant
  Pet.WithY with_y (withY) oneof=variant
  message WithX (Pet.withX)
    optional Pet.WithX.Kind kind REQUIRED
    optional string x
    repeated string null_fields (*null) nulls
    enum Kind (Pet.withX.kind) numbers UNSPECIFIED(absent) 1
  message WithY (Pet.withY)
    Pet.WithY.Kind kind REQUIRED
    optional string y
    enum Kind (Pet.withY.kind) numbers UNSPECIFIED(absent) 2
`},
	})
}
