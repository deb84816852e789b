// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/overlay"
)

const libraryDocument = `{
	"kind": "discovery#restDescription", "name": "library", "version": "v1", "rootUrl": "https://library.example.com/",
	"resources": {
		"books": {"methods": {
			"get": {"id": "library.books.get", "httpMethod": "GET", "path": "books/{id}", "response": {"$ref": "Book"},
				"parameters": {"id": {"type": "string", "location": "path", "required": true}}},
			"lend": {"id": "library.books.lend", "httpMethod": "POST", "path": "books/{id}:lend", "request": {"$ref": "LendBookRequest"}, "response": {"$ref": "Book"},
				"parameters": {"id": {"type": "string", "location": "path", "required": true}}}
		}},
		"shelves": {"methods": {
			"get": {"id": "library.shelves.get", "httpMethod": "GET", "path": "shelves/{id}", "response": {"$ref": "Shelf"},
				"parameters": {"id": {"type": "string", "location": "path", "required": true},
					"view.order": {"type": "string", "location": "query", "enum": ["UP", "DOWN"]}}}
		}}
	},
	"schemas": {
		"Book": {"type": "object", "properties": {
			"cover": {"type": "object", "properties": {"color": {"$ref": "ArtColor"}, "size": {"type": "string", "enum": ["S", "L"]}}},
			"sizes": {"type": "object", "additionalProperties": {"type": "string", "enum": ["S", "L"]}},
			"size": {"type": "string", "enum": ["S", "L"]},
			"state": {"type": "string", "enum": ["S", "LOST"]},
			"pages": {"type": "integer", "format": "int32"},
			"bought": {"type": "string", "format": "date-time"},
			"lent": {"type": "array", "items": {"type": "string", "format": "date-time"}},
			"read": {"type": "object", "additionalProperties": {"type": "string", "format": "date-time"}},
			"code": {"type": "string", "enum": ["OK", "ABORTED"]}
		}},
		"Shelf": {"type": "object", "properties": {"size": {"type": "string", "enum": ["S", "M", "L"]}}},
		"LendBookRequest": {"type": "object", "properties": {"to": {"type": "string"}, "terms": {"type": "any"}}},
		"ArtColor": {"type": "object", "properties": {"red": {"type": "number"}, "mix": {"type": "object", "properties": {"a": {"type": "string"}}}}},
		"ArtFrame": {"type": "object", "properties": {"red": {"type": "number"}}},
		"Artist": {"type": "object", "properties": {"name": {"type": "string"}}}
	}
}`

func library(t *testing.T) *model.API {
	t.Helper()
	doc, findings := discovery.Read("library.json", []byte(libraryDocument))
	if findings.HasErrors() {
		t.Fatal(found(findings))
	}
	api, findings := model.Build(doc, &model.Package{Name: "library.v1", GoImport: "example.com/library/librarypb"}, new(numbers.Lock))
	if findings.HasErrors() {
		t.Fatal(found(findings))
	}
	return api
}

// summary says of a model what an overlay can change, a line for each thing.
func summary(api *model.API) []string {
	var all []string
	for _, s := range api.Services {
		for _, m := range s.Methods {
			all = append(all, fmt.Sprintf("%s.%s(%s) by %s", s.Name, m.Name, m.Request.Name, m.Evidence))
		}
		if s.GRPCName != "" {
			all = append(all, s.Name+" is "+s.GRPCName)
		}
		if s.Example != nil {
			all = append(all, fmt.Sprintf("example %s(%s)", s.Example.Method.Name, s.Example.Request))
		}
	}
	api.Walk(func(m *model.Message) {
		if m.CreatedFor == nil || m.Key != m.CreatedFor.Operations[0].ID {
			all = append(all, fmt.Sprintf("%s is %s.%s in %s", m.Key, m.Package.Name, m.Path(), m.Package.GoImport))
		}
		for _, f := range m.Fields {
			if facts := facts(f); facts != "" {
				all = append(all, "field "+m.Key+"."+f.Key+facts)
			}
		}
	})
	api.WalkEnums(func(e *model.Enum) {
		all = append(all, "enum "+e.Key+" is "+e.Package.Name+"."+e.Path())
		for _, v := range e.Values {
			if v.Official != nil {
				all = append(all, fmt.Sprintf("value %s.%s = %d", e.Key, v.Key, v.Official.Number))
			}
		}
	})
	return all
}

func facts(f *model.Field) string {
	var all string
	t := f.Type
	if m, ok := t.(model.Map); ok {
		t = m.Value
	}
	switch t := t.(type) {
	case *model.Enum:
		all += " is " + t.Key
	case model.WellKnown:
		all += " is " + string(t)
	}
	if f.Oneof != "" {
		all += " of " + f.Oneof
	}
	if f.Optional {
		all += " optional"
	}
	if f.Official != nil {
		all += fmt.Sprint(" = ", f.Official.Number)
	}
	return all
}

// changes compares two summaries: what is gone, with a minus, and what is new.
func changes(before, after []string) []string {
	var all []string
	lacks := func(all []string, line string) bool {
		return !strings.Contains("\n"+strings.Join(all, "\n")+"\n", "\n"+line+"\n")
	}
	for _, line := range before {
		if lacks(after, line) {
			all = append(all, "-"+line)
		}
	}
	for _, line := range after {
		if lacks(before, line) {
			all = append(all, "+"+line)
		}
	}
	return all
}

func TestApply(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string // changes
	}{
		{"nothing", "", nil},
		{"service", "service: LibraryService", []string{
			"-BooksService.GetBook(BooksGetBookRequest) by resource type",
			"-BooksService.LendBook(LendBookRequest) by request type",
			"-ShelvesService.GetShelf(ShelvesGetShelfRequest) by resource type",
			"-library.shelves.get.view is library.v1.ShelvesGetShelfRequest.View in example.com/library/librarypb",
			"-enum library.shelves.get.view.order is library.v1.ShelvesGetShelfRequest.View.Order",
			"+LibraryService.GetBook(GetBookRequest) by resource type",
			"+LibraryService.LendBook(LendBookRequest) by request type",
			"+LibraryService.GetShelf(GetShelfRequest) by resource type",
			"+library.shelves.get.view is library.v1.GetShelfRequest.View in example.com/library/librarypb",
			"+enum library.shelves.get.view.order is library.v1.GetShelfRequest.View.Order",
		}},
		{"methods", "methods: {library.books.get: FetchBook, library.books.lend: Lend}", []string{
			"-BooksService.GetBook(BooksGetBookRequest) by resource type",
			"-BooksService.LendBook(LendBookRequest) by request type",
			"+BooksService.FetchBook(BooksFetchBookRequest) by overlay",
			"+BooksService.Lend(LendBookRequest) by overlay", // the document's own name of it
		}},
		{"methods of a merged service", "service: S\nmethods: {library.shelves.get: FetchShelf}", []string{
			"-BooksService.GetBook(BooksGetBookRequest) by resource type",
			"-BooksService.LendBook(LendBookRequest) by request type",
			"-ShelvesService.GetShelf(ShelvesGetShelfRequest) by resource type",
			"-library.shelves.get.view is library.v1.ShelvesGetShelfRequest.View in example.com/library/librarypb",
			"-enum library.shelves.get.view.order is library.v1.ShelvesGetShelfRequest.View.Order",
			"+S.GetBook(GetBookRequest) by resource type",
			"+S.LendBook(LendBookRequest) by request type",
			"+S.FetchShelf(FetchShelfRequest) by overlay",
			"+library.shelves.get.view is library.v1.FetchShelfRequest.View in example.com/library/librarypb",
			"+enum library.shelves.get.view.order is library.v1.FetchShelfRequest.View.Order",
		}},
		{"messages", "messages: {Shelf: Rack, Book: Shelf}", []string{
			"-Book is library.v1.Book in example.com/library/librarypb",
			"-Book.cover is library.v1.Book.Cover in example.com/library/librarypb",
			"-Shelf is library.v1.Shelf in example.com/library/librarypb",
			"-enum Book.code is library.v1.Book.Code",
			"-enum Book.size is library.v1.Book.Size",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"-enum Book.state is library.v1.Book.State",
			"-enum Book.cover.size is library.v1.Book.Cover.Size",
			"-enum Shelf.size is library.v1.Shelf.Size",
			"+Shelf is library.v1.Rack in example.com/library/librarypb",
			"+Book is library.v1.Shelf in example.com/library/librarypb",
			"+Book.cover is library.v1.Shelf.Cover in example.com/library/librarypb",
			"+enum Shelf.size is library.v1.Rack.Size",
			"+enum Book.code is library.v1.Shelf.Code",
			"+enum Book.size is library.v1.Shelf.Size",
			"+enum Book.sizes is library.v1.Shelf.Sizes",
			"+enum Book.state is library.v1.Shelf.State",
			"+enum Book.cover.size is library.v1.Shelf.Cover.Size",
		}},
		{"messages within others, in any order", "messages: {Artist: Book.ArtFrame.Artist, ArtFrame: Book.ArtFrame, Book.cover: Cover}", []string{
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"-Artist is library.v1.Artist in example.com/library/librarypb",
			"-Book.cover is library.v1.Book.Cover in example.com/library/librarypb",
			"-enum Book.cover.size is library.v1.Book.Cover.Size",
			"+ArtFrame is library.v1.Book.ArtFrame in example.com/library/librarypb",
			"+Artist is library.v1.Book.ArtFrame.Artist in example.com/library/librarypb",
			"+Book.cover is library.v1.Cover in example.com/library/librarypb",
			"+enum Book.cover.size is library.v1.Cover.Size",
		}},
		{"a message within a container", lines("containers: {Art: What art needs.}", "messages: {ArtFrame: Art.Frame, library.shelves.get.view: View}"), []string{
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"-library.shelves.get.view is library.v1.ShelvesGetShelfRequest.View in example.com/library/librarypb",
			"-enum library.shelves.get.view.order is library.v1.ShelvesGetShelfRequest.View.Order",
			"+Art is library.v1.Art in example.com/library/librarypb",
			"+ArtFrame is library.v1.Art.Frame in example.com/library/librarypb",
			"+library.shelves.get.view is library.v1.View in example.com/library/librarypb",
			"+enum library.shelves.get.view.order is library.v1.View.Order",
		}},
		{"grpc", "service: LibraryService\ngrpc: library.v1.Library", []string{
			"-BooksService.GetBook(BooksGetBookRequest) by resource type",
			"-BooksService.LendBook(LendBookRequest) by request type",
			"-ShelvesService.GetShelf(ShelvesGetShelfRequest) by resource type",
			"-library.shelves.get.view is library.v1.ShelvesGetShelfRequest.View in example.com/library/librarypb",
			"-enum library.shelves.get.view.order is library.v1.ShelvesGetShelfRequest.View.Order",
			"+LibraryService.GetBook(GetBookRequest) by resource type",
			"+LibraryService.LendBook(LendBookRequest) by request type",
			"+LibraryService.GetShelf(GetShelfRequest) by resource type",
			"+LibraryService is library.v1.Library",
			"+library.shelves.get.view is library.v1.GetShelfRequest.View in example.com/library/librarypb",
			"+enum library.shelves.get.view.order is library.v1.GetShelfRequest.View.Order",
		}},
		{"an enum at the top level", "enums: {Shelf.size: Size, library.shelves.get.view.order: Order}", []string{
			"-enum Shelf.size is library.v1.Shelf.Size",
			"-enum library.shelves.get.view.order is library.v1.ShelvesGetShelfRequest.View.Order",
			"+enum Shelf.size is library.v1.Size",
			"+enum library.shelves.get.view.order is library.v1.Order",
		}},
		{"types", "types: {Book.code: google.rpc.Code, Book.pages: google.protobuf.Int32Value}", []string{
			"-field Book.code is Book.code optional",
			"-enum Book.code is library.v1.Book.Code",
			"+field Book.code is google.rpc.Code optional",
			"+field Book.pages is google.protobuf.Int32Value",
		}},
		{"any values", "types: {Book.code: google.protobuf.Value, Book.lent: google.protobuf.Value, Book.sizes: google.protobuf.Value, Book.cover: google.protobuf.Value}", []string{
			"-field Book.code is Book.code optional",
			"-field Book.lent is google.protobuf.Timestamp",
			"-field Book.sizes is Book.sizes",
			"-enum Book.code is library.v1.Book.Code",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"+field Book.code is google.protobuf.Value",
			"+field Book.cover is google.protobuf.Value",
			"+field Book.lent is google.protobuf.Value",
			"+field Book.sizes is google.protobuf.Value",
		}},
		{"dates as text", "types: {Book.bought: string, Book.lent: string, Book.read: string}", []string{
			"-field Book.bought is google.protobuf.Timestamp",
			"-field Book.lent is google.protobuf.Timestamp",
			"-field Book.read is google.protobuf.Timestamp",
			"+field Book.bought optional",
		}},
		{"oneofs", "oneofs: {Book: {number: [pages, code], name: [cover]}, LendBookRequest: {who: [to]}}", []string{
			"-field Book.code is Book.code optional",
			"+field Book.code is Book.code of number",
			"+field Book.cover of name",
			"+field Book.pages of number",
			"+field LendBookRequest.to of who",
		}},
		{"optional", "optional: {Book.pages: true, Book.cover: true, library.shelves.get.view.order: false}", []string{
			"-field library.shelves.get.view.order is library.shelves.get.view.order optional",
			"+field Book.cover optional",
			"+field Book.pages optional",
			"+field library.shelves.get.view.order is library.shelves.get.view.order",
		}},
		{"numbers", "numbers: {Book: {pages: 4, code: 2}, Shelf.size: {L: 0, S: 7}, library.books.get: {id: 3}}", []string{
			"-field Book.code is Book.code optional",
			"+field Book.code is Book.code = 2",
			"+field Book.pages = 4",
			"+field library.books.get.id = 3",
			"+value Shelf.size.S = 7",
			"+value Shelf.size.L = 0",
		}},
		{"enums", "enums: {Book.size: Shelf.Size, Book.sizes: Shelf.Size, Book.cover.size: Shelf.Size}", []string{
			"-field Book.size is Book.size optional",
			"-field Book.sizes is Book.sizes",
			"-field Book.cover.size is Book.cover.size optional",
			"-enum Book.size is library.v1.Book.Size",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"-enum Book.cover.size is library.v1.Book.Cover.Size",
			"+field Book.size is Shelf.size optional",
			"+field Book.sizes is Shelf.size",
			"+field Book.cover.size is Shelf.size optional",
		}},
		{"enums that change places", "enums: {Book.size: Book.Sizes, Book.sizes: Book.Size}", []string{
			"-enum Book.size is library.v1.Book.Size",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"+enum Book.size is library.v1.Book.Sizes",
			"+enum Book.sizes is library.v1.Book.Size",
		}},
		{"enums of one new name", "enums: {Shelf.size: Format, Book.size: Format}", []string{
			"-field Book.size is Book.size optional",
			"-enum Book.size is library.v1.Book.Size",
			"-enum Shelf.size is library.v1.Shelf.Size",
			"+field Book.size is Shelf.size optional",
			"+enum Shelf.size is library.v1.Format",
		}},
		{"a package", "packages: {art.v1: {go: example.com/art/artpb, schemas: [Art*]}}", []string{
			"-ArtColor is library.v1.ArtColor in example.com/library/librarypb",
			"-ArtColor.mix is library.v1.ArtColor.Mix in example.com/library/librarypb",
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"+ArtColor is art.v1.Color in example.com/art/artpb",
			"+ArtColor.mix is art.v1.Color.Mix in example.com/art/artpb",
			"+ArtFrame is art.v1.Frame in example.com/art/artpb",
		}},
		{"a package of one, and another of the rest", lines("packages:",
			"  frame.v1: {go: example.com/framepb, schemas: [ArtFrame]}", "  art.v1: {go: example.com/artpb, schemas: [Art*]}"), []string{
			"-ArtColor is library.v1.ArtColor in example.com/library/librarypb",
			"-ArtColor.mix is library.v1.ArtColor.Mix in example.com/library/librarypb",
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"+ArtColor is art.v1.Color in example.com/artpb",
			"+ArtColor.mix is art.v1.Color.Mix in example.com/artpb",
			"+ArtFrame is frame.v1.ArtFrame in example.com/framepb",
		}},
		{"an example", lines("example:", "  method: library.books.lend", "  request:",
			"    id: '7'", "    to: <NO>", "    terms:", "      list: [NO, on, yes, 1.50, -0, 12345678901234567890, ~, true, False, 2026-01-02]", "      200: {1e3: ''}"), []string{
			`+example LendBook({"id":"7","terms":{"200":{"1e3":""},"list":["NO","on","yes",1.50,-0,12345678901234567890,null,true,false,"2026-01-02"]},"to":"<NO>"})`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, findings := overlay.Read("overlay.yaml", []byte(test.data))
			api := library(t)
			before := summary(api)
			findings.Append(o.Apply(api))
			if got := found(findings); got != nil {
				t.Errorf("findings: %q", got)
			}
			if diff := cmp.Diff(test.want, changes(before, summary(api))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFieldsSection applies lines of the section fields that cannot have an effect.
func TestFieldsSection(t *testing.T) {
	for line, want := range map[string]string{
		"fields: {Book.missing: other}":                   "overlay-matches-nothing",
		"fields: {Book.size: size}":                       "overlay-needless",
		"fields: {library.books.lend.LendBookRequest: x}": "overlay-matches-nothing",
	} {
		facts, findings := overlay.Read("overlay.yaml", []byte(line))
		findings.Append(facts.Apply(library(t)))
		if got := found(findings); !strings.Contains(fmt.Sprint(got), want) {
			t.Errorf("%s: got %v, want %s", line, got, want)
		}
	}
}
