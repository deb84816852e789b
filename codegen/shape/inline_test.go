// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/shape"
)

const json = "application/json"

func object(properties ...string) *document.Schema {
	s := kind(document.Object)
	for _, name := range properties {
		s.Properties = append(s.Properties, &document.Property{Name: name, Schema: kind(document.String)})
	}
	return s
}

// names shapes a document, and returns the names of its schemas in the order of their
// creation.
func names(t *testing.T, doc *document.API, findings ...string) []string {
	t.Helper()
	if diff := cmp.Diff(findings, found(shape.Document(doc))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	var all []string
	for _, s := range doc.Schemas {
		all = append(all, s.Name)
	}
	return all
}

func TestNameBody(t *testing.T) {
	for _, test := range []struct {
		name      string
		operation document.Operation
		want      []string
	}{
		{"none", document.Operation{}, nil},
		{"object", document.Operation{Body: object("a"), BodyType: json}, []string{"o.body"}},
		{"object without properties", document.Operation{Body: object(), BodyType: json}, []string{"o.body"}},
		{"union", document.Operation{Body: kind(document.Union), BodyType: json}, []string{"o.body"}},
		{"form", document.Operation{Body: object("a"), BodyType: document.FormType}, []string{"o.body"}},
		{"component", document.Operation{Body: object("a"), BodyType: json, BodyComponent: "Pet"}, []string{"#/components/requestBodies/Pet"}},
		{"text", document.Operation{Body: kind(document.String), BodyType: json}, nil},
		{"reference", document.Operation{Body: ref("Pet"), BodyType: json}, nil},
		{"bytes", document.Operation{Body: object("a"), BodyType: "application/zip"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.operation.ID = "o"
			before := test.operation.Body
			if diff := cmp.Diff(test.want, names(t, operations(&test.operation))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want := before
			if test.want != nil {
				want = ref(test.want[0])
			}
			if diff := cmp.Diff(want, test.operation.Body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNameResponse(t *testing.T) {
	list := func(of document.Kind) *document.Schema {
		return &document.Schema{Kind: document.Array, Items: kind(of)}
	}
	dictionary := func(of document.Kind) *document.Schema {
		return &document.Schema{Kind: document.Object, Additional: kind(of)}
	}
	for _, test := range []struct {
		name      string
		schema    *document.Schema
		mediaType string
		named     bool
	}{
		{"object", object("a"), json, true},
		{"object without properties", object(), json, false},
		{"object with alternatives", &document.Schema{Kind: document.Object, Variants: []*document.Schema{object("a")}}, json, true},
		{"union", kind(document.Union), json, true},
		{"list", list(document.String), json, true},
		{"list of anything", list(document.Any), json, false},
		{"map", dictionary(document.String), json, true},
		{"map of anything", dictionary(document.Any), json, false},
		{"text", kind(document.String), json, false},
		{"reference", ref("Pet"), json, false},
		{"any media type", object("a"), "*/*", true},
		{"form", object("a"), document.FormType, false},
		{"bytes", object("a"), "application/zip", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &document.Response{Status: "200", MediaType: test.mediaType, Schema: test.schema}
			o := &document.Operation{ID: "o", Response: test.schema, ResponseType: test.mediaType, Responses: []*document.Response{r}}
			var want []string
			wanted := test.schema
			if test.named {
				want, wanted = []string{"o.response"}, ref("o.response")
			}
			if diff := cmp.Diff(want, names(t, operations(o))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(wanted, o.Response); diff != "" || r.Schema != o.Response {
				t.Errorf("Operation.Response is %v and Response.Schema is %v, want the same reference", o.Response, r.Schema)
			}
		})
	}
}

// Each success response with a distinct type gets a name, and so does each error with
// properties.
func TestNameSeveralResponses(t *testing.T) {
	response := func(status, component string, s *document.Schema) *document.Response {
		return &document.Response{At: at(1), Status: status, Component: component, MediaType: json, Schema: s}
	}
	first := object("a")
	for _, test := range []struct {
		name      string
		responses []*document.Response
		want      []string
		findings  []string
	}{
		{"statuses with one schema", []*document.Response{response("200", "", first), response("201", "", first)}, []string{"o.response"}, nil},
		{"statuses with one schema in a component", []*document.Response{response("200", "", first), response("201", "Made", first)}, []string{"#/components/responses/Made"}, nil},
		{"alike", []*document.Response{response("200", "", first), response("201", "", object("a"))}, []string{"o.response"}, nil},
		{"different", []*document.Response{response("200", "", first), response("201", "", object("b"))}, []string{"o.response", "o.response201"}, nil},
		{"different, in a component", []*document.Response{response("200", "", first), response("201", "Made", object("b"))}, []string{"o.response", "#/components/responses/Made"}, nil},
		{"a text beside an object", []*document.Response{response("200", "", first), response("201", "", kind(document.String))}, []string{"o.response"}, nil},
		{"errors", []*document.Response{response("400", "", object("e")), response("404", "Lost", object("e")), response("default", "", kind(document.Union))}, []string{"o.error400", "#/components/responses/Lost", "o.errordefault"}, nil},
		{"error by name", []*document.Response{response("400", "", ref("Error"))}, nil, nil},
		{"error without members", []*document.Response{response("400", "", kind(document.String)), response("404", "", ref("Text"))}, nil, []string{
			`not-carried 1,1: 2 error responses whose schemas are not objects with properties: their bodies have no type ("o 400", "o 404")`,
		}},
		{"error that a response of success has made", []*document.Response{response("200", "", first), response("400", "", ref("o.response"))}, []string{"o.response"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := &document.Operation{ID: "o", Responses: test.responses}
			if test.responses[0].Status == "200" {
				o.Response, o.ResponseType = first, json
			}
			doc := operations(o)
			e, text := object("message"), kind(document.String)
			e.Name, text.Name = "Error", "Text"
			doc.Schemas = []*document.Schema{e, text}
			if diff := cmp.Diff(append([]string{"Error", "Text"}, test.want...), names(t, doc, test.findings...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, s := range doc.Schemas[2:] {
				if !slices.ContainsFunc(o.Responses, func(r *document.Response) bool { return r.Schema.Ref == s.Name }) {
					t.Errorf("no response refers to %s", s.Name)
				}
			}
		})
	}
}

// A named schema is a copy with all contents, and the reference keeps position and
// description.
func TestNamedSchema(t *testing.T) {
	body := object("a")
	body.At, body.Description, body.Nullable = at(7), "A pet.", true
	o := &document.Operation{ID: "o", Body: body, BodyType: json}
	doc := operations(o)
	names(t, doc)
	want := *body
	want.Name = "o.body"
	if diff := cmp.Diff(&want, doc.Schemas[0]); diff != "" || body.Name != "" {
		t.Errorf("the schema (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&document.Schema{At: at(7), Kind: document.Ref, Ref: "o.body", Description: "A pet."}, o.Body); diff != "" {
		t.Errorf("the reference (-want +got):\n%s", diff)
	}
}

// Operations that share a component share its schema. Names of the document's schemas are
// not reused.
func TestNamesOnce(t *testing.T) {
	operation := func(id string) *document.Operation {
		return &document.Operation{ID: id, Body: object("a"), BodyType: json, BodyComponent: "Pet"}
	}
	a, b, c := operation("a"), operation("b"), &document.Operation{ID: "c", Body: object("a"), BodyType: json}
	doc := operations(a, b, c)
	doc.Schemas = []*document.Schema{{Name: "c.body", Kind: document.String}, {Name: "c.body#", Kind: document.String}}
	if diff := cmp.Diff([]string{"c.body", "c.body#", "#/components/requestBodies/Pet", "c.body##"}, names(t, doc)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a.Body.Ref != b.Body.Ref || c.Body.Ref != "c.body##" {
		t.Errorf("references to %q, %q and %q", a.Body.Ref, b.Body.Ref, c.Body.Ref)
	}
}

// Without the convention NamesInline, schemas get no names.
func TestNamesByConvention(t *testing.T) {
	o := &document.Operation{ID: "o", Response: object("a"), Responses: []*document.Response{{Status: "400", Schema: object("e")}}}
	doc := operations(o)
	doc.Conventions.NamesInline = false
	if got := names(t, doc); got != nil || o.Response.Kind != document.Object {
		t.Errorf("schemas %q, and the response is %v", got, o.Response)
	}
}
