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
				"parameters": {"id": {"type": "string", "location": "path", "required": true}}}
		}}
	},
	"schemas": {
		"Book": {"type": "object", "properties": {
			"cover": {"type": "object", "properties": {"color": {"$ref": "ArtColor"}, "size": {"type": "string", "enum": ["S", "L"]}}},
			"sizes": {"type": "object", "additionalProperties": {"type": "string", "enum": ["S", "L"]}},
			"size": {"type": "string", "enum": ["S", "L"]},
			"state": {"type": "string", "enum": ["S", "LOST"]}
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
		if s.Example != nil {
			all = append(all, fmt.Sprintf("example %s(%s)", s.Example.Method.Name, s.Example.Request))
		}
	}
	api.Walk(func(m *model.Message) {
		if m.MadeFor != nil {
			return
		}
		all = append(all, fmt.Sprintf("%s is %s.%s in %s", m.Key, m.Package.Name, m.Name, m.Package.GoImport))
		for _, e := range m.Enums {
			all = append(all, "enum "+e.Key)
		}
		for _, f := range m.Fields {
			t := f.Type
			if m, ok := t.(model.Map); ok {
				t = m.Value
			}
			if e, ok := t.(*model.Enum); ok {
				all = append(all, "field "+m.Key+"."+f.Key+" is "+e.Key)
			}
		}
	})
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
			"+LibraryService.GetBook(GetBookRequest) by resource type",
			"+LibraryService.LendBook(LendBookRequest) by request type",
			"+LibraryService.GetShelf(GetShelfRequest) by resource type",
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
			"+S.GetBook(GetBookRequest) by resource type",
			"+S.LendBook(LendBookRequest) by request type",
			"+S.FetchShelf(FetchShelfRequest) by overlay",
		}},
		{"messages", "messages: {Shelf: Rack, Book: Shelf}", []string{
			"-Book is library.v1.Book in example.com/library/librarypb",
			"-Shelf is library.v1.Shelf in example.com/library/librarypb",
			"+Book is library.v1.Shelf in example.com/library/librarypb",
			"+Shelf is library.v1.Rack in example.com/library/librarypb",
		}},
		{"enums", "enums: {Book.size: Shelf.size, Book.sizes: Shelf.size, Book.cover.size: Shelf.size}", []string{
			"-enum Book.size", "-enum Book.sizes", "-field Book.size is Book.size", "-field Book.sizes is Book.sizes",
			"-enum Book.cover.size", "-field Book.cover.size is Book.cover.size",
			"+field Book.size is Shelf.size", "+field Book.sizes is Shelf.size", "+field Book.cover.size is Shelf.size",
		}},
		{"enums in a chain", "enums: {Book.size: Shelf.size, Book.sizes: Book.size}", []string{
			"-enum Book.size", "-enum Book.sizes", "-field Book.size is Book.size", "-field Book.sizes is Book.sizes",
			"+field Book.size is Shelf.size", "+field Book.sizes is Shelf.size",
		}},
		{"enums in a chain, the end first", "enums: {Book.sizes: Book.size, Book.size: Shelf.size}", []string{
			"-enum Book.size", "-enum Book.sizes", "-field Book.size is Book.size", "-field Book.sizes is Book.sizes",
			"+field Book.size is Shelf.size", "+field Book.sizes is Shelf.size",
		}},
		{"a package", "packages: {art.v1: {go: example.com/art/artpb, schemas: [Art*]}}", []string{
			"-ArtColor is library.v1.ArtColor in example.com/library/librarypb",
			"-ArtColor.mix is library.v1.Mix in example.com/library/librarypb",
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"+ArtColor is art.v1.Color in example.com/art/artpb",
			"+ArtColor.mix is art.v1.Mix in example.com/art/artpb",
			"+ArtFrame is art.v1.Frame in example.com/art/artpb",
		}},
		{"a package of one, and another of the rest", lines("packages:",
			"  frame.v1: {go: example.com/framepb, schemas: [ArtFrame]}", "  art.v1: {go: example.com/artpb, schemas: [Art*]}"), []string{
			"-ArtColor is library.v1.ArtColor in example.com/library/librarypb",
			"-ArtColor.mix is library.v1.Mix in example.com/library/librarypb",
			"-ArtFrame is library.v1.ArtFrame in example.com/library/librarypb",
			"+ArtColor is art.v1.Color in example.com/artpb",
			"+ArtColor.mix is art.v1.Mix in example.com/artpb",
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
			"messages:", "  book: Tome", "  GetBookRequest: X", "  Book.cover: X",
			"enums:", "  Book.none: Shelf.size", "  Book.size: Shelf.none", "  Book.cover: Shelf.size",
			"packages:", "  art.v1: {go: example.com/artpb, schemas: [Color, Books*, '*x']}",
			"example: {method: books.get, request: {}}",
		), []string{
			`2:3 overlay-matches-nothing: the document has no method "library.books.put"`,
			`3:3 overlay-matches-nothing: the document has no method "books.get"`,
			`5:3 overlay-matches-nothing: the document has no schema "book"`,
			`6:3 overlay-matches-nothing: the document has no schema "GetBookRequest"`, // made, not published
			`7:3 overlay-matches-nothing: the document has no schema "Book.cover"`,
			`9:3 overlay-matches-nothing: the document has no enum "Book.none"`,
			`10:3 overlay-matches-nothing: the document has no enum "Shelf.none"`,
			`11:3 overlay-matches-nothing: the document has no enum "Book.cover"`,
			`13:45 overlay-matches-nothing: the document has no schema "Color"`,
			`13:52 overlay-matches-nothing: the document has no schema "Books*"`,
			`13:60 overlay-matches-nothing: the document has no schema "*x"`,
			`14:19 overlay-matches-nothing: the document has no method "books.get"`,
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
		{"enums that differ", "enums: {Shelf.size: Book.size, Book.state: Shelf.size, Book.size: Book.size}", []string{
			`1:9 enums-differ: Shelf.size has the value "M", which Book.size lacks`,
			`1:32 enums-differ: Book.state has the value "LOST", which Shelf.size lacks`,
			`1:56 overlay-matches-nothing: the document has no enum "Book.size"`,
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
