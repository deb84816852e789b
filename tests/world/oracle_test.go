// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// The functions in this file recognize valid requests that kin-openapi refuses. Such requests are
// sent, but not validated. TestOracle shows that kin-openapi refuses them.

// canDecode reports whether kin-openapi can decode a parameter.
func canDecode(p *openapi3.Parameter) bool {
	schema, isJSON := schemaOf(p)
	if schema == nil {
		return true // kin-openapi ignores it
	}
	if isJSON {
		return len(p.Content) == 1 && p.Content.Get("application/json") != nil
	}
	method, err := p.SerializationMethod()
	if err != nil {
		return false
	}
	for _, s := range (hints{schema}).whole() {
		if s.Not != nil || !canCompile(s.Pattern) {
			return false
		}
		isArray, isObject := s.Type.Is(openapi3.TypeArray), s.Type.Is(openapi3.TypeObject)
		switch {
		case len(s.Type.Slice()) == 0 && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0:
			return false // kin-openapi decodes nothing, and refuses it as empty
		case isArray && (s.Items == nil || !isTypedScalar(s.Items.Value)):
			return false
		case isObject && method.Style == openapi3.SerializationDeepObject && hasList(s):
			return false // kin-openapi requires indexes
		case isArray && method.Style == openapi3.SerializationDeepObject:
			return false
		case isObject && method.Style != openapi3.SerializationDeepObject && hasObject(s):
			return false // kin-openapi decodes the text of the inner value
		case p.In == openapi3.ParameterInCookie && method.Explode && (isArray || isObject):
			return false
		}
	}
	return true
}

func canCompile(pattern string) bool {
	_, err := regexp.Compile(pattern)
	return err == nil
}

func isTypedScalar(s *openapi3.Schema) bool {
	if s == nil {
		return false
	}
	for _, part := range (hints{s}).whole() {
		if len(part.Type.Slice()) == 0 && len(part.AllOf)+len(part.OneOf)+len(part.AnyOf) == 0 || part.Type.Includes(openapi3.TypeArray) || part.Type.Includes(openapi3.TypeObject) {
			return false
		}
	}
	return true
}

func hasList(s *openapi3.Schema) bool {
	for _, p := range s.Properties {
		if p.Value != nil && (p.Value.Type.Includes(openapi3.TypeArray) || p.Value.Items != nil) {
			return true
		}
	}
	return false
}

func hasObject(s *openapi3.Schema) bool {
	for _, p := range s.Properties {
		if p.Value == nil {
			continue
		}
		for _, part := range (hints{p.Value}).whole() {
			if part.Type.Includes("object") || len(part.Properties) > 0 {
				return true
			}
		}
	}
	return false
}

// isUntyped reports whether a member of a form has no type. kin-openapi decodes it as null.
func isUntyped(s *openapi3.Schema) bool {
	return len(s.Type.Slice()) == 0 && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0
}

// canDecodeBody reports whether kin-openapi can decode a body.
func canDecodeBody(mediaType string, media *openapi3.MediaType) bool {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	if isJSON(mediaType) || media == nil || media.Schema == nil {
		return true
	}
	s := media.Schema.Value
	switch strings.TrimSpace(mediaType) {
	case "application/octet-stream", "text/plain":
		return s.Type.Is(openapi3.TypeString) // kin-openapi decodes text only as a string
	case "multipart/form-data":
		if !s.Type.Is(openapi3.TypeObject) {
			return false
		}
		for _, p := range s.Properties {
			if len(p.Value.OneOf)+len(p.Value.AnyOf) > 0 {
				return false // kin-openapi decodes every part as text
			}
		}
		return true
	case "application/x-www-form-urlencoded":
		if !s.Type.Is(openapi3.TypeObject) {
			return false
		}
		for name, p := range s.Properties {
			isObject, isList := p.Value.Type.Is(openapi3.TypeObject), p.Value.Type.Is(openapi3.TypeArray)
			method := media.Encoding[name].SerializationMethod()
			if isUntyped(p.Value) || isList && method.Style == openapi3.SerializationDeepObject || isObject && method.Style != openapi3.SerializationDeepObject && (method.Style != openapi3.SerializationForm || method.Explode) ||
				isList && (p.Value.Items == nil || !isTypedScalar(p.Value.Items.Value)) {
				return false
			}
		}
		return true
	}
	return false
}

// TestOracle shows the limits of kin-openapi: each request is valid, and kin-openapi refuses it. If
// it accepts one, requests of this kind can be validated.
func TestOracle(t *testing.T) {
	for _, test := range []struct {
		name      string
		operation string // an OpenAPI operation in YAML
		request   string // "GET /x?v=1", headers, an empty line, the body
	}{
		{"a type is not needed", "parameters: [{name: v, in: query, schema: {}}]", "GET /x?v=1"},
		{"nor that of elements", "parameters: [{name: v, in: query, schema: {type: array, items: {enum: [a, b]}}}]", "GET /x?v=a&v=b"},
		{"not", "parameters: [{name: v, in: query, schema: {type: string, not: {enum: [a]}}}]", "GET /x?v=b"},
		{"patterns of ECMA-262", "parameters: [{name: v, in: query, schema: {type: string, pattern: '^(?!a)b'}}]", "GET /x?v=b"},
		{"lists in deep objects", "parameters: [{name: v, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: array, items: {type: string}}}}}]", "GET /x?v[a][]=b&v[a][]=c"},
		{"lists of objects", "parameters: [{name: v, in: query, schema: {type: array, items: {type: object, properties: {a: {type: string}}}}}]", `GET /x?v={"a":"b"}`},
		{"lists as deep objects", "parameters: [{name: v, in: query, style: deepObject, explode: true, schema: {type: array, items: {type: string}}}]", "GET /x?v[0]=b"},
		{"objects in exploded objects", "parameters: [{name: v, in: query, schema: {type: object, properties: {a: {type: object}}}}]", "GET /x?a={}"},
		{"lists as deep objects in forms", "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {style: deepObject, explode: true}}}}}", "POST /x\nContent-Type: application/x-www-form-urlencoded\n\na[0]=b"},
		{"members of forms without a type", "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}}}}}}", "POST /x\nContent-Type: application/x-www-form-urlencoded\n\na=b"},
		{"numbers in parts with alternatives", "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {anyOf: [{type: integer}, {type: boolean}]}}}}}}", "POST /x\nContent-Type: multipart/form-data; boundary=b\n\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n"},
		{"cookies of several values", "parameters: [{name: v, in: cookie, explode: true, schema: {type: array, items: {type: string}}}]", "GET /x\nCookie: v=a; v=b"},
		{"forms without a type", "requestBody: {content: {application/x-www-form-urlencoded: {schema: {properties: {a: {type: string}}}}}}", "POST /x\nContent-Type: application/x-www-form-urlencoded\n\na=b"},
		{"objects in forms", "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: object}}}}}}", "POST /x\nContent-Type: application/x-www-form-urlencoded\n\na={}"},
		{"lists of objects in forms", "requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: object}}}}}}}", "POST /x\nContent-Type: application/x-www-form-urlencoded\n\na={}"},
		{"objects as text", "requestBody: {content: {text/plain: {schema: {type: object}}}}", "POST /x\nContent-Type: text/plain\n\na"},
		{"media types", "requestBody: {content: {application/xml: {schema: {type: object}}}}", "POST /x\nContent-Type: application/xml\n\n<a/>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := readRequest(t, test.request)
			doc, err := load([]byte("openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths:\n  /x:\n    " + strings.ToLower(r.Method) +
				": {responses: {'200': {description: OK}}, " + test.operation + "}\n"))
			if err != nil {
				t.Fatal(err)
			}
			item := doc.Paths.Value("/x")
			err = openapi3filter.ValidateRequest(t.Context(), &openapi3filter.RequestValidationInput{
				Request: r, Route: &routers.Route{Spec: doc, Path: "/x", PathItem: item, Method: r.Method, Operation: item.GetOperation(r.Method)},
			})
			if err == nil {
				t.Error("kin-openapi accepts the request")
			}
			o := item.GetOperation(r.Method)
			for _, p := range o.Parameters {
				if canDecode(p.Value) {
					t.Error("the request is validated")
				}
			}
			if o.RequestBody == nil {
				return
			}
			for mediaType, media := range o.RequestBody.Value.Content {
				if canDecodeBody(mediaType, media) {
					t.Error("the request is validated")
				}
			}
		})
	}
}

func readRequest(t *testing.T, text string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	line, headers, _ := strings.Cut(head, "\n")
	verb, target, _ := strings.Cut(line, " ")
	r := httptest.NewRequestWithContext(t.Context(), verb, "https://example.com", strings.NewReader(body))
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	r.URL = u
	for line := range strings.Lines(headers) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		r.Header.Set(key, value)
	}
	return r
}
