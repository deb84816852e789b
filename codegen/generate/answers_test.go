// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
)

// TestAnswers takes an operation through revisions with other responses of success.
// What it returns was decided when it was published.
func TestAnswers(t *testing.T) {
	const (
		thing = `'200': {description: A thing., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}`
		same  = `'201': {description: A thing., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}`
		later = `'202': {description: Later., content: {application/json: {schema: {type: object, properties: {after: {type: string}}}}}}`
		table = `'206': {description: A table., content: {text/csv: {}}}`
		none  = `'204': {description: Nothing.}`
		page  = `'200': {description: A page., content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}`
		again = `'202': {description: A page., content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}`
		more  = `'202': {description: A page., content: {application/json: {schema: {type: object, properties: {b: {type: string}, c: {type: string}}}}}}`
	)
	for _, test := range []struct {
		name      string
		responses []string // of the revisions
		want      string   // names of the last one
		reported  bool
	}{
		{"one", []string{thing}, "Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"alike", []string{thing + "," + same + "," + none}, "Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"alike in place", []string{page + "," + again}, "GetThingResponse{b=1} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"alike in place, then one grows", []string{page + "," + again, page + "," + more},
			"GetThingAcceptedResponse{b=1 c=2} GetThingResponse{b=1} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", true},
		{"several", []string{thing + "," + later}, "GetThingAcceptedResponse{after=1} GetThingResponse{accepted=1 ok=2} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"no JSON", []string{thing + "," + table}, "GetThingResponse{ok=1 partial_content=2} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"one more", []string{thing + "," + later, thing + "," + later + "," + table},
			"GetThingAcceptedResponse{after=1} GetThingResponse{accepted=1 ok=2 partial_content=3} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"one less", []string{thing + "," + table, thing}, "GetThingResponse{ok=1 reserved partial_content} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", false},
		{"another type comes late", []string{thing, thing + "," + later}, "GetThingAcceptedResponse{after=1} Thing{a=1} GetThingRequest{} GetThing(GetThingRequest)", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lock []byte
			var out *generate.Output
			var findings *finding.List
			for _, responses := range test.responses {
				var err error
				out, findings, err = generate.API(generate.Input{
					Document: generate.File{Name: "things.yaml", Data: fmt.Appendf(nil, `
openapi: 3.1.0
info: {title: Things API, version: 1.0.0}
servers: [{url: 'https://things.example.com'}]
paths: {/thing: {get: {operationId: getThing, responses: {%s}}}}
components: {schemas: {Thing: {type: object, properties: {a: {type: string}}}}}
`, responses)},
					Lock:     generate.File{Name: "numbers.lock.yaml", Data: lock},
					GoImport: func(string) string { return "example.com/things" },
				})
				if err != nil || findings.HasErrors() {
					t.Fatal(err, findings.All())
				}
				lock = out.Lock
			}
			if diff := cmp.Diff(test.want, names(out.Descriptors)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			reported := false
			for _, f := range findings.All() {
				reported = reported || f.Rule == finding.PublishedChanged.Name
			}
			if reported != test.reported {
				t.Errorf("reported: %t, want %t", reported, test.reported)
			}
		})
	}
}
