// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package convert_test compiles what the generator makes of the small documents
// of its golden tests, and calls some of it.
package convert_test

import (
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

// TestConvertedCodeTalks converts all small documents into one module outside
// the repository, vets it, and runs a program there that calls methods of one
// API on a loopback server: what that server saw is in testdata.
func TestConvertedCodeTalks(t *testing.T) {
	folder := newModule(t)
	entries, err := os.ReadDir(documents)
	if err != nil {
		t.Fatal(err)
	}
	converted := 0
	for _, e := range entries {
		document := filepath.Join(documents, e.Name(), "document.json")
		run, err := project.Convert(document, project.Target{Folder: filepath.Join(folder, "api"), GoImport: "example.com/converted/api/gen"})
		if err != nil {
			t.Fatal(err)
		}
		if run.Findings.HasErrors() {
			if e.Name() != "broken" {
				t.Errorf("%s: %v", document, run.Findings.All())
			}
			continue
		}
		changes, err := output.Plan(filepath.Join(folder, "api"), run.Files, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := output.Apply(filepath.Join(folder, "api"), changes); err != nil {
			t.Fatal(err)
		}
		converted++
	}
	t.Logf("%d documents", converted)
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

// newModule returns a folder with a module that sees the repository's root
// module as it is.
func newModule(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "go.mod"), "module example.com/converted\n\ngo 1.26.0\n")
	write(t, filepath.Join(folder, "go.work"), "go 1.26.0\n\nuse (\n\t.\n\t"+root+"\n)\n")
	return folder
}

func goCommand(t *testing.T, folder string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK="+filepath.Join(folder, "go.work"), "GOFLAGS=")
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
