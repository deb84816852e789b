// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/goapi"
)

// goPackages returns the APIs of the Go packages of an output.
func goPackages(out *generate.Output) []*goapi.Package {
	files := make(map[string]map[string][]byte)
	for _, f := range out.Go {
		folder := path.Dir(f.Name)
		if files[folder] == nil {
			files[folder] = make(map[string][]byte)
		}
		files[folder][path.Base(f.Name)] = f.Data
	}
	var packages []*goapi.Package
	for folder, of := range files {
		packages = append(packages, goapi.Parse(folder, of))
	}
	return packages
}

var (
	adviceIn    = regexp.MustCompile(`lines? for the overlay (?:that keeps? .*? )?(?:is|are) (.*)$`)
	sectionIn   = regexp.MustCompile(`(?:^| and )(\w+): \{(.*?)\}(?: and |$)`)
	sectionsEnd = regexp.MustCompile(` and (\w+: \{)`)
)

// adviceOf returns the overlay that consists of the lines that findings contain.
func adviceOf(findings *finding.List) string {
	sections := make(map[string][]string)
	var names []string
	for _, f := range findings.All() {
		advice := adviceIn.FindStringSubmatch(f.Message)
		if advice == nil {
			continue
		}
		for line := range strings.SplitSeq(sectionsEnd.ReplaceAllString(advice[1], "\n$1"), "\n") {
			parts := sectionIn.FindStringSubmatch(line)
			if sections[parts[1]] == nil {
				names = append(names, parts[1])
			}
			sections[parts[1]] = append(sections[parts[1]], parts[2])
		}
	}
	slices.Sort(names)
	var text strings.Builder
	for _, name := range names {
		text.WriteString(name + ": {" + strings.Join(sections[name], ", ") + "}\n")
	}
	return text.String()
}

const suggestionsHead = "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\nservers: [{url: 'https://shop.example'}]\n"

// TestSuggestions renames elements of a document. The lines that the findings contain keep the published names,
// so that programs still compile.
func TestSuggestions(t *testing.T) {
	const person = "{type: object, properties: {name: {type: string}, email: {type: string}}}"
	const document = `paths:
  /people:
    get: {operationId: getPeople, parameters: [{name: limit, in: query, schema: {type: integer}}], responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/Person'}}, total: {type: integer}}}}}}}}
    post: {operationId: addPerson, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}, responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}}}
  /notes: {get: {operationId: getNotes, parameters: [{name: cursor, in: query, schema: {type: string}}], responses: {'200': {description: a, content: {application/json: {schema: {type: object, properties: {notes: {type: array, items: {$ref: '#/components/schemas/Note'}}, nextCursor: {type: string}}}}}}}}}
components:
  schemas:
    Person: ` + person + `
    Event: {type: object, properties: {data: {oneOf: [{$ref: '#/components/schemas/Person'}, {type: string}]}, at: {type: string, format: date-time}, state: {$ref: '#/components/schemas/State'}}}
    State: {type: string, enum: [open, closed, gone]}
    Note: {type: object, properties: {memo: {type: string}, size: {type: integer}, author: {$ref: '#/components/schemas/Person'}, kind: {type: string, enum: [x, y]}, place: {type: object, properties: {city: {type: string}}}}}
    NotePatch: {type: object, properties: {memo: {type: string}, size: {type: integer}}}
    Either: {oneOf: [{$ref: '#/components/schemas/Note'}, {$ref: '#/components/schemas/Person'}]}
`
	for name, test := range map[string]struct {
		edits []string
		want  string
	}{
		"a schema in a union, a body and a response": {[]string{"schemas/Person", "schemas/Client", "Person:", "Client:"},
			"fields: {Event.data.Client: person, Either.Client: person}\nmessages: {Client: Person}\n"},
		"a schema with another property": {[]string{"    Person: {type: object, properties: {", "    Client: {type: object, properties: {age: {type: integer}, ", "schemas/Person", "schemas/Client"},
			"fields: {Event.data.Client: person, Either.Client: person}\nmessages: {Client: Person}\n"},
		"a schema, and a property of it": {[]string{"schemas/Person", "schemas/Client", "Person:", "Client:", "author", "writer"},
			"fields: {Event.data.Client: person, Note.writer: author, Either.Client: person}\nmessages: {Client: Person}\n"},
		"a schema that is a union":  {[]string{"Either", "Any"}, "messages: {Any: Either}\n"},
		"a schema that is an enum":  {[]string{"schemas/State", "schemas/Status", "State:", "Status:"}, "enums: {Status: State}\n"},
		"a property of two schemas": {[]string{"memo", "note"}, "fields: {Note.note: memo, NotePatch.note: memo}\n"},
		"a property of a response":  {[]string{"total", "count"}, "fields: {getPeople.response.count: total}\n"},
		"a parameter":               {[]string{"name: limit", "name: most"}, "fields: {getPeople.most: limit}\n"},
		"a property with an enum":   {[]string{"kind", "sort"}, "enums: {Note.sort: Note.Kind}\nfields: {Note.sort: kind}\n"},
		"a property with an object": {[]string{"place", "location"}, "fields: {Note.location: place}\nmessages: {Note.location: Note.Place}\n"},
		"two properties with different types": {[]string{"memo", "note", "size", "weight"},
			"fields: {Note.note: memo, NotePatch.note: memo, Note.weight: size, NotePatch.weight: size}\n"},
		"an operation":             {[]string{"getPeople", "fetchPeople"}, "methods: {fetchPeople: GetPeople}\n"},
		"the parameter of a pager": {[]string{"name: cursor", "name: page_token"}, "fields: {getNotes.page_token: cursor}\npaging: {getNotes: {pageToken: page_token, items: notes, nextPageToken: nextCursor}}\n"},
		"a member of a page":       {[]string{"nextCursor", "nextMarker"}, "fields: {getNotes.response.nextMarker: next_cursor}\npaging: {getNotes: {pageToken: cursor, items: notes, nextPageToken: nextMarker}}\n"},
		// No line is certain.
		"two properties with the same type": {[]string{"name: {type: string}, email:", "title: {type: string}, mail:"}, ""},
		"a property with another type":      {[]string{"memo: {type: string}", "note: {type: boolean}"}, ""},
		"a value":                           {[]string{"closed", "done"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRevisions(t)
			before, found := r.convert(suggestionsHead+document, "")
			if before == nil {
				t.Fatal(found)
			}
			after := suggestionsHead + strings.NewReplacer(test.edits...).Replace(document)
			in := r.in
			in.Document.Data = []byte(after)
			out, findings, err := generate.API(in)
			if err != nil || out == nil {
				t.Fatal(err, findings.All())
			}
			advice := adviceOf(findings)
			if diff := cmp.Diff(test.want, advice); diff != "" {
				t.Fatalf("lines (-want +got):\n%s\n%v", diff, findings.All())
			}
			if advice == "" {
				return
			}
			in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(advice)}
			out, findings, err = generate.API(in)
			if err != nil || out == nil {
				t.Fatal(err, findings.All())
			}
			for _, f := range findings.All() {
				if strings.HasPrefix(f.Rule, "published-") {
					t.Errorf("with the lines: %s", f.Message)
				}
			}
			for _, change := range goapi.Compare(goPackages(before), goPackages(out)) {
				if change.Breaks {
					t.Errorf("with the lines: %s", change.Message)
				}
			}
		})
	}
}
