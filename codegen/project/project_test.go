// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
)

const shopSources = `apis:
  farm/v1:
    document: {path: farm.yaml}
    proto: farm.v1
    go: example.com/shop/gen/farm/v1
  pets/v1:
    document: {path: pets.yaml}
    proto: petshop.v1
    go: example.com/shop/gen/pets/v1
protos:
  - options/v1/options.proto
`

// newProject returns the folder of a project with two APIs and one .proto file that people write.
func newProject(t *testing.T) string {
	t.Helper()
	folder := newModule(t)
	for name, text := range map[string]string{
		sourcesFile:                   shopSources,
		"discovery/pets/v1/pets.yaml": petDocument,
		"discovery/farm/v1/farm.yaml": strings.Replace(petDocument, "Pet Shop", "Farm", 1),
		"proto/options/v1/options.proto": `syntax = "proto3"; package options.v1;
			option go_package = "example.com/shop/gen/options/v1/optionspb"; message Options {}`,
	} {
		writeFile(t, filepath.Join(folder, filepath.FromSlash(name)), text)
	}
	return folder
}

// TestGenerate generates all APIs of a project, and then one.
func TestGenerate(t *testing.T) {
	folder := newProject(t)
	all, err := Generate(t.Context(), folder, nil, Options{NoProof: true})
	if err != nil || all.Findings.HasErrors() {
		t.Fatal(err, all)
	}
	files := map[string]string{
		"gen/pets/v1/pet_shop_client.go":           "discovery/pets/v1",
		"gen/pets/v1/doc.go":                       "discovery/pets/v1",
		"gen/pets/v1/example_test.go":              "discovery/pets/v1",
		"gen/pets/v1/petspb/doc.go":                "discovery/pets/v1",
		"gen/pets/v1/petspb/petshop.pb.go":         "discovery/pets/v1",
		"gen/pets/v1/petspb/petshop_service.pb.go": "discovery/pets/v1",
		"discovery/pets/v1/numbers.lock.yaml":      "",
		"proto/petshop/v1/petshop.proto":           "discovery/pets/v1",
		"proto/petshop/v1/petshop_service.proto":   "discovery/pets/v1",
	}
	if owns := all.Scope.Owns; !owns("discovery/pets/v1") || !owns("discovery/gone/v1") || !owns(sourcesFile) || owns("petshop.v1") {
		t.Error("a run of all APIs must own the files of all APIs, also of those that are gone")
	}
	if diff := cmp.Diff(map[string][]string{sourcesFile: {"gen/options/v1/optionspb"}}, all.Scope.Unlisted); diff != "" {
		t.Errorf("folders with unlisted files (-want +got):\n%s", diff)
	}
	var names []string
	for _, s := range all.APIs {
		names = append(names, s.Name+" "+s.GoImport+" "+s.GoFolder)
	}
	wantNames := []string{"farm/v1 example.com/shop/gen/farm/v1 gen/farm/v1", "pets/v1 example.com/shop/gen/pets/v1 gen/pets/v1"}
	if diff := cmp.Diff(wantNames, names); diff != "" {
		t.Errorf("APIs (-want +got):\n%s", diff)
	}
	write(t, folder, all)

	one, err := Generate(t.Context(), folder, []string{"pets/v1"}, Options{NoProof: true})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, fileNames(one)); diff != "" {
		t.Errorf("files of one API (-want +got):\n%s", diff)
	}
	if owns := one.Scope.Owns; !owns("discovery/pets/v1") || owns("discovery/farm/v1") || owns(sourcesFile) || owns("pets/v1") {
		t.Error("a run of one API must own its files, and no other files")
	}
	unlisted := map[string][]string{"discovery/pets/v1": {"discovery/pets/v1", "gen/pets/v1", "gen/pets/v1/petspb", "proto/petshop/v1"}}
	if diff := cmp.Diff(unlisted, one.Scope.Unlisted); diff != "" {
		t.Errorf("folders with unlisted files of one API (-want +got):\n%s", diff)
	}
	both := fileNames(all)
	maps.DeleteFunc(both, func(_, owner string) bool { return owner == "discovery/farm/v1" })
	delete(both, "discovery/farm/v1/numbers.lock.yaml")
	files["gen/options/v1/optionspb/doc.go"] = sourcesFile
	files["gen/options/v1/optionspb/options.pb.go"] = sourcesFile
	if diff := cmp.Diff(files, both); diff != "" {
		t.Errorf("files of all APIs, without those of the other (-want +got):\n%s", diff)
	}
}

// TestGenerateUsesOverlayAndLock checks that an API's overlay and lock are read.
func TestGenerateUsesOverlayAndLock(t *testing.T) {
	folder := newProject(t)
	file := func(name string) string { return filepath.Join(folder, "discovery", "pets", "v1", name) }
	writeFile(t, file(overlayFile), "methods:\n  listPets: FindPets\n")
	writeFile(t, file(lockFile), "version: 1\nmessages:\n  Pet:\n    current:\n      name: 77\n")
	var stages []string
	run, err := Generate(t.Context(), folder, []string{"pets/v1"}, Options{Stage: func(name string) { stages = append(stages, name) }})
	if err != nil || run.Findings.HasErrors() {
		t.Fatal(err, run.Findings.All())
	}
	for name, want := range map[string]string{"petshop.proto": "string name = 77", "petshop_service.proto": "rpc FindPets("} {
		i := slices.IndexFunc(run.Files, func(f output.File) bool { return f.Name == "proto/petshop/v1/"+name })
		if text := string(run.Files[i].Data); !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if diff := cmp.Diff(Stages, stages); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
}

func TestGenerateRefuses(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(t *testing.T, folder string)
		names  []string
		want   string // in the error
	}{
		{"an unknown API", func(*testing.T, string) {}, []string{"pets/v1", "cats/v1"}, `does not list the API "cats/v1": it lists farm/v1, pets/v1`},
		{"no sources", remove(sourcesFile), nil, "sources.yaml"},
		{"no module", remove("go.mod"), nil, "go.mod"},
		{"no document", remove("discovery/pets/v1/pets.yaml"), nil, "pets/v1: "},
		{"a missing lock", put("proto/petshop/v1/petshop.proto", ""), nil, "numbers.lock.yaml is missing, but "},
		{"an overlay that is a folder", put("discovery/pets/v1/overlay.yaml/x", ""), nil, "overlay.yaml"},
		{"a lock that is a folder", put("discovery/pets/v1/numbers.lock.yaml/x", ""), nil, "numbers.lock.yaml"},
		{"an import path outside of gen", put(sourcesFile, strings.ReplaceAll(shopSources, "shop/gen", "shop/go")), nil, "is not in example.com/shop/gen: correct its import path"},
		{"an import path of another module", put("go.mod", "module example.com/other\n"), nil, "is not in example.com/other/gen: correct its import path"},
		{"a broken .proto file", put("proto/options/v1/options.proto", "syntax"), nil, "options.proto"},
		{
			"a .proto file whose Go package is elsewhere",
			put("proto/options/v1/options.proto", `syntax = "proto3"; package options.v1; option go_package = "example.com/optionspb";`),
			nil, "is not in example.com/shop/gen: correct its import path",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := newProject(t)
			test.change(t, folder)
			_, err := Generate(t.Context(), folder, test.names, Options{NoProof: true})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestGenerateReportsFindings checks that errors in the sources or in a document are findings, and that the files of
// the document are left out.
func TestGenerateReportsFindings(t *testing.T) {
	for name, text := range map[string]string{sourcesFile: "apis: [", "discovery/pets/v1/pets.yaml": "openapi: 3.1.0\ninfo: ["} {
		folder := newProject(t)
		put(name, text)(t, folder)
		run, err := Generate(t.Context(), folder, nil, Options{NoProof: true})
		if err != nil || !run.Findings.HasErrors() {
			t.Fatalf("%s: got %v and %v", name, err, run)
		}
		if slices.ContainsFunc(run.APIs, func(s Summary) bool { return s.Name == "pets/v1" }) {
			t.Errorf("%s: got %v", name, run.APIs)
		}
	}
}

func remove(name string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		if err := os.Remove(filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
}

func put(name, text string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		writeFile(t, filepath.Join(folder, filepath.FromSlash(name)), text)
	}
}

// TestCheckLock checks when a missing lock is an error.
func TestCheckLock(t *testing.T) {
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "proto", "zoo", "v1", "zoo.proto"), "")
	writeFile(t, filepath.Join(folder, "proto", "farm", "v1", "notes.txt"), "")
	for _, test := range []struct {
		pkg     string
		lock    []byte
		isError bool
	}{
		{"zoo.v1", []byte{}, false},
		{"zoo.v1", nil, true},
		{"zoo", nil, false},
		{"farm.v1", nil, false},
		{"new.v1", nil, false},
	} {
		_, err := checkLock(folder, generate.File{Name: "the lock", Data: test.lock}, test.pkg)
		if (err != nil) != test.isError {
			t.Errorf("%s with lock %v: got %v", test.pkg, test.lock, err)
		}
	}
}
