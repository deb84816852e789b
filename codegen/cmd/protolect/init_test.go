// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInit writes a protolect.yaml for documents in several places, and generates what it lists.
func TestInit(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/mine\n")
	write(t, filepath.Join(root, "tiny.json"), document)
	write(t, filepath.Join(root, "specs/pet shop/openapi"), petstore(`"Pets\n# & more"`, "getPet", "name"))
	write(t, filepath.Join(root, "farm/openapi.yaml"), petstore("Farm", "getCow", "name"))
	documents := []string{filepath.Join(root, "tiny.json"), filepath.Join(root, "specs/pet shop/openapi"), filepath.Join(root, "farm")}
	stdout, stderr, err := protolect(t, append([]string{"init", "--root", root}, documents...)...)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	name := filepath.Join(root, "protolect.yaml")
	want := name + ` lists 3 APIs:
  tiny/v1: Tiny API v1 → tiny.v1
  petsmore/v1: Pets # & more v1 → petsmore.v1
  farm/v1: Farm v1 → farm.v1

Next: protolect generate --root ` + root + `
      go mod tidy
`
	if diff := cmp.Diff(want, stdout); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	wantFile := `# The APIs from which protolect generate makes proto/ and gen/. protolect project prints the
# reference of all keys.
apis:
  # Tiny API v1
  tiny/v1:
    document: tiny.json
    # The proto package. It must not change after the first release.
    proto: tiny.v1
    # The import path of the client. This is the default.
    # go: example.com/mine/gen/tiny/v1
    # Facts that the document lacks: discovery/tiny/v1/overlay.yaml, if it exists.
`
	before := files(t, root)["protolect.yaml"]
	if got, _, _ := strings.Cut(before, "  # Pets"); got != wantFile {
		t.Errorf("the file (-want +got):\n%s", cmp.Diff(wantFile, before))
	}
	if out, stderr, err := protolect(t, "generate", "--root", root); err != nil || !strings.Contains(out, "gen/petsmore/v1/client.go") {
		t.Errorf("generate: %v\n%s%s\n%s", err, out, stderr, before)
	}
	if _, _, err := protolect(t, "init", "--root", root, documents[0]); err == nil || !strings.Contains(err.Error(), "exists, and is not replaced") {
		t.Errorf("a second init: %v", err)
	}
	if files(t, root)["protolect.yaml"] != before {
		t.Error("the file was replaced")
	}
}

// TestInitAfterConvert lists a document that was converted to another package than its title gives.
func TestInitAfterConvert(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/mine\n")
	document := filepath.Join(root, "pets.yaml")
	write(t, document, petstore("Pets", "getPet", "name"))
	if _, stderr, err := protolect(t, "convert", document, "--out", root, "--package", "zoo.v1"); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	if out, stderr, err := protolect(t, "init", "--root", root, document); err != nil || !strings.Contains(out, "zoo/v1: Pets v1 → zoo.v1\n") {
		t.Fatalf("%v\n%s%s", err, out, stderr)
	}
	if out, stderr, err := protolect(t, "generate", "--root", root); err != nil || strings.Contains(out, "gen/") {
		t.Errorf("%v\n%s%s", err, out, stderr)
	}
}

func TestInitRefuses(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "broken.json"), "{")
	write(t, filepath.Join(root, "tiny.json"), document)
	outside := filepath.Join(t.TempDir(), "tiny.json")
	write(t, outside, document)
	for _, test := range []struct{ document, want string }{
		{filepath.Join(root, "missing.json"), "no such file"},
		{outside, "is not in the project " + root + ": copy the document"},
		{"-", "must be a file of the project"},
		{"https://a.example/b.json", "https://a.example/b.json is a URL: download the document"},
	} {
		if _, _, err := protolect(t, "init", "--root", root, test.document); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.document, err, test.want)
		}
	}
	if _, stderr, err := protolect(t, "init", "--root", root, filepath.Join(root, "broken.json")); !errors.Is(err, errFailed) || !strings.Contains(stderr, "broken.json:1:2: error: ") {
		t.Errorf("a broken document: %v\n%s", err, stderr)
	}
	if exists(filepath.Join(root, "protolect.yaml")) {
		t.Error("a file was written")
	}
	if out, stderr, err := protolect(t, "init", "--root", root, filepath.Join(root, "tiny.json")); err != nil || !strings.Contains(out, "Next: go mod init\n") {
		t.Errorf("without a module: %v\n%s%s", err, out, stderr)
	}
}
