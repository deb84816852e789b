// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

const valuesDocument = `
openapi: 3.0.3
info: {title: Values API, version: 1.0.0}
servers: [{url: 'https://values.example.com'}]
paths:
  /upload:
    post:
      operationId: upload
      requestBody: {required: true, content: {FORM: {schema: {type: object, properties: {file: {type: string, format: binary}, key: {type: string, format: byte}}}}}}
      responses: {'204': {description: Done.}}
  /near:
    get:
      operationId: near
      parameters:
      - {name: location.lat, in: query, required: true, schema: {type: number}}
      - {name: location.name, in: query, required: true, schema: {type: string}}
      - {name: page.size, in: query, schema: {type: integer}}
      responses:
        '200': {description: Nothing yet.}
        '202': {description: Found., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
  /things:
    get:
      operationId: listThings
      responses: {'200': {description: A thing., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [secret, name, other]
      properties: {name: {type: string}, secret: {type: string, writeOnly: true}}
      anyOf:
      - {type: object, required: [kind], properties: {kind: {type: string, nullable: true}}}
      - {type: object, additionalProperties: true, properties: {kind: {type: string}, size: {type: integer}, other: {type: string}}}
`

// TestValuesAreCarried sends and reads values that documents describe at two places, or beside
// what they belong to.
func TestValuesAreCarried(t *testing.T) {
	for _, test := range []struct {
		form, method, request string
		want                  string // verb, path, query and body, or an error
	}{
		{"application/x-www-form-urlencoded", "Upload", `{"file": "AP/+", "key": "AP/+"}`, "POST /upload?\nfile=%00%FF%FE&key=AP%2F%2B"},
		{"multipart/form-data", "Upload", `{"file": "Zg==", "key": "AP/+"}`, "POST /upload?\nfile=f key=AP/+"},
		{"application/json", "Near", `{"location": {"name": "x"}}`, "GET /near?location.lat=0&location.name=x\n"},
		{"application/json", "Near", `{"location": {"lat": 1.5}}`, "location.name is not set: Near requires it"},
		{"application/json", "Near", `{"page": {"size": 1}}`, "location is not set: Near requires it"},
	} {
		m := boundValues(t, test.form)[test.method]
		req := dynamicpb.NewMessage(m.Descriptor.Input())
		body := test.request
		if test.method == "Upload" {
			body = `{"body": ` + body + `}`
		}
		if err := wirejson.Unmarshal([]byte(body), req); err != nil {
			t.Fatal(err)
		}
		if got := sentText(m, req); got != test.want {
			t.Errorf("%s of %s: got %q, want %q", test.method, test.request, got, test.want)
		}
	}
}

func boundValues(t *testing.T, form string) map[string]*transcode.Method {
	t.Helper()
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "values.yaml", Data: []byte(strings.ReplaceAll(valuesDocument, "FORM", form))},
		GoImport: func(string) string { return "example.com/values" },
	})
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings.All())
	}
	return bound(t, out)
}

// sentText returns a request, or the error. Of a form in parts it has names and contents.
func sentText(m *transcode.Method, req *dynamicpb.Message) string {
	r, err := m.EncodeRequest(req)
	if err != nil {
		return err.Error()
	}
	body := string(r.Body)
	_, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if boundary := parameters["boundary"]; err == nil && boundary != "" {
		var parts []string
		for reader := multipart.NewReader(strings.NewReader(body), boundary); ; {
			part, err := reader.NextPart()
			if err != nil {
				break
			}
			content, _ := io.ReadAll(part)
			parts = append(parts, part.FormName()+"="+string(content))
		}
		body = strings.Join(parts, " ")
	}
	return r.Verb + " " + r.Path + "?" + r.Query + "\n" + body
}

// TestResponsesAreCarried reads responses and writes them again.
func TestResponsesAreCarried(t *testing.T) {
	for _, test := range []struct {
		method string
		status int
		body   string
	}{
		{"Near", 200, ""},
		{"Near", 202, `{"name":"a","other":"b","kind":null}`},
		{"ListThings", 200, `{"name":"a","other":"b","kind":"c","size":1,"more":{"x":[1]}}`},
	} {
		m := boundValues(t, "application/json")[test.method]
		resp := dynamicpb.NewMessage(m.Descriptor.Output())
		err := m.DecodeResponse(&transcode.Response{StatusCode: test.status, Verb: "GET", Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(test.body)}, resp, transcode.DecodeOptions{})
		if err != nil {
			t.Errorf("%s: %d %s: %v", test.method, test.status, test.body, err)
			continue
		}
		if test.body == "" {
			continue
		}
		again, err := m.EncodeResponse(resp, transcode.EncodeResponseOptions{})
		if err != nil {
			t.Errorf("%s: %v", test.body, err)
			continue
		}
		var want, got any
		if err := errors.Join(json.Unmarshal([]byte(test.body), &want), json.Unmarshal(again.Body, &got)); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -was +is:\n%s", test.body, diff)
		}
	}
}
