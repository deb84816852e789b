// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/numbers"
)

// openAPI returns an OpenAPI document with the given IDs of operations.
func openAPI(title, version, host string, ids ...string) *document.API {
	doc := &document.API{Title: title, Version: version, Host: host, Conventions: document.Conventions{NamedByTitle: true}}
	for _, id := range ids {
		doc.Operations = append(doc.Operations, &document.Operation{ID: id, URLPath: "/" + strings.ToLower(id)})
	}
	return doc
}

// publish writes the lock of an API, as an earlier run did.
func publish(t *testing.T, folder string, api numbers.API, methods ...string) {
	t.Helper()
	lock := &numbers.Lock{API: api, Methods: make(map[string]numbers.Method)}
	for _, id := range methods {
		id, gone := strings.CutPrefix(id, "-")
		lock.Methods[id] = numbers.Method{RPC: id, Gone: gone}
	}
	writeFile(t, filepath.Join(folder, lockOf(api.Package)), string(lock.Write()))
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestChoosePackage checks the package of a document beside one published API, petshop.v1, whose
// document was pets.yaml.
func TestChoosePackage(t *testing.T) {
	const host = "api.example.com"
	pets := numbers.API{Package: "petshop.v1", Title: "Pet Shop", Version: "v1", Host: host, Document: "pets.yaml"}
	hostless, anonymous, withoutFile := pets, numbers.API{Package: pets.Package}, pets
	hostless.Host, withoutFile.Document = "", ""
	methods := []string{"A", "B", "C", "D"}
	for _, test := range []struct {
		name      string
		published numbers.API
		before    []string // its methods, if they are not those above
		beside    string   // a file in the folder of the document
		file      string   // the document, if it is not pets.yaml
		doc       *document.API
		wanted    string
		want      string
		findings  []string
		moved     bool
	}{
		{
			name: "the same document", published: pets, doc: openAPI("Pet Shop", "v1", host, methods...), want: "petshop.v1",
		},
		{
			name: "the same title and file, but no common method", published: pets, doc: openAPI("Pet Shop", "v1", host, "X"), want: "petshop.v1",
		},
		{
			name: "the same title in another file, and no common method", published: pets, file: "cats.yaml",
			doc: openAPI("Pet Shop", "v1", host, "X"), want: "petshopx.v1", findings: []string{"package-taken"},
		},
		{
			name: "an earlier lock without a title", published: anonymous, file: "cats.yaml",
			doc: openAPI("Pet Shop", "v1", host, "X"), want: "petshop.v1",
		},
		{
			name: "an earlier lock without a title, of another name and half the methods", published: anonymous,
			doc: openAPI("Cat Cafe", "v1", host, "A", "B", "X"), want: "petshop.v1",
		},
		{
			name: "an earlier lock without a title, of another name and fewer methods", published: anonymous,
			doc: openAPI("Cat Cafe", "v1", host, "A", "X", "Y"), want: "catcafe.v1",
		},
		{
			name: "another title", published: pets, doc: openAPI("Cat Cafe", "v1", host, methods...), want: "petshop.v1", findings: []string{"package-kept"},
		},
		{
			name: "another title and half the methods", published: pets, doc: openAPI("Cat Cafe", "v1", host, "A", "B"), want: "petshop.v1",
			findings: []string{"package-kept"},
		},
		{
			name: "another title and fewer methods", published: pets, doc: openAPI("Cat Cafe", "v1", host, "A"), want: "catcafe.v1",
		},
		{
			name: "another version", published: pets, doc: openAPI("Pet Shop", "v2", host, methods...), want: "petshop.v1", findings: []string{"package-kept"},
		},
		{
			name: "a renamed file with one common method", published: pets, file: "cats.yaml", doc: openAPI("Pet Shop", "v1", host, "A", "X", "Y"), want: "petshop.v1",
		},
		{
			name: "another file beside the document", published: pets, beside: "pets.yaml", file: "cats.yaml",
			doc: openAPI("Pet Shop", "v1", host, methods...), want: "petshop.v1", findings: []string{"package-reused"},
		},
		{
			name: "another version beside the document", published: pets, beside: "pets.yaml", file: "cats.yaml",
			doc: openAPI("Pet Shop", "v2", host, methods...), want: "petshop.v2", findings: []string{"published-elsewhere"},
		},
		{
			name: "another title beside the document", published: pets, beside: "pets.yaml", file: "cats.yaml",
			doc: openAPI("Cat Cafe", "v1", host, methods...), want: "catcafe.v1", findings: []string{"published-elsewhere"},
		},
		{
			name: "another title beside an unknown document", published: withoutFile, beside: "pets.yaml", file: "cats.yaml",
			doc: openAPI("Cat Cafe", "v1", host, methods...), want: "petshop.v1", findings: []string{"package-kept"},
		},
		{
			name: "no host, half the methods", published: hostless, file: "cats.yaml", doc: openAPI("Pet Shop", "v1", "", "A", "B", "X", "Y"), want: "petshop.v1",
		},
		{
			name: "no host, fewer methods", published: hostless, file: "cats.yaml", doc: openAPI("Pet Shop", "v1", "", "A", "X", "Y"),
			want: "petshopa.v1", findings: []string{"package-by-title", "package-taken"},
		},
		{
			name: "no host, beside the document", published: hostless, beside: "pets.yaml", file: "cats.yaml",
			doc: openAPI("Pet Shop", "v1", "", methods...), want: "petshopa.v1",
			findings: []string{"package-by-title", "package-taken", "published-elsewhere"},
		},
		{
			name: "a host that becomes known", published: hostless, file: "cats.yaml", doc: openAPI("Pet Shop", "v1", host, methods...), want: "petshop.v1",
		},
		{
			name: "another host", published: pets, doc: openAPI("Pet Shop", "v1", "api.example.org", methods...), want: "petshopa.v1",
			findings: []string{"package-taken", "published-elsewhere"},
		},
		{
			name: "another title and host, three common methods", published: pets, before: []string{"A", "B", "C"},
			doc: openAPI("Cat Cafe", "v1", "api.example.org", "A", "B", "C"), want: "catcafe.v1", findings: []string{"published-elsewhere"},
		},
		{
			name: "another title and host, two common methods", published: pets, before: []string{"A", "B"},
			doc: openAPI("Cat Cafe", "v1", "api.example.org", "A", "B"), want: "catcafe.v1",
		},
		{
			name: "methods that are gone", published: pets, before: []string{"A", "-B", "-C"},
			doc: openAPI("Cat Cafe", "v1", host, "B", "C"), want: "catcafe.v1",
		},
		{
			name: "the title alone names the package", published: pets, doc: openAPI("Cat Cafe", "v1", "", "X"), want: "catcafe.v1",
			findings: []string{"package-by-title"},
		},
		{
			name: "wanted: a free package", published: pets, doc: openAPI("Cat Cafe", "v1", host, "X"), wanted: "zoo.v1", want: "zoo.v1",
		},
		{
			name: "wanted: another package of the API", published: pets, doc: openAPI("Pet Shop", "v1", host, methods...), wanted: "zoo.v1", want: "zoo.v1",
			findings: []string{"package-moved"}, moved: true,
		},
		{
			name: "wanted: a package for another version", published: pets, doc: openAPI("Pet Shop", "v2", host, methods...), wanted: "zoo.v2", want: "zoo.v2",
			findings: []string{"package-beside"},
		},
		{
			name: "wanted: another package of a similar API", published: pets, doc: openAPI("Pet Shop", "v1", "api.example.org", methods...),
			wanted: "zoo.v1", want: "zoo.v1",
		},
		{
			name: "wanted: its own package", published: pets, doc: openAPI("Pet Shop", "v1", host, "X"), wanted: "petshop.v1", want: "petshop.v1",
		},
		{
			name: "wanted: its own package, in another version", published: pets, doc: openAPI("Pet Shop", "v2", host, "X"),
			wanted: "petshop.v1", want: "petshop.v1", findings: []string{"package-kept"},
		},
		{
			name: "wanted: its own package, after the file was renamed", published: pets, file: "cats.yaml",
			doc: openAPI("Pet Shop", "v1", host, "X"), wanted: "petshop.v1", want: "petshop.v1",
		},
		{
			name: "wanted: a package without a title", published: anonymous, doc: openAPI("Cat Cafe", "v1", host, "X"), wanted: "petshop.v1", want: "petshop.v1",
		},
		{
			name: "wanted: the package of another API", published: pets, file: "cats.yaml",
			doc: openAPI("Cat Cafe", "v1", host, "X"), wanted: "petshop.v1", want: "petshop.v1", findings: []string{"package-reused"},
		},
		{
			name: "wanted: the package of an API at another host", published: pets,
			doc: openAPI("Pet Shop", "v1", "api.example.org", "X"), wanted: "petshop.v1", want: "petshop.v1", findings: []string{"package-reused"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			if test.before == nil {
				test.before = methods
			}
			publish(t, folder, test.published, test.before...)
			if test.beside != "" {
				writeFile(t, filepath.Join(folder, test.beside), "")
			}
			if test.file == "" {
				test.file = "pets.yaml"
			}
			findings := new(finding.List)
			p := &packages{folder: folder, taken: make(map[string]string)}
			got, err := p.choose(t.Context(), filepath.Join(folder, test.file), test.doc, test.wanted, findings)
			if err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, f := range findings.All() {
				rules = append(rules, f.Rule)
			}
			want := numbers.API{Package: test.want, Title: test.doc.Title, Version: test.doc.Version, Host: test.doc.Host, Document: test.file}
			if got.protoPackage != test.want || got.api != want {
				t.Errorf("got package %s and %+v, want %+v", got.protoPackage, got.api, want)
			}
			if diff := cmp.Diff(test.findings, rules); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%v", diff, findings.All())
			}
			if isMoved := got.moved != nil && got.moved.Package == "petshop.v1" && len(got.moved.lock) > 0; isMoved != test.moved {
				t.Errorf("moved %+v", got.moved)
			}
		})
	}
}

// TestPathsOfPackage converts documents whose methods have a version in their paths, in another revision of which the common
// version of all methods differs.
func TestPathsOfPackage(t *testing.T) {
	document := func(paths ...string) string {
		text := "openapi: 3.0.3\ninfo: {title: Pet Shop, version: 1.0.0}\nservers: [{url: 'https://api.example.com'}]\npaths:\n"
		for _, path := range paths {
			id := "get_" + path[strings.LastIndex(path, "/")+1:]
			text += fmt.Sprintf("  %s: {get: {operationId: %s, responses: {'200': {description: OK}}}}\n", path, id)
		}
		return text
	}
	for _, test := range []struct {
		name          string
		before, after []string
		want          string
	}{
		{"a path without a version was added", []string{"/v2/cats", "/v2/dogs"}, []string{"/v2/cats", "/v2/dogs", "/health"}, "petshop.v2"},
		{"the path without a version was removed", []string{"/v2/cats", "/v2/dogs", "/health"}, []string{"/v2/cats", "/v2/dogs"}, "petshop.v1"},
		{"a path with another version was added", []string{"/v2/cats", "/v2/dogs"}, []string{"/v2/cats", "/v2/dogs", "/v3/birds"}, "petshop.v2"},
		{"another version", []string{"/v2/cats", "/v2/dogs"}, []string{"/v3/cats", "/v3/dogs"}, "petshop.v3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder, got := newModule(t), ""
			name := filepath.Join(folder, "pets.yaml")
			for _, paths := range [][]string{test.before, test.after, test.after} {
				writeFile(t, name, document(paths...))
				for _, c := range convertAll(t, Target{Folder: folder, Options: Options{NoProof: true}}, name) {
					if c.Err != nil || len(c.Run.APIs) == 0 {
						t.Fatal(c.Err, c.Run.Findings.All())
					}
					got = c.Run.APIs[0].Package
					write(t, folder, c.Run)
				}
			}
			if got != test.want {
				t.Errorf("the package is %s, want %s", got, test.want)
			}
		})
	}
}

// TestPackageLeft checks when a document with another package is reported to have left its earlier one.
func TestPackageLeft(t *testing.T) {
	const host, moved, title = "api.example.com", "api.example.org", "Pet Shop"
	all := []string{"A", "B", "C", "D"}
	at := func(path string, doc *document.API) *document.API {
		doc.BasePath = path
		return doc
	}
	for _, test := range []struct {
		name     string
		outside  bool // the folder is not in a module, so that the lock does not have the folder of the document
		earlier  string
		isThere  bool // the earlier document still exists
		doc      *document.API
		want     string
		findings []string
	}{
		{"another path", false, "pets.yaml", false, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", []string{"package-left"}},
		{"another path, outside of a module", true, "pets.yaml", false, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", []string{"package-left"}},
		{"another path, title and version", false, "pets.yaml", false, at("/v2", openAPI("Cats", "v2", host, all...)), "cats.v2", []string{"package-left"}},
		{"another path and host", false, "pets.yaml", false, at("/v2", openAPI(title, "v2", moved, all...)), "petshop.v2", []string{"package-left"}},
		{"another path, title and host, and one common method", false, "pets.yaml", false, at("/v2", openAPI("Cats", "v2", moved, "A", "X", "Y")), "cats.v2", []string{"package-left"}},
		{"another path in the IDs of all methods", false, "pets.yaml", false, at("/v2", openAPI(title, "v1", host, "GET /v2/a")), "petshop.v2", []string{"package-left"}},
		{"another title and most methods", false, "pets.yaml", false, at("/v1", openAPI("Cats", "v1", host, "A", "X", "Y")), "cats.v1", []string{"package-left"}},
		{"another path and name of the file", false, "old.yaml", false, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", []string{"package-left"}},
		{"another path and folder", false, "old/pets.yaml", false, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", []string{"package-left"}},
		{"another path beside the earlier document", false, "old.yaml", true, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", nil},
		{"another path, and the earlier document in another folder", false, "old/pets.yaml", true, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", nil},
		{"another path, and the earlier document with another name in another folder", false, "old/old.yaml", true, at("/v2", openAPI(title, "v1", host, all...)), "petshop.v2", nil},
		{"another host", false, "pets.yaml", false, at("/v1", openAPI(title, "v1", moved, all...)), "petshop.v1", nil},
		{"another host, beside the earlier document", false, "old.yaml", true, at("/v1", openAPI(title, "v1", moved, all...)), "petshopa.v1", []string{"package-taken", "published-elsewhere"}},
		{"another API", false, "pets.yaml", false, at("/v1", openAPI("Cats", "v1", moved, "X")), "cats.v1", nil},
		{"another API with a common method, outside of a module", true, "pets.yaml", false, at("/v1", openAPI("Cats", "v1", moved, "A", "X", "Y")), "cats.v1", nil},
		{"another API with a common method in another file", false, "old.yaml", false, at("/v1", openAPI("Cats", "v1", moved, "A", "X", "Y")), "cats.v1", nil},
		{"another path, and few of the methods in another file", false, "old.yaml", false, at("/v2", openAPI(title, "v2", host, "A", "X", "Y")), "petshop.v2", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			folder := filepath.Join(root, "out")
			published := numbers.API{Package: "petshop.v1", Title: title, Version: "v1", Host: host, Path: "/v1", Document: filepath.Base(test.earlier)}
			if !test.outside {
				writeFile(t, filepath.Join(root, "go.mod"), "module example.com/pets\n")
				published.Folder = filepath.ToSlash(filepath.Join("..", filepath.Dir(test.earlier)))
			}
			publish(t, folder, published, all...)
			writeFile(t, filepath.Join(root, "pets.yaml"), "")
			if test.isThere {
				writeFile(t, filepath.Join(root, test.earlier), "")
			}
			findings := new(finding.List)
			p := &packages{folder: folder, taken: make(map[string]string)}
			got, err := p.choose(t.Context(), filepath.Join(root, "pets.yaml"), test.doc, "", findings)
			if err != nil || got.protoPackage != test.want {
				t.Errorf("got package %s and %v, want %s", got.protoPackage, err, test.want)
			}
			var rules []string
			for _, f := range findings.All() {
				rules = append(rules, f.Rule)
			}
			if diff := cmp.Diff(test.findings, rules); diff != "" {
				t.Errorf("findings (-want +got):\n%s\n%v", diff, findings.All())
			}
		})
	}
}

// TestChoosePackageWithoutFile checks that a document on standard input or in a folder is identified by
// what it is, not by that name.
func TestChoosePackageWithoutFile(t *testing.T) {
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "docs", "openapi.yaml"), "openapi: 3.1.0")
	for name, want := range map[string]string{"-": "", filepath.Join(folder, "docs"): "openapi.yaml", filepath.Join(folder, "gone"): "gone"} {
		p := &packages{folder: folder, taken: make(map[string]string)}
		got, err := p.choose(t.Context(), name, openAPI("Zoo", "v1", "api.example.com", "A"), "", new(finding.List))
		if err != nil || got.api.Document != want {
			t.Errorf("%s: got document %q and %v, want %q", name, got.api.Document, err, want)
		}
	}
}

// TestChoosePackagesOfOneRun checks that the documents of a run get different packages.
func TestChoosePackagesOfOneRun(t *testing.T) {
	folder := t.TempDir()
	published := numbers.API{Package: "zoo.v1", Title: "Zoo", Version: "v1", Host: "api.example.com", Document: "a.yaml"}
	publish(t, folder, published, "A", "B")
	p := &packages{folder: folder, taken: make(map[string]string)}
	choose := func(name string, doc *document.API) (string, []finding.Finding, error) {
		findings := new(finding.List)
		c, err := p.choose(t.Context(), filepath.Join(folder, name), doc, "", findings)
		return c.protoPackage, findings.All(), err
	}
	for _, test := range []struct{ name, want string }{{"a.yaml", "zoo.v1"}, {"b.yaml", "zooa.v1"}, {"c.yaml", "zooab.v1"}} {
		if got, _, err := choose(test.name, openAPI("Zoo", "v1", "api.example.com", "A", "B")); err != nil || got != test.want {
			t.Errorf("%s: got %s and %v, want %s", test.name, got, err, test.want)
		}
	}
	if got, _, err := choose("d.yaml", nil); err != nil || got != "" {
		t.Errorf("a document with errors: got %s and %v", got, err)
	}
	// A discovery document has only one possible package.
	discovery := &document.API{Name: "farm", Version: "v1"}
	if got, findings, err := choose("e.json", discovery); err != nil || got != "farm.v1" || len(findings) > 0 {
		t.Errorf("the first discovery document: got %s, %v and %v", got, findings, err)
	}
	_, _, err := choose("f.json", discovery)
	if want := "the package farm.v1 is also that of " + filepath.Join(folder, "e.json"); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("the second discovery document: got %v, want %s", err, want)
	}
}

// TestChoosePackageOfSimilarAPIs checks which of several published APIs a document continues.
func TestChoosePackageOfSimilarAPIs(t *testing.T) {
	const host = "api.example.com"
	like := func(pkg, title, host, file string) numbers.API {
		return numbers.API{Package: pkg, Title: title, Version: "v1", Host: host, Document: file}
	}
	for _, test := range []struct {
		name      string
		published map[string][]string // methods by package
		apis      []numbers.API
		want      string
	}{
		{
			"the most common methods", map[string][]string{"a.v1": {"A", "B"}, "b.v1": {"A", "B", "C"}, "c.v1": {"A", "B"}},
			[]numbers.API{like("a.v1", "Old", host, "x"), like("b.v1", "Old", host, "y"), like("c.v1", "Old", host, "z")}, "b.v1",
		},
		{
			"the file, if that is equal", map[string][]string{"a.v1": {"A", "B"}, "b.v1": {"A", "B"}, "c.v1": {"A", "B"}},
			[]numbers.API{like("a.v1", "Old", host, "x"), like("b.v1", "Old", host, "new.yaml"), like("c.v1", "Old", host, "z")}, "b.v1",
		},
		{
			"the host before methods", map[string][]string{"a.v1": {"A", "B"}, "b.v1": {"A", "B", "C", "D"}},
			[]numbers.API{like("a.v1", "New", host, "x"), like("b.v1", "New", "example.org", "y")}, "a.v1",
		},
		{
			"the host before methods, in another order", map[string][]string{"a.v1": {"A", "B", "C", "D"}, "b.v1": {"A", "B"}},
			[]numbers.API{like("a.v1", "New", "example.org", "x"), like("b.v1", "New", host, "y")}, "b.v1",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for _, api := range test.apis {
				publish(t, folder, api, test.published[api.Package]...)
			}
			p := &packages{folder: folder, taken: make(map[string]string)}
			got, err := p.choose(t.Context(), filepath.Join(folder, "new.yaml"), openAPI("New", "v1", host, "A", "B", "C", "D"), "", new(finding.List))
			if err != nil || got.protoPackage != test.want {
				t.Errorf("got %s and %v, want %s", got.protoPackage, err, test.want)
			}
		})
	}
}

// TestReadPublishedAPIs checks what is read of the locks in a folder.
func TestReadPublishedAPIs(t *testing.T) {
	folder := t.TempDir()
	p := &packages{folder: folder}
	if all, err := p.readAll(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("a folder without proto: got %v and %v", all, err)
	}
	publish(t, folder, numbers.API{Package: "a.v1", Title: "A"}, "Get", "-Put")
	types := &numbers.Lock{
		Messages: map[string]*numbers.Entry{
			"Pet": {Current: map[string]int32{"name": 1}},
			"Old": {Gone: map[string]int32{"name": 1}},
		},
		Enums: map[string]*numbers.Entry{"Kind": {Current: map[string]int32{"CAT": 0}}},
	}
	writeFile(t, filepath.Join(folder, lockOf("b.v1")), string(types.Write()))
	writeFile(t, filepath.Join(folder, lockOf("c.v1")), "[")
	writeFile(t, filepath.Join(folder, "proto", "d", "v1", "other.yaml"), "")
	all, err := p.readAll(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string][]string)
	for _, l := range all {
		names := []string{l.Title}
		for key := range l.keys {
			names = append(names, key)
		}
		slices.Sort(names)
		got[l.Package] = names
	}
	want := map[string][]string{"a.v1": {"A", "Get"}, "b.v1": {"", "Kind", "Pet"}, "c.v1": {""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A document without operations is recognized by its types.
	doc := &document.API{Schemas: []*document.Schema{{Name: "Pet"}, {Name: "Kind"}}}
	if diff := cmp.Diff(map[string]bool{"Pet": true, "Kind": true}, keysOf(doc)); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}

	if err := os.Remove(filepath.Join(folder, lockOf("c.v1"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, lockOf("c.v1")), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := p.read(t.Context(), "c.v1"); err == nil {
		t.Error("no error for a lock that is a folder")
	}
	if _, err := p.choose(t.Context(), "x.yaml", openAPI("C", "v1", "", "A"), "", new(finding.List)); err == nil {
		t.Error("no error for a document whose lock cannot be read")
	}
}
