// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/openapi"
)

// TestReadBodyOfGet reads operations with bodies. OpenAPI 3.0 ignores the body of a GET or HEAD,
// other versions do not. A TRACE has none.
func TestReadBodyOfGet(t *testing.T) {
	const (
		schema = "{type: object, properties: {a: {type: string}}}"
		body   = "requestBody: {content: {application/json: {schema: " + schema + "}}}, "
	)
	for _, test := range []struct {
		version, methods string
		want             string // the methods with a body
		ignored          int
	}{
		{"openapi: 3.0.3", "get head delete options post", "DELETE OPTIONS POST", 2},
		{"openapi: 3.0.3", "trace", "", 1},
		{"openapi: 3.1.0", "get head delete options post", "DELETE GET HEAD OPTIONS POST", 0},
		{"openapi: 3.1.0", "trace", "", 1},
		{"openapi: 3.2.0", "get head", "GET HEAD", 0},
		{"swagger: '2.0'", "get head delete options post", "DELETE GET HEAD OPTIONS POST", 0},
	} {
		members := body
		if strings.HasPrefix(test.version, "swagger") {
			members = "parameters: [{name: b, in: body, schema: " + schema + "}], "
		}
		var operations []string
		for method := range strings.FieldsSeq(test.methods) {
			operations = append(operations, method+": {"+members+"responses: {200: {description: OK}}}")
		}
		api, findings := openapi.Read("a.yaml", []byte(test.version+"\n"+head+"paths: {/p: {"+strings.Join(operations, ", ")+"}}"))
		var got []string
		for _, o := range api.Operations {
			switch {
			case o.Body != nil:
				got = append(got, o.HTTPMethod)
			case o.BodyType != "" || len(o.Limitations) == 0:
				t.Errorf("%s: %s has the body type %q and the limitations %q", test.version, o.HTTPMethod, o.BodyType, o.Limitations)
			}
		}
		slices.Sort(got)
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%s: %s have a body, want %s", test.version, text, test.want)
		}
		ignored := 0
		for _, f := range findings.All() {
			if f.Rule == "body-ignored" {
				ignored += 1 + len(f.More)
			}
		}
		if ignored != test.ignored {
			t.Errorf("%s: %d findings, want %d: %q", test.version, ignored, test.ignored, found(findings))
		}
	}
}

// TestReadEmptyFormOfGet checks that an empty form is dropped without a finding.
func TestReadEmptyFormOfGet(t *testing.T) {
	api := read(t, "openapi: 3.0.3\n"+head+"paths: {/p: {get: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {}}}}}, responses: {200: {description: OK}}}}}")
	if o := api.Operations[0]; o.Body != nil || len(o.Limitations) > 0 {
		t.Errorf("the body is %v, the limitations are %q", o.Body, o.Limitations)
	}
}

// TestReadSwaggerBodyDescription checks that the description of a body is that of its parameter,
// unless its schema has one.
func TestReadSwaggerBodyDescription(t *testing.T) {
	for schema, want := range map[string]string{"{type: string}": "D", "{type: string, description: E}": "E"} {
		api := read(t, "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: a.example.com\npaths: {/p: {post: {parameters: [{name: b, in: body, description: D, schema: "+schema+"}], responses: {204: {description: OK}}}}}")
		if got := api.Operations[0].Body.Description; got != want {
			t.Errorf("%s: the description is %q, want %q", schema, got, want)
		}
	}
}

// TestReadForms reads the media types of forms in Swagger 2.0 and the default style of an encoding.
func TestReadForms(t *testing.T) {
	for fields, want := range map[string]string{
		"{name: a, in: formData, type: string}":                                       "application/x-www-form-urlencoded",
		"{name: a, in: formData, type: file}":                                         "multipart/form-data",
		"{name: a, in: formData, type: array, items: {type: string, format: binary}}": "multipart/form-data",
	} {
		api := read(t, "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: a.example.com\npaths: {/p: {post: {parameters: ["+fields+"], responses: {204: {description: OK}}}}}")
		if got := api.Operations[0].BodyType; got != want {
			t.Errorf("%s: the body is %s, want %s", fields, got, want)
		}
	}
	for encoding, want := range map[string]bool{"style: form": true, "style: form, explode: true": true, "style: form, explode: false": false} {
		api := read(t, "openapi: 3.1.0\n"+head+"paths: {/p: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {"+encoding+"}}}}}, responses: {204: {description: OK}}}}}")
		if part := api.Operations[0].BodyParts[0]; part.Explode != want {
			t.Errorf("%s: explode is %t, want %t", encoding, part.Explode, want)
		}
	}
}

// TestReadMediaTypes checks that a response has all media types with the schema of the chosen one, or
// all media types of raw bytes.
func TestReadMediaTypes(t *testing.T) {
	const (
		a = "{schema: {$ref: '#/components/schemas/A'}}"
		b = "{schema: {type: string}}"
	)
	for content, want := range map[string][]string{
		"application/json: " + a: {"application/json"},
		"application/json: " + a + ", application/vnd.b+json: " + a + ", text/json: " + a:                      {"application/json", "application/vnd.b+json", "text/json"},
		"application/json: " + a + ", application/vnd.b+json: " + b + ", application/hal+json: {}":             {"application/json"},
		"application/json: {}, application/hal+json: {}":                                                       {"application/json", "application/hal+json"},
		"application/vnd.b+json: " + a + ", text/plain: " + a:                                                  {"application/vnd.b+json", "text/plain"},
		"text/csv: {}, image/png: " + b:                                                                        {"image/png", "text/csv"},
		"application/json; charset=utf-8: " + a:                                                                {"application/json; charset=utf-8"},
		"application/x-www-form-urlencoded: " + a + ", text/plain: " + b:                                       {"application/x-www-form-urlencoded", "text/plain"},
		"'*/*': " + a + ", application/xml: " + a:                                                              {"*/*", "application/xml"},
		"application/json: {schema: {type: array, items: {}}}, a/b+json: {schema: {items: {}, type: array}}":   {"application/json", "a/b+json"},
		"application/json: {schema: {type: array, items: {}}}, a/b+json: {schema: {items: true, type: array}}": {"application/json"},
	} {
		api, _ := openapi.Read("a.yaml", []byte("openapi: 3.1.0\n"+head+"paths: {/p: {get: {responses: {200: {description: OK, content: {"+content+"}}}}}}\ncomponents: {schemas: {A: {type: object, properties: {a: {type: string}}}}}"))
		if diff := cmp.Diff(want, api.Operations[0].Responses[0].MediaTypes); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", content, diff)
		}
	}
	const swagger = "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: a.example.com\n"
	api, _ := openapi.Read("a.yaml", []byte(swagger+"produces: [application/xml, text/json, application/json]\npaths: {/p: {get: {responses: {200: {schema: {type: string}}}}}}"))
	if diff := cmp.Diff([]string{"application/json", "application/xml", "text/json"}, api.Operations[0].Responses[0].MediaTypes); diff != "" {
		t.Errorf("Swagger (-want +got):\n%s", diff)
	}
}

// TestReadStream checks that a response is reported if all its media types are streams.
func TestReadStream(t *testing.T) {
	for _, test := range []struct {
		status, content string
		want            bool
	}{
		{"200", "text/event-stream: {schema: {type: string}}", true},
		{"200", "text/event-stream;charset=utf-8: {}", true},
		{"2XX", "application/x-ndjson: {}", true},
		{"201", "application/jsonl: {}", true},
		{"200", "application/json-seq: {}", true},
		{"200", "application/vnd.a+json-seq: {}", true},
		{"200", "application/stream+json: {schema: {type: object}}", true},
		{"200", "text/event-stream: {}, application/json: {schema: {type: object}}", false},
		{"200", "application/octet-stream: {}", false},
		{"500", "text/event-stream: {}", false},
	} {
		api, findings := openapi.Read("a.yaml", []byte("openapi: 3.1.0\n"+head+fmt.Sprintf("paths: {/p: {get: {responses: {%s: {description: OK, content: {%s}}}}}}", test.status, test.content)))
		reported := slices.ContainsFunc(findings.All(), func(f finding.Finding) bool { return f.Rule == "streaming" })
		if documented := len(api.Operations[0].Limitations) > 0; reported != test.want || documented != test.want {
			t.Errorf("%s %s: reported %t, documented %t, want %t", test.status, test.content, reported, documented, test.want)
		}
	}
}

// TestReadFile has responses that are files by their schema, whatever their media types are.
func TestReadFile(t *testing.T) {
	const swagger = `
swagger: "2.0"
info: {title: T, version: "1"}
produces: [application/json]
paths:
  /p:
    get: {operationId: o, %s}
`
	const openAPI = `
openapi: 3.0.3
info: {title: T, version: "1"}
components: {schemas: {File: {type: string, format: binary}}}
paths:
  /p:
    get: {operationId: o, %s}
`
	for _, test := range []struct {
		name, format, operation string
		types                   string
	}{
		{"a file", swagger, `responses: {"200": {description: d, schema: {type: file}}}`, "*/*"},
		{"a file among other types", swagger, `produces: [application/json, application/pdf], responses: {"200": {description: d, schema: {type: file}}}`, "application/pdf */*"},
		{"a file of a declared type", swagger, `produces: [application/pdf], responses: {"200": {description: d, schema: {type: file}}}`, "application/pdf"},
		{"a binary text", swagger, `responses: {"200": {description: d, schema: {type: string, format: binary}}}`, "*/*"},
		{"binary JSON", openAPI, `responses: {"200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/File"}}}}}`, "*/*"},
		{"a binary range", openAPI, `responses: {"200": {description: d, content: {"*/*": {schema: {type: string, format: binary}}}}}`, "*/*"},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, findings := openapi.Read("a.yaml", fmt.Appendf(nil, test.format, test.operation))
			if findings.HasErrors() {
				t.Fatal(findings.All())
			}
			o := api.Operations[0]
			if got := strings.Join(o.Responses[0].MediaTypes, " "); !document.IsRawResponse(o.ResponseType) || got != test.types {
				t.Errorf("got %q as %s, want %q", got, o.ResponseType, test.types)
			}
		})
	}
}
