// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

func TestSummary(t *testing.T) {
	api := project.Summary{
		Name: "pets.yaml", Title: "Pets", Revision: "1.2.3", Package: "pets.v1", GoImport: "example.com/gen/pets/v1", GoFolder: "gen/pets/v1",
		Operations: 2, Schemas: 1, Methods: 2, Messages: 3, Fields: 1, Enums: 0,
	}
	findings := new(finding.List)
	summary := func(p painter, changes ...output.Change) string {
		var b strings.Builder
		printSummary(&b, p, "out", api, findings, changes)
		return b.String()
	}
	const head = "Pets 1.2.3 → pets.v1\n  document  pets.yaml: 2 methods, 1 schema\n  package   2 RPCs, 3 messages, 1 field, 0 enums\n"
	if diff := cmp.Diff(head+"  findings  none\n  files     everything is up to date\n", summary(painter{})); diff != "" {
		t.Errorf("nothing changed (-want +got):\n%s", diff)
	}
	findings.Add(finding.Webhook, finding.Position{}, "a")
	findings.Add(finding.XML, finding.Position{}, "b")
	findings.Add(finding.XML, finding.Position{}, "c")
	changes := []output.Change{{Kind: output.Create}, {Kind: output.Create}, {Kind: output.Remove}}
	want := head + "  findings  1 warning, 2 notes\n  files     2 created, 1 removed in out\n  Go        " + filepath.Join("out", "gen", "pets", "v1") +
		"\n\nNext: go mod tidy\n      import \"example.com/gen/pets/v1\"\n"
	if diff := cmp.Diff(want, summary(painter{}, changes...)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	colored := summary(painter{colors: true}, changes...)
	for _, want := range []string{"\x1b[33m1 warning\x1b[m", "\x1b[2m2 notes\x1b[m", "\x1b[1mPets 1.2.3\x1b[m", "\x1b[1mgo mod tidy\x1b[m"} {
		if !strings.Contains(colored, want) {
			t.Errorf("the summary lacks %q:\n%q", want, colored)
		}
	}
}

// TestConvertIsPlain looks for control characters in what convert writes if it is not on a
// terminal.
func TestConvertIsPlain(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "pets.yaml")
	write(t, file, petstore("Pets", "getPet", "name"))
	stdout, stderr, err := protolect(t, "convert", file, "--out", filepath.Join(folder, "out"), "--go", "example.com/gen")
	if err != nil || !strings.Contains(stdout, "\nNext: go mod tidy\n      import \"example.com/gen/pets/v1\"\n") {
		t.Errorf("%v\n%s", err, stdout)
	}
	if i := strings.IndexFunc(stdout+stderr, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }); i >= 0 {
		t.Errorf("a control character in %q", (stdout + stderr)[i:])
	}
}

// TestStages compares the stages of a conversion with those that progress is counted by.
func TestStages(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "pets.yaml")
	write(t, file, petstore("Pets", "getPet", "name"))
	var stages []string
	target := project.Target{Folder: folder, GoImport: "example.com/gen"}
	target.Stage = func(name string) { stages = append(stages, name) }
	if err := project.ConvertAll(t.Context(), []string{file}, target, func(c project.Converted) {
		if c.Err != nil {
			t.Error(c.Err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(project.Stages, stages); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
