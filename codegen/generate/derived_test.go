// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
)

// allNames returns the names of the methods, types, fields and enum values of an output.
func allNames(out *generate.Output) []string {
	var names []string
	for _, s := range out.Model.Services {
		for _, m := range s.Methods {
			names = append(names, m.Name)
		}
	}
	out.Model.Walk(func(m *model.Message) {
		for _, f := range m.Fields {
			names = append(names, m.Path()+"."+f.Name)
		}
	})
	out.Model.WalkEnums(func(e *model.Enum) {
		for _, v := range e.Values {
			names = append(names, e.Path()+"."+v.Name)
		}
	})
	slices.Sort(names)
	return names
}

const derivedDocument = `openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example'}]
paths:
  /people:
    get:
      operationId: findAll
      parameters: [{name: sort, in: query, schema: {type: string, enum: [name, -name, created_at, -created_at]}}]
      responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: object, properties: {a: {type: string}}}}}}}}}, '404': {description: a, content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}}
    post:
      operationId: doIt
      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}, kind: {type: string, enum: [x, y, +x]}}}}}}
      responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}}
components:
  schemas:
    Person: {type: object, properties: {state: {type: string, enum: [a, -a, b]}, other: {$ref: '#/components/schemas/State'}}}
    State: {type: string, enum: [c, -c, d]}
`

// TestLaterOverlay converts a document without an overlay, and then with one. The names are those of a first run with
// the overlay, and stay in later runs.
func TestLaterOverlay(t *testing.T) {
	for name, overlay := range map[string]string{
		"a method":                    "methods: {findAll: ListPeople}",
		"a method with a body":        "methods: {doIt: AddPerson}",
		"all methods":                 "methods: {findAll: ListPeople, doIt: AddPerson}",
		"a method and its response":   "methods: {findAll: ListPeople}\nmessages: {findAll.response: People}",
		"a taken name":                "methods: {findAll: ListPeople}\nmessages: {Person: ListPeopleResponse}",
		"the enum of a parameter":     "enums: {findAll.sort: PersonSort}",
		"the enum of a property":      "enums: {Person.state: Person.Status}",
		"the enum of a property, out": "enums: {Person.state: PersonState}",
		"a schema":                    "enums: {State: Mood}",
		"a method, and its enum":      "methods: {doIt: AddPerson}\nenums: {doIt.body.kind: PersonKind}",
	} {
		t.Run(name, func(t *testing.T) {
			first, found := newRevisions(t).convert(derivedDocument, overlay)
			if first == nil {
				t.Fatal(found)
			}
			r := newRevisions(t)
			plain, found := r.convert(derivedDocument, "")
			if plain == nil {
				t.Fatal(found)
			}
			for range 2 {
				later, found := r.convert(derivedDocument, overlay)
				if later == nil {
					t.Fatal(found)
				}
				if diff := cmp.Diff(allNames(first), allNames(later)); diff != "" {
					t.Errorf("names (-first run +later):\n%s", diff)
				}
			}
			// The overlay is given up.
			again, found := r.convert(derivedDocument, "ignore: {}")
			if again == nil {
				t.Fatal(found)
			}
			if diff := cmp.Diff(allNames(plain), allNames(again)); diff != "" {
				t.Errorf("names without the overlay (-first run +later):\n%s", diff)
			}
		})
	}
}

// TestPublishedDerivedNames converts a document with the lock of a version that did not derive the name of a response from
// the overlay's name of its method: the published name stays.
func TestPublishedDerivedNames(t *testing.T) {
	const overlay = "methods: {findAll: ListPeople}"
	r := newRevisions(t)
	out, found := r.convert(derivedDocument, overlay)
	if out == nil {
		t.Fatal(found)
	}
	r.in.Lock.Data = []byte(strings.ReplaceAll(string(out.Lock), "ListPeopleResponse", "FindAllPeopleResponse"))
	for range 2 {
		out, found = r.convert(derivedDocument, overlay)
		isKept := func(name string) bool { return strings.HasPrefix(name, "FindAllPeopleResponse.") }
		if out == nil || found != nil || !slices.ContainsFunc(allNames(out), isKept) {
			t.Errorf("got %s, %s", allNames(out), found)
		}
	}
}
