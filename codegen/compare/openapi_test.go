// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

const shop = `
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example.com'}]
security: [{key: []}]
paths:
  /things:
    post:
      operationId: addThing
      parameters: [{name: X-Trace, in: header, schema: {type: string}}, {name: Y, in: cookie, schema: {type: string}}, {name: Z, in: header, schema: {type: string}}, {name: n, in: query, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '404': {description: None, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
components:
  securitySchemes: {key: {type: apiKey, in: cookie, name: sid}}
  schemas:
    Problem: {type: object, properties: {why: {type: string}}}
    Thing: {type: object, properties: {a: {type: string}, list: {type: array, items: {type: string}}}}
`

func parseShop(t *testing.T, text string) *document.API {
	t.Helper()
	api, findings := openapi.Read("shop.yaml", []byte(text))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	return api
}

// TestOpenAPIName compares documents whose titles differ from the names of their packages.
func TestOpenAPIName(t *testing.T) {
	for title, want := range map[string]string{"'Acme: the Money API'": "Acme: the Money API v1", `""`: "shop v1"} {
		api := parseShop(t, strings.Replace(shop, "title: Shop", "title: "+title, 1))
		if got := compare.Documents(api, api).API; got != want {
			t.Errorf("the name of %s is %q, want %q", title, got, want)
		}
	}
}

// TestOpenAPI makes one edit at a time to members that only OpenAPI documents have.
func TestOpenAPI(t *testing.T) {
	if c := compare.Documents(parseShop(t, shop), parseShop(t, shop)); len(c.Changes) > 0 {
		t.Fatal(c.Changes)
	}
	for _, test := range []struct{ old, new, want string }{
		{"in: cookie, name: sid", "in: header, name: sid", `major/major the security scheme "key" changed from the API key sid in the cookie to the API key sid in the header`},
		{"{type: apiKey, in: cookie, name: sid}", "{type: http, scheme: bearer}", `major/major the security scheme "key" changed from the API key sid in the cookie to HTTP bearer`},
		{"security: [{key: []}]", "security: [{}]", `patch/major the credentials of the method "addThing" changed from key to no credentials`},
		{"security: [{key: []}]", "security: [{key: []}, {}]", `patch/major the credentials of the method "addThing" changed from key to key or no credentials`},
		{"security: [{key: []}]", "security: [{}, {key: []}]", `patch/major the credentials of the method "addThing" changed from key to key or no credentials`},
		{"Problem: {type: object,", "Problem: {type: object, required: [why],", `major/patch the property "Problem.why" is always present`},
		{"  /things:\n    post:\n      operationId: addThing\n      parameters: [", "  /things/{id}:\n    post:\n      operationId: addThing\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}, ",
			`major/patch the parameter "id" of "addThing" was added to the path; patch/major the path of the method "addThing" changed from /things to /things/{id}`},
		{"'404'", "'409'", `major/minor the method "addThing" no longer declares the error 404: it was Problem; minor/minor the method "addThing" declares the error 409: Problem`},
		{"{description: None, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}", "{description: None}", `major/minor the error 404 of the method "addThing" changed from Problem to no body`},
		{"requestBody: {content: {application/json:", "requestBody: {content: {application/x-www-form-urlencoded:", `patch/major the body of the method "addThing" changed from application/json to application/x-www-form-urlencoded`},
		{"'200': {description: OK, content: {application/json:", "'200': {description: OK, content: {text/csv:", `major/major the response of the method "addThing" changed from application/json to text/csv`},
		{"list: {type: array,", "list: {type: array, nullable: true,", `minor/minor the property "Thing.list" can be null`},
		{"{a: {type: string}", "{a: {type: string, nullable: true}", `minor/minor the property "Thing.a" can be null`},
		{"Thing: {type: object,", "Thing: {type: object, required: [a],", `major/major the property "Thing.a" is required`},
		{"Thing: {type: object,", "Thing: {type: object, required: [list],", `patch/major the property "Thing.list" is required`},
		{"{name: n, in: query,", "{name: n, in: query, required: true,", `major/major the parameter "addThing.n" is required`},
		{"{name: X-Trace, in: header, schema: {type: string}}, ", "", `major/major the parameter "X-Trace" of "addThing" was removed from the header`},
		{"{name: Y, in: cookie, schema: {type: string}}, {name: Z, in: header, schema: {type: string}}, ", "", `major/major the parameter "Y" of "addThing" was removed from the cookies; major/major the parameter "Z" of "addThing" was removed from the header`},
		{"{key: {type: apiKey, in: cookie, name: sid}}", "{key: {type: apiKey, in: cookie, name: sid}, more: {type: oauth2, flows: {}}}", `minor/patch the security scheme "more" was added: OAuth 2.0`},
		{"{key: {type: apiKey, in: cookie, name: sid}}", "{key: {type: openIdConnect, openIdConnectUrl: 'https://a.example.com'}}", `major/major the security scheme "key" changed from the API key sid in the cookie to OpenID Connect`},
		{"{key: {type: apiKey, in: cookie, name: sid}}", "{key: {type: mutualTLS}}", `major/major the security scheme "key" changed from the API key sid in the cookie to a client certificate`},
		{"{type: apiKey, in: cookie, name: sid}", "{type: http, scheme: basic}", `major/major the security scheme "key" changed from the API key sid in the cookie to HTTP basic`},
		{"operationId: addThing", "servers: [{url: 'https://other.example.com'}]\n      operationId: addThing", `patch/major the host of the method "addThing" changed from "" to "other.example.com"`},
		{"Thing: {type: object, properties: {", "Thing: {type: object, required: [id], properties: {id: {type: string}, ", `minor/major the required property "id" of "Thing" was added: string`},
		{"Problem: {type: object, properties: {", "Problem: {type: object, required: [id], properties: {id: {type: string}, ", `minor/minor the property "id" of "Problem" was added: string`},
		{"list: {type: array, items: {type: string}}", "list: {type: array, items: {type: string, maxLength: 5}}", `patch/patch the limits of the elements of the property "Thing.list" changed from none to Maximum length "5"`},
	} {
		if !strings.Contains(shop, test.old) {
			t.Fatal(test.old)
		}
		var got []string
		for _, change := range compare.Documents(parseShop(t, shop), parseShop(t, strings.Replace(shop, test.old, test.new, 1))).Changes {
			got = append(got, fmt.Sprintf("%s/%s %s", change.Go, change.Wire, change.Message))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s -want +got:\n%s", test.new, diff)
		}
	}
}

// TestInPlace compares schemas of bodies and responses that operations define in place, and unions.
func TestInPlace(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /things:
    post:
      operationId: add
      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {type: object, properties: {b: {type: string}, pay: {$ref: '#/components/schemas/Pay'}}}}}}}
components:
  schemas:
    Pay: {oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Cash'}], discriminator: {propertyName: kind, mapping: {c: Card}}}
    Card: {type: object, properties: {kind: {type: string}}}
    Cash: {type: object, properties: {kind: {type: string}}}
`
	for _, test := range []struct{ old, new, want string }{
		{"{a: {type: string}}", "{a: {type: string}, c: {type: integer}}", `minor/minor the property "c" of "add.body" was added: integer (int64)`},
		{"{a: {type: string}}", "{a: {type: integer}}", `major/major the property "add.body.a" changed from string to integer (int64)`},
		{"properties: {a:", "required: [a], properties: {a:", `major/major the property "add.body.a" is required`},
		{"{b: {type: string}", "{b: {type: string, enum: [x]}", `major/major the property "add.response.b" changed from string to enum of 1 value`},
		{"requestBody: {", "requestBody: {required: true, ", `patch/major the body of the method "add" is required`},
		{"[{$ref: '#/components/schemas/Card'}, ", "[{type: object, properties: {x: {type: string}}}, {$ref: '#/components/schemas/Card'}, ", `minor/minor the schema "Pay" has the new alternative object of 1 property`},
		{"{c: Card}", "{c: Card, d: Cash}", `major/major the discriminator of the schema "Pay" changed from kind (c: Card) to kind (c: Card, d: Cash)`},
	} {
		if strings.Count(document, test.old) != 1 {
			t.Fatal(test.old)
		}
		var got []string
		for _, change := range compare.Documents(parseShop(t, document), parseShop(t, strings.Replace(document, test.old, test.new, 1))).Changes {
			got = append(got, fmt.Sprintf("%s/%s %s", change.Go, change.Wire, change.Message))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s -want +got:\n%s", test.new, diff)
		}
	}
}

// TestOrderOfSecurity checks that the order of the schemes in a requirement has no meaning.
func TestOrderOfSecurity(t *testing.T) {
	with := func(security string) *document.API {
		text := strings.Replace(shop, "security: [{key: []}]", "security: "+security, 1)
		return parseShop(t, strings.Replace(text, "securitySchemes: {", "securitySchemes: {basic: {type: http, scheme: basic}, ", 1))
	}
	if c := compare.Documents(with("[{key: [], basic: []}]"), with("[{basic: [], key: []}]")); len(c.Changes) > 0 {
		t.Errorf("got %v", c.Changes)
	}
}

// TestOpenAPIRemovals removes what an edit adds to the document.
func TestOpenAPIRemovals(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"list: {type: array,", "list: {type: array, nullable: true,", `major/minor the property "Thing.list" can no longer be null`},
		{"{a: {type: string}", "{a: {type: string, nullable: true}", `major/minor the property "Thing.a" can no longer be null`},
		{"{why: {type: string}", "{why: {type: string, readOnly: true}", `patch/minor the property "Problem.why" is no longer read-only`},
		{"{key: {type: apiKey, in: cookie, name: sid}}", "{key: {type: apiKey, in: cookie, name: sid}, more: {type: http, scheme: basic}}", `patch/patch the security scheme "more" was removed: HTTP basic`},
		{"Thing: {type: object,", "Thing: {type: object, required: [a],", `major/patch the property "Thing.a" is no longer required`},
		{"Thing: {type: object, properties: {", "Thing: {type: object, required: [id], properties: {id: {type: string}, ", `major/major the property "id" of "Thing" was removed: string`},
	} {
		var got []string
		for _, change := range compare.Documents(parseShop(t, strings.Replace(shop, test.old, test.new, 1)), parseShop(t, shop)).Changes {
			got = append(got, fmt.Sprintf("%s/%s %s", change.Go, change.Wire, change.Message))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s -want +got:\n%s", test.new, diff)
		}
	}
}
