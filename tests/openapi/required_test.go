// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/wirejson"
)

const required = `
openapi: 3.0.3
info: {title: Required, version: '1'}
servers: [{url: 'https://required.example.com'}]
tags: [{name: all}]
paths:
  /form:
    post:
      tags: [all]
      operationId: sendForm
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Form'}}}}
      responses: {'204': {description: Done}}
  /parts:
    post:
      tags: [all]
      operationId: sendParts
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Form'}}}}
      responses: {'204': {description: Done}}
  /look/{n}:
    get:
      tags: [all]
      operationId: look
      parameters:
        - {name: n, in: path, required: true, schema: {type: integer}}
        - {name: X-Depth, in: header, required: true, schema: {type: integer}}
        - {name: c, in: cookie, required: true, schema: {type: boolean}}
        - {name: q, in: query, required: true, schema: {type: number}}
      responses:
        '200': {description: OK, content: {application/pdf: {schema: {type: string, format: binary}}}}
        '202': {description: Later, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
  /lists:
    put:
      tags: [all]
      operationId: putLists
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Lists'}}}}
      responses: {'204': {description: Done}}
  /image:
    put:
      tags: [all]
      operationId: putImage
      requestBody: {content: {image/*: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: Done}}
components:
  schemas:
    Form:
      type: object
      required: [user, count, on]
      properties: {user: {type: string}, count: {type: integer}, on: {type: boolean}, address: {type: object, properties: {city: {type: string}}}}
    Lists:
      type: object
      required: [rl, rm]
      properties:
        rl: {type: array, nullable: true, items: {type: string}}
        rm: {type: object, nullable: true, additionalProperties: {type: string}}
        ol: {type: array, nullable: true, items: {type: string}}
`

// TestRequired sends required members whose values are zero, empty or null.
func TestRequired(t *testing.T) {
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "required.yaml", Data: []byte(required)},
		GoImport: func(string) string { return "example.com/required" },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	var sent string
	service := out.Descriptors[len(out.Descriptors)-1].Services().Get(0)
	client, err := stub.NewClient(t.Context(), service, rest.WithoutCredentials(),
		rest.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			sent = strings.Join([]string{r.URL.RequestURI(), r.Header.Get("Accept"), r.Header.Get("Content-Type"), r.Header.Get("X-Depth"), r.Header.Get("Cookie"), string(body)}, "|")
			return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
		})}))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		method, request string
		options         []rest.CallOption
		want            []string
	}{
		{"SendForm", `{"form":{}}`, nil, []string{"/form|", "|count=0&on=false&user="}},
		{"SendForm", `{"form":{"user":"u","address":{"city":"X"}}}`, nil, []string{"|address=%7B%22city%22%3A%22X%22%7D&count=0&on=false&user=u"}},
		{"SendParts", `{"form":{}}`, nil, []string{`name="count"` + "\r\n\r\n0", `name="on"` + "\r\n\r\nfalse", `name="user"` + "\r\n\r\n\r\n"}},
		{"Look", `{}`, nil, []string{"/look/0?q=0|application/pdf, application/json||0|c=false|"}},
		{"PutLists", `{"lists":{}}`, nil, []string{`|{"rl":[],"rm":{}}`}},
		{"PutLists", `{"lists":{"rl":null,"rm":null,"ol":null}}`, nil, []string{`|{"rl":null,"rm":null,"ol":null}`}},
		{"PutLists", `{"lists":{"rl":["a"],"rm":null}}`, nil, []string{`|{"rl":["a"],"rm":null}`}},
		{"PutImage", `{"body":"AA=="}`, nil, []string{"|application/octet-stream|"}},
		{"PutImage", `{"body":"AA=="}`, []rest.CallOption{rest.WithContentType("image/png")}, []string{"|image/png|"}},
	} {
		m := service.Methods().ByName(protoreflect.Name(test.method))
		request := dynamicpb.NewMessage(m.Input())
		if err := (wirejson.UnmarshalOptions{DiscardUnknown: false}).Unmarshal([]byte(test.request), request); err != nil {
			t.Fatal(test.method, test.request, err)
		}
		if err := client.Call(t.Context(), m.Name(), request, dynamicpb.NewMessage(m.Output()), test.options...); err != nil {
			t.Errorf("%s %s: %v", test.method, test.request, err)
		}
		for _, want := range test.want {
			if !strings.Contains(sent, want) {
				t.Errorf("%s %s: sent %q, want %q in it", test.method, test.request, sent, want)
			}
		}
	}
}
