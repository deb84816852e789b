// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package sources_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/sources"
)

func write(t *testing.T, data string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sources.yaml")
	if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

const good = `# The APIs.
apis:
  vonage/v1:
    document: {path: docs/vonage.json}
    proto: protolect.vonage.v1
    go: example.com/gen/vonage/v1
  google/chat/v1:
    document:
      module: google.golang.org/api
      path: chat/v1/chat-api.json
    proto: protolect.google.chat.v1
    go: example.com/gen/google/chat/v1
protos:
  - protolect/api/v1/annotations.proto
`

func TestRead(t *testing.T) {
	file := write(t, good)
	folder := filepath.Dir(file)
	got, findings, err := sources.Read(t.Context(), file)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings.All())
	}
	want := &sources.Sources{
		APIs: []sources.API{
			{
				Name:         "google/chat/v1",
				Folder:       filepath.Join(folder, "google", "chat", "v1"),
				Module:       "google.golang.org/api",
				Path:         filepath.Join("chat", "v1", "chat-api.json"),
				ProtoPackage: "protolect.google.chat.v1",
				GoImport:     "example.com/gen/google/chat/v1",
			},
			{
				Name:         "vonage/v1",
				Folder:       filepath.Join(folder, "vonage", "v1"),
				Path:         filepath.Join("docs", "vonage.json"),
				ProtoPackage: "protolect.vonage.v1",
				GoImport:     "example.com/gen/vonage/v1",
			},
		},
		Protos: []string{"protolect/api/v1/annotations.proto"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

func TestReadBad(t *testing.T) {
	api := func(from, to string) string { return strings.Replace(good, from, to, 1) }
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{"1:1: expected a mapping, found nothing"}},
		{"invalid YAML", "apis: {\n", []string{"2:1: did not find expected node content"}},
		{"two documents", good + "---\napis: {}\n", []string{"15:1: a second document begins here"}},
		{"unknown key", good + "api: {}\n", []string{`15:1: unknown key "api" (did you mean "apis"?): the keys are apis and protos`}},
		{"unknown key of an API", api("go: example", "format: openapi\n    go: example"), []string{`6:5: unknown key "format": the keys are document, proto and go`}},
		{"unknown key of a document", api("module:", "modul:"), []string{`9:7: unknown key "modul" (did you mean "module"?): the keys are module and path`}},
		{"duplicate API", good + "apis: {}\n", []string{`15:1: duplicate key "apis": it is also on line 2`}},
		{"list of APIs", "apis: [a]\n", []string{"1:7: expected a mapping, found a list"}},
		{"API that is a text", "apis: {a: b}\n", []string{`1:8: the API "a" lacks document, proto, go`, `1:11: expected a mapping, found "b"`}},

		{"name with dots", api("vonage/v1:", "../vonage:"), []string{`3:3: expected the path of the API's folder, in lower case, found "../vonage"`}},
		{"absolute name", api("vonage/v1:", "/vonage:"), []string{`3:3: expected the path of the API's folder, in lower case, found "/vonage"`}},
		{"name in upper case", api("vonage/v1:", "Vonage:"), []string{`3:3: expected the path of the API's folder, in lower case, found "Vonage"`}},
		{"no document", api("    document: {path: docs/vonage.json}\n", ""), []string{`3:3: the API "vonage/v1" lacks document`}},
		{"no path", api("path: docs/vonage.json", ""), []string{"4:5: the document lacks path, its path within the module or the API's folder"}},
		{"path that climbs", api("docs/vonage.json", "../../vonage.json"), []string{`4:22: expected a path within the module or the API's folder, found "../../vonage.json"`}},
		{"absolute path", api("docs/vonage.json", "/etc/passwd"), []string{`4:22: expected a path within the module or the API's folder, found "/etc/passwd"`}},
		{"module that is an option", api("google.golang.org/api", "-modfile=x"), []string{`9:15: expected the path of a Go module, found "-modfile=x"`}},
		{"module with a version", api("google.golang.org/api", "google.golang.org/api@latest"), []string{`9:15: expected the path of a Go module, found "google.golang.org/api@latest"`}},
		{"proto", api("protolect.vonage.v1", "Vonage"), []string{`5:12: expected a proto package, for example protolect.google.chat.v1, found "Vonage"`}},
		{"proto with an option", api("protolect.vonage.v1", `"a;option b=1"`), []string{`5:12: expected a proto package, for example protolect.google.chat.v1, found "a;option b=1"`}},
		{"go", api("example.com/gen/vonage/v1", "../gen"), []string{`6:9: expected the import path of the client's package: malformed import path "../gen": invalid path element ".."`}},
		{"one proto package twice", api("protolect.vonage.v1", "protolect.google.chat.v1"), []string{
			`11:12: protolect.google.chat.v1 is also that of "vonage/v1": choose another one for "google/chat/v1"`,
		}},
		{"one Go package twice", api("example.com/gen/vonage/v1", "example.com/gen/google/chat/v1"), []string{
			`12:9: example.com/gen/google/chat/v1 is also that of "vonage/v1": choose another one for "google/chat/v1"`,
		}},
		{"proto file that climbs", good + "  - ../x.proto\n", []string{`15:5: expected the path of a .proto file within proto/, found "../x.proto"`}},
		{"Go file", good + "  - x.go\n", []string{`15:5: expected the path of a .proto file within proto/, found "x.go"`}},
		{"all at once", strings.ReplaceAll(good, "path: ", "path: /") + "  - x.go\n", []string{
			`4:22: expected a path within the module or the API's folder, found "/docs/vonage.json"`,
			`10:13: expected a path within the module or the API's folder, found "/chat/v1/chat-api.json"`,
			`15:5: expected the path of a .proto file within proto/, found "x.go"`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, findings, err := sources.Read(t.Context(), write(t, test.data))
			if err != nil || got != nil {
				t.Fatal(got, err)
			}
			var messages []string
			for _, f := range findings.All() {
				messages = append(messages, fmt.Sprintf("%d:%d: %s", f.Position.Line, f.Position.Column, f.Message))
				if f.Excerpt.Text == "" && strings.HasPrefix(f.Message, "expected a p") {
					t.Errorf("no excerpt in %v", f)
				}
			}
			if diff := cmp.Diff(test.want, messages); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
	if _, _, err := sources.Read(t.Context(), filepath.Join(t.TempDir(), "sources.yaml")); !os.IsNotExist(err) {
		t.Errorf("error = %v", err)
	}
}

func TestDocument(t *testing.T) {
	folder := t.TempDir()
	got, err := sources.API{Name: "a", Folder: folder, Path: "a.json"}.Document(t.Context())
	if want := filepath.Join(folder, "a.json"); err != nil || got != want {
		t.Errorf("document = %s, %v, want %s", got, err, want)
	}
	got, err = sources.API{Name: "a", Folder: ".", Module: "github.com/google/go-cmp", Path: "go.mod"}.Document(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(got); err != nil {
		t.Error(err)
	}
	_, err = sources.API{Name: "a", Folder: ".", Module: "example.com/not/required", Path: "a.json"}.Document(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the document of a: ") || !strings.Contains(err.Error(), "example.com/not/required") {
		t.Errorf("error = %v", err)
	}
	_, err = sources.API{Name: "a", Folder: filepath.Join(folder, "gone"), Module: "github.com/google/go-cmp"}.Document(t.Context())
	if err == nil {
		t.Error("no error without the folder")
	}
}
