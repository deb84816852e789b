// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package sources_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
    format: discovery
    document: {path: docs/vonage.json}
    proto: protolect.vonage.v1
    go: example.com/gen/vonage/v1
  google/chat/v1:
    format: discovery
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
	got, err := sources.Read(t.Context(), file)
	if err != nil {
		t.Fatal(err)
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
	api := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	tests := []struct {
		name, data string
		want       []string // of the error, each with a line of its own
	}{
		{"empty", "", []string{"no documents in stream"}},
		{"no YAML", "apis: {", []string{"did not find expected node content"}},
		{"two documents", good + "---\napis: {}\n", []string{"expected single document, found multiple"}},
		{"unknown key", good + "api: {}\n", []string{`field api not found`}},
		{"unknown key of an API", api("format: discovery", "format: discovery\n    url: x"), []string{"field url not found"}},
		{"duplicate API", good + "apis: {}\n", []string{`mapping key "apis" already defined`}},
		{"wrong type", "apis: [a]\n", []string{"cannot construct"}},
		{"wrong type of an API", "apis: {a: b}\n", []string{"cannot construct"}},

		{"name with dots", api("vonage/v1:", "../vonage:"), []string{`"../vonage": an API's name is the path of its folder, in lower case`}},
		{"absolute name", api("vonage/v1:", "/vonage:"), []string{`"/vonage": an API's name is`}},
		{"name in upper case", api("vonage/v1:", "Vonage:"), []string{`"Vonage": an API's name is`}},
		{"no format", api("format: discovery\n    document: {", "document: {"), []string{`the format "" is not known: it is discovery`}},
		{"unknown format", api("format: discovery", "format: wsdl"), []string{`the format "wsdl" is not known`}},
		{"no path", api("path: docs/vonage.json", ""), []string{`document.path is "": it must be a path within the module or the API's folder`}},
		{"path that climbs", api("docs/vonage.json", "../../vonage.json"), []string{`document.path is "../../vonage.json"`}},
		{"absolute path", api("docs/vonage.json", "/etc/passwd"), []string{`document.path is "/etc/passwd"`}},
		{"module that is an option", api("google.golang.org/api", "-modfile=x"), []string{`document.module is "-modfile=x": it must be the path of a Go module`}},
		{"module with a version", api("google.golang.org/api", "google.golang.org/api@latest"), []string{"document.module is"}},
		{"proto", api("protolect.vonage.v1", "Vonage"), []string{`proto is "Vonage": it must be a proto package`}},
		{"proto with an option", api("protolect.vonage.v1", `"a;option b=1"`), []string{"it must be a proto package"}},
		{"go", api("example.com/gen/vonage/v1", "../gen"), []string{`go is "../gen": it must be the import path of the client's package`}},
		{"one proto package twice", api("protolect.vonage.v1", "protolect.google.chat.v1"), []string{
			`"vonage/v1": protolect.google.chat.v1 is that of "google/chat/v1" already`,
		}},
		{"one Go package twice", api("example.com/gen/vonage/v1", "example.com/gen/google/chat/v1"), []string{
			`"vonage/v1": example.com/gen/google/chat/v1 is that of "google/chat/v1" already`,
		}},
		{"proto file that climbs", good + "  - ../x.proto\n", []string{`"../x.proto": protos are files within proto/`}},
		{"proto file that is none", good + "  - x.go\n", []string{`"x.go": protos are files within proto/`}},
		{"all at once", strings.ReplaceAll(good, "discovery\n", "wsdl\n") + "  - x.go\n", []string{
			`"google/chat/v1": the format "wsdl" is not known`, `"vonage/v1": the format "wsdl" is not known`, `"x.go": protos are`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := write(t, test.data)
			_, err := sources.Read(t.Context(), file)
			if err == nil {
				t.Fatal("no error")
			}
			lines := strings.Split(err.Error(), "\n")
			if len(test.want) > 1 && len(lines) != len(test.want) {
				t.Errorf("error = %v, want %d lines", err, len(test.want))
			}
			for i, want := range test.want {
				if i < len(lines) && (!strings.HasPrefix(lines[i], file) || !strings.Contains(err.Error(), want)) {
					t.Errorf("error = %v, want %s", err, want)
				}
			}
		})
	}
	if _, err := sources.Read(t.Context(), filepath.Join(t.TempDir(), "sources.yaml")); !os.IsNotExist(err) {
		t.Errorf("error = %v", err)
	}
}

// TestReadBadPlaces has what is wrong at its key, or at the API that lacks it.
func TestReadBadPlaces(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"vonage/v1:", "Vonage:", "3:3"},
		{"proto: protolect.vonage.v1", "proto: Vonage", "6:5"},
		{"    proto: protolect.vonage.v1\n", "", "3:3"},
		{"docs/vonage.json", "/etc/passwd", "5:16"},
		{"module: google.golang.org/api", "module: -x", "11:7"},
		{"example.com/gen/google/chat/v1", "../gen", "14:5"},
		{"protolect.vonage.v1", "protolect.google.chat.v1", "6:5"},
		{"annotations.proto", "annotations.go", "16:5"},
	} {
		file := write(t, strings.Replace(good, test.old, test.new, 1))
		if _, err := sources.Read(t.Context(), file); err == nil || !strings.HasPrefix(err.Error(), file+":"+test.want+": ") {
			t.Errorf("%q: error = %v, want it at %s", test.new, err, test.want)
		}
	}
}

func TestReadAliasBomb(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 'b'; i < 'l'; i++ {
		bomb.WriteString(string(i) + ": &" + string(i) + " [" + strings.Repeat("*"+strings.TrimPrefix(string(i-1), "a")+", ", 9) + "]\n")
	}
	data := strings.ReplaceAll(bomb.String(), "*, ", "*a0, ") + "protos: *k\n"
	start := time.Now()
	if _, err := sources.Read(t.Context(), write(t, data)); err == nil {
		t.Error("no error")
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
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
