// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/openapi"
)

// found returns findings, each as "line:column rule pointer: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		at := f.Position
		all = append(all, fmt.Sprintf("%d:%d %s %s: %s", at.Line, at.Column, f.Rule, at.Pointer, f.Message))
	}
	return all
}

const head = "info: {title: A, version: 1.2.3}\nservers: [{url: 'https://a.example.com/v1'}]\n"

// read reads a document that must have no findings.
func read(t *testing.T, text string) *document.API {
	t.Helper()
	api, findings := openapi.Read("a.yaml", []byte(text))
	if all := found(findings); len(all) > 0 {
		t.Fatalf("findings: %q", all)
	}
	return api
}

// ignorePositions compares everything except positions, conventions, which are the same for all
// documents, and the wider schemas of properties.
var ignorePositions = cmp.Options{
	cmpopts.IgnoreTypes(finding.Position{}, document.Conventions{}), cmpopts.IgnoreFields(document.Schema{}, "Wider"), cmpopts.EquateEmpty(),
}

func TestReadInfo(t *testing.T) {
	api := read(t, `
openapi: 3.1.0
info:
  title: External Accounts API
  summary: Short.
  description: Long.
  termsOfService: https://example.com/terms
  version: 2.0.1
  contact: {name: A, email: a@example.com}
externalDocs: {url: 'https://example.com/docs'}
servers:
  - url: http://plain.example.com
  - url: https://{region}.example.com:{port}/v2/
    description: Real.
    variables:
      region: {default: eu, enum: [eu, us], description: Where.}
      port: {default: '8443'}
tags: [{name: pets, description: Pets.}]
paths: {}
`)
	want := &document.API{
		Name: "externalAccounts", Version: "v2", Revision: "2.0.1", Title: "External Accounts API",
		Description:      "Short.\n\nLong.\n\nTerms of service: https://example.com/terms\n\nContact: A, a@example.com",
		DocumentationURL: "https://example.com/docs",
		Host:             "eu.example.com:8443",
		Values:           33,
		Servers: []*document.Server{
			{URL: "http://plain.example.com"},
			{URL: "https://{region}.example.com:{port}/v2/", Description: "Real.", Variables: []document.ServerVariable{
				{Name: "port", Default: "8443"},
				{Name: "region", Default: "eu", Enum: []string{"eu", "us"}, Description: "Where."},
			}},
		},
		BasePath:  "/v2",
		Endpoints: []document.Endpoint{{URL: "http://plain.example.com"}},
		Tags:      []*document.Tag{{Name: "pets", Description: "Pets."}},
	}
	if diff := cmp.Diff(want, api, ignorePositions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if at := api.Servers[1].At; at.String() != "a.yaml:13:5" || at.Pointer != "/servers/1" {
		t.Errorf("the server is at %v %s", at, at.Pointer)
	}
}

// TestVersion derives the version of the package from that of the document.
func TestVersion(t *testing.T) {
	for text, want := range map[string]string{
		"1.0.0": "v1", "v3": "v3", "2": "v2", "2.1-rc1": "v2", "0.1.5": "v1", "2024-06-20": "v1", "v1beta1": "v1beta1", "latest": "v1", "V12.0": "v12",
	} {
		api := read(t, "openapi: 3.0.0\nservers: [{url: 'https://a.example.com'}]\npaths: {}\ninfo: {title: A, version: '"+text+"'}")
		if api.Version != want || api.Revision != text {
			t.Errorf("%s: version %q, revision %q, want the version %q", text, api.Version, api.Revision, want)
		}
	}
}

// TestOperationNames reads operations with and without an operationId and tags.
func TestOperationNames(t *testing.T) {
	api, findings := openapi.Read("a.yaml", []byte("openapi: 3.0.0\n"+head+`
paths:
  /v1/pets:
    get: {operationId: listPets, responses: {}}
    post: {operationId: pets/create, tags: [pets, more], responses: {}}
  /v1/pets/{petId}:
    parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
    get: {tags: [pets], responses: {}}
    put: {operationId: PETS, tags: [pets], responses: {}}
  /:
    head: {operationId: Ping, responses: {}}
`[1:]))
	if diff := cmp.Diff([]string(nil), found(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var got []string
	for _, o := range api.Operations {
		got = append(got, fmt.Sprintf("%s %q %v %s %s %s %v", o.ID, o.Name, o.Resource, o.HTTPMethod, o.Path, o.URLPath, o.At))
	}
	want := []string{
		`GET /v1/pets/{petId} "" [pets] GET /v1/v1/pets/{petId} /v1/pets/{petId} a.yaml:10:10`,
		`PETS "PETS" [pets] PUT /v1/v1/pets/{petId} /v1/pets/{petId} a.yaml:11:10`,
		`Ping "Ping" [] HEAD /v1/ / a.yaml:13:11`,
		`listPets "listPets" [pets] GET /v1/v1/pets /v1/pets a.yaml:6:10`,
		`pets/create "pets/create" [pets] POST /v1/v1/pets /v1/pets a.yaml:7:11`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadOperation(t *testing.T) {
	api := read(t, `{"openapi": "3.0.3", "info": {"title": "A", "version": "1"},
"servers": [{"url": "https://a.example.com/v1"}], "security": [{"key": []}],
"paths": {"/pets/{id}": {
 "parameters": [{"$ref": "#/components/parameters/id"}, {"name": "verbose", "in": "query", "schema": {"type": "boolean"}}],
 "post": {"operationId": "feed", "summary": "Feeds.", "deprecated": true,
  "security": [{"key": [], "oauth": ["feed"]}, {}],
  "parameters": [
   {"name": "verbose", "in": "query", "description": "Say more.", "schema": {"type": "integer"}},
   {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
   {"name": "csv", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
   {"name": "filter", "in": "query", "style": "deepObject", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}},
   {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"}, "example": "t1"},
   {"name": "json", "in": "query", "content": {"application/json": {"schema": {"type": "number"}}}}],
  "requestBody": {"required": true, "content": {"multipart/form-data": {
    "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
    "encoding": {"file": {"contentType": "image/png"}}}}},
  "responses": {
   "204": {"description": "Nothing."},
   "201": {"description": "Made.", "headers": {"Location": {"schema": {"type": "string"}}}, "content": {"application/hal+json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
   "4XX": {"description": "Wrong.", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}},
   "default": {"description": "Else."}}}}},
"components": {
 "parameters": {"id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}},
 "securitySchemes": {
  "key": {"type": "apiKey", "in": "query", "name": "api_key"},
  "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example.com/token", "scopes": {"feed": "Feed."}}}},
  "jwt": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"}},
 "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}, "Problem": {"type": "object", "properties": {"title": {"type": "string"}}}}}}`)
	text := &document.Schema{Kind: document.String}
	pet := &document.Schema{Kind: document.Ref, Ref: "Pet"}
	want := &document.Operation{
		ID: "feed", Name: "feed", Resource: []string{"pets"}, Description: "Feeds.", Deprecated: true, HTTPMethod: "POST", URLPath: "/pets/{id}", BasePath: "/v1",
		Parameters: []*document.Parameter{
			{Name: "verbose", Schema: &document.Schema{Kind: document.Integer, Format: document.Int64, Description: "Say more."}},
			{Name: "tags", Repeated: true, Schema: text},
			{Name: "csv", Style: document.CommaSeparated, Schema: &document.Schema{Kind: document.Array, Items: text}},
			{Name: "filter", Style: document.DeepObject, Schema: &document.Schema{Kind: document.Object, Properties: []*document.Property{{Name: "a", Schema: text}}}},
			{Name: "json", ContentType: "application/json", Schema: &document.Schema{Kind: document.Number}},
			{Name: "id", InPath: true, Required: true, Schema: text},
		},
		Headers:  []*document.Parameter{{Name: "X-Trace", Required: true, Schema: text, Examples: []document.Example{{JSON: `"t1"`}}}},
		Body:     &document.Schema{Kind: document.Object, Properties: []*document.Property{{Name: "file", Schema: &document.Schema{Kind: document.String, Format: document.Binary}}}},
		BodyType: "multipart/form-data", BodyRequired: true,
		BodyParts: []*document.Part{{Property: "file", ContentType: "image/png"}},
		Response:  pet, ResponseType: "application/hal+json",
		Responses: []*document.Response{
			{Status: "201", Description: "Made.", MediaType: "application/hal+json", MediaTypes: []string{"application/hal+json"}, Schema: pet, Headers: []*document.Parameter{{Name: "Location", Schema: text}}},
			{Status: "204", Description: "Nothing."},
			{Status: "4XX", Description: "Wrong.", MediaType: "application/problem+json", MediaTypes: []string{"application/problem+json"}, Schema: &document.Schema{Kind: document.Ref, Ref: "Problem"}},
			{Status: "default", Description: "Else."},
		},
		Security: []document.Requirement{{{Scheme: "key"}, {Scheme: "oauth", Scopes: []string{"feed"}}}, {}},
	}
	if diff := cmp.Diff(want, api.Operations[0], ignorePositions, cmpopts.IgnoreFields(document.Operation{}, "Path")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := api.Operations[0].Path.String(); got != "/v1/pets/{id}" {
		t.Errorf("path = %s", got)
	}
	if at := api.Operations[0].Parameters[5].At; at.String() != "a.yaml:23:23" || at.Pointer != "/components/parameters/id" {
		t.Errorf("the parameter is at %v %s", at, at.Pointer)
	}
	schemes := []*document.SecurityScheme{
		{Name: "jwt", Kind: document.HTTPAuth, HTTPScheme: "bearer", TokenFormat: "JWT"},
		{Name: "key", Kind: document.APIKey, In: "query", Parameter: "api_key"},
		{Name: "oauth", Kind: document.OAuth2, Flows: []document.Flow{{
			Name: "clientCredentials", TokenURL: "https://a.example.com/token", Scopes: []document.Scope{{Name: "feed", Description: "Feed."}},
		}}},
	}
	if diff := cmp.Diff(schemes, api.SecuritySchemes, ignorePositions, cmpopts.SortSlices(func(a, b *document.SecurityScheme) bool { return a.Name < b.Name })); diff != "" {
		t.Errorf("security (-want +got):\n%s", diff)
	}
}

// TestReadSwagger reads a Swagger 2.0 document.
func TestReadSwagger(t *testing.T) {
	api := read(t, `
swagger: '2.0'
info: {title: A, version: '1'}
host: a.example.com
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions: {basic: {type: basic}}
paths:
  /pets:
    put:
      operationId: put
      parameters:
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
        - {name: ids, in: query, type: array, items: {type: integer}, collectionFormat: multi}
        - {name: names, in: query, type: array, items: {type: string}, collectionFormat: pipes}
      responses: {200: {description: OK, schema: {$ref: '#/definitions/Pet'}}}
    post:
      operationId: upload
      parameters:
        - {name: note, in: formData, type: string, required: true}
        - {name: file, in: formData, type: file}
      responses: {204: {description: OK}}
  /archive:
    get: {operationId: archive, produces: [application/x-tar], responses: {200: {description: OK}, 204: {description: None}, 404: {description: None}}}
    head: {operationId: look, produces: [application/x-tar], responses: {200: {description: OK}}}
    post: {operationId: sum, produces: [text/plain, application/json], responses: {200: {description: OK}}}
definitions:
  Pet: {type: object, properties: {name: {type: string}}}
`)
	if api.Host != "a.example.com" || api.SecuritySchemes[0].HTTPScheme != "basic" {
		t.Errorf("%v, %v", api.Host, api.SecuritySchemes[0])
	}
	pet := &document.Schema{Kind: document.Ref, Ref: "Pet"}
	archive := document.Operation{Resource: []string{"archive"}, URLPath: "/archive", BasePath: "/v1"}
	look, sum := archive, archive
	archive.ID, archive.Name, archive.HTTPMethod = "archive", "archive", "GET"
	archive.Response, archive.ResponseType = &document.Schema{Kind: document.String, Format: document.Binary}, "application/x-tar"
	archive.Responses = []*document.Response{
		{Status: "200", Description: "OK", MediaType: archive.ResponseType, MediaTypes: []string{archive.ResponseType}, Schema: archive.Response},
		{Status: "204", Description: "None"}, {Status: "404", Description: "None"},
	}
	look.ID, look.Name, look.HTTPMethod, look.Responses = "look", "look", "HEAD", []*document.Response{{Status: "200", Description: "OK"}}
	sum.ID, sum.Name, sum.HTTPMethod, sum.Responses = "sum", "sum", "POST", look.Responses
	want := []*document.Operation{
		&archive, &look,
		{
			ID: "put", Name: "put", Resource: []string{"pets"}, HTTPMethod: "PUT", URLPath: "/pets", BasePath: "/v1",
			Parameters: []*document.Parameter{
				{Name: "ids", Repeated: true, Schema: &document.Schema{Kind: document.Integer, Format: document.Int64}},
				{Name: "names", Style: document.PipeSeparated, Schema: &document.Schema{Kind: document.Array, Items: &document.Schema{Kind: document.String}}},
			},
			Body: pet, BodyType: "application/json", BodyRequired: true,
			Response: pet, ResponseType: "application/json",
			Responses: []*document.Response{{Status: "200", Description: "OK", MediaType: "application/json", MediaTypes: []string{"application/json"}, Schema: pet}},
		},
		&sum,
		{
			ID: "upload", Name: "upload", Resource: []string{"pets"}, HTTPMethod: "POST", URLPath: "/pets", BasePath: "/v1",
			Body: &document.Schema{Kind: document.Object, Properties: []*document.Property{
				{Name: "note", Schema: &document.Schema{Kind: document.String, Required: true}},
				{Name: "file", Schema: &document.Schema{Kind: document.String, Format: document.Binary}},
			}},
			BodyType: "multipart/form-data", BodyRequired: true,
			Responses: []*document.Response{{Status: "204", Description: "OK"}},
		},
	}
	if diff := cmp.Diff(want, api.Operations, ignorePositions, cmpopts.IgnoreFields(document.Operation{}, "Path")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := api.Operations[2].Path.String(); got != "/v1/pets" {
		t.Errorf("path = %s", got)
	}
}

// TestLongOperationNames reads operations with an ID that another operation has. Their names follow from their
// paths, which may be as long as a name.
func TestLongOperationNames(t *testing.T) {
	const maxName = 200
	for length, want := range map[int]int{maxName: 2, maxName + 1: 1} {
		path := "/" + strings.Repeat("p", length-len("GET /"))
		api, findings := openapi.Read("a.yaml", []byte("openapi: 3.0.0\n"+head+"paths:\n  /a: {get: {operationId: o, responses: {}}}\n  "+path+": {get: {operationId: o, responses: {}}}"))
		if len(api.Operations) != want {
			t.Errorf("%d bytes: got %d operations, want %d: %q", length, len(api.Operations), want, found(findings))
		}
	}
}
