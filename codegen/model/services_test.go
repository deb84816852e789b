// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestServices(t *testing.T) {
	resource := func(names ...string) func(*document.Operation) {
		return func(o *document.Operation) { o.Resource = names }
	}
	testModels(t, []modelTest{
		{name: "resources", doc: discovery(operation("b.feedAll", "POST /v1/a"), operation("a.b.feedAll", "POST /v1/b"), operation("feedAll", "POST /v1/c"), operation("aB.feedAll", "POST /v1/d"), operation("AB.feedAll", "POST /v1/e")), want: `
service AB2Service aB
  rpc FeedAll(ABFeedAllRequest) Empty aB.feedAll by method name
    POST /v1/d
service AB3Service AB
  rpc FeedAll(ABFeedAllRequest2) Empty AB.feedAll by method name
    POST /v1/e
service ABService a/b
  rpc FeedAll(ABFeedAllRequest3) Empty a.b.feedAll by method name
    POST /v1/b
service BService b
  rpc FeedAll(BFeedAllRequest) Empty b.feedAll by method name
    POST /v1/a
service ZooService
  rpc FeedAll(FeedAllRequest) Empty feedAll by method name
    POST /v1/c
message ABFeedAllRequest (aB.feedAll) made
message ABFeedAllRequest2 (AB.feedAll) made
message ABFeedAllRequest3 (a.b.feedAll) made
message BFeedAllRequest (b.feedAll) made
message FeedAllRequest (feedAll) made
name-clash: the service of AB would have the name ABService of another service: it becomes AB3Service; the section service of an overlay combines all methods in one service
name-clash: the service of aB would have the name ABService of another service: it becomes AB2Service; the section service of an overlay combines all methods in one service
name-clash: the type for "AB.feedAll" would have the name ABFeedAllRequest of another type: it becomes ABFeedAllRequest2; the line for another name is methods: {AB.feedAll: NAME}
name-clash: the type for "a.b.feedAll" would have the name ABFeedAllRequest of another type: it becomes ABFeedAllRequest3; the line for another name is methods: {a.b.feedAll: NAME}
`},
		{name: "a published service keeps its name", doc: discovery(operation("a.b.feedAll", "POST /v1/b"), operation("aB.feedAll", "POST /v1/d")),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"aB.feedAll": {RPC: "FeedAll"}}}, want: `
service AB2Service a/b
  rpc FeedAll(ABFeedAllRequest) Empty a.b.feedAll by method name
    POST /v1/b
service ABService aB
  rpc FeedAll(ABFeedAllRequest2) Empty aB.feedAll by method name
    POST /v1/d
message ABFeedAllRequest (a.b.feedAll) made
message ABFeedAllRequest2 (aB.feedAll) made
name-clash: the service of a.b would have the name ABService of another service: it becomes AB2Service; the section service of an overlay combines all methods in one service
name-clash: the type for "aB.feedAll" would have the name ABFeedAllRequest of another type: it becomes ABFeedAllRequest2; the line for another name is methods: {aB.feedAll: NAME}
`},
		{name: "a published service has a name of its own", doc: discovery(operation("a.b.feedAll", "POST /v1/b"), operation("aB.feedAll", "POST /v1/d")),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"aB.feedAll": {RPC: "FeedAll", Service: "Other"}}}, want: `
service ABService a/b
  rpc FeedAll(ABFeedAllRequest) Empty a.b.feedAll by method name
    POST /v1/b
service OtherService aB
  rpc FeedAll(ABFeedAllRequest2) Empty aB.feedAll by method name
    POST /v1/d
message ABFeedAllRequest (a.b.feedAll) made
message ABFeedAllRequest2 (aB.feedAll) made
name-clash: the service of aB would have the name ABService of another service: it becomes OtherService; the section service of an overlay combines all methods in one service
name-clash: the type for "aB.feedAll" would have the name ABFeedAllRequest of another type: it becomes ABFeedAllRequest2; the line for another name is methods: {aB.feedAll: NAME}
`},
		{name: "a message has the name of a service", doc: discovery(object("PetsService", property("a", text())), operation("pets.feedAll", "POST /v1/a")), want: `
service PetsService pets
  rpc FeedAll(PetsFeedAllRequest) Empty pets.feedAll by method name
    POST /v1/a
message PetsService2 (PetsService)
  string a
message PetsFeedAllRequest (pets.feedAll) made
name-clash: the type for "PetsService" would have the name PetsService of another type: it becomes PetsService2; the line for another name is messages: {PetsService: NAME}
`},
		{name: "a published message has the name of a service", doc: discovery(object("PetsService", property("a", text())), operation("pets.feedAll", "POST /v1/a")),
			published: &numbers.Lock{Messages: map[string]*numbers.Entry{"PetsService": {Current: map[string]int32{"a": 1}}}}, want: `
service Pets2Service pets
  rpc FeedAll(PetsFeedAllRequest) Empty pets.feedAll by method name
    POST /v1/a
message PetsService
  string a
message PetsFeedAllRequest (pets.feedAll) made
`},
		{name: "tags that differ in case", doc: openAPI(operation("feedAll", "POST /a", resource("Pets")), operation("eatAll", "POST /b", resource("pets"))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"x": {RPC: "X", Service: "Pets"}, "y": {RPC: "Y", Service: "Cats"}}}, want: `
service PetsService Pets
  rpc FeedAll(FeedAllRequest) Empty feedAll by method name
    POST /a
  rpc EatAll(EatAllRequest) Empty eatAll by method name
    POST /b
message FeedAllRequest (feedAll) made
message EatAllRequest (eatAll) made
`},
		{name: "a method stays in its service", doc: openAPI(operation("feedAll", "POST /a", resource("Pets")), operation("eatAll", "POST /b", resource("Cats"))),
			published: &numbers.Lock{Methods: map[string]numbers.Method{"feedAll": {RPC: "FeedAll", Service: "Cats"}, "eatAll": {RPC: "EatAll", Service: "Dogs"}}}, want: `
service CatsService
  rpc FeedAll(FeedAllRequest) Empty feedAll by method name
    POST /a
service DogsService
  rpc EatAll(EatAllRequest) Empty eatAll by method name
    POST /b
message FeedAllRequest (feedAll) made
message EatAllRequest (eatAll) made
`},
	})
}

// TestServicesOfTags has a document with tags: its operations are in one service if they are few.
func TestServicesOfTags(t *testing.T) {
	for operations, want := range map[int]int{120: 1, 121: 2} {
		doc := openAPI()
		for i := range operations {
			tag := []string{"cats", "dogs"}[i%2]
			o := operation(fmt.Sprintf("feed%d", i), fmt.Sprintf("POST /feed/%d", i))
			doc.Operations = append(doc.Operations, o)
			o.Tags, o.Resource = []string{tag}, []string{tag}
		}
		api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, new(numbers.Lock))
		if got := len(api.Services); got != want {
			t.Errorf("%d operations with 2 tags are in %d services, want %d", operations, got, want)
		}
	}
}
