// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fixable is an overlay for shop, in which some lines are about elements that shopLess lacks.
const (
	fixable = `# Facts about the shop.

fields:
  # The price is in cents.
  Item.price: cents
  Item.name: title # the label

enums: {Item.state: State}
methods:
  addItem: CreateItem
`
	fixed = `# Facts about the shop.

fields:
  # The price is in cents.
  Item.name: title # the label

methods:
  addItem: CreateItem
`
	lostProperties = ", price: {type: integer, format: int32}, state: {type: string, enum: [OLD, NEW]}"
)

func textOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFix converts a document that removed elements about which its overlay has lines.
func TestFix(t *testing.T) {
	folder := t.TempDir()
	file, lines, out := filepath.Join(folder, "shop.yaml"), filepath.Join(folder, "facts.yaml"), filepath.Join(folder, "out")
	write(t, file, shop)
	write(t, lines, fixable)
	args := []string{"convert", file, "--overlay", lines, "--out", out, "--go", "example.com/x/gen", "--allow", "major"}
	if _, stderr, err := protolect(t, args...); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	write(t, file, strings.Replace(shop, lostProperties, "", 1))
	_, stderr, err := protolect(t, args...)
	if err != nil || textOf(t, lines) != fixable {
		t.Fatalf("%v\n%s", err, stderr)
	}
	for _, want := range []string{
		`facts.yaml:5:3: warning: this revision of the document removed the property "Item.price"`,
		`facts.yaml:8:9: warning: this revision of the document removed the enum "Item.state"`,
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("want %q in\n%s", want, stderr)
		}
	}
	if _, stderr, err = protolect(t, args...); err != nil || !strings.Contains(stderr, `an earlier revision of the document removed the property "Item.price"`) {
		t.Errorf("once more: %v\n%s", err, stderr)
	}
	before := files(t, out)
	stdout, stderr, err := protolect(t, append(args, "--fix", "--strict")...)
	if err != nil || strings.Contains(stderr, "overlay-removed") || !strings.Contains(stdout, "facts.yaml: removed 2 lines about removed elements\n") {
		t.Errorf("with --fix: %v\n%s\n%s", err, stdout, stderr)
	}
	if diff := cmp.Diff(fixed, textOf(t, lines)); diff != "" {
		t.Errorf("the overlay (-want +got):\n%s", diff)
	}
	if _, stderr, err := protolect(t, args...); err != nil || strings.Contains(stderr, "overlay-removed") {
		t.Errorf("after --fix: %v\n%s", err, stderr)
	}
	if diff := cmp.Diff(before, files(t, out)); diff != "" {
		t.Errorf("--fix changes the output:\n%s", diff)
	}
}

// TestFixProject does the same for an API of sources.yaml. --check writes nothing.
func TestFixProject(t *testing.T) {
	root := newProject(t)
	lines := filepath.Join(root, "discovery/tiny/v1/overlay.yaml")
	write(t, lines, "fields: {Thing.name: label, Thing.size: extent}\n")
	matches, err := filepath.Glob(filepath.Join(root, "discovery/tiny/v1/*.json"))
	if err != nil || len(matches) != 1 {
		t.Fatal(matches, err)
	}
	name := matches[0]
	write(t, name, strings.Replace(document, `"name": {"type": "string"}}`, `"name": {"type": "string"}, "size": {"type": "string"}}`, 1))
	args := []string{"generate", "--root", root, "--allow", "major"}
	if _, stderr, err := protolect(t, args...); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	write(t, name, document)
	if _, _, err := protolect(t, "generate", "--root", root, "--check", "--fix"); exitStatus(err) != 2 {
		t.Errorf("--check --fix: %v", err)
	}
	if _, stderr, err := protolect(t, append(args, "--fix")...); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	if got := textOf(t, lines); got != "fields: {Thing.name: label}\n" {
		t.Errorf("the overlay is %s", got)
	}
}
