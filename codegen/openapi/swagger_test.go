// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

const swagger = "swagger: '2.0'\ninfo: {title: A, version: 1.2.3}\n"

// TestReadSwaggerServers reads the parts of a server's URL.
func TestReadSwaggerServers(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"basePath: /v1":                      "/v1",
		"host: a.example.com":                "https://a.example.com",
		"host: a.example.com\nbasePath: /v1": "https://a.example.com/v1",
		"host: a.example.com\nbasePath: /v1\nschemes: [http, https]": "http://a.example.com/v1 https://a.example.com/v1",
	} {
		api, _ := openapi.Read("a.yaml", []byte(swagger+text+"\npaths: {/p: {get: {operationId: o, responses: {'204': {description: A.}}}}}"))
		var urls []string
		for _, s := range api.Servers {
			urls = append(urls, s.URL)
		}
		if got := strings.Join(urls, " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestReadSwaggerBodies reads the media type of a body and the fields of a form.
func TestReadSwaggerBodies(t *testing.T) {
	const (
		body = "[{in: body, name: b, schema: {type: object}}]"
		form = "[{in: formData, name: a, type: string}, {in: formData, name: b, type: array, items: {type: string}, required: true}]"
		file = "[{in: formData, name: a, type: file}]"
		list = "[{in: formData, name: a, type: array, items: {type: string, format: binary}}]"
	)
	for _, test := range []struct{ name, operation, want string }{
		{"a body", "parameters: " + body, "application/json"},
		{"a required body with a description", "parameters: [{in: body, name: b, required: true, description: D., schema: {type: object}}]", "application/json required D."},
		{"a description of its own", "parameters: [{in: body, name: b, description: D., schema: {type: object, description: S.}}]", "application/json S."},
		{"a body without a schema", "parameters: [{in: body, name: b}]", "application/json; the body of o has no schema"},
		{"a body of two types", "consumes: [text/plain, application/json], parameters: " + body, "application/json; text/plain beside application/json"},
		{"a form", "parameters: " + form, "application/x-www-form-urlencoded required a b[]"},
		{"a form of both types", "consumes: [multipart/form-data, application/x-www-form-urlencoded], parameters: " + form, "multipart/form-data required a b[]; application/x-www-form-urlencoded beside multipart/form-data"},
		{"a multipart form", "consumes: [multipart/form-data], parameters: " + form, "multipart/form-data required a b[]"},
		{"a form with a file", "consumes: [application/x-www-form-urlencoded], parameters: " + file, "multipart/form-data a; application/x-www-form-urlencoded beside multipart/form-data"},
		{"a form with files", "parameters: " + list, "multipart/form-data a[]"},
		{"a form with a field without a name", "parameters: [{in: formData, type: string}, {in: formData, name: b, type: string}]", `application/x-www-form-urlencoded b; "name" is missing or empty: the parameter is not in the output`},
	} {
		api, findings := openapi.Read("a.yaml", []byte(swagger+"host: a.example.com\npaths: {/p: {post: {operationId: o, "+test.operation+", responses: {'204': {description: A.}}}}}"))
		o := api.Operations[0]
		got := o.BodyType
		if o.BodyRequired {
			got += " required"
		}
		if o.Body.Description != "" {
			got += " " + o.Body.Description
		}
		for _, p := range o.Body.Properties {
			if got += " " + p.Name; p.Schema.Kind == document.Array {
				got += "[]"
			}
		}
		for _, f := range findings.All() {
			got += "; " + f.Message
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestReadSwaggerRawResponses reads responses without a schema. They are raw bytes if the operation
// produces only media types of raw bytes.
func TestReadSwaggerRawResponses(t *testing.T) {
	for _, test := range []struct {
		name, root, method, operation string
		isRaw                         bool
	}{
		{"an archive", "", "get", "produces: [application/zip], responses: {'200': {description: A.}}", true},
		{"two archives", "", "get", "produces: [application/zip, application/gzip], responses: {'200': {description: A.}}", true},
		{"an archive or JSON", "", "get", "produces: [application/zip, application/json], responses: {'200': {description: A.}}", false},
		{"no types", "", "get", "produces: [], responses: {'200': {description: A.}}", false},
		{"types of the document", "produces: [application/zip]\n", "get", "responses: {'200': {description: A.}}", false},
		{"no content", "", "get", "produces: [application/zip], responses: {'204': {description: A.}}", false},
		{"an error", "", "get", "produces: [application/zip], responses: {'400': {description: A.}}", false},
		{"HEAD", "", "head", "produces: [application/zip], responses: {'200': {description: A.}}", false},
	} {
		api, _ := openapi.Read("a.yaml", []byte(swagger+test.root+"host: a.example.com\npaths: {/p: {"+test.method+": {operationId: o, "+test.operation+"}}}"))
		response := api.Operations[0].Responses[0]
		if got := response.Schema != nil && response.Schema.Format == document.Binary; got != test.isRaw {
			t.Errorf("%s: got %t, want %t", test.name, got, test.isRaw)
		}
	}
}

// TestReadSwaggerExamples reads the examples of a response.
func TestReadSwaggerExamples(t *testing.T) {
	api, _ := openapi.Read("a.yaml", []byte(swagger+"host: a.example.com\npaths: {/p: {get: {operationId: o, responses: {'200': {description: A., schema: {type: object}, examples: {application/json: {a: 1}, text/x: b}}}}}}"))
	want := []document.Example{{Name: "application/json", JSON: `{"a":1}`}, {Name: "text/x", JSON: `"b"`}}
	if diff := cmp.Diff(want, api.Operations[0].Responses[0].Examples, ignorePositions); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestResponseOfOperation checks which response becomes that of the method.
func TestResponseOfOperation(t *testing.T) {
	response := func(status, schema string) string {
		return "'" + status + "': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/" + schema + "'}}}}, "
	}
	empty := func(status string) string { return "'" + status + "': {description: A.}, " }
	for _, test := range []struct{ name, responses, want string }{
		{"only an error", response("404", "A"), ""},
		{"a success", response("201", "A"), "A"},
		{"the first with a body", empty("200") + response("201", "A") + response("202", "B"), "A"},
		{"any success", response("2XX", "A"), "A"},
		{"the default", response("default", "A"), "A"},
		{"the default beside an error", response("404", "B") + response("default", "A"), "A"},
		{"the default beside a success without a body", empty("204") + response("default", "A"), ""},
		{"the default beside a redirection", empty("302") + response("default", "A"), ""},
		{"a redirection with a body", response("302", "A"), ""},
	} {
		api, _ := openapi.Read("a.yaml", []byte("openapi: 3.0.0\n"+head+"paths: {/p: {get: {operationId: o, responses: {"+test.responses+"}}}}\ncomponents: {schemas: {A: {type: object}, B: {type: object}}}"))
		got := ""
		if r := api.Operations[0].Response; r != nil {
			got = r.Ref
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
