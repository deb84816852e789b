// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
)

// TestValid sends valid and invalid requests. A server that uses package transcode must accept and
// refuse the same requests as kin-openapi.
func TestValid(t *testing.T) {
	types := map[string]map[string]any{
		"string":   {"type": "string"},
		"integer":  {"type": "integer", "format": "int32"},
		"number":   {"type": "number"},
		"boolean":  {"type": "boolean"},
		"enum":     {"type": "string", "enum": []any{"red", "light green"}},
		"integers": {"type": "array", "items": map[string]any{"type": "integer", "format": "int64"}},
		"object":   {"type": "object", "properties": map[string]any{"a": map[string]any{"type": "string"}, "n": map[string]any{"type": "integer", "format": "int32"}}, "additionalProperties": false},
	}
	paths := make(map[string]any)
	operation := func(path, verb string, parameters []any, body any) {
		o := map[string]any{"operationId": verb + strings.NewReplacer("/", "_", "{", "", "}", "").Replace(path), "parameters": parameters, "responses": map[string]any{"204": map[string]any{"description": "None"}}}
		if body != nil {
			o["requestBody"] = body
		}
		paths[path] = map[string]any{verb: o}
	}
	content := func(mediaType string, schema any, required bool) any {
		return map[string]any{"required": required, "content": map[string]any{mediaType: map[string]any{"schema": schema}}}
	}
	parameter := func(in string, schema any, required bool) any {
		return map[string]any{"name": "v", "in": in, "schema": schema, "required": required}
	}
	for name, schema := range types {
		for _, required := range []bool{false, true} {
			suffix := fmt.Sprintf("/%s/%t", name, required)
			operation("/query"+suffix, "get", []any{parameter("query", schema, required)}, nil)
			operation("/header"+suffix, "get", []any{parameter("header", schema, required)}, nil)
			operation("/json"+suffix, "post", nil, content("application/json", map[string]any{"type": "object", "properties": map[string]any{"v": schema}, "additionalProperties": false}, required))
			operation("/form"+suffix, "post", nil, content("application/x-www-form-urlencoded", map[string]any{"type": "object", "properties": map[string]any{"v": schema}}, required))
		}
		operation("/path/"+name+"/{v}", "get", []any{parameter("path", schema, true)}, nil)
	}
	text, err := json.Marshal(map[string]any{
		"openapi": "3.0.3", "info": map[string]any{"title": "Valid", "version": "1"},
		"servers": []any{map[string]any{"url": "https://valid.example.com"}}, "paths": paths,
	})
	if err != nil {
		t.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{Document: generate.File{Name: "valid.json", Data: text}, GoImport: func(string) string { return "example.com/valid" }})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	methods, err := transcode.CompileServices(out.Descriptors[len(out.Descriptors)-1].Services().Get(0))
	if err != nil {
		t.Fatal(err)
	}
	ours := transcode.NewRouter(methods, transcode.RouterOptions{})
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	// Numbers like 01 and 1e3 and booleans like TRUE and 1 are left out: kin-openapi follows Go's
	// syntax, package transcode that of JSON.
	texts := []string{"x", "", "12", "-7", "1.5", "0x1", "2147483648", "9223372036854775808", "true", "red", "light green", "null", "1,2", "1,x", "a,b", "a,b,n,3", "n,x", "a", "b,c", "{}", `"x"`, "[1]", `{"n":1}`}
	// others are objects with members that the schema forbids, which kin-openapi accepts.
	others := map[string]bool{"1,2": true, "1,x": true, "b,c": true}
	compared := 0
	compare := func(r func() *http.Request) {
		t.Helper()
		compared++
		sent := r()
		route, variables, err := theirs.FindRoute(sent)
		if err == nil {
			err = openapi3filter.ValidateRequest(t.Context(), &openapi3filter.RequestValidationInput{Request: sent, PathParams: variables, Route: route})
		}
		_, we := readWith(ours, r())
		if (err == nil) != (we == nil) {
			t.Errorf("%s %s %v: ours: %v, kin-openapi: %v", sent.Method, sent.URL, sent.Header, we, err)
		}
	}
	request := func(verb, target, body string, header ...string) func() *http.Request {
		return func() *http.Request {
			r := httptest.NewRequest(verb, "https://valid.example.com"+target, strings.NewReader(body))
			for i := 0; i < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			return r
		}
	}
	for name := range types {
		for _, text := range texts {
			escaped := url.PathEscape(text)
			for _, required := range []bool{false, true} {
				suffix := fmt.Sprintf("/%s/%t", name, required)
				if name == "object" {
					if text != "" { // kin-openapi treats an empty value as absent
						compare(request("GET", "/query"+suffix+"?a="+escaped, ""))
						compare(request("GET", "/query"+suffix+"?n="+escaped, ""))
					}
				} else { // kin-openapi does not read objects in forms.
					compare(request("GET", "/query"+suffix+"?v="+escaped, ""))
					compare(request("POST", "/form"+suffix, "v="+url.QueryEscape(text), "Content-Type", "application/x-www-form-urlencoded"))
				}
				if name != "object" || !others[text] {
					compare(request("GET", "/header"+suffix, "", "v", text))
				}
				if text != "null" { // In protobuf's JSON, a null member is absent.
					compare(request("POST", "/json"+suffix, `{"v":`+text+`}`, "Content-Type", "application/json"))
				}
			}
			// kin-openapi does not decode the path.
			if text != "" && escaped == text && (name != "object" || !others[text]) {
				compare(request("GET", "/path/"+name+"/"+escaped, ""))
			}
		}
		for _, required := range []bool{false, true} {
			suffix := fmt.Sprintf("/%s/%t", name, required)
			compare(request("GET", "/query"+suffix, ""))
			compare(request("GET", "/header"+suffix, ""))
			compare(request("POST", "/json"+suffix, ""))
			compare(request("POST", "/json"+suffix, "", "Content-Type", "application/json"))
			compare(request("POST", "/json"+suffix, `{}`, "Content-Type", "text/plain"))
			compare(request("POST", "/json"+suffix, `{}`, "Content-Type", "application/json; charset=utf-8"))
			compare(request("POST", "/json"+suffix, `{"w":1}`, "Content-Type", "application/json"))
			compare(request("POST", "/json"+suffix, `{`, "Content-Type", "application/json"))
			compare(request("POST", "/json"+suffix, `[]`, "Content-Type", "application/json"))
			compare(request("PUT", "/json"+suffix, `{}`, "Content-Type", "application/json"))
			compare(request("POST", "/jsom"+suffix, `{}`, "Content-Type", "application/json"))
			compare(request("POST", "/form"+suffix, `v=1`, "Content-Type", "application/json"))
		}
	}
	t.Logf("%d requests", compared)
}
