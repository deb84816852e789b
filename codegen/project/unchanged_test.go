// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/cache"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/output"
)

// emptyCache makes the cache of the user an empty one.
func emptyCache(t *testing.T) {
	t.Helper()
	root := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", root)
	t.Setenv("HOME", root)
}

// converted returns the result for a document, and whether the run generated it. It writes the files.
func converted(t *testing.T, target Target, document string) (run *Run, generated bool) {
	t.Helper()
	target.Cache = cache.Open(target.Folder)
	target.Stage = func(name string) { generated = generated || name == generate.Modeling }
	result := convertAll(t, target, document)[0]
	if result.Err != nil {
		t.Fatal(result.Err)
	}
	changed := *result.Run
	changed.Files = slices.DeleteFunc(slices.Clone(changed.Files), func(f output.File) bool { return f.Hash != "" })
	write(t, target.Folder, &changed)
	return result.Run, generated
}

const referringDocument = `openapi: 3.1.0
info: {title: Pet Shop, version: v1}
servers: [{url: https://api.example.com}]
paths:
  /pets: {get: {operationId: listPets, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: pet.yaml}}}}}}}
  /toys: {get: {operationId: listToys, responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Toy'}}}}}}}
`

const pet = "type: object\nproperties: {name: {type: string}, age: {type: integer, format: int32}}\n"

// newShop returns the target of a document, which refers to a file, and to a schema that does not exist.
func newShop(t *testing.T) (target Target, document string) {
	t.Helper()
	emptyCache(t)
	folder := newModule(t)
	document = filepath.Join(folder, "shop.yaml")
	writeFile(t, document, referringDocument)
	writeFile(t, filepath.Join(folder, "pet.yaml"), pet)
	overlay := filepath.Join(folder, "overlay.yaml")
	writeFile(t, overlay, "")
	return Target{Folder: folder, Overlay: overlay, Options: Options{Generator: "v1.0.0"}}, document
}

func TestConvertUnchanged(t *testing.T) {
	target, document := newShop(t)
	first, generated := converted(t, target, document)
	if !generated {
		t.Fatalf("the first run generated nothing: %v", first.Findings.All())
	}
	if len(first.Findings.All()) == 0 {
		t.Errorf("the document must have findings, to compare them: %v", first.Findings.All())
	}
	if _, generated = converted(t, target, document); !generated {
		t.Error("the second run, which is the first with a lock, generated nothing")
	}
	second, generated := converted(t, target, document)
	if generated {
		t.Error("the third run generated an unchanged API")
	}
	target.Report = true
	full, generated := converted(t, target, document)
	if !generated {
		t.Error("a run with a report skipped an API")
	}
	full.APIs[0].Report = nil
	if diff := cmp.Diff(full.APIs, second.APIs); diff != "" {
		t.Errorf("the summaries differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(full.Findings.All(), second.Findings.All()); diff != "" {
		t.Errorf("the findings differ (-want +got):\n%s", diff)
	}
	for i, f := range full.Files {
		if f.Owner != "protolect.api.v1" { // its file is always written
			full.Files[i] = output.File{Name: f.Name, Owner: f.Owner, Hash: cache.Hash(f.Data)}
		}
	}
	if diff := cmp.Diff(full.Files, second.Files); diff != "" {
		t.Errorf("the files differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(full.Scope.Unlisted, second.Scope.Unlisted); diff != "" {
		t.Errorf("the scopes differ (-want +got):\n%s", diff)
	}
}

// TestConvertChanged changes each input and each output file.
func TestConvertChanged(t *testing.T) {
	target, document := newShop(t)
	in := func(name string) string { return filepath.Join(target.Folder, name) }
	var others []string // files to remove
	protoPackage := settle(t, target, document).APIs[0].Package
	for _, test := range []struct {
		name   string
		change func(target *Target)
	}{
		{"the document", func(*Target) { writeFile(t, document, referringDocument+"# a comment\n") }},
		{"a file to which the document refers", func(*Target) { writeFile(t, in("pet.yaml"), pet+"description: A pet.\n") }},
		{"the overlay", func(*Target) { writeFile(t, target.Overlay, "# a comment\n") }},
		{"no overlay", func(target *Target) { target.Overlay = "" }},
		{"the proof", func(target *Target) { target.NoProof = true }},
		{"the version", func(target *Target) { target.Generator = "v1.0.1" }},
		{"the import path", func(target *Target) { target.GoImport = "example.com/other/gen" }},
		{"the package", func(target *Target) { target.ProtoPackage = "other.shop.v1" }},
		{"the root of references", func(target *Target) { target.Root = target.Folder }},
		{"the memory", func(*Target) {
			before := debug.SetMemoryLimit(-1)
			debug.SetMemoryLimit(1 << 40)
			t.Cleanup(func() { debug.SetMemoryLimit(before) })
		}},
		{"the lock", func(*Target) {
			name := in(lockOf(protoPackage))
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, name, string(data)+"# a comment\n")
		}},
		{"another .proto file in the package", func(*Target) {
			name := in(filepath.Join(filepath.Dir(lockOf(protoPackage)), "other.proto"))
			writeFile(t, name, "syntax = \"proto3\";\npackage other;\n")
			others = append(others, name)
		}},
		{"the results were removed", func(*Target) { emptyCache(t) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := target
			settle(t, target, document)
			test.change(&target)
			if _, generated := converted(t, target, document); !generated {
				t.Error("the run skipped an API that has changed")
			}
			for _, name := range others {
				removeFile(t, name)
			}
			others = nil
			settle(t, target, document)
		})
	}
}

// TestReferenceRemoved removes a file to which the document refers.
func TestReferenceRemoved(t *testing.T) {
	target, document := newShop(t)
	settle(t, target, document)
	removeFile(t, filepath.Join(target.Folder, "pet.yaml"))
	if run, _ := converted(t, target, document); !run.Findings.HasErrors() {
		t.Errorf("the run skipped a document without a file: %v", run.Findings.All())
	}
}

// settle runs until nothing changes: the lock may change in the first run after a change.
func settle(t *testing.T, target Target, document string) *Run {
	t.Helper()
	for range 3 {
		if run, generated := converted(t, target, document); !generated {
			return run
		}
	}
	t.Fatal("runs without changes generate the API")
	return nil
}

func removeFile(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

func TestConvertOutputChanged(t *testing.T) {
	target, document := newShop(t)
	settle(t, target, document)
	target.Report = true // to generate the data
	run, _ := converted(t, target, document)
	target.Report = false
	for _, f := range run.Files {
		if f.Owner == "protolect.api.v1" {
			continue // it does not depend on the document
		}
		name := filepath.Join(target.Folder, filepath.FromSlash(f.Name))
		for change, do := range map[string]func(){
			"edited":  func() { writeFile(t, name, string(f.Data)+"\n") },
			"removed": func() { removeFile(t, name) },
			"a link": func() {
				removeFile(t, name)
				writeFile(t, name+".data", string(f.Data))
				if err := os.Symlink(name+".data", name); err != nil {
					t.Fatal(err)
				}
			},
		} {
			if filepath.Base(name) == lockFile && change == "removed" {
				continue // an error, see checkLock
			}
			do()
			if _, generated := converted(t, target, document); !generated {
				t.Errorf("%s was %s: the run skipped the API", f.Name, change)
			}
			removeFile(t, name)
			writeFile(t, name, string(f.Data))
			settle(t, target, document)
		}
	}
}

// TestConvertSamePackage converts another document with the package of a document whose result is known.
func TestConvertSamePackage(t *testing.T) {
	target, document := newShop(t)
	target.Overlay = ""
	settle(t, target, document)
	target.Cache = cache.Open(target.Folder)
	copied := filepath.Join(target.Folder, "copy", "shop.yaml")
	writeFile(t, copied, petDocument)
	results := convertAll(t, target, copied, document)
	if results[1].Err == nil && results[0].Err == nil && results[0].Run.APIs[0].Package == results[1].Run.APIs[0].Package {
		t.Errorf("both documents have the package %s", results[0].Run.APIs[0].Package)
	}
}

func TestGenerateUnchanged(t *testing.T) {
	emptyCache(t)
	root := newProject(t)
	run := func() (*Run, int) {
		t.Helper()
		n := 0
		made, err := Generate(t.Context(), root, nil, Options{Cache: cache.Open(root), Stage: func(name string) {
			if name == generate.Modeling {
				n++
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		folder, err := output.Open(t.Context(), root, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer folder.Close()
		plan, err := folder.Plan(made.Files, made.Scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.Apply(plan); err != nil {
			t.Fatal(err)
		}
		return made, n
	}
	run()
	first, all := run() // the first with a lock
	second, again := run()
	if all == 0 || again != 0 {
		t.Errorf("the second run generated %d APIs, and the third %d", all, again)
	}
	if diff := cmp.Diff(first.APIs, second.APIs); diff != "" {
		t.Errorf("the summaries differ (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(fileNames(first), fileNames(second)); diff != "" {
		t.Errorf("the files differ (-first +second):\n%s", diff)
	}
	emptyCache(t)
	if _, again = run(); again != all {
		t.Errorf("without results, a run generated %d APIs of %d", again, all)
	}
}
