// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
)

const shop = `
openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example.com/v2'}]
paths:
  /orders/{id}:
    put:
      operationId: putOrder
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, minLength: 3, maxLength: 8}}
        - {name: depth, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: X-Tags, in: header, required: true, schema: {type: array, minItems: 2, items: {type: string, enum: [red, green]}}}
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}}
  /form:
    post:
      operationId: sendForm
      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [name, count], properties: {name: {type: string}, count: {type: integer, minimum: 0}}}}}}
      responses: {'204': {description: Done}}
components:
  schemas:
    Order:
      type: object
      required: [name, price, items]
      properties:
        name: {type: string, minLength: 1}
        price: {type: number}
        items: {type: array, minItems: 1, items: {type: object, required: [sku], properties: {sku: {type: string, pattern: '^[A-Z]{3}$'}, at: {type: string, format: date-time}}}}
`

// TestFaultsAreNoticed changes requests and responses on their way. This package must notice each
// change, because the runtime could make the same mistake.
func TestFaultsAreNoticed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shop.yaml")
	if err := os.WriteFile(file, []byte(shop), 0o666); err != nil {
		t.Fatal(err)
	}
	body := func(part, replacement string) func(*http.Request) {
		return func(r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(bytes.Replace(text, []byte(part), []byte(replacement), 1)))
		}
	}
	response := func(pattern, replacement string) func([]byte) []byte {
		return func(text []byte) []byte { return regexp.MustCompile(pattern).ReplaceAll(text, []byte(replacement)) }
	}
	for _, fault := range []struct {
		name     string
		request  func(*http.Request)
		response func(body []byte) []byte
		want     string // the start of a cause; empty for none
	}{
		{"none", func(*http.Request) {}, nil, ""},
		{"other path", func(r *http.Request) { r.URL = r.URL.JoinPath("more") }, nil, "request: the path is not"},
		{"base path twice", func(r *http.Request) { r.URL.Path = "/v2" + r.URL.Path }, nil, "request: the path is not"},
		{"other path parameter", func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "/orders/", "/orders/x", 1) }, nil, "path parameter differs"},
		{"no query", func(r *http.Request) { r.URL.RawQuery = "" }, nil, "request refused: query parameter"},
		{"other query", func(r *http.Request) { r.URL.RawQuery = "depth=10" }, nil, "request refused: query parameter: maximum"},
		{"other number", func(r *http.Request) {
			if r.URL.RawQuery != "" {
				r.URL.RawQuery = "depth=" + map[bool]string{true: "2", false: "3"}[r.URL.RawQuery != "depth=2"]
			}
		}, nil, "query parameter differs"},
		{"no header", func(r *http.Request) { r.Header.Del("X-Tags") }, nil, "request refused: header parameter"},
		{"other header", func(r *http.Request) { r.Header.Set("X-Tags", "red,green,red,green,red,green") }, nil, "header parameter differs"},
		{"no body", func(r *http.Request) { r.Body = nil }, nil, "request refused: body"},
		{"member with another name", body(`"name":`, `"title":`), nil, "request refused: body: required"},
		{"text for a number", body(`"price":`, `"price":"x","_":`), nil, "request refused: body: type"},
		{"one more member", body(`{`, `{"more":1,`), nil, "body differs"},
		{"form with another name", body(`count=`, `amount=`), nil, "request refused: application/x-www-form-urlencoded: required"},
		{"form with another value", body(`count=`, `count=1`), nil, "form differs"},
		{"response without JSON", nil, response(`^[^{]*\{`, "{{"), "response: cannot be read"},
		{"response with another number", nil, response(`"price":-?[0-9]`, `"price":77`), "response differs: a number"},
		{"response with other times or texts", nil, response(`"name":"`, `"name":"X`), "response differs: a text"},
		{"response without a member", nil, response(`"price":`, `"unknown":`), "response differs: a number became 0"},
		{"response without elements", nil, response(`"items":\[.*?\]`, `"items":[]`), "response differs: a list"},
	} {
		t.Run(fault.name, func(t *testing.T) {
			r := takeWith(document{Name: "shop.yaml", File: file}, func(next http.RoundTripper) http.RoundTripper {
				return roundTripper(func(r *http.Request) (*http.Response, error) {
					if fault.request != nil {
						r = r.Clone(r.Context())
						fault.request(r)
					}
					response, err := next.RoundTrip(r)
					if err == nil && fault.response != nil {
						text, _ := io.ReadAll(response.Body)
						response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(fault.response(text))), -1
					}
					return response, err
				})
			})
			var causes []string
			for key := range r.Causes {
				causes = append(causes, key)
			}
			slices.Sort(causes)
			switch {
			case fault.want == "" && len(causes) > 0:
				t.Errorf("causes: %q", causes)
			case fault.want != "" && !slices.ContainsFunc(causes, func(key string) bool { return strings.HasPrefix(key, fault.want) }):
				t.Errorf("causes: %q, want %q", causes, fault.want)
			case fault.want == "" && r.Count[rowGood] != 4:
				t.Errorf("%d good calls, want 4", r.Count[rowGood])
			}
		})
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestDifferences tests which values are the same.
func TestDifferences(t *testing.T) {
	type object = map[string]any
	for _, test := range []struct {
		want, got any
		kind      string
	}{
		{object{"a": 1.0}, object{"a": 1.0}, ""},
		{object{"a": 1.0}, object{"a": int64(1)}, ""},
		{object{"a": 1.0}, object{"a": "1"}, "a number became a text"},
		{object{"a": "2026-01-01T01:00:00+01:00"}, object{"a": "2026-01-01T00:00:00Z"}, ""},
		{object{"a": "2026-01-01T01:00:00Z"}, object{"a": "2026-01-01T00:00:00Z"}, "a text became a text"},
		{object{"a": []any{}}, object{}, ""},
		{object{"a": nil}, object{}, "null is lost"},
		{object{}, object{"a": ""}, "an empty text is new"},
		{object{"a": unknown{"x"}}, object{}, ""},
		{[]any{1.0, 2.0}, []any{2.0, 1.0}, "a number became a number"},
		{[]any{1.0}, []any{1.0, 1.0}, "a list has more or fewer elements"},
		{binary("é"), "é", ""},
		{binary("é"), "w6k=", "a text became a text"},
	} {
		kind := ""
		if d := differences("", test.want, test.got); d != nil {
			kind = d.kind
		}
		if kind != test.kind {
			t.Errorf("%v and %v: %q, want %q", test.want, test.got, kind, test.kind)
		}
	}
}

// TestMatching checks that generated texts match their patterns.
func TestMatching(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, pattern := range []string{`^[A-Z]{3}$`, `^(a|b+)*c?$`, `^\d{4}-\d\d$`, `[^/]+`, `^(?i)x{2,}$`, `^\w+@\w+\.[a-z]{2,3}$`, `^.{5,9}$`, `^\p{Lu}\S*$`} {
		re, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			if text := matching(random, re.Simplify()); !regexp.MustCompile(pattern).MatchString(text) {
				t.Errorf("%s does not match %q", pattern, text)
			}
		}
	}
}
