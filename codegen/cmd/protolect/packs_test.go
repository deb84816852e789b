// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tour returns a copy of the test pack of codegen/packs, which has an output for each kind of elements.
func tour(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "tour")
	if err := os.CopyFS(folder, os.DirFS("../../packs/testdata/tour/pack")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// smallPack returns the folder of a pack with a single output.
func smallPack(t *testing.T, name, path, template, more string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), name)
	write(t, filepath.Join(folder, "pack.yaml"), "name: "+name+"\nversion: 1.0.0\nview: 1\noutputs:\n  - template: a.tmpl\n    per: view\n    path: "+path+"\n"+more)
	write(t, filepath.Join(folder, "a.tmpl"), template)
	return folder
}

// edit replaces a part of a file.
func edit(t *testing.T, name, from, to string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil || !strings.Contains(string(text), from) {
		t.Fatalf("%s lacks %q: %v", name, from, err)
	}
	write(t, name, strings.Replace(string(text), from, to, 1))
}

const packDocument = "getPet listPets"

// TestConvertPack makes the files of a pack, changes the pack, and removes it.
func TestConvertPack(t *testing.T) {
	folder, pack := t.TempDir(), tour(t)
	out := filepath.Join(folder, "out")
	document := petstore("Pets", packDocument, "name")
	mustConvert(t, folder, document)
	before := files(t, out)

	mustConvert(t, folder, document, "--pack", pack, "--opt", "tour.title=The pets")
	first := files(t, out)
	for name, want := range map[string]string{
		"README.md":               "# The pets\n",
		"pets/v1/package.json":    `"title": "Pets API"`,
		"messages/pets.v1.Pet.md": "- `name`: string",
	} {
		if !strings.Contains(first[name], want) {
			t.Errorf("%s lacks %q:\n%s", name, want, first[name])
		}
		if !strings.Contains(first[manifest], name+" pets.v1 ") {
			t.Errorf("the manifest lacks %s", name)
		}
	}
	for name, text := range before {
		if name != manifest && first[name] != text {
			t.Errorf("%s changed", name)
		}
	}

	stdout := mustConvert(t, folder, document, "--pack", pack, "--opt", "tour.title=The pets", "-v")
	if diff := cmp.Diff(first, files(t, out)); diff != "" || strings.Contains(stdout, "update ") {
		t.Errorf("the second run changes files (-before +after):\n%s\n%s", diff, stdout)
	}

	edit(t, filepath.Join(pack, "message.md.tmpl"), "# {{", "## {{")
	stdout = mustConvert(t, folder, document, "--pack", pack, "--opt", "tour.title=Pets", "-v")
	if !strings.Contains(stdout, "update messages/pets.v1.Pet.md\n") || !strings.Contains(stdout, "update README.md\n") {
		t.Errorf("a changed template and a changed option:\n%s", stdout)
	}

	stdout = mustConvert(t, folder, document)
	if diff := cmp.Diff(before, files(t, out)); diff != "" || !strings.Contains(stdout, "remove README.md\n") {
		t.Errorf("without the pack, its files stay (-want +got):\n%s\n%s", diff, stdout)
	}
}

// TestConvertPackEdited keeps an edited file of a pack.
func TestConvertPackEdited(t *testing.T) {
	folder := t.TempDir()
	readme := filepath.Join(folder, "out/README.md")
	pack := smallPack(t, "one", "README.md", "{{len .View.Packages}} package", "")
	mustConvert(t, folder, petstore("Pets", packDocument, "name"), "--pack", pack)
	write(t, readme, "mine")
	edit(t, filepath.Join(pack, "a.tmpl"), "package", "API")
	for _, options := range [][]string{{"--pack", pack}, nil} {
		_, _, err := convert(t, folder, petstore("Pets", packDocument, "name color"), options...)
		text, _ := os.ReadFile(readme)
		if err == nil || string(text) != "mine" || strings.Contains(files(t, filepath.Join(folder, "out"))["proto/pets/v1/pets.proto"], "color") {
			t.Errorf("%v: %v, and the file contains %q", options, err, text)
		}
	}
}

// TestConvertPackErrors shows the errors of packs. No run writes a file.
func TestConvertPackErrors(t *testing.T) {
	folder := t.TempDir()
	one := smallPack(t, "one", "README.md", "a", "options:\n  title: {type: string, help: the title}\n")
	for _, test := range []struct {
		name    string
		options []string
		want    []string
	}{
		{"two packs with one path", []string{"--pack", one, "--pack", smallPack(t, "two", "readme.md", "b", "")},
			[]string{`two/pack.yaml:7:11: error: pack two, the view: one/a.tmpl (the view) and two/a.tmpl (the view) have the path "readme.md" [pack-duplicate]`}},
		{"one pack twice", []string{"--pack", one, "--pack", one}, []string{"two packs have the name one", "[pack-duplicate]"}},
		{"an unknown option", []string{"--pack", one, "--opt", "one.titel=x"},
			[]string{`one/pack.yaml:1:1: error: the pack one has no option "titel": its options are "title"`, "[pack-option]"}},
		{"an option of no pack", []string{"--pack", one, "--opt", "on.title=x"}, []string{`--opt on.title: no pack has the name "on" (did you mean "one"?)`}},
		{"an option without a pack", []string{"--opt", "on.title=x"}, []string{"also pass its folder with --pack"}},
		{"an option without a value", []string{"--pack", one, "--opt", "one.title"}, []string{"pass PACK.OPTION=VALUE"}},
		{"a missing folder", []string{"--pack", filepath.Join(folder, "missing")}, []string{"--pack: ", "missing"}},
		{"a folder without a pack", []string{"--pack", folder}, []string{"pack.yaml: error: the file does not exist", "[pack-syntax]"}},
		{"a file of protolect", []string{"--pack", smallPack(t, "bad", "GEN/pets/v1/client.go", "a", "")}, []string{"is that of another generated file", "[pack-path]"}},
		{"a folder of protolect", []string{"--pack", smallPack(t, "bad", "gen", "a", "")}, []string{`the path "gen" is the folder of another generated file`}},
		{"a folder that is a file", []string{"--pack", smallPack(t, "bad", "gen/pets/v1/client.go/a", "a", "")}, []string{"is in a folder with the name of another generated file"}},
		{"a definition", []string{"--pack", smallPack(t, "bad", "proto/pets/v1/more.proto", "a", "")}, []string{"is one of the files that protolect reads"}},
		{"the manifest", []string{"--pack", smallPack(t, "bad", "protolect.manifest", "a", "")}, []string{"is the list of generated files"}},
		{"a path that climbs", []string{"--pack", smallPack(t, "bad", "../a", "a", "")}, []string{`the path "../a" leaves the output folder`}},
		{"a template", []string{"--pack", smallPack(t, "bad", "a", "\n{{range .View.Packages}}{{message \"Pett\"}}{{end}}", "")},
			[]string{"bad/a.tmpl:2:27: error: pack bad, the view: the view contains no message \"Pett\"", "    2 | {{range .View.Packages}}{{message \"Pett\"}}{{end}}\n      |                           ^", "\n    correct the template at this place; docs/packs.md"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, stderr, err := convert(t, folder, petstore("Pets", packDocument, "name"), test.options...)
			if err == nil {
				t.Fatal("there is no error")
			}
			text := stderr + err.Error()
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("want %q, got:\n%s", want, text)
				}
			}
			if _, err := os.Stat(filepath.Join(folder, "out")); err == nil {
				t.Errorf("there is output: %v", files(t, filepath.Join(folder, "out")))
			}
		})
	}
}

// TestConvertPackBroken keeps invalid Go, and nothing else.
func TestConvertPackBroken(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "out")
	pack := smallPack(t, "one", "x/a.go", "package a\n\nfunc {", "    format: go\n")
	for range 2 { // the second run replaces the file
		_, stderr, err := convert(t, folder, petstore("Pets", packDocument, "name"), "--pack", pack)
		if err == nil || !strings.Contains(stderr, "[pack-invalid]") || !strings.Contains(stderr, "the invalid Go of a pack is in "+filepath.Join(out, "x", "a.go.broken")+"\n") {
			t.Errorf("%v\n%s", err, stderr)
		}
		if diff := cmp.Diff(map[string]string{"x/a.go.broken": "package a\n\nfunc {"}, files(t, out)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
	}
	edit(t, filepath.Join(pack, "a.tmpl"), "func {", "const A = 1")
	mustConvert(t, folder, petstore("Pets", packDocument, "name"), "--pack", pack)
	all := files(t, out)
	if strings.Contains(all[manifest], "broken") || !strings.Contains(all[manifest], "x/a.go pets.v1 ") {
		t.Errorf("the manifest is\n%s", all[manifest])
	}
	mustConvert(t, folder, petstore("Pets", packDocument, "name"))
	left := maps.Clone(files(t, out))
	if left["x/a.go.broken"] == "" || left["x/a.go"] != "" {
		t.Errorf("without the pack: %q, %q", left["x/a.go.broken"], left["x/a.go"])
	}
}

// TestConvertPackUnlisted keeps a file that people wrote where a pack makes one.
func TestConvertPackUnlisted(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "out/README.md"), "mine")
	_, _, err := convert(t, folder, petstore("Pets", packDocument, "name"), "--pack", smallPack(t, "one", "README.md", "a", ""))
	if err == nil {
		t.Fatal("the file is replaced")
	}
	if diff := cmp.Diff(map[string]string{"README.md": "mine"}, files(t, filepath.Join(folder, "out"))); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// TestConvertPackStrict has a pack with a warning.
func TestConvertPackStrict(t *testing.T) {
	folder := t.TempDir()
	pack := smallPack(t, "one", "README.md", "a", "")
	write(t, filepath.Join(pack, "unused.tmpl"), "b")
	document := petstore("Pets", packDocument, "name")
	if _, stderr, err := convert(t, folder, document, "--pack", pack, "--strict"); err == nil ||
		!strings.Contains(stderr, "unused.tmpl:1:1: error: nothing uses the template") {
		t.Errorf("--strict: %v\n%s", err, stderr)
	}
	if _, stderr, err := convert(t, folder, document, "--pack", pack); err != nil || strings.Count(stderr, "[pack-unused]") != 1 {
		t.Errorf("%v\n%s", err, stderr)
	}
}

// TestConvertPackDocuments runs a pack for each document.
func TestConvertPackDocuments(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "out")
	documents := []string{filepath.Join(folder, "a.yaml"), filepath.Join(folder, "b.yaml")}
	write(t, documents[0], petstore("Pets", packDocument, "name"))
	write(t, documents[1], petstore("Farm", packDocument, "name"))
	pack := smallPack(t, "one", "'{{(index .View.Packages 0).Name}}.md'", "a", "")
	args := append([]string{"convert", "--out", out, "--go", "example.com/x/gen", "--pack"}, append([]string{pack}, documents...)...)
	if _, stderr, err := protolect(t, args...); err != nil {
		t.Fatal(err, stderr)
	}
	if all := files(t, out); all["pets.v1.md"] != "a" || all["farm.v1.md"] != "a" {
		t.Error("a document lacks the file of the pack")
	}
	edit(t, filepath.Join(pack, "pack.yaml"), "'{{(index .View.Packages 0).Name}}.md'", "README.md")
	if _, stderr, err := protolect(t, args...); err == nil || !strings.Contains(stderr, "README.md is generated for pets.v1, not for farm.v1") {
		t.Errorf("two documents with one path: %v\n%s", err, stderr)
	}
}

// TestGeneratePacks has packs for all APIs and for one API in protolect.yaml.
func TestGeneratePacks(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "packs/tour"), os.DirFS("../../packs/testdata/tour/pack")); err != nil {
		t.Fatal(err)
	}
	list := smallPack(t, "list", "'{{(index .View.Packages 0).Name}}.txt'", "{{join \" \" .Options.words}}", "options:\n  words: {type: list, default: [none], help: words}\n")
	if err := os.CopyFS(filepath.Join(root, "packs/list"), os.DirFS(list)); err != nil {
		t.Fatal(err)
	}
	const file = `apis:
  farm:
    document: farm.yaml
  pets:
    document: pets.yaml
    packs:
      - pack: ./packs/list
        options: {words: [a, b]}
      - pack: ./packs/tour
        options: {title: The pets, deep: false}
packs:
  - pack: ./packs/list
`
	write(t, filepath.Join(root, "go.mod"), "module example.com/x\n")
	write(t, filepath.Join(root, "pets.yaml"), petstore("Pets", packDocument, "name"))
	write(t, filepath.Join(root, "farm.yaml"), petstore("Farm", packDocument, "name"))
	write(t, filepath.Join(root, "protolect.yaml"), file)
	generate := func(options ...string) (stdout, stderr string, err error) {
		return protolect(t, append([]string{"generate", "--root", root, "--allow", allowed}, options...)...)
	}
	must := func(options ...string) string {
		t.Helper()
		stdout, stderr, err := generate(options...)
		if err != nil {
			t.Fatal(err, stderr)
		}
		return stdout
	}
	must()
	first := files(t, root)
	if first["pets.v1.txt"] != "a b" || first["farm.v1.txt"] != "none" || !strings.HasPrefix(first["README.md"], "# The pets\n") || first["pets/v1/get-pet/get-pet.md"] != "" {
		t.Errorf("%q, %q, %q", first["pets.v1.txt"], first["farm.v1.txt"], first["README.md"])
	}
	if !strings.Contains(first[manifest], "README.md discovery/pets ") {
		t.Errorf("the manifest is\n%s", first[manifest])
	}
	for range 2 { // the second time, farm could be skipped
		must("--check")
		must()
	}
	if diff := cmp.Diff(first, files(t, root)); diff != "" {
		t.Errorf("later runs change files (-before +after):\n%s", diff)
	}

	// A template and an option change what is out of date.
	template := filepath.Join(root, "packs/list/a.tmpl")
	edit(t, template, "{{join", "words: {{join")
	if stdout, _, err := generate("--check"); err == nil || !strings.Contains(stdout, "farm.v1.txt") {
		t.Errorf("--check after a change of a template: %v\n%s", err, stdout)
	}
	must("pets")
	if all := files(t, root); all["pets.v1.txt"] != "words: a b" || all["farm.v1.txt"] != "none" {
		t.Errorf("after a run for one API: %q, %q", all["pets.v1.txt"], all["farm.v1.txt"])
	}
	must()
	write(t, filepath.Join(root, "protolect.yaml"), strings.Replace(file, "[a, b]", "[c]", 1))
	must()
	if all := files(t, root); all["pets.v1.txt"] != "words: c" || all["farm.v1.txt"] != "words: none" {
		t.Errorf("after a change of an option: %q, %q", all["pets.v1.txt"], all["farm.v1.txt"])
	}

	// Errors have places in protolect.yaml and in the pack, and change no file.
	before := files(t, root)
	for _, test := range []struct{ from, to, want string }{
		{"{words: [a, b]}", "{word: a}", `protolect.yaml:7:9: error: the pack list has no option "word" (did you mean "words"?)`},
		{"deep: false", "deep: maybe", `protolect.yaml:9:9: error: the option deep of the pack tour: expected true or false, found "maybe"`},
		{"./packs/tour", "./packs/tours", "protolect.yaml:9:9: error: the pack cannot be opened: "},
		{"packs:\n  - pack: ./packs/list\n", "packs:\n  - pack: ./packs/tour\n", `is that of another generated file, README.md`},
	} {
		write(t, filepath.Join(root, "protolect.yaml"), strings.Replace(file, test.from, test.to, 1))
		_, stderr, err := generate()
		if err == nil || !strings.Contains(stderr, test.want) {
			t.Errorf("want %q: %v\n%s", test.want, err, stderr)
		}
	}
	write(t, filepath.Join(root, "protolect.yaml"), strings.Replace(file, "[a, b]", "[c]", 1))
	if diff := cmp.Diff(before, files(t, root)); diff != "" {
		t.Errorf("errors change files (-before +after):\n%s", diff)
	}

	// Invalid Go is kept, but not by a check.
	edit(t, filepath.Join(root, "packs/list/pack.yaml"), ".Name}}.txt'", ".Name}}.go'\n    format: go")
	if _, _, err := generate("--check"); err == nil || exists(filepath.Join(root, "pets.v1.go.broken")) {
		t.Errorf("--check with invalid Go: %v", err)
	}
	if _, stderr, err := generate(); err == nil || !exists(filepath.Join(root, "pets.v1.go.broken")) || exists(filepath.Join(root, "pets.v1.go")) ||
		!strings.Contains(stderr, "the invalid Go of a pack is in "+filepath.Join(root, "pets.v1.go.broken")) {
		t.Errorf("invalid Go: %v\n%s", err, stderr)
	}

	// Without packs, their files go.
	write(t, filepath.Join(root, "protolect.yaml"), "apis:\n  farm: {document: farm.yaml}\n  pets: {document: pets.yaml}\n")
	must()
	if all := files(t, root); all["README.md"] != "" || all["farm.v1.txt"] != "" || all["pets.v1.txt"] != "" || all["gen/pets/v1/client.go"] == "" {
		t.Error("the files of the packs stay, or others go")
	}
}
