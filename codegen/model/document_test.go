// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// openAPI returns a document with the conventions of OpenAPI.
func openAPI(parts ...any) *document.API {
	return assemble(&document.API{Conventions: document.Conventions{
		NamedByTitle:      true,
		RevisionIsVersion: true,
		ServicePerTag:     true,
		NamesFromIDs:      true,
		ShortMessageNames: true,
		FreeSchemaNames:   true,
		FreePropertyNames: true,
		SingularElements:  true,
		SharedEnums:       true,
		NamesInline:       true,
		TracksPresence:    true,
		SendsRequired:     true,
		CompleteEnums:     true,
		PlacesFields:      true,
		StylesParameters:  true,
		PagesByStructure:  true,
		StatesSecurity:    true,
	}}, parts)
}

// discovery returns a document with the conventions of discovery documents.
func discovery(parts ...any) *document.API {
	return assemble(&document.API{Conventions: document.Conventions{
		FormatsAreTypes:     true,
		BehaviorWords:       true,
		EmbedsRequests:      true,
		PathNamesProperties: true,
		OnlyPageTokens:      true,
	}}, parts)
}

// assemble adds schemas and operations to a document.
func assemble(doc *document.API, parts []any) *document.API {
	doc.Name, doc.Version, doc.Title, doc.Values = "zoo", "v1", "Zoo API", 1000
	for _, part := range parts {
		switch part := part.(type) {
		case *document.Schema:
			doc.Schemas = append(doc.Schemas, part)
		case *document.Operation:
			if doc.Conventions.NamesInline && part.Body != nil && part.BodyType == "" {
				part.BodyType = "application/json"
			}
			if !doc.Conventions.NamesInline && part.Body != nil {
				part.BodyRequired = true
			}
			if doc.Conventions.NamesInline && part.Response != nil && part.ResponseType == "" {
				part.ResponseType = "application/json"
			}
			doc.Operations = append(doc.Operations, part)
		}
	}
	return doc
}

// operation returns an operation with an id, such as "pets.get", and a request line, such as
// "GET /pets/{id}". In a discovery document, the words of the id before the last are the resource.
func operation(id, request string, edits ...func(*document.Operation)) *document.Operation {
	httpMethod, path, _ := strings.Cut(request, " ")
	template, err := pathtemplate.ParseOpenAPI(path)
	if err != nil {
		panic(err)
	}
	words := strings.Split(id, ".")
	o := &document.Operation{
		ID: id, Name: words[len(words)-1], Resource: words[:len(words)-1],
		HTTPMethod: httpMethod, Path: template, URLPath: path,
	}
	for _, v := range template.Variables() {
		o.Parameters = append(o.Parameters, &document.Parameter{Name: v.FieldPath, InPath: true, Required: true, Schema: text()})
	}
	for _, edit := range edits {
		edit(o)
	}
	return o
}

func body(s *document.Schema) func(*document.Operation) {
	return func(o *document.Operation) { o.Body = s }
}

func bodyOf(mediaType string, s *document.Schema) func(*document.Operation) {
	return func(o *document.Operation) { o.BodyType, o.Body = mediaType, s }
}

func returns(s *document.Schema) func(*document.Operation) {
	return func(o *document.Operation) { o.Response = s }
}

// query adds a query parameter with the given changes.
func query(name string, s *document.Schema, edits ...func(*document.Parameter)) func(*document.Operation) {
	return func(o *document.Operation) {
		p := &document.Parameter{Name: name, Schema: s}
		for _, edit := range edits {
			edit(p)
		}
		o.Parameters = append(o.Parameters, p)
	}
}

// inHeader adds a header parameter with the given changes.
func inHeader(name string, s *document.Schema, edits ...func(*document.Parameter)) func(*document.Operation) {
	return func(o *document.Operation) {
		p := &document.Parameter{Name: name, Schema: s}
		for _, edit := range edits {
			edit(p)
		}
		o.Headers = append(o.Headers, p)
	}
}

func object(name string, properties ...*document.Property) *document.Schema {
	return &document.Schema{Name: name, Kind: document.Object, Properties: properties}
}

// union returns a union of schemas.
func union(name string, variants ...*document.Schema) *document.Schema {
	return &document.Schema{Name: name, Kind: document.Union, Variants: variants}
}

func property(name string, s *document.Schema) *document.Property {
	return &document.Property{Name: name, Schema: s}
}

func text() *document.Schema { return &document.Schema{Kind: document.String} }

func kind(kind document.Kind, format document.Format) *document.Schema {
	return &document.Schema{Kind: kind, Format: format}
}

func whole(limits ...string) *document.Schema {
	s := &document.Schema{Kind: document.Integer}
	for _, limit := range limits {
		name, value, _ := strings.Cut(limit, ": ")
		s.Limits = append(s.Limits, document.Limit{Name: name, Value: value})
	}
	return s
}

func limited(s *document.Schema, limits ...string) *document.Schema {
	s.Limits = whole(limits...).Limits
	return s
}

func ref(name string) *document.Schema { return &document.Schema{Kind: document.Ref, Ref: name} }

func list(items *document.Schema) *document.Schema {
	return &document.Schema{Kind: document.Array, Items: items}
}

func mapOf(values *document.Schema) *document.Schema {
	return &document.Schema{Kind: document.Object, Additional: values}
}

func enum(values ...string) *document.Schema {
	s := text()
	for _, value := range values {
		s.Enum = append(s.Enum, document.EnumValue{Value: value})
	}
	return s
}

func named(name string, s *document.Schema) *document.Schema { s.Name = name; return s }

func required(s *document.Schema) *document.Schema { s.Required = true; return s }

func nullable(s *document.Schema) *document.Schema { s.Nullable = true; return s }

func described(s *document.Schema, description string) *document.Schema {
	s.Description = description
	return s
}

// at sets the position of a schema.
func at(pointer string, s *document.Schema) *document.Schema {
	s.At = finding.Position{Pointer: pointer}
	return s
}

// A modelTest is a document and its model, in the form of printed.
type modelTest struct {
	name      string
	doc       *document.API
	published *numbers.Lock
	want      string
}

func testModels(t *testing.T, tests []modelTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			published := test.published
			if published == nil {
				published = new(numbers.Lock)
			}
			api, findings := model.Build(test.doc, &model.Package{Name: "zoo.v1", GoImport: "example.com/zoo/v1/zoopb"}, published)
			findings.Append(api.Unsettled())
			got := printed(api) + printedFindings(findings)
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
