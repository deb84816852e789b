// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/overlay"
	"github.com/protolect/protolect/codegen/yamltree"
)

// refersTo reports whether a value contains a reference to a schema.
func refersTo(value any, schema string) bool {
	found := false
	properties(value, func(s map[string]any) {
		ref, _ := s["$ref"].(string)
		found = found || ref == schema || strings.HasSuffix(ref, "/"+schema)
	})
	return found
}

// shrink removes a random element from a document.
func shrink(random *rand.Rand, document map[string]any) (removed string) {
	schemas, _ := document["schemas"].(map[string]any)
	if schemas == nil {
		schemas = document["components"].(map[string]any)["schemas"].(map[string]any)
	}
	type element struct {
		name   string
		remove func()
	}
	var all []element
	add := func(name string, remove func()) { all = append(all, element{name, remove}) }
	// remove removes a member and what refers to a schema that it was.
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		delete(schemas, name+"?")
		add("schema "+name, func() {
			delete(schemas, name)
			properties(document, func(s map[string]any) {
				if members, ok := s["properties"].(map[string]any); ok {
					for member, value := range members {
						if refersTo(value, name) {
							delete(members, member)
						}
					}
				}
				for verb, o := range s {
					if m, ok := o.(map[string]any); ok && (m["responses"] != nil || m["httpMethod"] != nil) && refersTo(o, name) {
						delete(s, verb)
					}
				}
			})
		})
	}
	properties(document, func(s map[string]any) {
		if members, ok := s["properties"].(map[string]any); ok && s["type"] == "object" {
			for _, name := range slices.Sorted(maps.Keys(members)) {
				add("property "+name, func() { delete(members, name) })
			}
		}
		if values, ok := s["enum"].([]any); ok && len(values) > 1 {
			i := random.IntN(len(values))
			add("value "+values[i].(string), func() { s["enum"] = slices.Delete(values, i, i+1) })
		}
		for _, verb := range slices.Sorted(maps.Keys(s)) {
			m, ok := s[verb].(map[string]any)
			if !ok || m["responses"] == nil && m["httpMethod"] == nil {
				continue
			}
			add("method "+verb, func() { delete(s, verb) })
			if list, ok := m["parameters"].([]any); ok {
				for i, p := range list {
					if p.(map[string]any)["in"] == "query" {
						add("parameter", func() { m["parameters"] = slices.Delete(list, i, i+1) })
					}
				}
			}
			if members, ok := m["parameters"].(map[string]any); ok {
				for _, name := range slices.Sorted(maps.Keys(members)) {
					if members[name].(map[string]any)["location"] == "query" {
						add("parameter "+name, func() { delete(members, name) })
					}
				}
			}
		}
	})
	e := all[random.IntN(len(all))]
	e.remove()
	return e.name
}

// TestRemovals removes elements of documents that overlays describe: lines about them never stop a run, and
// the output is the same without these lines.
func TestRemovals(t *testing.T) {
	shop, err := os.ReadFile("../overlay/testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, example := range yamlFence.FindAllStringSubmatch(overlay.Reference(), -1) {
		examples.WriteString(example[1])
	}
	for name, texts := range map[string][2]string{"OpenAPI": {string(shop), examples.String()}, "discovery": {library, libraryOverlay}} {
		t.Run(name, func(t *testing.T) { checkRemovals(t, texts[0], texts[1]) })
	}
}

func checkRemovals(t *testing.T, text, lines string) {
	const sample = 30
	in := generate.Input{ProtoPackage: "acme.v1", GoImport: func(string) string { return "example.com/gen/acme/v1" }, NoProof: true}
	run := func(document []byte, lines string, lock []byte) (*generate.Output, *finding.List) {
		in.Document = generate.File{Name: "a.json", Data: document}
		in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(lines)}
		in.Lock = generate.File{Name: "numbers.lock.yaml", Data: lock}
		out, findings, err := generate.API(in)
		if err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		return out, findings
	}
	first, findings := run(inJSON(t, text), lines, nil)
	if first == nil {
		t.Fatal(errorsIn(findings))
	}
	for i := range sample {
		random := rand.New(rand.NewPCG(*seed, uint64(i)))
		var document map[string]any
		if err := json.Unmarshal(inJSON(t, text), &document); err != nil {
			t.Fatal(err)
		}
		var removed []string
		for range 1 + random.IntN(2) {
			removed = append(removed, shrink(random, document))
		}
		data, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		out, findings := run(data, lines, first.Lock)
		if out == nil {
			t.Errorf("%d: without %q: %s", i, removed, errorsIn(findings))
			continue
		}
		// The lock has the elements as gone now.
		later, findings := run(data, lines, out.Lock)
		if later == nil {
			t.Errorf("%d: without %q, the second time: %s", i, removed, errorsIn(findings))
			continue
		}
		var pointers []string
		for _, f := range findings.All() {
			if f.Rule == finding.OverlayRemoved.Name {
				pointers = append(pointers, f.Position.Pointer)
			}
		}
		fixed, err := yamltree.Remove([]byte(lines), pointers)
		if err != nil {
			t.Fatal(err)
		}
		again, findings := run(data, string(fixed), out.Lock)
		if again == nil {
			t.Errorf("%d: without %q, in the overlay too: %s", i, removed, errorsIn(findings))
			continue
		}
		for j, f := range later.Proto {
			if diff := cmp.Diff(string(f.Data), string(again.Proto[j].Data)); diff != "" {
				t.Errorf("%d: without %q, the lines have an effect:\n%s", i, removed, diff)
			}
		}
		for _, f := range findings.All() {
			if f.Rule == finding.OverlayRemoved.Name {
				t.Errorf("%d: without %q: %s", i, removed, f.Message)
			}
		}
	}
}

// TestRemovedLines has one line of an overlay for each kind of element that a document removed.
func TestRemovedLines(t *testing.T) {
	lines := func(text string) string { return libraryOverlay + text }
	for _, test := range []struct {
		name, old, new string // in the document
		overlay        string
		want           []string // findings about the overlay
	}{
		{"never published", "", "", lines("optional: {Book.isbm: true}"), []string{
			`error overlay-matches-nothing: the document has no property "Book.isbm" (did you mean "Book.isbn"?)`,
		}},
		{"property", "isbn: {type: string}, ", "", libraryOverlay, []string{
			`warning overlay-removed: this revision of the document removed the property "Book.isbn"`,
			`warning overlay-removed: this revision of the document removed the property "Book.isbn"`,
		}},
		{"enum value", "[BASIC, FULL]", "[BASIC]", lines("numbers: {library.shelves.books.list.view: {BASIC: 0, FULL: 1}}"), []string{
			`warning overlay-removed: this revision of the document removed the value "FULL"`,
		}},
		{"parameter", "pageToken: {type: string, location: query}, ", "", lines("requestIds: {library.shelves.books.list: [pageToken]}"), []string{
			`warning overlay-removed: this revision of the document removed the property or parameter "pageToken"`,
		}},
		{"part of the example", "pageToken: {type: string, location: query}, ", "", strings.Replace(libraryOverlay, "{parent: shelves/1}", "{pageToken: a}", 1), []string{
			`warning example-removed: the document removed a part of the request of ListBooks: unknown field "pageToken"`,
		}},
		{"value in the example", "[BASIC, FULL]", "[BASIC]", strings.Replace(libraryOverlay, "{parent: shelves/1}", "{view: FULL}", 1), []string{
			`warning example-removed: the document removed a part of the request of ListBooks: invalid value for enum field view: "FULL"`,
		}},
		{"wrong example", "", "", strings.Replace(libraryOverlay, "{parent: shelves/1}", "{parents: shelves/1}", 1), []string{
			`error example-invalid: the request of ListBooks does not have the field "parents" (did you mean "parent"?)`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := generate.Input{ProtoPackage: "acme.v1", GoImport: func(string) string { return "example.com/gen/acme/v1" }}
			run := func(document, overlay string) (*generate.Output, *finding.List) {
				in.Document = generate.File{Name: "a.json", Data: inJSON(t, document)}
				in.Overlay = generate.File{Name: "overlay.yaml", Data: []byte(overlay)}
				out, findings, err := generate.API(in)
				if err != nil {
					t.Fatal(err)
				}
				return out, findings
			}
			first := libraryOverlay
			if test.old != "" {
				first = test.overlay
			}
			out, findings := run(library, first)
			if out == nil {
				t.Fatal(errorsIn(findings))
			}
			in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
			if !strings.Contains(library, test.old) {
				t.Fatal("the document does not have the element")
			}
			_, findings = run(strings.Replace(library, test.old, test.new, 1), test.overlay)
			var got []string
			for _, f := range findings.All() {
				if f.Position.File == "overlay.yaml" || f.Rule == finding.AdditionAdapted.Name {
					got = append(got, f.Severity.String()+" "+f.Rule+": "+f.Message)
				}
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestRenamedMethodInOverlay has a line for a method whose ID changed: it is not about a removed element.
func TestRenamedMethodInOverlay(t *testing.T) {
	in := generate.Input{
		Document: generate.File{Name: "a.json", Data: inJSON(t, library)}, Overlay: generate.File{Name: "overlay.yaml", Data: []byte(libraryOverlay)},
		ProtoPackage: "acme.v1", GoImport: func(string) string { return "example.com/gen/acme/v1" },
	}
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		t.Fatal(err, errorsIn(findings))
	}
	in.Lock = generate.File{Name: "numbers.lock.yaml", Data: out.Lock}
	in.Document.Data = inJSON(t, strings.Replace(library, "library.shelves.get", "library.shelves.read", 1))
	_, findings, err = generate.API(in)
	const want = `the document has no method "library.shelves.get": it now has the ID "library.shelves.read" [overlay-matches-nothing]`
	if err != nil || !strings.Contains(errorsIn(findings), want) {
		t.Errorf("%v, want %s in %s", err, want, errorsIn(findings))
	}
}
