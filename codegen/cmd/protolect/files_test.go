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
