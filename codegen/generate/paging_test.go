// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// TestPagesByStructure has the forms of pages that are recognized by the fields of requests
// and responses, and what only looks like one.
func TestPagesByStructure(t *testing.T) {
	const list, text, whole = "{type: array, items: {type: object, properties: {id: {type: string}}}}", "{type: string}", "{type: integer, format: int32}"
	number := func(more string) string { return "{type: integer, format: int32, " + more + "}" }
	for _, test := range []struct {
		name       string
		parameters string // name: schema, separated by |
		response   string // the properties
		header     bool   // there is a header Link
		want       string // the rule
		finding    string
	}{
		{"Stripe", "starting_after: " + text + "|limit: " + whole, "data: " + list + ", has_more: {type: boolean}", false, `items:"data" has_more:"has_more" last_item:"starting_after" item_id:"id"`, ""},
		{"no id", "starting_after: " + text, "data: {type: array, items: {type: object, properties: {name: {type: string}}}}, has_more: {type: boolean}", false, "", ""},
		{"cursor in an envelope", "cursor: " + text, "items: " + list + ", meta: {type: object, properties: {next_cursor: {type: string, nullable: true}}}", false, `page_token:"cursor" next_page_token:"meta.next_cursor" items:"items"`, ""},
		{"cursor in a deep envelope", "after: " + text, "results: " + list + ", paging: {type: object, properties: {next: {type: object, properties: {after: {type: string}}}}}", false, `page_token:"after" next_page_token:"paging.next.after" items:"results"`, ""},
		{"cursor in a link", "cursor: " + text, "results: " + list + ", next: {type: string}", false, `page_token:"cursor" items:"results" next_link:"next"`, ""},
		{"Link header", "page: " + whole, "results: " + list, true, `items:"results" page_number:"page" link_header:true`, ""},
		{"Link header with a cursor", "after: " + text, "results: " + list, true, `page_token:"after" items:"results" link_header:true`, ""},
		{"number from 1", "page: " + number("minimum: 1") + "|per_page: " + whole, "results: " + list, false, `items:"results" page_number:"page" limit:"per_page"`, ""},
		{"number and total", "page: " + number("default: 1") + "|size: " + whole, "results: " + list + ", total: " + whole, false, `items:"results" page_number:"page" limit:"size" total:"total"`, ""},
		{"number from 0, and how many pages", "page: " + number("default: 0"), "content: " + list + ", totalPages: " + whole, false, `items:"content" page_number:"page" page_count:"total_pages" zero_based:true`, ""},
		{"number from nobody knows where", "page: " + whole, "results: " + list, false, "", "page-unrecognized"},
		{"number and link", "page: " + whole, "results: " + list + ", links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}", false, `items:"results" page_number:"page" next_link:"links.next.href"`, ""},
		{"number of what is no list", "page: " + whole, "text: " + text, false, "", "page-endless"},
		{"offset", "offset: " + whole + "|limit: " + whole, "results: " + list + ", total: " + whole, false, `items:"results" offset:"offset" limit:"limit" total:"total"`, ""},
		{"offset and number", "offset: " + whole + "|page: " + whole, "results: " + list, false, "", "page-unrecognized"},
		{"list in an object", "cursor: " + text, "data: {type: object, properties: {items: " + list + ", next_cursor: {type: string}}}", false, `page_token:"cursor" next_page_token:"data.next_cursor" items:"data.items"`, ""},
		{"list in an object beside the pagination", "page: " + number("minimum: 1"), "result: {type: object, properties: {pets: " + list + "}}, pagination: {type: object, properties: {total_pages: " + whole + "}}", false, `items:"result.pets" page_number:"page" page_count:"pagination.total_pages"`, ""},
		{"list beside the page in an object", "page: " + number("minimum: 1"), "data: " + list + ", meta: {type: object, properties: {pagination: {type: object, properties: {total_pages: " + whole + "}}}}", false, `items:"data" page_number:"page" page_count:"meta.pagination.total_pages"`, ""},
		{"list two objects deep", "cursor: " + text, "response: {type: object, properties: {data: {type: object, properties: {pets: " + list + "}}, next_cursor: {type: string}}}", false, `page_token:"cursor" next_page_token:"response.next_cursor" items:"response.data.pets"`, ""},
		{"list in an object that tells of pages", "offset: " + whole + "|limit: " + whole, "message: {type: string}, playlists: {type: object, properties: {items: " + list + ", total: " + whole + "}}", false, `items:"playlists.items" offset:"offset" limit:"limit" total:"playlists.total"`, ""},
		{"list in an object of any name", "offset: " + whole + "|limit: " + whole, "owner: {type: object, properties: {pets: " + list + "}}", false, "", "page-endless"},
		{"lists in two objects", "offset: " + whole + "|limit: " + whole, "data: {type: object, properties: {pets: " + list + "}}, result: {type: object, properties: {pets: " + list + "}}", false, "", "page-endless"},
		{"list beside errors", "offset: " + whole + "|limit: " + whole, "data: " + list + ", errors: " + list, false, `items:"data" offset:"offset" limit:"limit"`, ""},
		{"results beside other lists", "offset: " + whole + "|limit: " + whole, "results: " + list + ", filters: " + list, false, `items:"results" offset:"offset" limit:"limit"`, ""},
		{"offset of who knows what", "offset: " + whole, "results: " + list, false, "", "page-unrecognized"},
		{"token that is called page", "page: " + text, "data: " + list + ", has_more: {type: boolean}, next_page: {type: string, nullable: true}", false, `page_token:"page" next_page_token:"next_page" items:"data" has_more:"has_more"`, ""},
		{"link that is called next_page", "page: " + text, "data: " + list + ", next_page: {type: string, description: The URL of the next page.}", false, "", "page-unrecognized"},
		{"cursor and the next cursor, which are called the same", "cursor: " + text, "data: " + list + ", cursor: {type: string, description: The cursor for the next request.}", false, `page_token:"cursor" next_page_token:"cursor" items:"data"`, ""},
		{"cursor that comes back", "cursor: " + text, "data: " + list + ", cursor: {type: string}", false, "", "page-unrecognized"},
		{"Twilio", "PageSize: " + whole + "|Page: " + whole + "|PageToken: " + text, "services: " + list + ", meta: {type: object, properties: {next_page_url: {type: string}}}", false, `page_token:"page_token" next_link:"meta.next_page_url" items:"services"`, ""},
		{"cursor or number in a link", "page: " + whole + "|cursor: " + text, "results: " + list + ", next: {type: string}", false, "", "page-unrecognized"},
		{"two lists", "offset: " + whole, "some: " + list + ", others: " + list, false, "", "page-endless"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var parameters []string
			for p := range strings.SplitSeq(test.parameters, "|") {
				name, schema, _ := strings.Cut(p, ": ")
				parameters = append(parameters, fmt.Sprintf("{name: %s, in: query, schema: %s}", name, schema))
			}
			header := ""
			if test.header {
				header = "headers: {Link: {schema: {type: string}}}, "
			}
			document := fmt.Sprintf(`openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /pets: {get: {operationId: getPets, parameters: [%s], responses: {'200': {description: a, %scontent: {application/json: {schema: {type: object, properties: {%s}}}}}}}}
`, strings.Join(parameters, ", "), header, test.response)
			in := generate.Input{
				Document: generate.File{Name: "a.yaml", Data: []byte(document)}, GoImport: func(p string) string { return "example.com/" + p },
			}
			rule := func() (*apipb.Paging, *generate.Output, bool) {
				t.Helper()
				out, findings, err := generate.API(in)
				if err != nil || out == nil {
					t.Fatal(err, findings.All())
				}
				method := out.Descriptors[len(out.Descriptors)-1].Services().Get(0).Methods().Get(0)
				has := test.finding == ""
				for _, f := range findings.All() {
					has = has || f.Rule == test.finding
				}
				return proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging(), out, has
			}
			var want *apipb.Paging
			if test.want != "" {
				want = new(apipb.Paging)
				if err := prototext.Unmarshal([]byte(test.want), want); err != nil {
					t.Fatal(err)
				}
			}
			got, out, found := rule()
			if !proto.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if !found {
				t.Errorf("no %s", test.finding)
			}
			if want == nil {
				return
			}
			isPager := func(out *generate.Output) bool {
				return slices.ContainsFunc(out.Go, func(f generate.File) bool { return strings.Contains(string(f.Data), ") *rest.Pager[") })
			}
			if !isPager(out) {
				t.Error("the client has no pager")
			}
			// What was published as it is stays so.
			in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
			if _, again, _ := rule(); !isPager(again) {
				t.Error("the second time the client has no pager")
			}
			in.Lock.Data = untyped([]byte(strings.ReplaceAll(string(out.Lock), "    paged: true\n", "")))
			if _, again, _ := rule(); isPager(again) {
				t.Error("the client has a pager, though it was published without one")
			}
		})
	}
}

// TestUnrecognizedPages copies the lines from findings into overlays, which state the pages.
func TestUnrecognizedPages(t *testing.T) {
	const list, text, whole = "{type: array, items: {type: object, properties: {id: {type: string}}}}", "{type: string}", "{type: integer, format: int32}"
	for _, test := range []struct{ id, parameter, kind, response, line string }{
		{"getPets", "page", whole, "results: " + list + ", page_count: " + whole, "paging: {getPets: {pageNumber: page, items: results, pageCount: page_count}}"},
		{"getPets", "offset", whole, "data: {type: object, properties: {pets: " + list + "}}", "paging: {getPets: {offset: offset, items: data.pets}}"},
		{"getPets", "starting_after", text, "data: " + list, "paging: {getPets: {lastItem: starting_after, items: data, itemId: id}}"},
		{"get 'all': pets", "'$skipToken'", text, "value: " + list + ", nextLink: " + text, "paging: {'get ''all'': pets': {pageToken: '$skipToken', items: value, nextLink: nextLink}}"},
		{"getPets", "'next[token]'", text, "data: " + list + ", links: {type: object, properties: {next: " + text + "}}", "paging: {getPets: {pageToken: 'next[token]', items: data, nextLink: links.next}}"},
		{"getPets", "marker", text, "pets: " + list + ", pagination: {type: object, properties: {last_marker: " + text + "}}", "paging: {getPets: {pageToken: marker, items: pets, nextPageToken: pagination.last_marker}}"},
		{"getPets", "p", whole, "results: " + list, "paging: {getPets: {pageNumber: p, items: results}}"},
		{"getPets", "pg", whole, "results: " + list, "paging: {getPets: {pageNumber: pg, items: results}}"},
		{"getPets", "pageNo", whole, "results: " + list, "paging: {getPets: {pageNumber: pageNo, items: results}}"},
		{"getPets", "page_index", "{type: integer, default: 0}", "results: " + list, "paging: {getPets: {pageNumber: page_index, items: results, zeroBased: true}}"},
		{"getPets", "currentPage", whole, "results: " + list + ", total: " + whole, "paging: {getPets: {pageNumber: currentPage, items: results, total: total}}"},
		{"getPets", "start", whole, "results: " + list + ", total: " + whole, "paging: {getPets: {offset: start, items: results, total: total}}"},
		{"getPets", "startIndex", whole, "results: " + list + ", total: " + whole, "paging: {getPets: {offset: startIndex, items: results, total: total}}"},
		{"getPets", "from", "{type: integer, format: int32}}, {name: rows, in: query, schema: {type: integer}", "results: " + list, "paging: {getPets: {offset: from, limit: rows, items: results}}"},
		// What is not pages.
		{"getPets", "from", "{type: integer}}, {name: to, in: query, schema: {type: integer}", "results: " + list + ", total: " + whole, ""},
		{"getPets", "start", whole, "results: " + list, ""},
		{"getPets", "created_from", whole, "results: " + list + ", total: " + whole, ""},
		{"getPets", "p", text, "results: " + list, ""},
		{"getPets", "color", text, "results: " + list + ", next_color: " + text, ""},
		{"getPets", "access_token", text, "results: " + list + ", next_token: " + text, ""},
		{"getPets", "cursor", text, "results: " + list, ""},
		{"getPets", "page.token", text, "results: " + list + ", page.cursor: " + text, ""},
	} {
		in := generate.Input{
			Document: generate.File{Name: "a.yaml", Data: fmt.Appendf(nil, `openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /pets:
    get:
      operationId: %q
      parameters: [{name: %s, in: query, schema: %s}]
      responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {%s}}}}}}
`, test.id, test.parameter, test.kind, test.response)}, GoImport: func(p string) string { return "example.com/" + p },
		}
		out, findings, err := generate.API(in)
		if err != nil || out == nil {
			t.Fatal(test.parameter, err, findings.All())
		}
		got := ""
		for _, f := range findings.All() {
			if f.Rule == "page-unrecognized" {
				_, got, _ = strings.Cut(f.Message, "the line for the overlay is ")
			}
		}
		if got != test.line {
			t.Errorf("%s: the line is %q, want %q", test.parameter, got, test.line)
		}
		if got == "" {
			continue
		}
		in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(got + "\n")}
		out, findings, err = generate.API(in)
		if err != nil || out == nil {
			t.Fatal(test.parameter, err, findings.All())
		}
		method := out.Descriptors[len(out.Descriptors)-1].Services().Get(0).Methods().Get(0)
		if proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging() == nil {
			t.Errorf("%s: the line states no pages", test.parameter)
		}
		if slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return f.Rule == "page-unrecognized" }) {
			t.Errorf("%s: the finding remains with the line", test.parameter)
		}
	}
}

// TestPublishedPages keeps the items of a method that was published when lists in objects
// were not recognized: its pages are the items.
func TestPublishedPages(t *testing.T) {
	const document = `openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /pets:
    get:
      operationId: getPets
      parameters: [{name: page_token, in: query, schema: {type: string}}]
      responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {
        next_page_token: {type: string}, data: {type: object, properties: {pets: {type: array, items: {type: string}}}}}}}}}}
`
	in := generate.Input{
		Document: generate.File{Name: "a.yaml", Data: []byte(document)}, GoImport: func(p string) string { return "example.com/" + p },
	}
	items := func() (string, []byte) {
		t.Helper()
		out, findings, err := generate.API(in)
		if err != nil || out == nil {
			t.Fatal(err, findings.All())
		}
		method := out.Descriptors[len(out.Descriptors)-1].Services().Get(0).Methods().Get(0)
		return proto.GetExtension(method.Options(), apipb.E_Method).(*apipb.MethodRule).GetPaging().GetItems(), out.Lock
	}
	got, lock := items()
	if got != "data.pets" {
		t.Errorf("at first the items are %q", got)
	}
	in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
	if again, _ := items(); again != got {
		t.Errorf("the second time the items are %q", again)
	}
	in.Lock.Data = untyped([]byte(strings.ReplaceAll(string(lock), "    paged: true\n", "")))
	if published, _ := items(); published != "" {
		t.Errorf("the items are %q, though there were none when the method was published", published)
	}
}

// TestLostPagers removes the paging of a method, which was recognized or stated by an overlay.
func TestLostPagers(t *testing.T) {
	const list = "{type: array, items: {type: string}}"
	document := func(parameter, response string) string {
		return fmt.Sprintf(`openapi: 3.0.3
info: {title: Zoo, version: 1.0.0}
servers: [{url: 'https://zoo.example.com'}]
paths:
  /pets: {get: {operationId: getPets, parameters: [{name: %s, in: query, schema: {type: string}}], responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {%s}}}}}}}}
`, parameter, response)
	}
	const (
		lost = "pager-lost getPets was published with a pager, and "
		none = lost + "its parameters and its response no longer show how it returns pages"
	)
	for name, test := range map[string]struct{ before, overlay, after, want string }{
		"a token":    {document("page_token", "pets: "+list+", next_page_token: {type: string}"), "", document("color", "pets: "+list), none},
		"a cursor":   {document("after", "pets: "+list+", end_cursor: {type: string}"), "", document("after", "pets: "+list), none},
		"the list":   {document("cursor", "pets: "+list+", next_cursor: {type: string}"), "", document("cursor", "pets: {type: string}"), none},
		"an overlay": {document("p", "pets: "+list+", q: {type: string}"), "paging: {getPets: {pageToken: p, items: pets, nextPageToken: q}}", document("p", "pets: "+list+", q: {type: string}"), none},
		"a name": {document("cursor", "pets: "+list+", next_cursor: {type: string}"), "", document("marker", "pets: "+list+", next_cursor: {type: string}"),
			lost + `its paging is no longer certain: it has the parameter "marker", and its response contains "pets", "next_cursor"; ` +
				"the line for the overlay is paging: {getPets: {pageToken: marker, items: pets, nextPageToken: next_cursor}}"},
		"another recognized paging": {document("cursor", "pets: "+list+", next_cursor: {type: string}"), "", document("page_token", "pets: "+list+", next_page_token: {type: string}"), ""},
		"no paging before":          {document("color", "pets: "+list), "", document("marker", "pets: "+list+", next_cursor: {type: string}"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRevisions(t)
			if out, found := r.convert(test.before, test.overlay); out == nil {
				t.Fatal(found)
			}
			out, found := r.convert(test.after, "ignore: {}")
			if out == nil {
				t.Fatal(found)
			}
			got := ""
			for _, f := range found {
				if strings.HasPrefix(f, "pager-lost") {
					got += f
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if _, found = r.convert(test.after, ""); slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "pager-lost") }) {
				t.Errorf("reported again: %s", found)
			}
		})
	}
}
