// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package projectfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/ignore"
	"github.com/protolect/protolect/codegen/projectfile"
)

var today = time.Date(2027, 1, 31, 23, 0, 0, 0, time.UTC)

const sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

const good = `# The APIs.
apis:
  vonage/v1:
    document: docs/vonage.json
    proto: protolect.vonage.v1
    go: example.com/gen/vonage/v1
  google/chat/v1:
    document:
      module: google.golang.org/api
      path: chat/v1/chat-api.json
    overlay: chat.yaml
    ignore: {xml: clients speak JSON}
  shop:
    document: {url: 'https://shop.example/v1/openapi.json', sha256: ` + sum + `}
protos:
  - protolect/api/v1/annotations.proto
policy: {go: major, wire: none}
exceptions:
  - {api: shop, change: field Item.Price, reason: nobody uses it, expires: 2027-01-31}
ignore: {webhook: another program handles them}
`

func TestParse(t *testing.T) {
	got, findings := projectfile.Parse("root", []byte(good), today)
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	want := &projectfile.Project{
		Root: "root",
		APIs: []projectfile.API{
			{
				Name:       "google/chat/v1",
				Document:   projectfile.Document{Module: "google.golang.org/api", Path: "chat/v1/chat-api.json"},
				Overlay:    "chat.yaml",
				HasOverlay: true,
			},
			{
				Name: "shop",
				Document: projectfile.Document{
					URL: "https://shop.example/v1/openapi.json", SHA256: sum, Path: "discovery/shop/openapi.json",
				},
				Overlay: "discovery/shop/overlay.yaml",
			},
			{
				Name:         "vonage/v1",
				Document:     projectfile.Document{Path: "docs/vonage.json"},
				ProtoPackage: "protolect.vonage.v1",
				GoImport:     "example.com/gen/vonage/v1",
				Overlay:      "discovery/vonage/v1/overlay.yaml",
			},
		},
		Protos:     []string{"protolect/api/v1/annotations.proto"},
		Policy:     projectfile.Policy{Go: compare.Major, Wire: compare.None, Requests: compare.Minor},
		Exceptions: []projectfile.Exception{{API: "shop", Change: "field Item.Price", Reason: "nobody uses it", Expires: "2027-01-31"}},
	}
	options := cmp.Options{cmpopts.IgnoreTypes(finding.Position{}, ignore.Rules{}), cmpopts.IgnoreUnexported(projectfile.Project{})}
	if diff := cmp.Diff(want, got, options); diff != "" {
		t.Errorf("project (-want +got):\n%s", diff)
	}
	if got.Ignored.IsEmpty() || got.APIs[0].Ignored.IsEmpty() || !got.APIs[1].Ignored.IsEmpty() {
		t.Error("the ignored rules are not those of the file")
	}
}

// TestPacks reads the packs for all APIs and for one API.
func TestPacks(t *testing.T) {
	got, findings := projectfile.Parse("", []byte(`apis:
  a: {document: a.yaml, packs: [{pack: packs/two/, options: {n: 7, on: true, names: [x, y], none: [], text: '1', empty: ''}}, {pack: ./three}]}
  b: {document: b.yaml}
packs:
- {pack: ./packs/one, options: {title: all}}
- {pack: packs/two}
`), today)
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	one := projectfile.Pack{Folder: "packs/one", Options: map[string]any{"title": "all"}}
	two := projectfile.Pack{Folder: "packs/two", Options: map[string]any{
		"n": "7", "on": "true", "names": []string{"x", "y"}, "none": []string{}, "text": "1", "empty": ""}}
	three := projectfile.Pack{Folder: "three", Options: map[string]any{}}
	want := [][]projectfile.Pack{{one, two, three}, {one, {Folder: "packs/two", Options: map[string]any{}}}}
	for i, api := range got.APIs {
		if diff := cmp.Diff(want[i], got.PacksOf(api), cmpopts.IgnoreTypes(finding.Position{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", api.Name, diff)
		}
	}
}

// TestDownloadName checks the names of downloaded documents: an overlay or a lock is not replaced.
func TestDownloadName(t *testing.T) {
	for url, want := range map[string]string{
		"https://a.example/v1/shop.yaml?x=1":         "shop.yaml",
		"https://a.example":                          "document",
		"https://a.example/openapi":                  "document",
		"https://a.example/..%2Fx.json":              "x.json",
		"https://a.example/.json":                    "document",
		"https://a.example/Overlay.yaml":             "document",
		"https://a.example/numbers.lock.yaml":        "document",
		"https://a.example/a%20b.json":               "document",
		"https://a.example/chat/v1/chat-api.json#/a": "chat-api.json",
	} {
		data := "apis: {a: {document: {url: '" + url + "'}}}"
		got, findings := projectfile.Parse("", []byte(data), today)
		if findings.HasErrors() || got.APIs[0].Document.Path != "discovery/a/"+want {
			t.Errorf("%s: got %v %v, want %s", url, got, findings.All(), want)
		}
	}
}

func TestParseBad(t *testing.T) {
	edit := func(from, to string) string {
		if strings.Count(good, from) != 1 {
			t.Fatalf("%q is in the file %d times", from, strings.Count(good, from))
		}
		return strings.Replace(good, from, to, 1)
	}
	exception := func(text string) string {
		return "apis: {shop: {document: a}}\nexceptions: [" + text + "]\n"
	}
	const wantName = "expected the name of an API: a path in lower case, for example google/chat/v1, found "
	const wantFolder = "expected the folder of a pack within the project, for example ./packs/reference, found "
	const wantPath = "expected the path of the document within the project, or a mapping with module and path, or with url and sha256, found "
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{"1:1: expected a mapping, found nothing"}},
		{"invalid YAML", "apis: {\n", []string{"2:1: did not find expected node content"}},
		{"two documents", good + "---\napis: {}\n", []string{"21:1: a second document begins here"}},
		{"unknown key", good + "api: {}\n", []string{`21:1: unknown key "api" (did you mean "apis"?): the keys are apis, protos, policy, exceptions, packs and ignore`}},
		{"unknown key of an API", edit("go: example", "format: openapi\n    go: example"), []string{`6:5: unknown key "format": the keys are document, proto, go, overlay, packs and ignore`}},
		{"unknown key of a document", edit("module:", "modul:"), []string{
			`9:7: the mapping lacks module: add it, or for a file of the project write document: chat/v1/chat-api.json`,
			`9:7: unknown key "modul" (did you mean "module"?): the keys are module, path, url and sha256`,
		}},
		{"duplicate API", good + "apis: {}\n", []string{`21:1: duplicate key "apis": it is also on line 2`}},
		{"list of APIs", "apis: [a]\n", []string{"1:7: expected a mapping, found a list"}},
		{"API that is a text", "apis: {a: b}\n", []string{`1:11: expected a mapping, found "b"`}},

		{"name with dots", edit("vonage/v1:", "../vonage:"), []string{"3:3: " + wantName + `"../vonage"`}},
		{"absolute name", edit("vonage/v1:", "/vonage:"), []string{"3:3: " + wantName + `"/vonage"`}},
		{"name in upper case", edit("vonage/v1:", "Vonage:"), []string{"3:3: " + wantName + `"Vonage"`}},
		{"no document", edit("    document: docs/vonage.json\n", ""), []string{`3:3: the API "vonage/v1" lacks document`}},
		{"empty document", edit("docs/vonage.json", ""), []string{"4:14: " + wantPath + "nothing"}},
		{"list of documents", edit("docs/vonage.json", "[a]"), []string{"4:15: " + wantPath + "a list"}},
		{"empty mapping", edit("docs/vonage.json", "{}"), []string{"4:15: the document lacks path, its path within the module, or url"}},
		{"module without a path", edit("      path: chat/v1/chat-api.json\n", ""), []string{"9:7: the document lacks path, its path within the module, or url"}},
		{"path without a module", edit("docs/vonage.json", "{path: a.json}"), []string{"4:15: the mapping lacks module: add it, or for a file of the project write document: a.json"}},
		{"path that climbs", edit("docs/vonage.json", "../vonage.json"), []string{"4:15: " + wantPath + `"../vonage.json"`}},
		{"absolute path", edit("docs/vonage.json", "/etc/passwd"), []string{"4:15: " + wantPath + `"/etc/passwd"`}},
		{"path that climbs out of a module", edit("chat/v1/chat-api.json", "../chat.json"), []string{`10:13: expected a path within the module, found "../chat.json"`}},
		{"module that is an option", edit("google.golang.org/api", "-modfile=x"), []string{`9:15: expected the path of a Go module, found "-modfile=x"`}},
		{"module with a version", edit("google.golang.org/api", "google.golang.org/api@latest"), []string{`9:15: expected the path of a Go module, found "google.golang.org/api@latest"`}},
		{"URL and module", edit("module: google.golang.org/api", "url: 'https://a.example'"), []string{"9:7: a document with url must not have module or path: remove one of the two"}},
		{"sha256 without a URL", edit("docs/vonage.json", "{sha256: "+sum+"}"), []string{"4:15: only a document with url has a sha256: add url, or remove sha256"}},
		{"short sha256", edit(sum, "0123"), []string{`14:69: expected a SHA-256: 64 hexadecimal digits in lower case, found "0123"`}},
		{"URL of a file", edit("https://shop.example/v1", "file:///v1"), []string{`14:21: expected a URL that starts with https://, found "file:///v1/openapi.json"`}},
		{"URL with a password", edit("https://shop", "https://me:secret@shop"), []string{`14:21: the URL must not contain a user or password: remove "me@"`}},
		{"proto", edit("protolect.vonage.v1", "Vonage"), []string{`5:12: expected a proto package, for example protolect.google.chat.v1, found "Vonage"`}},
		{"proto with an option", edit("protolect.vonage.v1", `"a;option b=1"`), []string{`5:12: expected a proto package, for example protolect.google.chat.v1, found "a;option b=1"`}},
		{"go", edit("example.com/gen/vonage/v1", "../gen"), []string{`6:9: expected the import path of the client's package: malformed import path "../gen": invalid path element ".."`}},
		{"one proto package twice", edit("    overlay: chat.yaml", "    proto: protolect.vonage.v1"), []string{
			`11:12: protolect.vonage.v1 is also that of "vonage/v1": choose another one for "google/chat/v1"`,
		}},
		{"one Go package twice", edit("    overlay: chat.yaml", "    go: example.com/gen/vonage/v1"), []string{
			`11:9: example.com/gen/vonage/v1 is also that of "vonage/v1": choose another one for "google/chat/v1"`,
		}},
		{"overlay that climbs", edit("chat.yaml", "../chat.yaml"), []string{`11:14: expected the path of the overlay within the project, found "../chat.yaml"`}},
		{"unknown rule of an API", edit("{xml:", "{xmi:"), []string{`12:14: the rule "xmi" does not exist (did you mean "xml"?): protolect rules lists the rules`}},
		{"rule that is an error", edit("{webhook:", "{name-taken:"), []string{"20:10: name-taken is an error, and errors cannot be ignored: correct the cause of the error"}},
		{"rule without a reason", edit("another program handles them", "''"), []string{`20:19: expected a reason, found ""`}},
		{"proto file that climbs", edit("protolect/api/v1/annotations.proto", "../x.proto"), []string{`16:5: expected the path of a .proto file within proto/, found "../x.proto"`}},
		{"Go file", edit("annotations.proto", "x.go"), []string{`16:5: expected the path of a .proto file within proto/, found "protolect/api/v1/x.go"`}},
		{"policy", edit("none", "some"), []string{`17:27: expected a verdict: none, patch, minor or major, found "some"`}},
		{"unknown key of the policy", edit("wire", "wires"), []string{`17:21: unknown key "wires" (did you mean "wire"?): the keys are go, wire and requests`}},

		{"no exceptions", "exceptions: []\n", []string{"1:13: expected a list of at least one element, found an empty list"}},
		{"empty exception", exception("{}"), []string{"2:14: the exception lacks api, change, reason, expires"}},
		{"exception of an unknown API", exception("{api: shopp, change: a, reason: b, expires: 2099-01-01}"), []string{`2:20: the API "shopp" does not exist (did you mean "shop"?): the APIs are "shop"`}},
		{"exception without a reason", exception("{api: shop, change: a, reason: ' ', expires: 2099-01-01}"), []string{`2:45: expected a reason, found " "`}},
		{"exception for all changes", exception("{api: shop, change: '', reason: b, expires: 2099-01-01}"), []string{`2:34: expected a text of one line, found ""`}},
		{"date in another form", exception("{api: shop, change: a, reason: b, expires: 1/1/2099}"), []string{`2:57: expected a date such as 2027-01-31, found "1/1/2099"`}},
		{"date that does not exist", exception("{api: shop, change: a, reason: b, expires: 2099-02-30}"), []string{`2:57: expected a date such as 2027-01-31, found "2099-02-30"`}},
		{"packs", "apis: {a: {document: a}}\npacks:\n- {pack: ../p}\n- {pack: /p}\n- {options: {a: {b: c}}}\n- {pack: p, option: {}}\n- {pack: ./p}\n- p\n", []string{
			"3:10: " + wantFolder + "\"../p\"",
			"4:10: " + wantFolder + "\"/p\"",
			"5:3: the entry lacks pack",
			"5:17: expected a value: a text, a number, true, false or a list of texts, found a mapping",
			"6:13: unknown key \"option\" (did you mean \"options\"?): the keys are pack and options",
			"7:3: the list contains the pack p twice: remove one of the entries",
			"8:3: expected a mapping, found \"p\"",
		}},
		{"no packs", "apis: {a: {document: a, packs: []}}\n", []string{"1:32: expected a list of at least one element, found an empty list"}},
		{"expired", exception("{api: shop, change: a, reason: b, expires: 2027-01-30}"), []string{
			"2:57: the exception expired on 2027-01-30: remove it, or set a later date if its reason still holds",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, findings := projectfile.Parse("", []byte(test.data), today)
			if got != nil {
				t.Fatal(got)
			}
			var messages []string
			for _, f := range findings.All() {
				messages = append(messages, fmt.Sprintf("%d:%d: %s", f.Position.Line, f.Position.Column, f.Message))
				if f.Rule != finding.ProjectSyntax.Name {
					t.Errorf("the rule is %s", f.Rule)
				}
				if f.Excerpt.Text == "" && strings.HasPrefix(f.Message, "expected a v") {
					t.Errorf("%s: no excerpt", f.Message)
				}
			}
			if diff := cmp.Diff(test.want, messages); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadMissing(t *testing.T) {
	_, _, err := projectfile.Read(t.Context(), t.TempDir(), today)
	if err == nil || !strings.Contains(err.Error(), "write it with protolect init") {
		t.Errorf("got %v", err)
	}
}

func TestLocate(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.com/project\n\nrequire example.com/documents v1.2.3\n\nreplace example.com/documents => ./documents\n")
	if err := os.Mkdir(filepath.Join(root, "documents"), 0o777); err != nil {
		t.Fatal(err)
	}
	write("documents/go.mod", "module example.com/documents\n")
	write("documents/openapi.yaml", "openapi: 3.1.0\n")
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOWORK", "off")
	for document, want := range map[string]string{
		"documents/openapi.yaml": "documents/openapi.yaml",
		"documents":              "documents/openapi.yaml",
		"{module: example.com/documents, path: v1/a.json}": "documents/v1/a.json",
		"{url: 'https://a.example/b.json'}":                "discovery/shop/b.json",
	} {
		p, findings := projectfile.Parse(root, []byte("apis: {shop: {document: "+document+"}}"), today)
		if p == nil {
			t.Fatal(findings.All())
		}
		got, err := p.Locate(t.Context(), p.APIs[0])
		if err != nil || got != filepath.Join(root, filepath.FromSlash(want)) {
			t.Errorf("%s: got %s %v", document, got, err)
		}
	}
	p, _ := projectfile.Parse(root, []byte("apis: {shop: {document: {module: example.com/missing, path: a}}}"), today)
	if _, err := p.Locate(t.Context(), p.APIs[0]); err == nil || !strings.HasPrefix(err.Error(), "the document of shop: ") {
		t.Errorf("a missing module: got %v", err)
	}
}
