// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	folder := t.TempDir()
	old, changed := filepath.Join(folder, "old.json"), filepath.Join(folder, "new.json")
	write(t, old, document)
	write(t, changed, strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))

	out, _, err := protolect(t, "diff", old, changed)
	if err != nil || !strings.Contains(out, `the property "first" of "Thing" was added: string (`+changed+":4:") || !strings.HasSuffix(out, "1 added: Go minor, wire minor\n") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, err := protolect(t, "diff", changed, old); err != nil || !strings.HasSuffix(out, "Go major, wire minor\n") {
		t.Errorf("a breaking difference is no error: %v\n%s", err, out)
	}
	if out, _, err := protolect(t, "diff", old, old); err != nil || out != "tiny/v1: nothing changed\n" {
		t.Errorf("%v\n%s", err, out)
	}

	out, _, err = protolect(t, "diff", "--json", old, changed)
	var comparisons []struct {
		API, Go, Wire string
		Changes       []struct{ Name string }
	}
	if err != nil || json.Unmarshal([]byte(out), &comparisons) != nil || len(comparisons) != 1 || comparisons[0].API != "tiny/v1" || len(comparisons[0].Changes) != 1 || comparisons[0].Changes[0].Name != "Thing.first" {
		t.Errorf("%v\n%s", err, out)
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
