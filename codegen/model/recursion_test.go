// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestRecursion(t *testing.T) {
	tree := object("", property("value", text()))
	tree.At.Pointer = "/paths/~1trees/get/tree"
	tree.Properties = append(tree.Properties, property("left", tree), property("right", tree))
	chain := object("", property("value", text()))
	chain.At.Pointer = "/chain"
	chain.Properties = append(chain.Properties, property("next", list(chain)))
	one := object("", property("a", text()))
	one.At.Pointer = "/one"
	two := object("", property("one", one))
	two.At.Pointer = "/two"
	one.Properties = append(one.Properties, property("two", mapOf(two)))
	rows := list(nil)
	rows.At.Pointer = "/rows"
	rows.Items = rows
	either := union("", text())
	either.At.Pointer = "/either"
	either.Variants = append(either.Variants, list(either))
	testModels(t, []modelTest{
		{name: "a tree in place", doc: openAPI(object("Forest", property("tree", tree))), want: `
message Forest
  TreesGetTree tree
message TreesGetTree (/paths/~1trees/get/tree)
  TreesGetTree left
  TreesGetTree right
  optional string value
`},
		{name: "a list in place", doc: openAPI(object("Forest", property("chain", chain))), want: `
message Forest
  Chain chain
message Chain (/chain)
  repeated Chain next
  optional string value
`},
		{name: "two that hold each other", doc: openAPI(object("Forest", property("a", one), property("b", two))), want: `
message Forest
  One a
  Two b
message One (/one)
  optional string a
  map<Two> two
message Two (/two)
  One one
`},
		{name: "a list of itself", doc: openAPI(object("Forest", property("rows", rows))), want: `
message Forest
  repeated Rows rows
message Rows (/rows) value
  repeated Rows values
`},
		{name: "a union of itself", doc: openAPI(object("Forest", property("either", either))), want: `
message Forest
  Either either
message Either (/either) union
  Either.List list oneof=variant
  string text oneof=variant
  message List (/either.list) value
    repeated Either values
`},
		{name: "schemas with names", doc: openAPI(object("Tree", property("left", ref("Tree")), property("all", list(ref("Trees")))), named("Trees", list(ref("Tree"))), named("Rows", list(ref("Rows")))), want: `
message Tree
  repeated Trees all
  Tree left
message Trees value
  repeated Tree values
schema-in-place: the schema "Rows" is not an object with properties
`},
		{name: "in a parameter and a body", doc: openAPI(operation("find", "POST /f", query("tree", tree), body(tree))), want: `
service ZooService
  rpc FindF(FindFRequest) Empty find by method name
    POST /f body=body
message FindFRequest (find) made
  TreesGetTree body
  FindFRequest.Tree tree
  message Tree (find.tree)
    TreesGetTree left
    TreesGetTree right
    optional string value
message TreesGetTree (/paths/~1trees/get/tree)
  TreesGetTree left
  TreesGetTree right
  optional string value
parameter-nested: the parameter "tree"
`},
		{name: "a schema that is named after its place", doc: openAPI(at("/p", object("Pet.owner", property("a", text()))), at("/e", named("Pet.size", enum("A"))), at("/l", named("Pet.rows.x", list(text()))),
			object("Pet", property("owner", at("/p", object("", property("a", text())))), property("size", at("/e", enum("A")))), object("Other", property("o", ref("Pet.owner")), property("s", ref("Pet.size")))), want: `
message Pet
  Pet.Owner owner
  optional Pet.Size size
  message Owner (Pet.owner)
    optional string a
  enum Size (Pet.size) UNSPECIFIED(absent) A
message Other
  Pet.Owner o
  optional Pet.Size s
schema-in-place: the schema "Pet.rows.x" is not an object with properties
`},
		{name: "a schema that has the key of a nested one", doc: openAPI(object("Pet", property("owner", at("/a", object("", property("a", text())))), property("size", at("/b", enum("A")))), object("Pet.owner", property("b", text())), named("Pet.size", enum("B"))),
			published: &numbers.Lock{TypeRules: 2, Messages: map[string]*numbers.Entry{"Pet.owner": {Current: map[string]int32{"a": 1}}}}, want: `
message Pet
  Pet.Owner owner
  optional Pet.Size size
  message Owner (Pet.owner.nested)
    optional string a
  enum Size (Pet.size.nested) UNSPECIFIED(absent) A
message PetOwner (Pet.owner)
  optional string b
enum PetSize (Pet.size) UNSPECIFIED(absent) B
published-changed: the schema "Pet.owner" now has the name of a nested type: the fields or values of that type get other numbers
`},
	})
}

// TestDeepNesting checks schemas that are nested more deeply than messages can be.
func TestDeepNesting(t *testing.T) {
	deep := text()
	for i := range 50 {
		deep = at(fmt.Sprintf("/level%d", i), object("", property("in", deep)))
	}
	api, _ := model.Build(openAPI(object("Deep", property("in", deep))), new(model.Package), new(numbers.Lock))
	depths := make(map[int]int)
	api.Walk(func(m *model.Message) { depths[strings.Count(m.Path(), ".")]++ })
	if len(api.Messages) != 3 || depths[20] != 2 || depths[21] != 0 {
		t.Errorf("%d messages at the top level; messages by depth: %v", len(api.Messages), depths)
	}
}
