// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// parameterValues are schemas of every kind, each with values of every kind that it
// permits.
var parameterValues = map[string][]string{
	`{type: string}`:                    {`"a b"`},
	`{type: string, format: date-time}`: {`"2025-06-11T00:00:00Z"`},
	`{type: string, format: binary}`:    {`"a"`},
	`{type: integer, nullable: true}`:   {`7`},
	`{type: number, enum: [1.5, 2]}`:    {`1.5`},
	`{type: boolean}`:                   {`true`},
	`{}`:                                {`"a"`, `1`, `true`, `[1,"b"]`, `{"a":{"b":[1]}}`},
	`{type: object}`:                    {`{"a":1,"b":["c"],"d":{"e":null}}`},
	`{oneOf: [{type: integer}, {type: string, format: date-time}]}`:                                                        {`7`, `"2025-06-11T00:00:00Z"`},
	`{oneOf: [{type: string}, {type: array, items: {type: string}}]}`:                                                      {`"a"`, `["a","b"]`},
	`{anyOf: [{type: integer}, {$ref: '#/components/schemas/Filter'}]}`:                                                    {`7`, `{"status":"s"}`},
	`{oneOf: [{type: boolean}, {type: array, items: {$ref: '#/components/schemas/Deep'}}]}`:                                {`true`, `[{"names":["n"]}]`},
	`{type: array, items: {type: string}}`:                                                                                 {`["a","b"]`},
	`{type: array, items: {}}`:                                                                                             {`["a",1,{"b":[2]}]`},
	`{type: array, items: {type: string, format: date-time}}`:                                                              {`["2025-06-11T00:00:00Z"]`},
	`{type: array, items: {type: string, nullable: true}}`:                                                                 {`["a",null]`},
	`{type: array, items: {oneOf: [{type: integer}, {type: string}]}}`:                                                     {`[1,"a"]`},
	`{type: array, items: {type: array, items: {type: integer}}}`:                                                          {`[[1,2],[3]]`},
	`{type: array, items: {$ref: '#/components/schemas/Deep'}}`:                                                            {`[{"names":["n"],"filter":{"status":"s"}}]`},
	`{type: object, additionalProperties: {type: string}}`:                                                                 {`{"a":"b"}`},
	`{type: object, additionalProperties: {type: array, items: {type: string}}}`:                                           {`{"a":["b"]}`},
	`{type: object, additionalProperties: {$ref: '#/components/schemas/Filter'}}`:                                          {`{"a":{"limit":1}}`},
	`{$ref: '#/components/schemas/Filter'}`:                                                                                {`{"status":"s","limit":2}`},
	`{$ref: '#/components/schemas/Deep'}`:                                                                                  {`{"names":["n"],"filter":{"status":"s"},"more":{"x":{"names":["m"]}},"free":{"a":[1]}}`},
	`{$ref: '#/components/schemas/ReadOnly'}`:                                                                              {`"id"`},
	`{$ref: '#/components/schemas/Color'}`:                                                                                 {`"dark-red"`},
	`{$ref: '#/components/schemas/Kind'}`:                                                                                  {`{"kind":"a","a":"x"}`, `{"kind":"b","b":1}`},
	`{allOf: [{$ref: '#/components/schemas/Filter'}, {type: object, required: [own], properties: {own: {type: string}}}]}`: {`{"status":"s","own":"o"}`},
}

const parameterSchemas = `
components:
  schemas:
    Filter: {type: object, properties: {status: {type: string}, limit: {type: integer}}}
    Deep:
      type: object
      properties: {names: {type: array, items: {type: string}}, filter: {$ref: '#/components/schemas/Filter'}, more: {type: object, additionalProperties: {$ref: '#/components/schemas/Deep'}}, free: {}}
    ReadOnly: {type: string, readOnly: true}
    Color: {type: string, enum: [dark-red, blue]}
    A: {type: object, required: [kind], properties: {kind: {type: string, enum: [a]}, a: {type: string}}}
    B: {type: object, required: [kind], properties: {kind: {type: string, enum: [b]}, b: {type: integer}}}
    Kind: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
`

// bound returns the HTTP forms of all methods, by name.
func bound(t *testing.T, out *generate.Output) map[string]*transcode.Method {
	t.Helper()
	methods := make(map[string]*transcode.Method)
	services := out.Descriptors[len(out.Descriptors)-1].Services()
	for i := range services.Len() {
		all := services.Get(i).Methods()
		for j := range all.Len() {
			m, err := transcode.Compile(all.Get(j))
			if err != nil {
				t.Errorf("%s: %v", all.Get(j).FullName(), err)
			}
			methods[string(all.Get(j).Name())] = m
		}
	}
	return methods
}

// TestMethodsAreBound finds the HTTP form of every method of the documents in testdata.
func TestMethodsAreBound(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, folder := range folders {
		if out, _, err := generate.API(input(t, folder)); err != nil {
			t.Error(err)
		} else if out != nil && len(out.Descriptors) > 0 {
			bound(t, out)
		}
	}
}

// TestParametersCanBeSent makes parameters of every place, style and kind of value, those
// included that OpenAPI has no form for: every method has an HTTP form, and every value can
// be sent.
func TestParametersCanBeSent(t *testing.T) {
	type sample struct{ id, value string }
	var samples []sample
	var paths strings.Builder
	paths.WriteString("paths:\n")
	for _, in := range []string{"path", "query", "header", "cookie"} {
		for _, style := range []string{"", "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "content", "text"} {
			for _, explode := range []string{"", "true", "false"} {
				for _, schema := range slices.Sorted(maps.Keys(parameterValues)) {
					values := parameterValues[schema]
					id := fmt.Sprintf("send%d", len(samples))
					parameter := "name: v, in: " + in + ", required: true"
					switch style {
					case "content":
						parameter += ", content: {application/json: {schema: " + schema + "}}"
					case "text":
						parameter += ", content: {text/plain: {schema: " + schema + "}}"
						values = values[:1]
						if !strings.HasPrefix(values[0], `"`) {
							continue // it is for the caller to write
						}
					default:
						parameter += ", schema: " + schema
						if style != "" {
							parameter += ", style: " + style
						}
						if explode != "" {
							parameter += ", explode: " + explode
						}
					}
					path := "/" + id
					if in == "path" {
						path += "/{v}"
					}
					fmt.Fprintf(&paths, "  %s: {get: {tags: [all], operationId: %s, parameters: [{%s}], responses: {'204': {description: Done.}}}}\n", path, id, parameter)
					for _, value := range values {
						samples = append(samples, sample{id, value})
					}
				}
			}
		}
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "parameters.yaml", Data: []byte("openapi: 3.1.0\ninfo: {title: Parameters, version: '1'}\nservers: [{url: 'https://parameters.example.com/v1'}]\ntags: [{name: all}]\n" + paths.String() + parameterSchemas)},
		GoImport: func(string) string { return "example.com/parameters" },
	})
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	methods := bound(t, out)
	for _, s := range samples {
		m := methods["S"+s.id[1:]]
		if m == nil {
			t.Fatalf("there is no method for %s", s.id)
		}
		field := m.Descriptor.Input().Fields().ByName("v")
		if field == nil {
			t.Errorf("%s has no field", s.id)
			continue
		}
		if strings.HasPrefix(s.value, "[") && field.Kind() == protoreflect.StringKind && !field.IsList() {
			t.Errorf("%s: a list is a text", s.id)
		}
		request := dynamicpb.NewMessage(m.Descriptor.Input())
		if err := wirejson.Unmarshal(fmt.Appendf(nil, `{%q:%s}`, "v", s.value), request); err != nil {
			t.Errorf("%s %s: %v", s.id, s.value, err)
			continue
		}
		r, err := m.EncodeRequest(request)
		if err != nil {
			t.Errorf("%s %s, %v: %v", s.id, s.value, field.Options(), err)
			continue
		}
		sent := r.URL() + " " + r.Header.Get("V") + " " + r.Header.Get("Cookie")
		for _, name := range []string{"values", "nullFields", "null_fields", "additional", "variant"} {
			if strings.Contains(sent, name) {
				t.Errorf("%s %s: %s is in %s", s.id, s.value, name, sent)
			}
		}
	}
	t.Logf("%d methods, %d values", len(methods), len(samples))
}
