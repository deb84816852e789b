// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/overlay"
)

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
			`5:3 overlay-matches-nothing: the document has no schema "book" (did you mean "Book"?)`,
			`6:3 overlay-matches-nothing: the document has no schema "GetBookRequest" (did you mean "LendBookRequest"?)`, // made, not published
			`7:3 overlay-matches-nothing: the document has no schema "library.books.get"`,
			`9:3 overlay-matches-nothing: the document has no enum "Book.none"`,
			`10:3 overlay-matches-nothing: the message Shelf.None, in which "Book.size" would be nested, does not exist`,
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
			`2:12 overlay-matches-nothing: the message Art.Artist, in which "Artist" would be nested, does not exist`,
			`2:39 overlay-matches-nothing: the message Arts, in which "ArtFrame" would be nested, does not exist (did you mean "Art"?)`,
			`3:9 overlay-matches-nothing: the document has no property "Book.title"`,
			`5:11 overlay-matches-nothing: the document has no schema "Books" (did you mean "Book"?)`,
			`6:21 overlay-matches-nothing: the document has no property "Book.title"`,
			`7:12 overlay-matches-nothing: the document has no property "Book.title"`,
			`9:3 overlay-matches-nothing: the document has no schema, method or enum "Books" (did you mean "Book"?)`,
			`10:20 overlay-matches-nothing: the document has no property "Shelf.books"`,
			`11:16 overlay-matches-nothing: the enum "Shelf.size" has no value "XL" (did you mean "L"?)`,
		}},
		{"facts that are needless", lines(
			"messages: {Book.cover: Book.Cover}", "enums: {Shelf.size: Shelf.Size}",
			"oneofs: {Book: {a: [cover, cover]}}", "optional: {Book.pages: false}",
		), []string{
			`1:12 overlay-needless: the name is Book.Cover without this line`,
			`2:9 overlay-needless: the name is Shelf.Size without this line`,
			`3:28 overlay-needless: "Book.cover" is already a member`,
			`4:12 overlay-needless: optional is false without this line`,
		}},
		{"facts that cannot be", lines(
			"grpc: library.v1.Library",
			"messages: {Artist: LibraryRequest.Artist, ArtFrame: ShelvesGetShelfRequest.Frame}",
			"enums: {Shelf.size: ShelvesGetShelfRequest.View.Size}",
			"types:", "  Book.pages: google.rpc.Code", "  Book.code: google.protobuf.StringValue",
			"  Book.sizes: google.rpc.Status", "  Shelf.size: string", "  Book.size: google.rpc.None", "  Book.state: google.rpc.Code",
			"oneofs: {Book: {a: [code, sizes], b: [code]}}",
			"optional: {Book.sizes: true, Book.code: true}",
		), []string{
			`1:7 overlay-impossible: the API has 2 services, and library.v1.Library names one: combine them with the section service`,
			`2:12 overlay-matches-nothing: the message LibraryRequest, in which "Artist" would be nested, does not exist`,
			`2:43 overlay-impossible: ShelvesGetShelfRequest is made for a method: other messages cannot refer to messages and enums within it`,
			`3:9 overlay-impossible: ShelvesGetShelfRequest.View is made for a method: other messages cannot refer to messages and enums within it`,
			`5:3 overlay-impossible: "Book.pages" is not an enum`,
			`6:3 overlay-impossible: google.protobuf.StringValue cannot hold the value of "Book.code"`,
			`7:3 overlay-impossible: google.rpc.Status cannot hold the value of "Book.sizes"`,
			`8:3 overlay-impossible: "Shelf.size" is not a date-time: only a date-time can become a string`,
			`9:3 overlay-impossible: the type google.rpc.None is not known`,
			`10:3 enums-differ: Book.state has the value "S", but google.rpc.Code does not`,
			`11:27 overlay-impossible: "Book.sizes" is a list or a map, which a oneof cannot contain`,
			`11:39 overlay-impossible: "Book.code" is already a member of a`,
			`12:12 overlay-impossible: "Book.sizes" is a list, a map or a member of a oneof, which proto does not allow to be optional`,
			`12:30 overlay-impossible: "Book.code" is a list, a map or a member of a oneof, which proto does not allow to be optional`,
		}},
		{"needless", lines(
			"methods:", "  library.books.get: GetBook",
			"messages:", "  Book: Book",
			"packages:", "  library.v1: {go: example.com/librarypb, schemas: [Book]}",
			"  art.v1: {go: example.com/artpb, schemas: [Art*, ArtFrame]}", "  b.v1: {go: example.com/bpb, schemas: [ArtColor]}",
		), []string{
			`2:3 overlay-needless: the name is GetBook without this line`,
			`4:3 overlay-needless: the name is Book without this line`,
			`6:3 overlay-needless: library.v1 is the package of all other schemas`,
			`7:51 overlay-needless: "ArtFrame" is already in art.v1`,
			`8:41 overlay-needless: "ArtColor" is already in art.v1`,
		}},
		{"packages in one Go package", lines("packages:",
			"  a.v1: {go: example.com/library/librarypb, schemas: [Book]}", "  b.v1: {go: example.com/bpb, schemas: [Shelf]}", "  c.v1: {go: example.com/bpb, schemas: [Artist]}",
		), []string{
			`2:3 name-taken: a.v1 would have the import path example.com/library/librarypb of library.v1`,
			`4:3 name-taken: c.v1 would have the import path example.com/bpb of b.v1`,
		}},
		{"enums that differ", "enums: {Shelf.size: Book.Size, Book.state: Book.Sizes}", []string{
			`1:9 enums-differ: Shelf.size has the value "M", but Book.size does not`,
			`1:32 enums-differ: Book.state has the value "LOST", but Book.sizes does not`,
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
	want := []string{"1:10 overlay-needless: the name is BooksService without this line"}
	if diff := cmp.Diff(want, found(o.Apply(api))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestApplyServiceOfNothing(t *testing.T) {
	o, _ := overlay.Read("overlay.yaml", []byte("service: LibraryService"))
	want := []string{"1:10 overlay-matches-nothing: the document has no methods"}
	if diff := cmp.Diff(want, found(o.Apply(&model.API{Package: &model.Package{Name: "a"}}))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
