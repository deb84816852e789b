// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/output"
)

const petDocument = `openapi: 3.1.0
info: {title: Pet Shop, version: v1}
servers: [{url: https://api.example.com}]
paths:
  /pets: {get: {operationId: listPets, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
components: {schemas: {Pet: {type: object, properties: {name: {type: string}, kind: {$ref: '#/components/schemas/Kind'}}}, Kind: {type: string, enum: [DOG, CAT]}}}
`

// newModule returns a folder with a Go module.
func newModule(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	writeFile(t, filepath.Join(folder, "go.mod"), "module example.com/shop\n")
	return folder
}

// convertAll returns the results of documents.
func convertAll(t *testing.T, target Target, documents ...string) []Converted {
	t.Helper()
	var all []Converted
	if err := ConvertAll(t.Context(), documents, target, func(c Converted) { all = append(all, c) }); err != nil {
		t.Fatal(err)
	}
	return all
}

// fileNames returns the names of the files of a run with their owners.
func fileNames(run *Run) map[string]string {
	names := make(map[string]string)
	for _, f := range run.Files {
		names[f.Name] = f.Owner
	}
	return names
}

func write(t *testing.T, folder string, run *Run) {
	t.Helper()
	for _, f := range run.Files {
		writeFile(t, filepath.Join(folder, filepath.FromSlash(f.Name)), string(f.Data))
	}
}

func TestConvertAllRefuses(t *testing.T) {
	folder := newModule(t)
	for _, test := range []struct {
		name   string
		target Target
		want   string // in the error
	}{
		{"a folder in no module", Target{Folder: t.TempDir()}, "is not in a Go module"},
		{"a folder that cannot be imported", Target{Folder: filepath.Join(folder, "my shop")}, "choose an output folder with another name"},
		{"an import path of another folder", Target{Folder: folder, GoImport: "example.com/shop"}, `"example.com/shop" must end in /gen`},
		{"an invalid import path", Target{Folder: folder, GoImport: "example.com/a b/gen"}, "or set the import path with --go"},
		{"an invalid proto package", Target{Folder: folder, ProtoPackage: "pet-shop"}, `"pet-shop" is not a proto package`},
		{"a proto package in upper case", Target{Folder: folder, ProtoPackage: "Shop.V1"}, `"Shop.V1" is not a proto package in lower case`},
		{"the package of protobuf", Target{Folder: folder, ProtoPackage: "google.protobuf"}, "the package of protobuf itself"},
		{"a proto package that is no Go package", Target{Folder: folder, ProtoPackage: "con"}, "pass another proto package"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := ConvertAll(t.Context(), []string{"pets.yaml"}, test.target, func(Converted) { t.Error("a document was converted") })
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := ConvertAll(ctx, []string{"a.yaml", "b.yaml"}, Target{Folder: folder}, func(Converted) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after cancellation: got %v", err)
	}
}

// TestConvertAll converts documents of which some cannot be converted. The results are in the order of
// the documents, and each document takes the next free package.
func TestConvertAll(t *testing.T) {
	folder := newModule(t)
	for name, text := range map[string]string{
		"pets.yaml": petDocument, "broken.yaml": "openapi: 3.1.0\ninfo: [", "farm.yaml": strings.Replace(petDocument, "Pet Shop", "Farm", 1),
	} {
		writeFile(t, filepath.Join(folder, name), text)
	}
	var files []string
	for _, name := range []string{"pets.yaml", "gone.yaml", "broken.yaml", "farm.yaml", "pets.yaml"} {
		files = append(files, filepath.Join(folder, name))
	}
	got := convertAll(t, Target{Folder: filepath.Join(folder, "out"), Options: Options{NoProof: true, Report: true}}, files...)
	if len(got) != len(files) {
		t.Fatalf("got %d results", len(got))
	}
	for i, c := range got {
		if c.Document != files[i] {
			t.Errorf("result %d is of %s", i, c.Document)
		}
	}

	pets := got[0].Run
	if got[0].Err != nil || len(pets.APIs) != 1 {
		t.Fatal(got[0].Err, pets.Findings.All())
	}
	summary := pets.APIs[0]
	if summary.Report == nil || summary.Proof != nil {
		t.Errorf("got report %v and proof %v", summary.Report, summary.Proof)
	}
	summary.Report = nil
	want := Summary{
		Name: files[0], Title: "Pet Shop", Revision: "v1", Package: "petshop.v1",
		GoImport: "example.com/shop/out/gen/petshop/v1", GoFolder: "gen/petshop/v1",
		Operations: 1, Schemas: 2, Methods: 1, Messages: 2, Fields: 2, Enums: 1, Values: 3,
	}
	if diff := cmp.Diff(want, summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	wantFiles := map[string]string{
		"gen/petshop/v1/client.go":                       "petshop.v1",
		"gen/petshop/v1/doc.go":                          "petshop.v1",
		"gen/petshop/v1/example_test.go":                 "petshop.v1",
		"gen/petshop/v1/petshoppb/doc.go":                "petshop.v1",
		"gen/petshop/v1/petshoppb/petshop.pb.go":         "petshop.v1",
		"gen/petshop/v1/petshoppb/petshop_service.pb.go": "petshop.v1",
		"proto/petshop/v1/numbers.lock.yaml":             "",
		"proto/petshop/v1/petshop.proto":                 "petshop.v1",
		"proto/petshop/v1/petshop_service.proto":         "petshop.v1",
		"proto/protolect/api/v1/annotations.proto":       "protolect.api.v1",
	}
	if diff := cmp.Diff(wantFiles, fileNames(pets)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if owns := pets.Scope.Owns; !owns("petshop.v1") || owns("") || owns("protolect.api.v1") || owns("farm.v1") {
		t.Error("the run must own the files of its package, and no other files")
	}
	// The package is new, so there are no earlier files of it.
	wantUnlisted := map[string][]string{"protolect.api.v1": {"proto/protolect/api/v1"}}
	if diff := cmp.Diff(wantUnlisted, pets.Scope.Unlisted); diff != "" {
		t.Errorf("folders with unlisted files (-want +got):\n%s", diff)
	}

	if !errors.Is(got[1].Err, fs.ErrNotExist) {
		t.Errorf("a missing document: got %v", got[1].Err)
	}
	if c := got[2]; c.Err != nil || !c.Run.Findings.HasErrors() || len(c.Run.Files) > 0 {
		t.Errorf("a broken document: got %v", c)
	}
	for i, want := range map[int]string{3: "farm.v1", 4: "petshoppets.v1"} {
		if c := got[i]; c.Err != nil || c.Run.APIs[0].Package != want {
			t.Errorf("%s: got %v, want package %s", c.Document, c, want)
		}
	}
}

// TestConvertAgain converts a document into a folder with its earlier output.
func TestConvertAgain(t *testing.T) {
	folder := newModule(t)
	file := filepath.Join(folder, "pets.yaml")
	writeFile(t, file, petDocument)
	target := Target{Folder: folder, Options: Options{NoProof: true}}
	first := convertAll(t, target, file)[0]
	if first.Err != nil {
		t.Fatal(first.Err)
	}
	write(t, folder, first.Run)

	again := convertAll(t, target, file)[0]
	if again.Err != nil {
		t.Fatal(again.Err)
	}
	if diff := cmp.Diff(first.Run.Files, again.Run.Files); diff != "" {
		t.Errorf("files of an equal document (-want +got):\n%s", diff)
	}
	unlisted := map[string][]string{
		"petshop.v1":       {"gen/petshop/v1", "gen/petshop/v1/petshoppb", "proto/petshop/v1"},
		"protolect.api.v1": {"proto/protolect/api/v1"},
	}
	if diff := cmp.Diff(unlisted, again.Run.Scope.Unlisted); diff != "" {
		t.Errorf("folders with unlisted files (-want +got):\n%s", diff)
	}
	if len(again.Run.Scope.Obsolete) > 0 {
		t.Errorf("got obsolete files %q", again.Run.Scope.Obsolete)
	}

	// A move keeps the numbers: the enum's value that is gone stays reserved.
	writeFile(t, file, strings.Replace(petDocument, "DOG, CAT", "DOG", 1))
	target.ProtoPackage = "zoo.v1"
	moved := convertAll(t, target, file)[0]
	if moved.Err != nil {
		t.Fatal(moved.Err)
	}
	if diff := cmp.Diff([]string{"proto/petshop/v1/numbers.lock.yaml"}, moved.Run.Scope.Obsolete); diff != "" {
		t.Errorf("obsolete files after a move (-want +got):\n%s", diff)
	}
	if owns := moved.Run.Scope.Owns; !owns("petshop.v1") || !owns("zoo.v1") || owns("") || owns("farm.v1") {
		t.Error("a move must own the files of both packages, and no other files")
	}
	if _, found := moved.Run.Scope.Unlisted["zoo.v1"]; found {
		t.Error("the package to which the API moves has no earlier files")
	}
	i := slices.IndexFunc(moved.Run.Files, func(f output.File) bool { return f.Name == "proto/zoo/v1/zoo.proto" })
	if i < 0 || !strings.Contains(string(moved.Run.Files[i].Data), "reserved ") {
		t.Errorf("a move must keep numbers, but it wrote %v", fileNames(moved.Run))
	}

	target.ProtoPackage = ""
	if err := os.Remove(filepath.Join(folder, lockOf("petshop.v1"))); err != nil {
		t.Fatal(err)
	}
	if c := convertAll(t, target, file)[0]; c.Err == nil || !strings.Contains(c.Err.Error(), "numbers.lock.yaml is missing") {
		t.Errorf("without the lock: got %v", c.Err)
	}
}

// TestConvertWithOverlay checks that an overlay is applied, and that a missing overlay or lock that cannot be read is
// an error of the document.
func TestConvertWithOverlay(t *testing.T) {
	folder := newModule(t)
	file := filepath.Join(folder, "pets.yaml")
	writeFile(t, file, petDocument)
	overlay := filepath.Join(folder, "overlay.yaml")
	writeFile(t, overlay, "methods:\n  listPets: FindPets\n")
	var stages []string
	target := Target{Folder: folder, Overlay: overlay, Options: Options{Stage: func(name string) { stages = append(stages, name) }}}
	c := convertAll(t, target, file)[0]
	if c.Err != nil || c.Run.Findings.HasErrors() {
		t.Fatal(c.Err, c.Run.Findings.All())
	}
	i := slices.IndexFunc(c.Run.Files, func(f output.File) bool { return f.Name == "proto/petshop/v1/petshop_service.proto" })
	if text := string(c.Run.Files[i].Data); !strings.Contains(text, "rpc FindPets(") {
		t.Errorf("the overlay was not applied:\n%s", text)
	}
	if s := c.Run.APIs[0]; s.Proof == nil || s.Report != nil {
		t.Errorf("got proof %v and report %v", s.Proof, s.Report)
	}
	if diff := cmp.Diff(Stages, stages); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}

	writeFile(t, overlay, "methods: [")
	if c := convertAll(t, target, file)[0]; c.Err != nil || !c.Run.Findings.HasErrors() || len(c.Run.Files) > 0 {
		t.Errorf("a broken overlay: got %v", c)
	}
	target.Overlay = filepath.Join(folder, "gone.yaml")
	if c := convertAll(t, target, file)[0]; !errors.Is(c.Err, fs.ErrNotExist) || !strings.Contains(c.Err.Error(), "the overlay cannot be read: open "+target.Overlay) {
		t.Errorf("a missing overlay: got %v", c.Err)
	}
	target.Overlay, target.ProtoPackage = "", "petshop.v1"
	if err := os.MkdirAll(filepath.Join(folder, lockOf("petshop.v1")), 0o777); err != nil {
		t.Fatal(err)
	}
	if c := convertAll(t, target, file)[0]; c.Err == nil {
		t.Error("no error for a lock that is a folder")
	}
	target.Root = filepath.Join(folder, "other")
	if c := convertAll(t, target, file)[0]; c.Err == nil {
		t.Error("no error for a document outside of the folder of all files")
	}
}

// TestWeigh checks that large documents take all slots, so that only one is converted at a time.
func TestWeigh(t *testing.T) {
	file := filepath.Join(t.TempDir(), "document")
	for _, test := range []struct{ size, slots, want int64 }{
		{0, 8, 1},
		{largeDocument/7 - 1, 8, 1},
		{largeDocument/7 + 1, 8, 2},
		{largeDocument, 8, 8},
		{2 * largeDocument, 8, 8},
		{2 * largeDocument, 1, 1},
	} {
		writeFile(t, file, "")
		if err := os.Truncate(file, test.size); err != nil {
			t.Fatal(err)
		}
		if got := weigh(file, test.slots); got != test.want {
			t.Errorf("%d bytes and %d slots: got %d, want %d", test.size, test.slots, got, test.want)
		}
	}
	if got := weigh(filepath.Join(t.TempDir(), "gone"), 8); got != 1 {
		t.Errorf("a missing document: got %d, want 1", got)
	}
}

// TestImportPath checks the import path of a folder, in the module of the closest go.mod.
func TestImportPath(t *testing.T) {
	folder := newModule(t)
	writeFile(t, filepath.Join(folder, "inner", "go.mod"), "module example.com/inner\n")
	writeFile(t, filepath.Join(folder, "broken", "go.mod"), "go 1.26\n")
	for _, test := range []struct{ folder, want, err string }{
		{"gen", "example.com/shop/gen", ""},
		{"a/b/gen", "example.com/shop/a/b/gen", ""},
		{"inner/gen", "example.com/inner/gen", ""},
		{"broken/gen", "", "does not name a module"},
		{"../gen", "", "is not in a Go module"},
	} {
		got, err := importPathOf(filepath.Join(folder, test.folder))
		if got != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: got %q and %v, want %q and %q", test.folder, got, err, test.want, test.err)
		}
	}
}
