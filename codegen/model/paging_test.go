// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestPaging(t *testing.T) {
	page := func(name string, properties ...*document.Property) *document.Schema {
		return object(name, append(properties, property("items", list(ref("Pet"))))...)
	}
	pet := func() *document.Schema { return object("Pet", property("id", text())) }
	link := func(o *document.Operation) {
		o.Responses = []*document.Response{{Status: "200", Schema: o.Response, MediaType: "application/json", MediaTypes: []string{"application/json"}, Headers: []*document.Parameter{{Name: "link"}}}}
	}
	paged := map[string]numbers.Method{"listPets": {RPC: "ListPets", Service: "Zoo"}}
	testModels(t, []modelTest{
		{name: "AIP-158", doc: discovery(pet(), page("Page", property("nextPageToken", text())), operation("pets.list", "GET /v1/pets", query("pageToken", text()), returns(ref("Page")))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Page pets.list by resource type
    GET /v1/pets
    pages token=page_token items=items next=next_page_token
message Pet
  string id
message Page
  repeated Pet items
  string next_page_token (nextPageToken)
message PetsListPetsRequest (pets.list) made
  string page_token (pageToken)
`},
		{name: "a token in the body", doc: discovery(pet(), page("Page", property("nextPageToken", text())), object("Query", property("pageToken", text())), operation("pets.find", "POST /v1/pets", query("x", text()), body(ref("Query")), returns(ref("Page")))), want: `
service PetsService pets
  rpc FindPet(PetsFindPetRequest) Page pets.find by resource name
    POST /v1/pets body=query
    pages token=query.page_token items=items next=next_page_token
message Pet
  string id
message Page
  repeated Pet items
  string next_page_token (nextPageToken)
message Query
  string page_token (pageToken)
message PetsFindPetRequest (pets.find) made
  Query query REQUIRED
  string x
`},
		{name: "a token without its next one", doc: discovery(pet(), page("Page", property("nextToken", text())), operation("pets.list", "GET /v1/pets", query("pageToken", text()), query("nextToken", text()), returns(ref("Page")))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Page pets.list by resource type
    GET /v1/pets
message Pet
  string id
message Page
  repeated Pet items
  string next_token (nextToken)
message PetsListPetsRequest (pets.list) made
  string next_token (nextToken)
  string page_token (pageToken)
`},
		{name: "lists of a page", doc: discovery(pet(), object("Page", property("a", list(ref("Pet"))), property("b", list(ref("Pet"))), property("nextPageToken", text())), operation("pets.list", "GET /v1/pets", query("pageToken", text()), returns(ref("Page")))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Page pets.list by resource name
    GET /v1/pets
    pages token=page_token next=next_page_token
message Pet
  string id
message Page
  repeated Pet a
  repeated Pet b
  string next_page_token (nextPageToken)
message PetsListPetsRequest (pets.list) made
  string page_token (pageToken)
page-without-items: a page of pets.list has 2 lists
`},
		{name: "the list of messages of a page", doc: discovery(pet(), object("Page", property("a", list(ref("Pet"))), property("b", list(text())), property("c", &document.Schema{Kind: document.Array, Items: ref("Pet"), Deprecated: true}), property("nextPageToken", text())), operation("pets.list", "GET /v1/pets", query("pageToken", text()), returns(ref("Page")))), want: `
service PetsService pets
  rpc ListPets(PetsListPetsRequest) Page pets.list by resource name
    GET /v1/pets
    pages token=page_token items=a next=next_page_token
message Pet
  string id
message Page
  repeated Pet a
  repeated string b
  repeated Pet c deprecated
  string next_page_token (nextPageToken)
message PetsListPetsRequest (pets.list) made
  string page_token (pageToken)
`},
		{name: "by page number", doc: openAPI(pet(), page("Page", property("total_pages", whole())), operation("listPets", "GET /pets", query("page", limited(whole(), "Default: 1")), query("per_page", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages number=page limit=per_page items=items count=total_pages
message Pet
  optional string id
message Page
  repeated Pet items
  optional int32 total_pages
message ListPetsRequest (listPets) made
  optional int32 page limits=Default 1
  optional int32 per_page
`},
		{name: "by page number from zero, in words", doc: openAPI(pet(), page("Page", property("has_more", kind(document.Boolean, document.NoFormat))), operation("listPets", "GET /pets", query("page", described(whole(), "The page, zero-based.")), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages number=page items=items more=has_more from zero
message Pet
  optional string id
message Page
  optional bool has_more
  repeated Pet items
message ListPetsRequest (listPets) made
  optional int32 page
`},
		{name: "by a page number with an unknown start", doc: openAPI(pet(), page("Page"), operation("listPets", "GET /pets", query("page", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
message ListPetsRequest (listPets) made
  optional int32 page
page-unrecognized: listPets may return pages: it has the parameter "page", and its response contains "items"; the line for the overlay is paging: {listPets: {pageNumber: page, items: items}}
`},
		{name: "perhaps by the header Link", doc: openAPI(pet(), page("Page"), operation("listPets", "GET /pets", returns(ref("Page")), link)), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
message ListPetsRequest (listPets) made
page-unrecognized: listPets may return pages: its response contains "items", the header Link; the line for the overlay is paging: {listPets: {items: items, linkHeader: true}}
`},
		{name: "perhaps by an integer in the header Link", doc: openAPI(pet(), page("Page"), operation("listPets", "GET /pets", query("since", whole()), returns(ref("Page")), link)), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
message ListPetsRequest (listPets) made
  optional int32 since
page-unrecognized: listPets may return pages: it has the parameter "since", and its response contains "items", the header Link; the line for the overlay is paging: {listPets: {pageToken: since, items: items, linkHeader: true}}
`},
		{name: "perhaps by the last item", doc: openAPI(pet(), page("Page", property("more", kind(document.Boolean, document.NoFormat))), operation("listPets", "GET /pets", query("after", text()), query("max", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
  optional bool more
message ListPetsRequest (listPets) made
  optional string after
  optional int32 max
page-unrecognized: listPets may return pages: it has the parameter "after", and its response contains "items", "more"; the line for the overlay is paging: {listPets: {lastItem: after, limit: max, items: items, itemId: id, hasMore: more}}
`},
		{name: "a range is not a page", doc: openAPI(pet(), page("Page", property("more", kind(document.Boolean, document.NoFormat))), operation("listPets", "GET /pets", query("after", whole()), query("until", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
  optional bool more
message ListPetsRequest (listPets) made
  optional int32 after
  optional int32 until
`},
		{name: "by offset", doc: openAPI(pet(), page("Page", property("meta", object("", property("total", whole())))), operation("listPets", "GET /pets", query("offset", whole()), query("limit", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages offset=offset limit=limit items=items total=meta.total
message Pet
  optional string id
message Page
  repeated Pet items
  Page.Meta meta
  message Meta (Page.meta)
    optional int32 total
message ListPetsRequest (listPets) made
  optional int32 limit
  optional int32 offset
`},
		{name: "by numbers of other types", doc: openAPI(pet(), page("Page", property("total_pages", kind(document.Integer, document.Int64))), operation("listPets", "GET /pets", query("page", limited(kind(document.Integer, document.UInt32), "Minimum: 1")), query("limit", kind(document.Integer, document.UInt64)), returns(ref("Page"))),
			operation("findPets", "POST /pets", query("page", limited(whole(), "Minimum: 1")), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages number=page limit=limit items=items count=total_pages
  rpc FindPets(FindPetsRequest) Page findPets by method name
    POST /pets
message Pet
  optional string id
message Page
  repeated Pet items
  optional int64 total_pages number
message ListPetsRequest (listPets) made
  optional uint64 limit number
  optional uint32 page limits=Minimum 1
message FindPetsRequest (findPets) made
  optional int32 page limits=Minimum 1
`},
		{name: "by the last item", doc: openAPI(pet(), page("Page", property("has_more", kind(document.Boolean, document.NoFormat))), operation("listPets", "GET /pets", query("starting_after", text()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages last=starting_after items=items id=id more=has_more
message Pet
  optional string id
message Page
  optional bool has_more
  repeated Pet items
message ListPetsRequest (listPets) made
  optional string starting_after
`},
		{name: "by the header Link", doc: openAPI(pet(), page("Page"), operation("listPets", "GET /pets", query("cursor", text()), returns(ref("Page")), link)), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages token=cursor items=items header
message Pet
  optional string id
message Page
  repeated Pet items
message ListPetsRequest (listPets) made
  optional string cursor
`},
		{name: "by a link", doc: openAPI(pet(), page("Page", property("links", object("", property("next", object("", property("href", text())))))), operation("listPets", "GET /pets", query("after", text()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages token=after items=items link=links.next.href
message Pet
  optional string id
message Page
  repeated Pet items
  Page.Links links
  message Links (Page.links)
    Page.Links.Next next
    message Next (Page.links.next)
      optional string href
message ListPetsRequest (listPets) made
  optional string after
`},
		{name: "not a method that was published without", doc: openAPI(pet(), page("Page", property("total_pages", whole())), operation("listPets", "GET /pets", query("page", limited(whole(), "Minimum: 0")), returns(ref("Page")))), published: &numbers.Lock{Methods: paged}, want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  repeated Pet items
  optional int32 total_pages
message ListPetsRequest (listPets) made
  optional int32 page limits=Minimum 0
`},
		{name: "pages without an end", doc: openAPI(pet(), object("Page", property("a", text())), operation("listPets", "GET /pets", query("page", whole()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
message Pet
  optional string id
message Page
  optional string a
message ListPetsRequest (listPets) made
  optional int32 page
page-endless: listPets has the parameter "page", but its response contains neither a single list nor the number of pages
`},
		{name: "by a cursor in an envelope", doc: openAPI(pet(), page("Page", property("page_info", object("", property("end_cursor", text())))), operation("listPets", "GET /pets", query("after", text()), returns(ref("Page")))), want: `
service ZooService
  rpc ListPets(ListPetsRequest) Page listPets by method name
    GET /pets
    pages token=after items=items next=page_info.end_cursor
message Pet
  optional string id
message Page
  repeated Pet items
  Page.PageInfo page_info
  message PageInfo (Page.page_info)
    optional string end_cursor
message ListPetsRequest (listPets) made
  optional string after
`},
	})
}

func TestHasEnd(t *testing.T) {
	some, items := []*model.Field{{}}, new(model.Field)
	for _, p := range []model.Paging{
		{PageToken: some, NextPageToken: some}, {PageToken: some, NextLink: some}, {PageToken: some, LinkHeader: true},
		{LastItem: some, Items: []*model.Field{items}, ItemID: some},
		{PageNumber: some, Items: []*model.Field{items}}, {PageNumber: some, NextLink: some}, {Offset: some, LinkHeader: true}, {PageNumber: some, PageCount: some}, {Offset: some, HasMore: some},
	} {
		if !p.HasEnd() {
			t.Errorf("HasEnd of %+v = false, want true", p)
		}
	}
	for _, p := range []model.Paging{
		{PageToken: some, Items: []*model.Field{items}, PageCount: some, HasMore: some}, {LastItem: some, Items: []*model.Field{items}, HasMore: some}, {LastItem: some, ItemID: some, HasMore: some},
		{PageNumber: some, Total: some, Limit: some, NextPageToken: some},
	} {
		if p.HasEnd() {
			t.Errorf("HasEnd of %+v = true, want false", p)
		}
	}
}
