// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package convert_test compiles the code that is generated from the small documents of the golden
// tests, and calls some of it.
package convert_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

const documents = "../../codegen/generate/testdata"

// TestConvertedCodeTalks converts all small documents into one module outside the repository, vets
// it, and runs a program that calls methods of one API on a loopback server. The requests that the
// server received must equal those in testdata.
func TestConvertedCodeTalks(t *testing.T) {
	folder := newModule(t)
	files, err := filepath.Glob(documents + "/*/document.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents", err)
	}
	api := filepath.Join(folder, "api")
	written, err := output.Open(t.Context(), api, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	err = project.ConvertAll(t.Context(), files, project.Target{Folder: api, GoImport: "example.com/converted/api/gen"}, func(c project.Converted) {
		if c.Err != nil {
			t.Errorf("%s: %v", c.Document, c.Err)
			return
		}
		if broken := strings.Contains(c.Document, "broken"); broken != c.Run.Findings.HasErrors() {
			t.Errorf("%s: %v", c.Document, c.Run.Findings.All())
		}
		plan, err := written.Plan(c.Run.Files, c.Run.Scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := written.Apply(plan); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	copyFile(t, "testdata/calls.go.txt", filepath.Join(folder, "main.go"))
	goCommand(t, folder, "vet", "./...")
	got := goCommand(t, folder, "run", ".")
	want, err := os.ReadFile("testdata/calls.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestTwoAPIsOfOneTitle converts two documents into one folder, to which a framework gave the same
// title, FastAPI. One program links both results, so no two types may have the same name.
func TestTwoAPIsOfOneTitle(t *testing.T) {
	folder := newModule(t)
	var documents []string
	for _, path := range []string{"users", "orders"} {
		name := filepath.Join(folder, path+".yaml")
		write(t, name, fmt.Sprintf(`openapi: 3.1.0
info: {title: FastAPI, version: 0.1.0}
paths:
  /items: {get: {operationId: get_items_items_get, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}}}
  /%s: {get: {operationId: list_%[1]s_get, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}}}
components: {schemas: {Item: {type: object, properties: {name: {type: string}}}}}
`, path))
		documents = append(documents, name)
	}
	api := filepath.Join(folder, "api")
	written, err := output.Open(t.Context(), api, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	var clients []string
	err = project.ConvertAll(t.Context(), documents, project.Target{Folder: api, GoImport: "example.com/converted/api/gen"}, func(c project.Converted) {
		if c.Err != nil {
			t.Fatalf("%s: %v", c.Document, c.Err)
		}
		plan, err := written.Plan(c.Run.Files, c.Run.Scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := written.Apply(plan); err != nil {
			t.Fatal(err)
		}
		clients = append(clients, strings.ReplaceAll(c.Run.APIs[0].Package, ".", "/"))
	})
	if err != nil || len(clients) != 2 {
		t.Fatal(clients, err)
	}
	write(t, filepath.Join(folder, "main.go"), fmt.Sprintf(`package main

import (
	"context"
	"fmt"

	a "example.com/converted/api/gen/%s"
	b "example.com/converted/api/gen/%s"
	"github.com/protolect/protolect/runtime/rest"
)

func main() {
	_, errA := a.NewClient(context.Background(), rest.WithEndpoint("http://localhost"))
	_, errB := b.NewClient(context.Background(), rest.WithEndpoint("http://localhost"))
	fmt.Println(errA, errB)
}
`, clients[0], clients[1]))
	if got := goCommand(t, folder, "run", "."); got != "<nil> <nil>\n" {
		t.Errorf("the program prints %q", got)
	}
}

// newModule returns a folder with a module that uses the root module of the working tree.
func newModule(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "go.mod"), "module example.com/converted\n\ngo 1.26.0\n")
	write(t, filepath.Join(folder, "go.work"), fmt.Sprintf("go 1.26.0\n\nuse (\n\t.\n\t%q\n)\n", root))
	return folder
}

func goCommand(t *testing.T, folder string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK="+filepath.Join(folder, "go.work"))
	var stderr strings.Builder
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, stderr.String())
	}
	return string(stdout)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, string(text))
}
