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
			"code": {"type": "string", "enum": ["OK", "ABORTED"]}
		}},
		"Shelf": {"type": "object", "properties": {"size": {"type": "string", "enum": ["S", "M", "L"]}}},
		"LendBookRequest": {"type": "object", "properties": {"to": {"type": "string"}}},
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
	api, findings := model.Build(doc, &model.Package{Name: "library.v1", GoImport: "example.com/library/librarypb"})
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
		if m.MadeFor == nil || m.Key != m.MadeFor.Operations[0].ID {
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
			"-field Book.code is Book.code",
			"-enum Book.code is library.v1.Book.Code",
			"+field Book.code is google.rpc.Code",
			"+field Book.pages is google.protobuf.Int32Value",
		}},
		{"oneofs", "oneofs: {Book: {number: [pages, code], name: [cover]}, LendBookRequest: {who: [to]}}", []string{
			"-field Book.code is Book.code",
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
			"-field Book.code is Book.code",
			"+field Book.code is Book.code = 2",
			"+field Book.pages = 4",
			"+field library.books.get.id = 3",
			"+value Shelf.size.S = 7",
			"+value Shelf.size.L = 0",
		}},
		{"enums", "enums: {Book.size: Shelf.Size, Book.sizes: Shelf.Size, Book.cover.size: Shelf.Size}", []string{
			"-field Book.size is Book.size",
			"-field Book.sizes is Book.sizes",
			"-field Book.cover.size is Book.cover.size",
			"-enum Book.size is library.v1.Book.Size",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"-enum Book.cover.size is library.v1.Book.Cover.Size",
			"+field Book.size is Shelf.size",
			"+field Book.sizes is Shelf.size",
			"+field Book.cover.size is Shelf.size",
		}},
		{"enums that change places", "enums: {Book.size: Book.Sizes, Book.sizes: Book.Size}", []string{
			"-enum Book.size is library.v1.Book.Size",
			"-enum Book.sizes is library.v1.Book.Sizes",
			"+enum Book.size is library.v1.Book.Sizes",
			"+enum Book.sizes is library.v1.Book.Size",
		}},
		{"enums of one new name", "enums: {Shelf.size: Format, Book.size: Format}", []string{
			"-field Book.size is Book.size",
			"-enum Book.size is library.v1.Book.Size",
			"-enum Shelf.size is library.v1.Shelf.Size",
			"+field Book.size is Shelf.size",
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
			"    id: '7'", "    to: <NO>", "    list: [NO, on, yes, 1.50, -0, 12345678901234567890, ~, true, False, 2026-01-02]", "    200: {1e3: ''}"), []string{
			`+example LendBook({"200":{"1e3":""},"id":"7","list":["NO","on","yes",1.50,-0,12345678901234567890,null,true,false,"2026-01-02"],"to":"<NO>"})`,
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

func TestApplyBad(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"matches nothing", lines(
			"methods:", "  library.books.put: PutBook", "  books.get: X",
			"messages:", "  book: Tome", "  GetBookRequest: X", "  library.books.get: Y",
			"enums:", "  Book.none: Shelf.Size", "  Book.size: Shelf.None.Size", "  Book.cover: Shelf.Size",
			"packages:", "  art.v1: {go: example.com/artpb, schemas: [Color, Books*, '*x']}",
			"example: {method: books.get, request: {}}",
		), []string{
			`2:3 overlay-matches-nothing: the document has no method "library.books.put"`,
			`3:3 overlay-matches-nothing: the document has no method "books.get"`,
			`5:3 overlay-matches-nothing: the document has no schema "book"`,
			`6:3 overlay-matches-nothing: the document has no schema "GetBookRequest"`, // made, not published
			`7:3 overlay-matches-nothing: the document has no schema "library.books.get"`,
			`9:3 overlay-matches-nothing: the document has no enum "Book.none"`,
			`10:3 overlay-matches-nothing: there is no message Shelf.None for "Book.size" to be in`,
			`11:3 overlay-matches-nothing: the document has no enum "Book.cover"`,
			`13:45 overlay-matches-nothing: the document has no schema "Color"`,
			`13:52 overlay-matches-nothing: the document has no schema "Books*"`,
			`13:60 overlay-matches-nothing: the document has no schema "*x"`,
			`14:19 overlay-matches-nothing: the document has no method "books.get"`,
		}},
		{"facts that match nothing", lines(
			"containers: {Art: What art needs.}",
			"messages: {Artist: Art.Artist.Person, ArtFrame: Arts.Frame}",
			"types: {Book.title: google.rpc.Code}",
			"oneofs:", "  Books: {a: [b]}", "  Book: {a: [cover, title]}",
			"optional: {Book.title: true}",
			"numbers:", "  Books: {a: 1}", "  Shelf: {size: 1, books: 2}", "  Shelf.size: {XL: 1}",
		), []string{
			`1:14 overlay-matches-nothing: no message is nested in Art`,
			`2:12 overlay-matches-nothing: there is no message Art.Artist for "Artist" to be in`,
			`2:39 overlay-matches-nothing: there is no message Arts for "ArtFrame" to be in`,
			`3:9 overlay-matches-nothing: the document has no property "Book.title"`,
			`5:11 overlay-matches-nothing: the document has no schema "Books"`,
			`6:21 overlay-matches-nothing: the document has no property "Book.title"`,
			`7:12 overlay-matches-nothing: the document has no property "Book.title"`,
			`9:3 overlay-matches-nothing: the document has no schema, method or enum "Books"`,
			`10:20 overlay-matches-nothing: the document has no property "Shelf.books"`,
			`11:16 overlay-matches-nothing: the enum "Shelf.size" has no value "XL"`,
		}},
		{"facts that are needless", lines(
			"messages: {Book.cover: Book.Cover}", "enums: {Shelf.size: Shelf.Size}",
			"oneofs: {Book: {a: [cover, cover]}}", "optional: {Book.pages: false}",
		), []string{
			`1:12 overlay-needless: without this line the name is Book.Cover as well`,
			`2:9 overlay-needless: without this line the name is Shelf.Size as well`,
			`3:28 overlay-needless: "Book.cover" is a member already`,
			`4:12 overlay-needless: without this line it is false as well`,
		}},
		{"facts that cannot be", lines(
			"grpc: library.v1.Library",
			"messages: {Artist: LibraryRequest.Artist, ArtFrame: ShelvesGetShelfRequest.Frame}",
			"enums: {Shelf.size: ShelvesGetShelfRequest.View.Size}",
			"types:", "  Book.pages: google.rpc.Code", "  Book.code: google.protobuf.StringValue",
			"  Book.sizes: google.rpc.Status", "  Book.size: google.rpc.None", "  Book.state: google.rpc.Code",
			"oneofs: {Book: {a: [code, sizes], b: [code]}}",
			"optional: {Book.sizes: true, Book.code: true}",
		), []string{
			`1:7 overlay-impossible: there are 2 services, of which library.v1.Library can be one: give the service a name, which makes one of all`,
			`2:12 overlay-matches-nothing: there is no message LibraryRequest for "Artist" to be in`,
			`2:43 overlay-impossible: ShelvesGetShelfRequest is made for a method, and no other message can refer to what is in it`,
			`3:9 overlay-impossible: ShelvesGetShelfRequest.View is made for a method, and no other message can refer to what is in it`,
			`5:3 overlay-impossible: "Book.pages" is no enum`,
			`6:3 overlay-impossible: google.protobuf.StringValue cannot hold the value of "Book.code"`,
			`7:3 overlay-impossible: google.rpc.Status cannot hold the value of "Book.sizes"`,
			`8:3 overlay-impossible: no type google.rpc.None is known`,
			`9:3 enums-differ: Book.state has the value "S", which google.rpc.Code lacks`,
			`10:27 overlay-impossible: "Book.sizes" is a list or a map, which no oneof can hold`,
			`10:39 overlay-impossible: "Book.code" is a member of a already`,
			`11:12 overlay-impossible: "Book.sizes" is a list, a map or a member of a oneof, which proto has no optional for`,
			`11:30 overlay-impossible: "Book.code" is a list, a map or a member of a oneof, which proto has no optional for`,
		}},
		{"needless", lines(
			"methods:", "  library.books.get: GetBook",
			"messages:", "  Book: Book",
			"packages:", "  library.v1: {go: example.com/librarypb, schemas: [Book]}",
			"  art.v1: {go: example.com/artpb, schemas: [Art*, ArtFrame]}", "  b.v1: {go: example.com/bpb, schemas: [ArtColor]}",
		), []string{
			`2:3 overlay-needless: without this line the name is GetBook as well`,
			`4:3 overlay-needless: without this line the name is Book as well`,
			`6:3 overlay-needless: everything is in library.v1 that is nowhere else`,
			`7:51 overlay-needless: "ArtFrame" is in art.v1 already`,
			`8:41 overlay-needless: "ArtColor" is in art.v1 already`,
		}},
		{"packages in one Go package", lines("packages:",
			"  a.v1: {go: example.com/library/librarypb, schemas: [Book]}", "  b.v1: {go: example.com/bpb, schemas: [Shelf]}", "  c.v1: {go: example.com/bpb, schemas: [Artist]}",
		), []string{
			`2:3 name-taken: the Go package of a.v1 would be example.com/library/librarypb, as that of library.v1 is`,
			`4:3 name-taken: the Go package of c.v1 would be example.com/bpb, as that of b.v1 is`,
		}},
		{"enums that differ", "enums: {Shelf.size: Book.Size, Book.state: Book.Sizes}", []string{
			`1:9 enums-differ: Shelf.size has the value "M", which Book.size lacks`,
			`1:32 enums-differ: Book.state has the value "LOST", which Book.sizes lacks`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, findings := overlay.Read("overlay.yaml", []byte(test.data))
			findings.Append(o.Apply(library(t)))
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplyServiceNeedless(t *testing.T) {
	api := library(t)
	api.Services = api.Services[:1]
	o, _ := overlay.Read("overlay.yaml", []byte("service: BooksService"))
	want := []string{"1:10 overlay-needless: without this line the name is BooksService as well"}
	if diff := cmp.Diff(want, found(o.Apply(api))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestApplyServiceOfNothing(t *testing.T) {
	o, _ := overlay.Read("overlay.yaml", []byte("service: LibraryService"))
	want := []string{"1:10 overlay-matches-nothing: the document has no methods for a service"}
	if diff := cmp.Diff(want, found(o.Apply(&model.API{Package: &model.Package{Name: "a"}}))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
