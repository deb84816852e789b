// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRoutes converts two revisions of a document whose operationIds lead to other operations in the second.
// Published methods keep their requests.
func TestRoutes(t *testing.T) {
	const (
		rows   = "  /rows: {get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		alpha  = "  /alpha: {get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		zebras = "  /zebras/{id}: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		zebra  = "  /zebras/{zebra}: {parameters: [{name: zebra, in: path, required: true, schema: {type: string}}], get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
	)
	in := func(path, id string) string { return fmt.Sprintf(path, id) }
	tests := []struct {
		name          string
		before, after string
		want          []string
	}{
		{"an addition with a published ID, first by path", in(rows, "list"), in(alpha, "list") + in(rows, "list"),
			[]string{"GetAlpha GET /alpha", "ListRows GET /rows"}},
		{"an addition with a published ID, last by path", in(rows, "list"), in(rows, "list") + in(zebras, "list"),
			[]string{"GetZebra GET /zebras/{id}", "ListRows GET /rows"}},
		{"another variable", in(zebras, "list"), in(alpha, "list") + in(zebra, "list"),
			[]string{"GetAlpha GET /alpha", "ListZebras GET /zebras/{zebra}"}},
		{"exchanged IDs", in(alpha, "one") + in(rows, "two"), in(alpha, "two") + in(rows, "one"),
			[]string{"One GET /alpha", "Two GET /rows"}},
		{"IDs of three operations in turn", in(alpha, "one") + in(rows, "two") + in(zebras, "three"), in(alpha, "two") + in(rows, "three") + in(zebras, "one"),
			[]string{"One GET /alpha", "Three GET /zebras/{id}", "Two GET /rows"}},
		{"an ID that was passed on, and a new one", in(alpha, "one") + in(rows, "two"), in(alpha, "two") + in(rows, "new"),
			[]string{"One GET /alpha", "Two GET /rows"}},
		{"exchanged IDs, with a path that differs only in its variable", in(alpha, "one") + in(zebras, "two") + in(zebra, "three"),
			in(alpha, "two") + in(zebras, "one") + in(zebra, "three"), []string{"One GET /alpha", "Three GET /zebras/{zebra}", "Two GET /zebras/{id}"}},
		{"an operation that lost its twin", in(alpha, "list") + in(rows, "list"), in(rows, "list"),
			[]string{"ListRows GET /rows"}},
		{"a new path with a published ID", in(rows, "list"), in(alpha, "list"),
			[]string{"ListRows GET /alpha"}},
		{"a new ID", in(rows, "list"), in(rows, "index"),
			[]string{"Index GET /rows"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRevisions(t)
			for _, paths := range []string{test.before, test.after, test.after} {
				out, findings := r.convert("openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\npaths:\n"+paths, "")
				if out == nil {
					t.Fatal(findings)
				}
				if paths == test.before {
					continue
				}
				var got []string
				for _, s := range out.Model.Services {
					for _, m := range s.Methods {
						got = append(got, m.Name+" "+m.Operations[0].Route())
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("-want +got:\n%s\n%v", diff, findings)
				}
			}
		})
	}
}

// TestResources renames resources of a discovery document, whose methods keep their IDs. Services and messages keep
// their names.
func TestResources(t *testing.T) {
	document := func(resources string) string {
		return `{kind: discovery#restDescription, name: library, version: v1, rootUrl: "https://library.example.com/", servicePath: "", ` +
			`schemas: {Book: {id: Book, type: object, properties: {name: {type: string}}}}, ` + resources + `}`
	}
	method := func(id, path string) string {
		return fmt.Sprintf("{id: %s, httpMethod: GET, path: %q, parameters: {filter: {type: string, location: query}}, response: {$ref: Book}}", id, path)
	}
	get, list := "get: "+method("library.books.get", "book"), "list: "+method("library.books.list", "books")
	stats := "stats: " + method("library.stats.all", "stats")
	tests := []struct {
		name          string
		before, after string
		want          []string
	}{
		{"renamed", "resources: {books: {methods: {" + get + ", " + list + "}}}", "resources: {tomes: {methods: {" + get + ", " + list + "}}}",
			[]string{"BooksService GetBook BooksGetBookRequest", "BooksService ListBooks BooksListBooksRequest"}},
		{"renamed to the ID", "resources: {tomes: {methods: {" + get + ", " + list + "}}}", "resources: {books: {methods: {" + get + ", " + list + "}}}",
			[]string{"TomesService GetBook TomesGetBookRequest", "TomesService ListTomes TomesListTomesRequest"}},
		{"renamed, with an addition", "resources: {tomes: {methods: {" + get + "}}}", "resources: {books: {methods: {" + get + ", " + list + "}}}",
			[]string{"TomesService GetBook", "TomesService ListTomes"}},
		{"one of two moved", "resources: {tomes: {methods: {" + get + ", " + list + "}}}", "resources: {books: {methods: {" + get + "}}, tomes: {methods: {" + list + "}}}",
			[]string{"TomesService GetBook", "TomesService ListTomes"}},
		{"moved into a resource", "methods: {" + stats + "}", "resources: {stats: {methods: {" + stats + "}}}",
			[]string{"LibraryService Stats StatsRequest"}},
		{"moved out of a resource", "resources: {stats: {methods: {" + stats + "}}}", "methods: {" + stats + "}",
			[]string{"StatsService StatsStat StatsStatsStatRequest"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRevisions(t)
			var first []string
			for i, resources := range []string{test.before, test.after, test.after} {
				out, findings := r.convert(string(inJSON(t, document(resources))), "")
				if out == nil {
					t.Fatal(findings)
				}
				var got []string
				for _, s := range out.Model.Services {
					for _, m := range s.Methods {
						got = append(got, s.Name+" "+m.Name+" "+m.Request.Name)
					}
				}
				slices.Sort(got)
				if i == 0 {
					first = got
				}
				for _, method := range first {
					if !slices.Contains(got, method) {
						t.Errorf("revision %d has %q, want %q", i, got, method)
					}
				}
				for j, want := range test.want {
					if i > 0 && (len(got) != len(test.want) || !strings.HasPrefix(got[j], want)) {
						t.Errorf("revision %d has %q, want %q", i, got, test.want)
					}
				}
			}
		})
	}
}

// TestSchemaWithIDReturns converts a document that has a schema with the name of an operationId, then none, and then
// the schema again. The schema and the request keep their names and numbers.
func TestSchemaWithIDReturns(t *testing.T) {
	document := func(schema, components string) string {
		return "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\n" +
			"paths: {/box: {get: {operationId: Box, parameters: [{name: q, in: query, schema: {type: string}}, " +
			"{name: f, in: query, schema: {type: string, enum: [x, y]}}], " +
			"responses: {'200': {description: OK, content: {application/json: {schema: " + schema + "}}}}}}}\n" + components
	}
	with := document("{$ref: '#/components/schemas/Box'}", "components: {schemas: {Box: {type: object, properties: {a: {type: string}, b: {type: string}}}}}\n")
	without := document("{type: object, properties: {c: {type: string}}}", "")
	r := newRevisions(t)
	var got []string
	for _, text := range []string{with, without, with} {
		out, findings := r.convert(text, "")
		if out == nil {
			t.Fatal(findings)
		}
		got = append(got, names(out.Descriptors))
	}
	if got[0] != got[2] {
		t.Errorf("%s became %s", got[0], got[2])
	}
}

// TestBodyOfRequestGone replaces the body that is a request by a text. The request keeps its fields, also that for
// empty lists.
func TestBodyOfRequestGone(t *testing.T) {
	document := func(schema string) string {
		return "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\n" +
			"paths: {/box: {post: {operationId: fillBox, requestBody: {content: {application/json: {schema: " + schema + "}}}, responses: {'204': {description: OK}}}}}\n"
	}
	r := newRevisions(t)
	var got []string
	text := document("{type: string}")
	for _, text := range []string{document("{type: object, properties: {a: {type: array, items: {type: string}}, b: {type: string, nullable: true}}}"), text, text} {
		out, findings := r.convert(text, "")
		if out == nil {
			t.Fatal(findings)
		}
		got = append(got, names(out.Descriptors))
	}
	if got[1] != got[2] {
		t.Errorf("%s became %s", got[1], got[2])
	}
}
