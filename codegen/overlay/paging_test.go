// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/openapi"
	"github.com/protolect/protolect/codegen/overlay"
)

// TestPaging states each form of pages for a method of which nothing is recognized.
func TestPaging(t *testing.T) {
	const document = `
openapi: 3.1.0
info: {title: Zoo, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {in: query, name: where, schema: {type: string}}
      - {in: query, name: nth, schema: {type: integer}}
      - {in: query, name: many, schema: {type: integer}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}}
components:
  schemas:
    Pet: {type: object, properties: {key: {type: string}}}
    Pets:
      type: object
      properties:
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        tags: {type: array, items: {type: string}}
        about: {type: object, properties: {mark: {type: string}, all: {type: integer}, lots: {type: number}, open: {type: boolean}, names: {type: array, items: {type: string}}, cats: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
`
	const end = "the pages of listPets never end: "
	for _, test := range []struct{ paging, want string }{
		{"pageToken: where, nextPageToken: about.mark, items: pets", ""},
		{"pageToken: where, nextLink: about.mark", ""},
		{"pageToken: where, linkHeader: true", ""},
		{"pageToken: where, nextPageToken: about.mark, hasMore: about.open", ""},
		{"pageNumber: nth, items: pets", ""},
		{"pageNumber: nth, items: pets, zeroBased: true", ""},
		{"pageNumber: nth, pageCount: about.all", ""},
		{"pageNumber: nth, limit: many, total: about.lots, items: tags", ""},
		{"pageNumber: nth, hasMore: about.open", ""},
		{"pageNumber: nth, linkHeader: true", ""},
		{"offset: nth, limit: many, items: pets, total: about.all", ""},
		{"lastItem: where, items: pets, itemId: key, hasMore: about.open", ""},
		{"lastItem: where, items: about.cats, itemId: key", ""},
		{"pageNumber: nth, items: about.names", ""},
		{"pageToken: nth, linkHeader: true", ""},
		{"pageToken: nth, nextPageToken: about.all", ""},
		{"items: pets, linkHeader: true", ""},
		{"nextLink: about.mark", ""},
		// What never ends.
		{"pageToken: where", end + "add nextPageToken, nextLink or linkHeader"},
		{"pageNumber: nth", end + "add items, nextLink, linkHeader, pageCount or hasMore"},
		{"pageNumber: nth, total: about.all", end + "add items, nextLink, linkHeader, pageCount or hasMore"},
		{"offset: nth, limit: many", end + "add items, nextLink, linkHeader, pageCount or hasMore"},
		{"lastItem: where, items: pets", end + "add items, a list of objects, and itemId, which is in each of them"},
		// What is wrong.
		{"lastItem: where, items: tags, itemId: key", `no property or parameter "key"`},
		{"pageToken: where, nextPageToken: pets.key", `no property or parameter "pets.key"`},
		{"pageNumber: nth, items: about.mark", `"about.mark" is not a list`},
		{"pageToken: where, nextPageToken: about.open", `"about.open" is not a text or an integer`},
		{"pageNumber: nth, hasMore: about.all", `"about.all" is not a boolean`},
		{"pageNumber: nth, linkHeader: yes", "linkHeader must be true: to unset it, remove it"},
		{"pageNumber: nth, offset: nth, items: pets", "needs exactly one of pageToken, pageNumber, offset and lastItem"},
		{"items: pets", "needs exactly one of pageToken, pageNumber, offset and lastItem"},
	} {
		doc, findings := openapi.Read("zoo.yaml", []byte(document[1:]))
		if findings.HasErrors() {
			t.Fatal(findings.All())
		}
		api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/zoopb"}, new(numbers.Lock))
		o, findings := overlay.Read("overlay.yaml", fmt.Appendf(nil, "paging: {listPets: {%s}}\n", test.paging))
		findings.Append(o.Apply(api))
		got := found(findings)
		if test.want == "" && len(got) > 0 || test.want != "" && !slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, test.want) }) {
			t.Errorf("%s: %q, want %q", test.paging, got, test.want)
		}
		if isPager := api.Services[0].Methods[0].Paging != nil; isPager != (test.want == "") {
			t.Errorf("%s: the method is a pager: %t", test.paging, isPager)
		}
	}
}

// TestPagingOff makes a method with a page token return its response.
func TestPagingOff(t *testing.T) {
	for _, test := range []struct {
		token, value string
		want         []string
	}{
		{"page_token", "false", nil},
		{"where", "false", []string{"listPets returns no pages without this line: remove it"}},
		{"page_token", "{}", []string{"or false if it returns no pages"}},
	} {
		doc, findings := openapi.Read("zoo.yaml", []byte(`openapi: 3.1.0
info: {title: Zoo, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{in: query, name: `+test.token+`, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}}
components: {schemas: {Pets: {type: object, properties: {pets: {type: array, items: {type: string}}, next_page_token: {type: string}}}}}
`))
		if findings.HasErrors() {
			t.Fatal(findings.All())
		}
		api, _ := model.Build(doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/zoopb"}, new(numbers.Lock))
		o, findings := overlay.Read("overlay.yaml", []byte("paging: {listPets: "+test.value+"}\n"))
		findings.Append(o.Apply(api))
		got := found(findings)
		if len(got) != len(test.want) || len(got) > 0 && !strings.Contains(got[0], test.want[0]) {
			t.Errorf("%s: %s: %q, want %q", test.token, test.value, got, test.want)
		}
		if isPager := api.Services[0].Methods[0].Paging != nil; test.want == nil && isPager {
			t.Errorf("%s: %s: the method is a pager", test.token, test.value)
		}
	}
}
