// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/openapi"
)

const version32 = `openapi: 3.2.0
$self: https://api.example.com/openapi.yaml
info: {title: New, version: '1'}
servers: [{name: Production, url: 'https://api.example.com', description: for all}, {name: Tests, url: 'https://test.example.com'}]
tags: [{name: pets, parent: animals, kind: nav}]
paths:
  /pets:
    query:
      operationId: searchPets
      requestBody: {content: {application/json: {$ref: '#/components/mediaTypes/Pet'}}}
      responses: {'200': {summary: found, content: {application/json: {schema: {$ref: 'https://api.example.com/openapi.yaml#/components/schemas/Pet'}}}}}
    additionalOperations:
      LINK: {operationId: linkPets, responses: {'204': {summary: linked}}}
      POST: {operationId: addPet, responses: {'204': {summary: added}}}
      CONNECT: {operationId: connectPets, responses: {'204': {summary: never}}}
      'A B': {operationId: abPets, responses: {'204': {summary: never}}}
    get:
      operationId: watchPets
      parameters:
      - {name: all, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}
      - {name: c, in: cookie, style: cookie, schema: {type: string}}
      responses: {'200': {content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Pet'}}}}}
    put:
      operationId: putPets
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {a: {type: string}}}
            encoding: {a: {encoding: {}, prefixEncoding: [], itemEncoding: {}}}
            prefixEncoding: []
            itemEncoding: {}
      responses: {'204': {summary: put}}
components:
  mediaTypes:
    Pet: {schema: {$ref: '#/components/schemas/Pet'}}
    Unused: {schema: {type: string}}
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
`

// TestReadVersion32 has what OpenAPI 3.2 adds: it is carried, or reported by name.
func TestReadVersion32(t *testing.T) {
	api, findings := openapi.Read("new.yaml", []byte(version32))
	var methods []string
	for _, o := range api.Operations {
		methods = append(methods, o.ID+" "+o.HTTPMethod)
		if o.ID == "searchPets" && (o.Body == nil || o.Body.Ref != "Pet" || o.Response == nil || o.Response.Ref != "Pet") {
			t.Errorf("searchPets has the body %+v and the response %+v", o.Body, o.Response)
		}
	}
	if diff := cmp.Diff([]string{"linkPets LINK", "putPets PUT", "searchPets QUERY", "watchPets GET"}, methods); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
	if got := api.Servers[0].Description + "; " + api.Servers[1].Description; got != "Production: for all; Tests" {
		t.Errorf("the servers are described as %q", got)
	}
	const form = "/paths/~1pets/put/requestBody/content/multipart~1form-data"
	want := []string{
		`5:29 tag-group /tags/0/parent: the parent of the tag "pets" is "animals"`,
		`5:44 tag-group /tags/0/kind: the kind of the tag "pets" is "nav"`,
		`14:13 member-misplaced /paths/~1pets/additionalOperations/POST: the method "POST" belongs in the member "post" of the path`,
		`15:16 not-carried /paths/~1pets/additionalOperations/CONNECT: the operation "CONNECT": no request can have it as its HTTP method`,
		`16:14 not-carried /paths/~1pets/additionalOperations/A B: the operation "A B": no request can have it as its HTTP method`,
		`20:9 query-string /paths/~1pets/get/parameters/0: the parameter "all" is the whole query string`,
		`21:38 parameter-style /paths/~1pets/get/parameters/1/style: the style of "c" is "cookie"`,
		`22:26 streaming /paths/~1pets/get/responses/200: the response of watchPets is a stream, application/jsonl`,
		`22:69 not-carried /paths/~1pets/get/responses/200/content/application~1jsonl/itemSchema: "itemSchema"`,
		`29:38 not-carried ` + form + `/encoding/a/encoding: "encoding"`,
		`29:58 not-carried ` + form + `/encoding/a/prefixEncoding: "prefixEncoding"`,
		`29:76 not-carried ` + form + `/encoding/a/itemEncoding: "itemEncoding"`,
		`30:29 not-carried ` + form + `/prefixEncoding: "prefixEncoding"`,
		`31:27 not-carried ` + form + `/itemEncoding: "itemEncoding"`,
		`36:13 unused-component /components/mediaTypes/Unused: nothing refers to mediaTypes/Unused`,
	}
	if diff := cmp.Diff(want, found(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
