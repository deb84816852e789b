// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/openapi"
)

var styleNames = map[document.Style]string{
	document.DefaultStyle: "usual", document.CommaSeparated: "commas", document.SpaceSeparated: "spaces", document.PipeSeparated: "pipes",
	document.TabSeparated: "tabs", document.LabelStyle: "label", document.MatrixStyle: "matrix", document.DeepObject: "deep", document.FormStyle: "form",
}

// pathWith returns a path for an operation with the parameter v.
func pathWith(parameter string) string {
	if strings.Contains(parameter, "in: path") {
		return "'/p/{v}'"
	}
	return "/p"
}

// styleOf describes the style of the only parameter of a document.
func styleOf(api *document.API) string {
	o := api.Operations[0]
	p := slices.Concat(o.Parameters, o.Headers)[0]
	text := styleNames[p.Style]
	if p.Explode {
		text += " exploded"
	}
	if p.Repeated {
		text += " repeated"
	}
	return text
}

// TestReadStyle reads styles of parameters. A style applies to lists and objects, which may be
// alternatives of a value.
func TestReadStyle(t *testing.T) {
	const (
		scalars   = "oneOf: [{type: string}, {type: integer}]"
		orList    = "oneOf: [{type: string}, {type: array, items: {type: string}}]"
		orObject  = "oneOf: [{type: string}, {$ref: '#/components/schemas/O'}]"
		anything  = ""
		list      = "type: array, items: {type: string}"
		object    = "$ref: '#/components/schemas/O'"
		recursive = "$ref: '#/components/schemas/R'"
	)
	for _, test := range []struct{ in, style, schema, want string }{
		{"query", "", scalars, "usual"},
		{"query", "explode: false", scalars, "usual"},
		{"query", "", list, "usual repeated"},
		{"query", "", orList, "usual"},
		{"query", "explode: false", orList, "commas"},
		{"query", "style: pipeDelimited", orList, "pipes"},
		{"query", "", object, "form exploded"},
		{"query", "", orObject, "form exploded"},
		{"query", "explode: false", orObject, "form"},
		{"query", "style: deepObject, explode: true", orObject, "deep exploded"},
		{"query", "style: deepObject", scalars, "usual"},
		{"query", "style: deepObject", list, "deep"},
		{"query", "", anything, "form exploded"},
		{"query", "", recursive, "usual"},
		{"path", "", scalars, "usual"},
		{"path", "", orList, "commas"},
		{"path", "explode: true", orObject, "commas exploded"},
		{"path", "", anything, "commas"},
		{"path", "style: label", scalars, "label"},
		{"path", "style: matrix, explode: true", anything, "matrix exploded"},
		{"header", "", orObject, "commas"},
		{"header", "explode: true", object, "commas exploded"},
		{"cookie", "", orObject, "form exploded"},
		{"cookie", "explode: false", list, "commas"},
	} {
		parameter := "name: v, required: true, in: " + test.in + ", schema: {" + test.schema + "}"
		if test.style != "" {
			parameter += ", " + test.style
		}
		api := read(t, "openapi: 3.1.0\n"+head+"paths: {"+pathWith(parameter)+": {get: {parameters: [{"+parameter+"}]}}}\n"+
			"components: {schemas: {O: {type: object, properties: {a: {type: string}}}, R: {oneOf: [{type: integer}, {$ref: '#/components/schemas/R'}]}}}")
		if got := styleOf(api); got != test.want {
			t.Errorf("%s, %s, %s: %s, want %s", test.in, test.style, test.schema, got, test.want)
		}
	}
}

// TestReadMisplacedStyle checks that a style that is undefined for the location is reported, and that
// the parameter has the default style.
func TestReadMisplacedStyle(t *testing.T) {
	const object = "schema: {type: object, properties: {a: {type: string}}}"
	for _, test := range []struct{ name, parameter, want string }{
		{"deepObject in a header", "in: header, style: deepObject, " + object, "commas"},
		{"deepObject in the path", "in: path, required: true, style: deepObject, " + object, "commas"},
		{"deepObject in a cookie", "in: cookie, style: deepObject, " + object, "form"},
		{"matrix in a query", "in: query, style: matrix, " + object, "form"},
		{"label in a header", "in: header, style: label, schema: {type: string}", "usual"},
		{"an unknown one", "in: query, style: odd, " + object, "form"},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, findings := openapi.Read("a.yaml", []byte("openapi: 3.1.0\n"+head+"paths: {"+pathWith(test.parameter)+": {get: {parameters: [{name: v, "+test.parameter+"}]}}}"))
			if all := findings.All(); len(all) != 1 || all[0].Rule != "parameter-style" {
				t.Errorf("findings: %q", found(findings))
			}
			if got := styleOf(api); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestReadCollectionFormat reads the formats of lists in Swagger 2.0. Other values are sent as in
// OpenAPI 3.
func TestReadCollectionFormat(t *testing.T) {
	const list = "type: array, items: {type: string}"
	for _, test := range []struct{ parameter, want, finding string }{
		{"in: query, collectionFormat: multi, " + list, "usual repeated", ""},
		{"in: query, " + list, "commas", ""},
		{"in: header, collectionFormat: tsv, " + list, "tabs", ""},
		{"in: path, collectionFormat: ssv, " + list, "spaces", ""},
		{"in: path, collectionFormat: multi, " + list, "commas", `4:99 parameter-style /paths/~1p~1{v}/get/parameters/0/collectionFormat: the collection format of "v" is "multi"`},
		{"in: query, type: string", "usual", ""},
		{"in: query, type: object", "form exploded", ""},
		{"in: path, type: object", "commas", ""},
		{"in: path", "commas", ""},
	} {
		text := "swagger: '2.0'\ninfo: {title: A, version: '1'}\nhost: a.example.com\npaths: {" + pathWith(test.parameter) + ": {get: {responses: {200: {}}, parameters: [{name: v, " + test.parameter + "}]}}}"
		api, findings := openapi.Read("a.yaml", []byte(text))
		if got := styleOf(api); got != test.want {
			t.Errorf("%s: %s, want %s", test.parameter, got, test.want)
		}
		var want []string
		if test.finding != "" {
			want = []string{test.finding}
		}
		if diff := cmp.Diff(want, found(findings)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", test.parameter, diff)
		}
	}
}
