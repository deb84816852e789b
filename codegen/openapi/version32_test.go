// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
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

// TestReadVersion32 reads a document with features of OpenAPI 3.2.
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
		`15:16 not-carried /paths/~1pets/additionalOperations/CONNECT: the operation "CONNECT", whose HTTP method clients cannot send`,
		`16:14 not-carried /paths/~1pets/additionalOperations/A B: the operation "A B", whose HTTP method clients cannot send`,
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

// TestMembersOfVersion32 reads each member and value that OpenAPI 3.2 adds to 3.1. It is either in the
// API, where got finds it, or there is a finding. The documentation of OpenAPI support lists
// which of the two.
func TestMembersOfVersion32(t *testing.T) {
	const (
		root      = "root"      // where the member is added
		server    = "server"    //
		tag       = "tag"       //
		path      = "path"      //
		parameter = "parameter" //
		media     = "media"     // of the response
		response  = "response"  //
		scheme    = "scheme"    //
		schemas   = "schemas"   //
	)
	operation := func(id string) func(*document.API) string {
		return func(api *document.API) string {
			for _, o := range api.Operations {
				if o.ID == id {
					return o.HTTPMethod
				}
			}
			return ""
		}
	}
	ofScheme := func(get func(*document.SecurityScheme) string) func(*document.API) string {
		return func(api *document.API) string { return get(api.SecuritySchemes[0]) }
	}
	ofExample := func(api *document.API) string { return fmt.Sprint(api.Operations[0].Response.Examples) }
	for _, test := range []struct {
		member  string
		place   string
		text    string
		got     func(*document.API) string
		want    string
		finding string
	}{
		{"$self", root, "$self: https://a.example.com/x.yaml\nx: 1", func(api *document.API) string { return api.Title }, "New", `unknown-member /x: "x"`},
		{"server name", server, "name: Production", func(api *document.API) string { return api.Servers[0].Description }, "Production", ""},
		{"tag summary", tag, "summary: All pets", func(api *document.API) string { return api.Tags[0].Description }, "All pets", ""},
		{"tag parent", tag, "parent: animals", nil, "", "tag-group /tags/0/parent"},
		{"tag kind", tag, "kind: nav", nil, "", "tag-group /tags/0/kind"},
		{"path item query", path, "query: {operationId: added, responses: {'204': {}}}", operation("added"), "QUERY", ""},
		{"path item additionalOperations", path, "additionalOperations: {LINK: {operationId: added, responses: {'204': {}}}}", operation("added"), "LINK", ""},
		{"parameter in querystring", parameter, "in: querystring, content: {application/json: {}}", nil, "", "query-string /paths/~1pets/get/parameters/0"},
		{"parameter style cookie", parameter, "in: cookie, style: cookie, schema: {type: string}", nil, "", "parameter-style /paths/~1pets/get/parameters/0/style"},
		// A later stage reports it: codegen/generate.TestGolden/openapi.
		{"parameter allowReserved of a header", parameter, "in: header, allowReserved: true, schema: {type: string}", func(api *document.API) string { return strconv.FormatBool(api.Operations[0].Headers[0].Reserved) }, "true", ""},
		{"media type description", media, "description: d", nil, "", "not-carried /paths/~1pets/get/responses/200/content/application~1json/description"},
		{"media type itemSchema", media, "itemSchema: {type: string}", nil, "", "not-carried /paths/~1pets/get/responses/200/content/application~1json/itemSchema"},
		{"media type itemEncoding", media, "itemEncoding: {}", nil, "", "not-carried /paths/~1pets/get/responses/200/content/application~1json/itemEncoding"},
		{"media type prefixEncoding", media, "prefixEncoding: []", nil, "", "not-carried /paths/~1pets/get/responses/200/content/application~1json/prefixEncoding"},
		{"media type reference", media, "$ref: '#/components/mediaTypes/Text'", func(api *document.API) string {
			return strconv.FormatBool(api.Operations[0].Response.Kind == document.String)
		}, "true", ""},
		{"example dataValue", media, "schema: {type: object}, examples: {a: {dataValue: {b: 1}, serializedValue: no}}", ofExample, `[{a  {"b":1}}]`, ""},
		{"example serializedValue of JSON", media, "schema: {type: object}, examples: {a: {serializedValue: '{ \"b\": 1 }'}}", ofExample, `[{a  {"b":1}}]`, ""},
		{"example serializedValue of anything else", media, "schema: {type: object}, examples: {a: {serializedValue: <b>1</b>}}", ofExample, "[]", "not-carried /paths/~1pets/get/responses/200/content/application~1json/examples/a/serializedValue"},
		{"response summary", response, "summary: A pet", func(api *document.API) string { return api.Operations[0].Responses[0].Description }, "A pet", ""},
		{"scheme deprecated", scheme, "deprecated: true", ofScheme(func(s *document.SecurityScheme) string { return strconv.FormatBool(s.Deprecated) }), "true", ""},
		{"scheme oauth2MetadataUrl", scheme, "oauth2MetadataUrl: https://m.example.com", ofScheme(func(s *document.SecurityScheme) string { return s.URL }), "https://m.example.com", ""},
		{"flow deviceAuthorization", scheme, "flows: {deviceAuthorization: {deviceAuthorizationUrl: https://d.example.com}}", ofScheme(func(s *document.SecurityScheme) string { return s.Flows[0].Name + " " + s.Flows[0].DeviceURL }), "deviceAuthorization https://d.example.com", ""},
		{"requirement by URI", root, "security: [{'#/components/securitySchemes/oauth': [a]}]", func(api *document.API) string { return fmt.Sprint(api.Operations[0].Security) }, "[[{oauth [a]}]]", ""},
		{"requirement by URI with $self", root, "$self: https://a.example.com/x.yaml\nsecurity: [{'https://a.example.com/x.yaml#/components/securitySchemes/oauth': [a]}]", func(api *document.API) string { return fmt.Sprint(api.Operations[0].Security) }, "[[{oauth [a]}]]", ""},
		{"requirement by a URI of elsewhere", root, "security: [{'https://b.example.com#/components/securitySchemes/oauth': []}]", nil, "", "security-unknown /security/0/"},
		{"discriminator defaultMapping", schemas, "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Dog}}", func(api *document.API) string {
			for _, s := range api.Schemas {
				if s.Discriminator != nil {
					return fmt.Sprintf("%+v", *s.Discriminator)
				}
			}
			return ""
		}, "Dog", ""},
		{"discriminator defaultMapping of a base", schemas, "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Dog}}", func(api *document.API) string {
			for _, s := range api.Schemas {
				if s.Name == "Pet" {
					return s.Variants[0].Ref + " " + s.Variants[1].Ref
				}
			}
			return ""
		}, "Cat Dog", ""},
		{"xml nodeType", schemas, "Pet: {type: string, xml: {nodeType: cdata}}", nil, "", "xml /components/schemas/Pet/xml"},
	} {
		t.Run(test.member, func(t *testing.T) {
			at := func(place, before string) string {
				if place != test.place {
					return ""
				}
				return before + test.text
			}
			name := ""
			if test.place == parameter {
				name = "{name: p, " + test.text + "}"
			}
			text := fmt.Sprintf(`openapi: 3.2.0
info: {title: New, version: '1'}
servers: [{url: 'https://api.example.com'%s}]
tags: [{name: pets%s}]
paths:
  /pets:
    get: {operationId: getPets, tags: [pets], parameters: [%s], responses: {'200': {content: {application/json: {%s}}%s}}}
    %s
components:
  securitySchemes: {oauth: {type: oauth2%s}}
  mediaTypes: {Text: {schema: {type: string}}}
  schemas:
    Cat: {type: object, properties: {kind: {type: string}}}
    Dog: {type: object, properties: {kind: {type: string}}}
    %s
%s
`, at(server, ", "), at(tag, ", "), name, at(media, ""), at(response, ", "), at(path, ""), at(scheme, ", "), at(schemas, ""), at(root, ""))
			api, findings := openapi.Read("new.yaml", []byte(text))
			if findings.HasErrors() {
				t.Fatal(found(findings))
			}
			if test.got != nil {
				if got := test.got(api); got != test.want && (test.want == "" || test.place != schemas || !strings.Contains(got, test.want)) {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}
			unused := func(f string) bool { return strings.Contains(f, " unused-component ") }
			all := slices.DeleteFunc(found(findings), unused)
			if isReported := slices.ContainsFunc(all, func(f string) bool { return strings.Contains(f, test.finding) }); test.finding == "" && len(all) > 0 || !isReported && test.finding != "" {
				t.Errorf("findings %q, want %q", all, test.finding)
			}
		})
	}
}
