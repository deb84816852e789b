// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
)

// routes returns a document with a GET operation for each "ID path" of the lines, where the ID - means
// none. All operations have the parameters.
func routes(operations, parameters string) string {
	var text strings.Builder
	text.WriteString("openapi: 3.0.3\ninfo: {title: Pets, version: 0.1.0}\nservers: [{url: 'https://pets.example'}]\npaths:\n")
	for line := range strings.SplitSeq(operations, "\n") {
		id, path, _ := strings.Cut(line, " ")
		fmt.Fprintf(&text, "  %s: {get: {", path)
		if id != "-" {
			fmt.Fprintf(&text, "operationId: %s, ", id)
		}
		text.WriteString("parameters: [")
		if _, variable, found := strings.Cut(path, "{"); found {
			fmt.Fprintf(&text, "{name: %s, in: path, required: true, schema: {type: string}}, ", strings.TrimSuffix(variable, "}"))
		}
		for name := range strings.FieldsSeq(parameters) {
			fmt.Fprintf(&text, "{name: %s, in: query, schema: {type: string}}, ", name)
		}
		text.WriteString("], responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}\n")
	}
	return text.String()
}

// TestIDChanges converts a document, and then one in which the IDs of operations changed.
func TestIDChanges(t *testing.T) {
	const two = "getPets /pets\ngetPet /pets/{id}"
	for name, test := range map[string]struct {
		before, after, overlay string
		want                   []string
		rpcs                   string
	}{
		"another name": {two, "getPets /pets\nfindPet /pets/{id}", "", []string{
			"published-renamed GET /pets/{id} was published as GetPet, but its new ID \"findPet\" names it FindPet; " +
				"the line for the overlay that keeps the name is methods: {findPet: GetPet}",
		}, "FindPet GetPets"},
		"the line of the overlay": {two, "getPets /pets\nfindPet /pets/{id}", "methods: {findPet: GetPet}", nil, "GetPet GetPets"},
		"a better name":           {two, "getPets /pets\nfindPet /pets/{id}", "methods: {findPet: FetchPet}", nil, "FetchPet GetPets"},
		"another variable": {two, "getPets /pets\nfindPet /pets/{petId}", "methods: {findPet: GetPet}", []string{
			"published-renamed findPet no longer has the published field id; if it is petId now, which has the same type, " +
				"the line for the overlay that keeps the published name is fields: {findPet.petId: id}",
		}, "GetPet GetPets"},
		"another spelling": {two, "getPets /pets\nget_pet /pets/{id}", "", nil, "GetPets GetPet"},
		"an ID for a method without one": {"getPets /pets\n- /pets/{id}", "getPets /pets\nfind.pet /pets/{id}", "", []string{
			"published-renamed GET /pets/{id} was published as GetPet, but its new ID \"find.pet\" names it FindPet; " +
				"the line for the overlay that keeps the name is methods: {find.pet: GetPet}",
		}, "FindPet GetPets"},
		"all IDs": {two, "allPets /pets\nfindPet /pets/{id}", "methods: {findPet: GetPet, allPets: GetPets}", nil, "GetPets GetPet"},
		"another path": {two, "getPets /pets\nfindPet /pet/{id}", "", []string{
			"published-gone the document no longer has GetPet (1 of 2 published methods)",
		}, "FindPet GetPets"},
		"another API with a path of this one": {two + "\ngetA /a", "list /pets\ngetB /b\ngetC /c", "", []string{
			"document-unrelated the document has none of the 3 published methods and 6 published types",
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := generate.Input{GoImport: func(p string) string { return "example.com/" + p }, NoProof: true}
			convert := func(document, overlay string) (*generate.Output, []string) {
				in.Document = generate.File{Name: "a.yaml", Data: []byte(document)}
				in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(overlay)}
				out, findings, err := generate.API(in)
				if err != nil {
					t.Fatal(err)
				}
				var found []string
				for _, f := range findings.All() {
					found = append(found, f.Rule+" "+f.Message)
				}
				if out != nil {
					in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
				}
				return out, found
			}
			// Two documents give the parameters numbers that differ from their order.
			for _, parameters := range []string{"z", "a z"} {
				if out, found := convert(routes(test.before, parameters), ""); out == nil || found != nil {
					t.Fatal(found)
				}
			}
			out, found := convert(routes(test.after, "a z"), test.overlay)
			if diff := cmp.Diff(test.want, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if out == nil {
				return
			}
			again, found := convert(routes(test.after, "a z"), test.overlay)
			if again == nil || found != nil || string(again.Lock) != string(out.Lock) {
				t.Fatalf("the same run again: %v", found)
			}
			out = again
			var rpcs []string
			for _, m := range out.Model.Services[0].Methods {
				rpcs = append(rpcs, m.Name)
				a, z := m.Request.Field("a"), m.Request.Field("z")
				if line := "{findPet: GetPet}"; strings.Contains(test.overlay, line) {
					want := map[string]string{"GetPet": "GetPetResponse", "GetPets": "GetPetsResponse"}[m.Name]
					if got := m.Response.(*model.Message).Name; got != want {
						t.Errorf("%s: the response is %s, want %s", m.Name, got, want)
					}
				}
				if kept := a.Number > z.Number; kept == (name == "another path" && m.Name == "FindPet") {
					t.Errorf("%s: a has the number %d, and z has %d", m.Name, a.Number, z.Number)
				}
			}
			if got := strings.Join(rpcs, " "); got != test.rpcs {
				t.Errorf("methods %s, want %s", got, test.rpcs)
			}
		})
	}
}
