// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	folder := t.TempDir()
	old, changed := filepath.Join(folder, "old.json"), filepath.Join(folder, "new.json")
	write(t, old, document)
	write(t, changed, strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))

	added := "  The output: Go minor, wire minor, requests none\n    tiny.v1.Thing.first: the field was added; field Thing.First was added (" + changed + ":4:67)\n"
	out, _, err := protolect(t, "diff", old, changed)
	if err != nil || !strings.Contains(out, `the property "first" of "Thing" was added: string (`+changed+":4:") || !strings.HasSuffix(out, added) {
		t.Errorf("%v\n%s", err, out)
	}
	removed := "    breaks Go: tiny.v1.Thing.first: the field was removed; field Thing.First was removed (" + changed + ":4:67)\n"
	if out, _, err := protolect(t, "diff", changed, old); err != nil || !strings.HasSuffix(out, removed) {
		t.Errorf("a breaking difference is no error: %v\n%s", err, out)
	}
	if out, _, err := protolect(t, "diff", old, old); err != nil || out != "tiny/v1: nothing changed\n" {
		t.Errorf("%v\n%s", err, out)
	}

	out, _, err = protolect(t, "diff", "--json", old, changed)
	type verdicts struct{ Go, Wire, Requests string }
	var differences []struct {
		API     string
		Changes []struct{ Name string }
		Output  []struct {
			Element, Message string
			Position         struct{ Line int }
			verdicts
		}
		verdicts
	}
	if err != nil || json.Unmarshal([]byte(out), &differences) != nil || len(differences) != 1 {
		t.Fatalf("%v\n%s", err, out)
	}
	d := differences[0]
	if want := (verdicts{"minor", "minor", "none"}); d.API != "tiny/v1" || len(d.Changes) != 1 || d.Changes[0].Name != "Thing.first" || d.verdicts != want ||
		len(d.Output) != 1 || d.Output[0].Element != "tiny.v1.Thing.first" || d.Output[0].Position.Line != 4 || d.Output[0].verdicts != want {
		t.Errorf("got %+v", d)
	}
}

// TestDiffExitCode compares documents, and allows some changes.
func TestDiffExitCode(t *testing.T) {
	folder := t.TempDir()
	old, changed := filepath.Join(folder, "old.json"), filepath.Join(folder, "new.json")
	write(t, old, document)
	write(t, changed, strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))
	for _, test := range []struct {
		args   []string
		status int
	}{
		{[]string{old, changed}, 0},
		{[]string{changed, old}, 0},
		{[]string{"--exit-code", old, changed}, 0},
		{[]string{"--exit-code", old, old}, 0},
		{[]string{"--exit-code", changed, old}, 3},
		{[]string{"--exit-code", "--allow", "go=major", changed, old}, 0},
		{[]string{"--exit-code", "--allow", "go=patch", old, changed}, 3},
	} {
		if out, _, err := protolect(t, append([]string{"diff"}, test.args...)...); exitStatus(err) != test.status || out == "" {
			t.Errorf("%q: %v\n%s", test.args, err, out)
		}
	}
}

// TestDiffOfUnknown compares documents one of which cannot be converted.
func TestDiffOfUnknown(t *testing.T) {
	folder := t.TempDir()
	old, changed := filepath.Join(folder, "old.json"), filepath.Join(folder, "new.json")
	write(t, old, document)
	write(t, changed, strings.Replace(document, `"httpMethod": "GET"`, `"httpMethod": "SEE ME"`, 1))
	out, stderr, err := protolect(t, "diff", old, changed)
	if !errors.Is(err, errFailed) || stderr == "" || out != "" && !strings.Contains(out, "The output: unknown") {
		t.Errorf("%v\n%s\n%s", err, stderr, out)
	}
}

// TestDiffOfAlternatives changes a union, which only the output shows.
func TestDiffOfAlternatives(t *testing.T) {
	folder := t.TempDir()
	old, changed := filepath.Join(folder, "old.yaml"), filepath.Join(folder, "new.yaml")
	const pets = `openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets: {get: {operationId: getPet, responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}}
components:
  schemas:
    Pet: {oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}, {$ref: "#/components/schemas/Fox"}]}
    Cat: {type: object, required: [lives], properties: {lives: {type: integer}}}
    Dog: {type: object, required: [bark], properties: {bark: {type: string}}}
    Fox: {type: object, required: [tail], properties: {tail: {type: string}}}
`
	write(t, old, pets)
	write(t, changed, strings.Replace(pets, `, {$ref: "#/components/schemas/Fox"}]`, "]", 1))
	out, stderr, err := protolect(t, "diff", old, changed)
	if err != nil || stderr != "" || !strings.Contains(out, "breaks Go: ") || !strings.Contains(out, "NewPetFox was removed") {
		t.Errorf("%v\n%s\n%s", err, stderr, out)
	}
}

// TestDiffOfOutput compares generated files of folders and of revisions of a repository.
func TestDiffOfOutput(t *testing.T) {
	old, root := newProject(t), newProject(t)
	generate := func(folder string, options ...string) {
		t.Helper()
		if _, stderr, err := protolect(t, append([]string{"generate", "--root", folder}, options...)...); err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
	}
	git := func(args ...string) {
		t.Helper()
		command := exec.CommandContext(t.Context(), "git", append([]string{"-C", root, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		if text, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, text)
		}
	}
	generate(old)
	generate(root)
	git("init", "-q")
	git("add", ".")
	git("commit", "-q", "-m", "first")
	write(t, filepath.Join(root, "discovery/tiny/v1/overlay.yaml"), "messages: {Thing: Item}\n")
	generate(root, "--allow", "go=major")
	git("add", ".")
	git("commit", "-q", "-m", "second")
	t.Chdir(root)
	const want = "    breaks Go: example.tiny.v1.Thing: the message was removed; type Thing was removed\n"
	for _, args := range [][]string{{old, root}, {old, "."}, {"HEAD~1", "HEAD"}, {"HEAD~1", "."}, {"HEAD~1", root}} {
		out, stderr, err := protolect(t, append([]string{"diff"}, args...)...)
		if err != nil || stderr != "" || !strings.HasPrefix(out, "  The output: Go major, ") || !strings.Contains(out, want) {
			t.Errorf("diff %q: %v\n%s\n%s", args, err, stderr, out)
		}
	}
	if out, _, err := protolect(t, "diff", "HEAD", "."); err != nil || out != "Nothing changed.\n" {
		t.Errorf("%v\n%s", err, out)
	}
	for _, args := range [][]string{{"HEAD", filepath.Join(root, "discovery")}, {filepath.Join(root, "discovery/tiny/v1/tiny.json"), "HEAD"}, {"HEAD", "HEAD~5"}, {"HEAD", "missing"}} {
		if out, _, err := protolect(t, "diff", args[0], args[1]); err == nil {
			t.Errorf("diff %q: no error\n%s", args, out)
		}
	}
}

func TestDiffFolders(t *testing.T) {
	old, changed := t.TempDir(), t.TempDir()
	write(t, filepath.Join(old, "tiny/v1/tiny-api.json"), document)
	write(t, filepath.Join(old, "gone.json"), strings.Replace(document, `"name": "tiny"`, `"name": "gone"`, 1))
	write(t, filepath.Join(changed, "renamed.json"), document)
	write(t, filepath.Join(changed, "other.json"), "[1, 2]")
	write(t, filepath.Join(changed, "testdata/tiny.json"), document)
	write(t, filepath.Join(changed, "new.json"), strings.Replace(document, `"version": "v1"`, `"version": "v2"`, 1))

	out, stderr, err := protolect(t, "diff", old, changed)
	if err != nil || stderr != "" || !strings.HasPrefix(out, "gone/v1\n") || !strings.Contains(out, "tiny/v2\n") || strings.Contains(out, "tiny/v1") {
		t.Errorf("%v\n%s\n%s", err, stderr, out)
	}
	if out, _, err := protolect(t, "diff", old, old); err != nil || out != "Nothing changed.\n" {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, err := protolect(t, "diff", old, old, "--json"); err != nil || out != "[]\n" {
		t.Errorf("%v\n%s", err, out)
	}
	write(t, filepath.Join(changed, "again.json"), document)
	if _, _, err := protolect(t, "diff", old, changed); err == nil || !strings.Contains(err.Error(), "both describe tiny/v1") {
		t.Errorf("%v, want that two describe the same API", err)
	}
}

// TestDiffFoldersOfOpenAPI compares documents by their paths, and takes parts of documents for none.
func TestDiffFoldersOfOpenAPI(t *testing.T) {
	old, changed := t.TempDir(), t.TempDir()
	write(t, filepath.Join(old, "pets/openapi.yaml"), petstore("Pets", "getPet", "name"))
	write(t, filepath.Join(changed, "pets/openapi.yaml"), petstore("Pets", "getPet", "age"))
	write(t, filepath.Join(changed, "pets/schemas.yaml"), "Pet: {type: object}\n")
	write(t, filepath.Join(old, "same.json"), `{"openapi": "3.0.0", "info": {"title": "Same", "version": "1"}, "paths": {}}`)
	write(t, filepath.Join(changed, "same.json"), `{"openapi": "3.0.0", "info": {"title": "Same", "version": "1"}, "paths": {}}`)
	out, stderr, err := protolect(t, "diff", old, changed)
	if err != nil || stderr != "" || !strings.Contains(out, `"age"`) || !strings.Contains(out, `"name"`) || strings.Contains(out, "same") {
		t.Errorf("%v\n%s\n%s", err, stderr, out)
	}
	write(t, filepath.Join(changed, "new.yml"), petstore("Cats", "getCat", "name"))
	if out, _, err := protolect(t, "diff", old, changed); err != nil || !strings.Contains(out, "the API was added") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestDiffErrors(t *testing.T) {
	folder := t.TempDir()
	good, bad := filepath.Join(folder, "good.json"), filepath.Join(folder, "bad.json")
	write(t, good, document)
	write(t, bad, strings.Replace(document, `{"type": "string"}`, `{"$ref": "Missing"}`, 1))
	if out, stderr, err := protolect(t, "diff", good, bad); !errors.Is(err, errFailed) || out != "" || !strings.Contains(stderr, "bad.json:4:") {
		t.Errorf("%v\n%s\n%s", err, stderr, out)
	}
	for _, args := range [][]string{{good, folder}, {folder, good}, {good, filepath.Join(folder, "missing.json")}, {t.TempDir(), t.TempDir()}} {
		if _, _, err := protolect(t, "diff", args[0], args[1]); err == nil || errors.Is(err, errUsage) {
			t.Errorf("diff %q: %v, want an error", args, err)
		}
	}
	for _, args := range [][]string{{"diff"}, {"diff", good}, {"diff", good, good, good}} {
		if _, stderr, err := protolect(t, args...); !errors.Is(err, errUsage) || stderr == "" {
			t.Errorf("protolect %q: %v, want the usage", args, err)
		}
	}
}
