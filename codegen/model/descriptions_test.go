// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

// TestDescriptions checks generated descriptions and their combination with those of the
// document.
func TestDescriptions(t *testing.T) {
	shared := described(object("Pet", property("name", described(text(), "What it is called.")), property("rows", list(list(text())))), "A pet.")
	shared.Additional = described(list(text()), "Others.")
	for _, test := range []modelTest{
		{name: "sentences of OpenAPI", doc: openAPI(shared, object("feed.body", property("tags", list(text()))),
			operation("sendPet", "PATCH /a", query("a.b", text()), body(described(ref("Pet"), "The pet to send."))), operation("sendFile", "POST /b", bodyOf("image/png", text())), operation("feed", "POST /c", body(ref("feed.body"))),
			operation("fetch", "GET /d", func(o *document.Operation) {
				o.Response, o.ResponseType = ref("Pet"), "application/json"
				o.Responses = []*document.Response{{Status: "200", MediaType: "application/json", Schema: o.Response, Description: "It was there."}, {Status: "202", MediaType: "image/png", Schema: text(), Description: "Later."}}
			})), want: `
Pet: "A pet."
  name: "What it is called."
  rows: ""
  additional_properties: "The properties of the JSON object for which the message has no field.\n\nOthers."
  null_fields: "The JSON names of fields that are null in JSON. A field that is set is written with its value, even if the list contains its name."
  empty_fields: "The JSON names of lists and maps that are empty in JSON. Other empty lists and maps are omitted."
Pet.Row: "An element of Pet.rows."
  values: ""
Pet.AdditionalProperty: "Others."
  values: ""
FeedRequest: "The request for Feed."
  tags: ""
  empty_fields: "The JSON names of lists and maps that are empty in JSON. Other empty lists and maps are omitted."
FetchResponse: "The response of Fetch. It contains one of several types."
  accepted: "Later."
  ok: "It was there."
SendPetRequest: "The request for SendPet."
  a: "The parameters whose names start with a."
  pet: "The pet to send."
SendPetRequest.A: "The parameters whose names start with a."
  b: ""
SendFileRequest: "The request for SendFile."
  body: "The body of the request.\n\nIts media type is image/png."
FetchRequest: "The request for Fetch."
`},
		{name: "sentences of a discovery document", doc: discovery(shared, operation("pets.set", "PUT /v1/a", query("x", text()), body(ref("Pet")))), want: `
Pet: "A pet."
  name: "What it is called."
  rows: ""
  additional_properties: "The properties of the JSON object for which the message has no field.\n\nOthers."
Pet.Row: "An element of Pet.rows."
  values: ""
Pet.AdditionalProperty: "Others."
  values: ""
PetsSetPetRequest: "The request for SetPet."
  pet: "Required. The body of the request."
  x: ""
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, _ := model.Build(test.doc, new(model.Package), new(numbers.Lock))
			api.Describe()
			var got strings.Builder
			api.Walk(func(m *model.Message) {
				fmt.Fprintf(&got, "%s: %q\n", m.Path(), m.Description)
				for _, f := range m.Fields {
					fmt.Fprintf(&got, "  %s: %q\n", f.Name, f.Description)
				}
			})
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
