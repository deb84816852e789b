// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
	"github.com/protolect/protolect/codegen/openapi"
	"github.com/protolect/protolect/codegen/overlay"
)

// kennel has pages with links, tokens, and schemas that say the same.
const kennel = `
openapi: 3.0.3
info: {title: Kennel, version: '1'}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    password: {type: http, scheme: basic}
  schemas:
    Dog: {type: object, properties: {name: {type: string}, coat: {type: string, enum: [short, long]}, age: {type: integer}, tricks: {type: array, items: {type: string}}}}
    Puppy: {type: object, properties: {name: {type: string}, coat: {type: string}}}
    Wolf: {type: object, properties: {name: {type: integer}}}
    Cat: {type: object, properties: {lives: {type: integer}}}
    Pack: {type: object, properties: {leader: {$ref: '#/components/schemas/Puppy'}, members: {type: object, additionalProperties: {$ref: '#/components/schemas/Puppy'}}}}
    Page:
      type: object
      properties:
        dogs: {type: array, items: {$ref: '#/components/schemas/Puppy'}}
        pages: {type: integer}
        links: {type: object, properties: {next: {type: string}}}
paths:
  /dogs:
    get:
      operationId: listDogs
      parameters: [{in: query, name: page, schema: {type: integer}}, {in: query, name: coat, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
  /dogs/{name}:
    get:
      operationId: getDog
      parameters: [{in: path, name: name, required: true, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Puppy'}}}}}
`

func applyToKennel(t *testing.T, data string) (*model.API, []string) {
	t.Helper()
	doc, findings := openapi.Read("kennel.yaml", []byte(kennel))
	if findings.HasErrors() {
		t.Fatal(found(findings))
	}
	api, _ := model.Build(doc, &model.Package{Name: "kennel.v1", GoImport: "example.com/kennel/kennelpb"}, new(numbers.Lock))
	o, findings := overlay.Read("overlay.yaml", []byte(data))
	findings.Append(o.Apply(api))
	return api, found(findings)
}

func TestUnite(t *testing.T) {
	api, findings := applyToKennel(t, lines("sameAs: {Puppy: Dog}", "paging: {listDogs: {pageNumber: page, items: dogs, nextLink: links.next, pageCount: pages}}", "signedTokens: {token: kennel_id}"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var messages []string
	for _, m := range api.Messages {
		if m.CreatedFor == nil {
			messages = append(messages, m.Name)
		}
		for _, f := range m.Fields {
			switch of := f.Type.(type) {
			case *model.Message:
				messages = append(messages, m.Name+"."+f.Name+" "+of.Name)
			case model.Map:
				messages = append(messages, m.Name+"."+f.Name+" "+of.Value.(*model.Message).Name)
			}
		}
	}
	want := []string{"Cat", "Dog", "Pack", "Pack.leader Dog", "Pack.members Dog", "Page", "Page.dogs Dog", "Page.links Links", "Wolf"}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	for _, s := range api.Services {
		for _, m := range s.Methods {
			switch m.Operations[0].ID {
			case "getDog":
				if m.Response.(*model.Message).Name != "Dog" {
					t.Error("getDog returns", m.Response)
				}
			case "listDogs":
				p := m.Paging
				if p.PageNumber[0].Name != "page" || p.Items[0].Name != "dogs" || len(p.NextLink) != 2 || p.PageCount[0].Name != "pages" {
					t.Errorf("the pages of listDogs are %+v", p)
				}
			}
		}
	}
	if claim := api.Document.SecuritySchemes[1].IssuerClaim; claim != "kennel_id" {
		t.Errorf("the claim is %q", claim)
	}
}

// A schema that stands for another has one in its own place: that stands for both.
func TestUniteChain(t *testing.T) {
	doc, findings := openapi.Read("kennel.yaml", []byte(`
openapi: 3.0.3
info: {title: Kennel, version: '1'}
paths:
  /dogs: {get: {operationId: getDog, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Puppy'}}}}}}}
components:
  schemas:
    Puppy: {type: object, properties: {name: {type: string}}}
    Dog: {type: object, properties: {name: {type: string}, age: {type: integer}}}
    Hound: {type: object, properties: {name: {type: string}, age: {type: integer}, nose: {type: string}}}
    Pack: {type: object, properties: {leader: {$ref: '#/components/schemas/Puppy'}, last: {$ref: '#/components/schemas/Dog'}}}
`))
	if findings.HasErrors() {
		t.Fatal(found(findings))
	}
	for _, data := range []string{"sameAs: {Puppy: Dog, Dog: Hound}", "sameAs: {Dog: Hound, Puppy: Hound}"} {
		api, _ := model.Build(doc, &model.Package{Name: "kennel.v1", GoImport: "example.com/kennel/kennelpb"}, new(numbers.Lock))
		o, findings := overlay.Read("overlay.yaml", []byte(data))
		findings.Append(o.Apply(api))
		if all := found(findings); len(all) > 0 {
			t.Fatal(all)
		}
		api.Walk(func(m *model.Message) {
			for _, f := range m.Fields {
				if of, ok := f.Type.(*model.Message); ok && of.Name != "Hound" {
					t.Errorf("%s: %s.%s is a %s", data, m.Name, f.Name, of.Name)
				}
			}
			if also := slices.Sorted(slices.Values(m.Replaced)); m.Name == "Hound" && !slices.Equal(also, []string{"Dog", "Puppy"}) {
				t.Errorf("%s: Hound stands for %q", data, also)
			}
		})
		if of := api.Services[0].Methods[0].Response.(*model.Message); of.Name != "Hound" {
			t.Errorf("%s: the response is a %s", data, of.Name)
		}
	}
}

func TestUniteBad(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"forms", lines("paging: {listDogs: {page: page}}", "signedTokens: [token]", "sameAs: Dog"), []string{
			`1:10 overlay-syntax: the paging of "listDogs" needs exactly one of pageToken, pageNumber, offset and lastItem, the name of a parameter; none if links contain all parameters of the next page: nextLink or linkHeader; or false if it returns no pages`,
			`1:21 overlay-syntax: unknown key "page": the keys are pageToken, pageNumber, offset, lastItem, limit, items, itemId, nextPageToken, nextLink, linkHeader, pageCount, total, hasMore and zeroBased`,
			`2:15 overlay-syntax: expected a mapping, found a list`,
			`3:9 overlay-syntax: expected a mapping, found "Dog"`,
		}},
		{"nothing to match", lines("paging: {listCats: {pageNumber: page}, listDogs: {pageNumber: number, nextLink: links.nope.more}}", "signedTokens: {cookie: id}", "sameAs: {Mouse: Dog, Puppy: Mouse, Dog: Dog}"), []string{
			`1:10 overlay-matches-nothing: the document has no method "listCats"`,
			`1:63 overlay-matches-nothing: the document has no property or parameter "number"`,
			`1:81 overlay-matches-nothing: the document has no property or parameter "links.nope.more"`,
			`2:16 overlay-matches-nothing: the document has no security scheme "cookie"`,
			`3:10 overlay-matches-nothing: the document has no schema "Mouse"`,
			`3:22 overlay-matches-nothing: the document has no other schema "Mouse"`,
			`3:36 overlay-matches-nothing: the document has no other schema "Dog"`,
		}},
		{"impossible", lines("paging: {listDogs: {pageNumber: coat, items: links, pageCount: links}}", "signedTokens: {password: id}", "sameAs: {Wolf: Dog, Cat: Dog, Dog: Puppy}"), []string{
			`1:33 overlay-impossible: "coat" is not an integer`,
			`1:46 overlay-impossible: "links" is not a list`,
			`1:64 overlay-impossible: "links" is not an integer`,
			`2:16 overlay-impossible: the scheme "password" is not a bearer token`,
			`3:10 overlay-impossible: Wolf has the property "name", which Dog does not have with that type`,
			`3:21 overlay-impossible: Cat has the property "lives", which Dog does not have with that type`,
			`3:31 overlay-impossible: Dog has the property "age", which Puppy does not have with that type`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, got := applyToKennel(t, test.data); !cmp.Equal(test.want, got) {
				t.Errorf("findings (-want +got):\n%s", cmp.Diff(test.want, got))
			}
		})
	}
}
