// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/stub"
	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// A styled parameter is a parameter with a style and a value.
type styled struct {
	in, style, kind string
	explode         bool
	schema          map[string]any // permits only the value
	value           any
	content         bool // the value is JSON
}

// TestStyles sends parameters of every place, style and kind of value in OpenAPI. kin-openapi must
// read the same values.
func TestStyles(t *testing.T) {
	places := map[string][]string{
		"path":   {"simple", "label", "matrix"},
		"query":  {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
		"header": {"simple"},
		"cookie": {"form"},
	}
	random := rand.New(rand.NewPCG(1, 2))
	var all []styled
	for range 20 {
		for _, in := range slices.Sorted(maps.Keys(places)) {
			for _, style := range places[in] {
				for _, explode := range []bool{false, true} {
					for _, kind := range []string{"string", "integer", "union", "time", "strings", "integers", "unions", "orList", "object", "map", "orObject"} {
						if isDefined(in, style, explode, kind) {
							s := styled{in: in, style: style, kind: kind, explode: explode}
							s.schema, s.value = randomValue(random, kind, lettersOf(in, style))
							all = append(all, s)
						}
					}
				}
			}
			for _, kind := range []string{"string", "strings", "object"} {
				s := styled{in: in, content: true}
				s.schema, s.value = randomValue(random, kind, lettersOf(in, ""))
				if in == "query" || in == "header" { // kin-openapi requires a schema in the path, and does not decode cookies
					all = append(all, s)
				}
			}
		}
	}
	paths := make(map[string]any)
	for i, s := range all {
		parameter := map[string]any{"name": "v", "in": s.in, "required": true}
		if s.content {
			parameter["content"] = map[string]any{"application/json": map[string]any{"schema": s.schema}}
		} else {
			parameter["schema"], parameter["style"], parameter["explode"] = s.schema, s.style, s.explode
		}
		path := fmt.Sprintf("/p%d", i)
		if s.in == "path" {
			path += "/{v}"
		}
		paths[path] = map[string]any{"get": map[string]any{
			"tags": []any{"styles"}, "operationId": fmt.Sprintf("lookAtP%d", i), "parameters": []any{parameter},
			"responses": map[string]any{"204": map[string]any{"description": "None"}},
		}}
	}
	text, err := json.Marshal(map[string]any{
		"openapi": "3.0.3", "info": map[string]any{"title": "Styles", "version": "1"},
		"servers": []any{map[string]any{"url": "https://styles.example.com"}}, "paths": paths,
	})
	if err != nil {
		t.Fatal(err)
	}
	out, findings, err := generate.API(generate.Input{
		Document: generate.File{Name: "styles.json", Data: text},
		GoImport: func(string) string { return "example.com/styles" },
	})
	isOther := func(f finding.Finding) bool { return f.Rule != finding.TextAlike.Name } // it is reported for unions of strings and numbers
	if err != nil || out == nil || slices.ContainsFunc(findings.All(), isOther) {
		t.Fatal(err, findings.All())
	}
	theirs, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(theirs)
	if err != nil {
		t.Fatal(err)
	}
	var sent *http.Request
	client, err := stub.NewClient(t.Context(), out.Descriptors[len(out.Descriptors)-1].Services().Get(0), rest.WithoutCredentials(),
		rest.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			sent = r
			return &http.Response{StatusCode: http.StatusNoContent, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
		})}))
	if err != nil {
		t.Fatal(err)
	}
	service := out.Descriptors[len(out.Descriptors)-1].Services().Get(0)
	methods := service.Methods()
	compiled, err := transcode.CompileServices(service)
	if err != nil {
		t.Fatal(err)
	}
	ours := transcode.NewRouter(compiled, transcode.RouterOptions{})
	for i, s := range all {
		method := methods.ByName(protoreflect.Name(fmt.Sprintf("LookAtP%d", i)))
		if method == nil {
			t.Fatalf("there is no method for %+v", s)
		}
		value, err := json.Marshal(map[string]any{"v": s.value})
		if err != nil {
			t.Fatal(err)
		}
		request := dynamicpb.NewMessage(method.Input())
		if err := wirejson.Unmarshal(value, request); err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		if err := client.Call(t.Context(), method.Name(), request, dynamicpb.NewMessage(method.Output())); err != nil {
			t.Errorf("%+v: %v", s, err)
			continue
		}
		if got, err := readWith(ours, sent); err != nil || !proto.Equal(request, got) {
			t.Errorf("%+v: %s is read as %v: %v", s, sent.URL, got, err)
		}
		route, parameters, err := router.FindRoute(sent)
		if err != nil {
			t.Errorf("%+v: %s: %v", s, sent.URL, err)
			continue
		}
		if err := openapi3filter.ValidateRequest(t.Context(), &openapi3filter.RequestValidationInput{Request: sent, PathParams: parameters, Route: route}); err != nil {
			t.Errorf("%s %s %s explode=%t content=%t, %s is sent as %s, v: %q, Cookie: %q: %v", s.kind, s.in, s.style, s.explode, s.content, value, sent.URL, sent.Header.Get("v"), sent.Header.Get("Cookie"), err)
		}
	}
	t.Logf("%d parameters", len(all))
}

// readWith reads a request like a server that uses package transcode.
func readWith(router *transcode.Router, r *http.Request) (proto.Message, error) {
	request, err := transcode.ReadRequest(r)
	if err != nil {
		return nil, err
	}
	match, err := router.Match(request.Verb, request.Path)
	if err != nil {
		return nil, err
	}
	m := dynamicpb.NewMessage(match.Method.Descriptor.Input())
	return m, match.DecodeRequest(request, m, transcode.DecodeRequestOptions{})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// isDefined reports whether OpenAPI defines a style for a kind of value and kin-openapi reads it. A
// value of orList and orObject may also be an integer.
func isDefined(in, style string, explode bool, kind string) bool {
	isObject := kind == "object" || kind == "map" || kind == "orObject"
	isList := kind == "strings" || kind == "integers" || kind == "unions" || kind == "orList"
	if kind == "time" && (in == "path" || in == "cookie") {
		return false // kin-openapi does not decode it
	}
	switch style {
	case "matrix": // with explode, an object and other values have different forms
		return kind != "orObject" || !explode
	case "spaceDelimited", "pipeDelimited":
		return !explode && isList
	case "deepObject":
		return explode && isObject
	case "form":
		// kin-openapi does not read maps here. An exploded value is not a single cookie.
		return kind != "map" && (in != "cookie" || !explode || !isObject && !isList)
	}
	return true
}

// lettersOf returns the letters of texts, without the separators of a style.
func lettersOf(in, style string) string {
	const plain = "abcXYZ019-_~"
	switch {
	case in == "query" && style == "spaceDelimited":
		return plain + "&=+%#/?ä,|"
	case in == "query":
		return plain + " &=+%#/?ä"
	}
	return plain
}

// randomValue returns a value and a schema that permits only this value.
func randomValue(random *rand.Rand, kind, letters string) (schema map[string]any, value any) {
	text := func() string {
		var b strings.Builder
		runes := []rune(letters)
		for range 1 + random.IntN(6) {
			b.WriteRune(runes[random.IntN(len(runes))])
		}
		return "t" + b.String()
	}
	one := func(value any) map[string]any {
		if n, isNumber := value.(int); isNumber {
			return map[string]any{"type": "integer", "minimum": n, "maximum": n}
		}
		return map[string]any{"type": "string", "pattern": "^(" + regexp.QuoteMeta(value.(string)) + ")$"}
	}
	switch kind {
	case "union":
		alternatives := []any{text(), random.IntN(3)}
		return map[string]any{"oneOf": []any{one(alternatives[0]), one(alternatives[1])}}, alternatives[random.IntN(2)]
	case "unions":
		n := 2 + random.IntN(8) // kin-openapi treats 0 and 1 as booleans
		items := map[string]any{"oneOf": []any{one(n), map[string]any{"type": "boolean"}}}
		return map[string]any{"type": "array", "items": items, "minItems": 2, "maxItems": 2}, []any{n, true}
	case "time":
		return map[string]any{"type": "string", "format": "date-time"}, fmt.Sprintf("2025-06-11T10:%02d:00Z", random.IntN(60))
	case "orList", "orObject":
		// kin-openapi does not read scalars here.
		schema, value := randomValue(random, map[string]string{"orList": "strings", "orObject": "object"}[kind], letters)
		return map[string]any{"oneOf": []any{one(random.IntN(3)), schema}}, value
	case "string":
		value := text()
		return one(value), value
	case "integer":
		value := random.IntN(3)
		return one(value), value
	case "strings", "integers":
		var values []any
		var patterns []string
		items := map[string]any{"type": "integer", "minimum": 1000, "maximum": 1999}
		for range 1 + random.IntN(3) {
			if kind == "integers" {
				values = append(values, 1000+random.IntN(1000))
				continue
			}
			value := text()
			values, patterns = append(values, value), append(patterns, regexp.QuoteMeta(value))
			items = map[string]any{"type": "string", "pattern": "^(" + strings.Join(patterns, "|") + ")$"}
		}
		return map[string]any{"type": "array", "items": items, "minItems": len(values), "maxItems": len(values)}, values
	}
	a, b := text(), random.IntN(3) // includes 0
	if kind == "map" {
		return map[string]any{"type": "object", "additionalProperties": one(a), "minProperties": 1}, map[string]any{"k": a}
	}
	return map[string]any{
		"type": "object", "required": []any{"a", "b"}, "properties": map[string]any{"a": one(a), "b": one(b)},
	}, map[string]any{"a": a, "b": b}
}
