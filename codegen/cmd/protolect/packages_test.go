// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// packagesIn returns the proto packages that a folder has.
func packagesIn(t *testing.T, folder string) []string {
	t.Helper()
	var all []string
	for name := range files(t, folder) {
		if path.Base(name) == "numbers.lock.yaml" {
			all = append(all, strings.ReplaceAll(strings.TrimPrefix(path.Dir(name), "proto/"), "/", "."))
		}
	}
	slices.Sort(all)
	return all
}

// TestPackageStays converts documents one after the other into one folder.
func TestPackageStays(t *testing.T) {
	const acme, fast = "https://api.acme.com", ""
	document := func(title, version, server, operations string) string {
		text := strings.Replace(petstore(title, operations, "name"), "version: 1.0.0", "version: "+version, 1)
		if server == "" {
			return strings.Replace(text, "servers: [{url: 'https://a.example.com'}]\n", "", 1)
		}
		return strings.Replace(text, "https://a.example.com", server, 1)
	}
	type step struct {
		file, text string
		options    string
		want       string // the packages that are there then
		finding    string
	}
	first := step{"a.yaml", document("Pets", "1.0.0", acme, "getA getB getC"), "", "acme.pets.v1", ""}
	for name, steps := range map[string][]step{
		"the title is edited":   {first, {"a.yaml", document("Animals", "1.0.0", acme, "getA getB getC getD"), "", "acme.pets.v1", "package-kept"}},
		"the version is edited": {first, {"a.yaml", document("Pets", "2.0.0", acme, "getA getB getC"), "", "acme.pets.v1", "package-kept"}},
		"both, and again": {first,
			{"a.yaml", document("Animals", "2.0.0", acme, "getA getB getC"), "", "acme.pets.v1", "package-kept"},
			{"a.yaml", document("Beasts", "3.0.0", acme, "getA getB getC"), "", "acme.pets.v1", "package-kept"}},
		"another API of the same title and host": {first, {"b.yaml", document("Pets", "1.0.0", acme, "getX getY"), "", "acme.pets.v1 acme.petsgetx.v1", "package-taken"}},
		"another version beside the first":       {first, {"b.yaml", document("Pets", "2.0.0", acme, "getA getB getC"), "", "acme.pets.v1 acme.pets.v2", "published-elsewhere"}},
		"the server moves":                       {first, {"a.yaml", document("Pets", "1.0.0", "https://api.zoo.org", "getA getB getC"), "", "acme.pets.v1 zoo.pets.v1", "published-elsewhere"}},
		"the package is given": {first,
			{"a.yaml", document("Pets", "1.0.0", acme, "getA getB getC"), "--package my.pets.v1", "my.pets.v1", "package-moved"},
			{"a.yaml", document("Beasts", "1.0.0", acme, "getA getB getC"), "", "my.pets.v1", "package-kept"}},
		"the package is given, and the version is edited": {first,
			{"a.yaml", document("Pets", "2.0.0", acme, "getA getB getC"), "--package my.pets.v2", "acme.pets.v1 my.pets.v2", "package-beside"}},
		"the version is edited before the package is given": {first,
			{"a.yaml", document("Pets", "2.0.0", acme, "getA getB getC"), "", "acme.pets.v1", "package-kept"},
			{"a.yaml", document("Pets", "2.0.0", acme, "getA getB getC"), "--package my.pets.v2", "my.pets.v2", "package-moved"}},
		"the package of another API is given": {first,
			{"b.yaml", document("Toys", "1.0.0", "https://api.toys.com", "getA getX"), "--package acme.pets.v1", "acme.pets.v1", "package-reused"}},
		"the package of another API at the same server is given": {first,
			{"b.yaml", document("Toys", "1.0.0", acme, "getA getX"), "--package acme.pets.v1", "acme.pets.v1", "package-reused"}},
		"the own package is given, and the title is edited": {first,
			{"a.yaml", document("Animals", "1.0.0", acme, "getA getB getC"), "--package acme.pets.v1", "acme.pets.v1", "package-kept"}},
		"the own package is given": {first,
			{"a.yaml", document("Pets", "1.0.0", acme, "getA getB getC"), "--package acme.pets.v1", "acme.pets.v1", ""}},
		"two APIs that a framework named": {
			{"a.yaml", document("FastAPI", "0.1.0", fast, "getA"), "", "fastapi.geta.v1", "package-by-title"},
			{"b.yaml", document("FastAPI", "0.1.0", fast, "getB"), "", "fastapi.geta.v1 fastapi.getb.v1", "package-by-title"},
			{"a.yaml", document("FastAPI", "0.1.0", fast, "getA getC"), "", "fastapi.geta.v1 fastapi.getb.v1", ""}},
		"two APIs that a framework named, with the same operations": {
			{"a.yaml", document("FastAPI", "0.1.0", fast, "getA getB"), "", "fastapi.getagetb.v1", "package-by-title"},
			{"b.yaml", document("FastAPI", "0.1.0", fast, "getA getB"), "", "fastapi.getagetb.v1 fastapi.getagetb2.v1", "published-elsewhere"},
			{"a.yaml", document("FastAPI", "0.1.0", fast, "getA getB getC"), "", "fastapi.getagetb.v1 fastapi.getagetb2.v1", ""},
			{"b.yaml", document("FastAPI", "0.1.0", fast, "getA getB getD"), "", "fastapi.getagetb.v1 fastapi.getagetb2.v1", ""}},
		"another revision of an API beside the first": {first,
			{"b.yaml", document("Pets", "1.0.0", acme, "getA getB getD"), "", "acme.pets.v1", "package-reused"}},
		"documents that share few methods": {
			{"a.yaml", document("Pets", "1.0.0", acme, "getA"), "", "acme.pets.v1", ""},
			{"b.yaml", document("Toys", "1.0.0", "https://api.toys.com", "getA"), "", "acme.pets.v1 toys.v1", ""}},
		"titles of other scripts": {
			{"a.yaml", document("天気", "1.0.0", fast, "getA"), "", "xnrss835b.v1", "package-by-title"},
			{"b.yaml", document("地図", "1.0.0", fast, "getA"), "", "xnlcs7e.v1 xnrss835b.v1", "package-by-title"}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			out := filepath.Join(folder, "out")
			for i, s := range steps {
				write(t, filepath.Join(folder, s.file), s.text)
				args := []string{"convert", filepath.Join(folder, s.file), "--out", out, "--go", "example.com/x/gen", "-v", "--allow", allowed}
				_, stderr, err := protolect(t, append(args, strings.Fields(s.options)...)...)
				if err != nil {
					t.Fatalf("%d: %v\n%s", i, err, stderr)
				}
				if diff := cmp.Diff(strings.Fields(s.want), packagesIn(t, out)); diff != "" {
					t.Errorf("%d: packages (-want +got):\n%s", i, diff)
				}
				if s.finding != "" && !strings.Contains(stderr, "["+s.finding+"]") {
					t.Errorf("%d: no %s in\n%s", i, s.finding, stderr)
				}
				if s.finding == "" && (strings.Contains(stderr, "[package-") || strings.Contains(stderr, "[published-elsewhere]")) {
					t.Errorf("%d: %s", i, stderr)
				}
				stdout, stderr, err := protolect(t, append(args, strings.Fields(s.options)...)...)
				if err != nil || !strings.Contains(stdout, "files     everything is up to date\n") || strings.Contains(stderr, "[package-moved]") {
					t.Errorf("%d: once more: %v\n%s%s", i, err, stdout, stderr)
				}
			}
		})
	}
}

// TestPackageLeft follows the advice for a document whose server path changes.
func TestPackageLeft(t *testing.T) {
	folder := t.TempDir()
	out, name := filepath.Join(folder, "out"), filepath.Join(folder, "pets.yaml")
	convert := func(want, finding string, args ...string) {
		t.Helper()
		_, stderr, err := protolect(t, append([]string{"convert", name, "--out", out, "--go", "example.com/x/gen"}, args...)...)
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		if diff := cmp.Diff(strings.Fields(want), packagesIn(t, out)); diff != "" {
			t.Errorf("packages (-want +got):\n%s", diff)
		}
		if finding == "" && stderr != "" || !strings.Contains(stderr, finding) {
			t.Errorf("got %s, want %s", stderr, finding)
		}
	}
	text := strings.Replace(petstore("Pets", "getA getB getC", "name"), "https://a.example.com", "https://api.acme.com/v1", 1)
	write(t, name, text)
	convert("acme.pets.v1", "")
	write(t, name, strings.Replace(text, "acme.com/v1", "acme.com/v2", 1))
	convert("acme.pets.v1 acme.pets.v2", `: warning: the package acme.pets.v1 stays, and is no longer generated from pets.yaml: the server has changed from `+
		`"api.acme.com/v1" to "api.acme.com/v2", so the package of the document is now acme.pets.v2 [package-left]`)
	convert("acme.pets.v1 acme.pets.v2", "")
	for _, of := range []string{"proto", "gen"} {
		if err := os.RemoveAll(filepath.Join(out, of, "acme", "pets", "v2")); err != nil {
			t.Fatal(err)
		}
	}
	convert("acme.pets.v1", "[package-reused]", "--package", "acme.pets.v1", "--allow", "requests=major")
	convert("acme.pets.v1", "")
}

// TestSameFileNames converts documents with the same file name, title and operations from two folders of
// a module.
func TestSameFileNames(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/x\n")
	in := func(folder string) string { return filepath.Join(root, folder, "openapi.yaml") }
	for _, folder := range []string{"eu", "us"} {
		if err := os.Mkdir(filepath.Join(root, folder), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, in(folder), petstore("Pets", "getA getB getC", folder))
	}
	out := filepath.Join(root, "out")
	convert := func(want, finding string, args ...string) {
		t.Helper()
		_, stderr, err := protolect(t, append([]string{"convert", "--out", out, "-v", "--allow", allowed}, args...)...)
		if err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		if diff := cmp.Diff(strings.Fields(want), packagesIn(t, out)); diff != "" {
			t.Errorf("%v: packages (-want +got):\n%s", args, diff)
		}
		if !strings.Contains(stderr, finding) {
			t.Errorf("%v: no %s in\n%s", args, finding, stderr)
		}
	}
	convert("pets.v1", "", in("eu"))
	_, stderr, err := protolect(t, "convert", "--out", out, in("us"))
	want := "the package pets.v1 is that of the document " + in("eu") + ", which has the same file name, title and server as " + in("us") +
		": choose another package with --package, or confirm with --package pets.v1 that the new document replaces the other one"
	if err == nil || !strings.Contains(stderr, want) {
		t.Fatalf("got %v, %s, want %s", err, stderr, want)
	}
	convert("pets.us.v1 pets.v1", "", in("us"), "--package", "pets.us.v1")
	convert("pets.us.v1 pets.v1", "", in("eu"))
	convert("pets.us.v1 pets.v1", "", in("us"))
	convert("pets.us.v1 pets.v1", "[package-reused]", in("us"), "--package", "pets.v1")
	// A document that was moved keeps its package.
	if err := os.Rename(filepath.Join(root, "us"), filepath.Join(root, "as")); err != nil {
		t.Fatal(err)
	}
	convert("pets.us.v1 pets.v1", "", in("as"))
}

// TestDocumentInLock converts a document by its name and by that of its folder.
func TestDocumentInLock(t *testing.T) {
	folder, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(folder, "pets.yaml"), petstore("Pets", "getA", "name"))
	for _, name := range []string{folder, filepath.Join(folder, "pets.yaml")} {
		stdout, stderr, err := protolect(t, "convert", name, "--out", out, "--go", "example.com/x/gen")
		if err != nil {
			t.Fatal(err, stderr)
		}
		if lock := files(t, out)["proto/pets/v1/numbers.lock.yaml"]; !strings.Contains(lock, "document: pets.yaml\n") {
			t.Errorf("%s: the lock is\n%s", name, lock)
		}
		if name != folder && !strings.Contains(stdout, "everything is up to date") {
			t.Errorf("%s:\n%s", name, stdout)
		}
	}
}

// TestPackageOfEarlierVersions has a lock of a version of protolect that called the package
// in another way, and did not write after what.
func TestPackageOfEarlierVersions(t *testing.T) {
	folder := t.TempDir()
	text := strings.Replace(petstore("Twilio - Pricing", "getA getB", "name"), "a.example.com", "pricing.twilio.com", 1)
	if _, stderr, err := convert(t, folder, text, "--package", "twilio.v1"); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	lock := filepath.Join(folder, "out", "proto", "twilio", "v1", "numbers.lock.yaml")
	data, err := os.ReadFile(lock)
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(data), "api:\n")
	if !found {
		t.Fatalf("the lock has no section api:\n%s", data)
	}
	write(t, lock, before)
	if _, stderr, err := convert(t, folder, strings.Replace(text, "getB", "getC", 2)); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	other := strings.Replace(petstore("Twilio - Flex", "getX getY getZ", "name"), "a.example.com", "flex-api.twilio.com", 1)
	if _, stderr, err := convert(t, folder, other); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	if diff := cmp.Diff([]string{"twilio.flex.v1", "twilio.v1"}, packagesIn(t, filepath.Join(folder, "out"))); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
}

// TestPackagesAtOnce converts documents with one command that would have one package.
func TestPackagesAtOnce(t *testing.T) {
	folder := t.TempDir()
	var documents []string
	for name, operations := range map[string]string{"a.yaml": "getA getB", "b.yaml": "getC", "c.yaml": "getD"} {
		file := filepath.Join(folder, name)
		write(t, file, petstore("Pets", operations, "name"))
		documents = append(documents, file)
	}
	slices.Sort(documents)
	out := filepath.Join(folder, "out")
	for range 2 {
		if _, stderr, err := protolect(t, append([]string{"convert", "--out", out, "--go", "example.com/x/gen"}, documents...)...); err != nil {
			t.Fatalf("%v\n%s", err, stderr)
		}
		if diff := cmp.Diff([]string{"pets.v1", "petsgetc.v1", "petsgetd.v1"}, packagesIn(t, out)); diff != "" {
			t.Errorf("packages (-want +got):\n%s", diff)
		}
	}
	// What nothing tells apart is refused, and nothing is overwritten.
	before := files(t, out)
	write(t, filepath.Join(folder, "d.yaml"), petstore("Pets", "getA getB", "name"))
	_, stderr, err := protolect(t, "convert", "--out", out, "--go", "example.com/x/gen", documents[0], filepath.Join(folder, "d.yaml"))
	if err != nil && !strings.Contains(stderr, "--package") {
		t.Errorf("%v\n%s", err, stderr)
	}
	for name, text := range before {
		if name != "protolect.manifest" && files(t, out)[name] != text {
			t.Errorf("%s was changed", name)
		}
	}
}

// TestClientName has a package that is not called after the title of its document: generate and
// convert give its client the same name.
func TestClientName(t *testing.T) {
	root := newProject(t)
	write(t, filepath.Join(root, "protolect.yaml"), `apis:
  pets/v1:
    document: discovery/pets/v1/pets.yaml
    proto: pets.v1
    go: example.com/project/gen/pets/v1
`)
	document := filepath.Join(root, "discovery/pets/v1/pets.yaml")
	write(t, document, petstore("Swagger Petstore", "getPet", "name"))
	if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatal(err, stderr)
	}
	converted := t.TempDir()
	if _, stderr, err := protolect(t, "convert", document, "--out", converted, "--go", "example.com/project/gen", "--package", "pets.v1"); err != nil {
		t.Fatal(err, stderr)
	}
	const client = "gen/pets/v1/client.go"
	want, err := os.ReadFile(filepath.Join(root, client))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(converted, client))
	if diff := cmp.Diff(string(want), string(got)); diff != "" || err != nil {
		t.Errorf("%v (-generate +convert):\n%s", err, diff)
	}
}
