// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConvertFiles converts a document that refers to another file, by its name and by
// that of its folder.
func TestConvertFiles(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "api", "schemas"), 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "api", "pets.yaml"), `openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pets: {get: {operationId: getPet, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: ./schemas/pet.yaml#/Pet}}}}}}}
`)
	write(t, filepath.Join(folder, "api", "schemas", "pet.yaml"), "Pet:\n  type: object\n  properties:\n    name: {type: strng}\n")
	for _, document := range []string{"api", "api/pets.yaml"} {
		out := filepath.Join(folder, "out")
		_, stderr, err := protolect(t, "convert", filepath.Join(folder, document), "--out", out, "--go", "example.com/x/gen")
		if err != nil {
			t.Fatal(err, stderr)
		}
		if want := "api/schemas/pet.yaml:4:11: warning: "; !strings.Contains(stderr, want) || !strings.Contains(stderr, "    4 | name: {type: strng}\n      |       ^\n") {
			t.Errorf("%s: want a finding in the file, got\n%s", document, stderr)
		}
		text, err := os.ReadFile(filepath.Join(out, "proto", "pets", "v1", "pets.proto"))
		if err != nil || !strings.Contains(string(text), "message Pet {") {
			t.Errorf("%s: %v\n%s", document, err, text)
		}
	}
}

// TestConvertRoot converts a document that refers to a file in a sibling folder.
func TestConvertRoot(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"specs/api", "specs/schemas"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	document := filepath.Join(folder, "specs/api/pets.yaml")
	write(t, document, `openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pets: {get: {operationId: getPet, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: ../schemas/pet.yaml#/Pet}}}}}}}
`)
	write(t, filepath.Join(folder, "specs/schemas/pet.yaml"), "Pet:\n  type: object\n  properties:\n    name: {type: strng}\n")
	convert := func(options ...string) (string, error) {
		args := append([]string{"convert", document, "--out", filepath.Join(folder, "out"), "--go", "example.com/x/gen", "--allow", allowed}, options...)
		_, stderr, err := protolect(t, args...)
		return stderr, err
	}
	if stderr, err := convert(); err != nil || !strings.Contains(stderr, "[reference-outside]") || !strings.Contains(stderr, "--root") {
		t.Errorf("without --root: %v\n%s", err, stderr)
	}
	stderr, err := convert("--root", filepath.Join(folder, "specs"))
	if err != nil || strings.Contains(stderr, "[reference-outside]") || !strings.Contains(stderr, "specs/schemas/pet.yaml:4:11: warning: ") {
		t.Errorf("with --root: %v\n%s", err, stderr)
	}
	if stderr, err := convert("--root", filepath.Join(folder, "specs/schemas")); err == nil || !strings.Contains(stderr, "does not contain the document") {
		t.Errorf("with another folder: %v\n%s", err, stderr)
	}
}
