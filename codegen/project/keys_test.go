// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package project

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/projectfile"
)

// project returns the folder of a project with the given protolect.yaml, two documents and an overlay.
func project(t *testing.T, text string) string {
	t.Helper()
	folder := newModule(t)
	for name, text := range map[string]string{
		projectfile.Name:           text,
		"specs/pets/pets.yaml":     petDocument,
		"specs/farm/farm.yaml":     strings.Replace(petDocument, "Pet Shop", "Farm", 1),
		"discovery/pets/pets.yaml": petDocument,
		"names.yaml":               "messages: {Pet: Animal}\n",
		"specs/pets/split.yaml":    strings.Replace(petDocument, "{$ref: '#/components/schemas/Pet'}", "{$ref: '../common/animal.yaml'}", 1),
		"specs/common/animal.yaml": "type: object\nproperties: {legs: {type: integer}}\n",
	} {
		writeFile(t, filepath.Join(folder, filepath.FromSlash(name)), text)
	}
	return folder
}

// generateAll returns a run and its findings, each as "file:line:column rule: message".
func generateAll(t *testing.T, root string) (*Run, []string) {
	t.Helper()
	run, err := Generate(t.Context(), root, nil, Options{NoProof: true})
	if err != nil {
		return nil, []string{strings.ReplaceAll(err.Error(), root, "")}
	}
	var findings []string
	for _, f := range run.Findings.All() {
		f.Position.File = filepath.Base(f.Position.File)
		findings = append(findings, fmt.Sprintf("%s %s: %s", f.Position, f.Rule, strings.ReplaceAll(f.Message, root, "")))
	}
	return run, findings
}

func TestKeys(t *testing.T) {
	digest := projectfile.Hash([]byte(petDocument))
	fetched := func(sum string) string {
		return "apis:\n  pets: {document: {url: 'https://a.example/pets.yaml'" + sum + "}}\n"
	}
	for _, test := range []struct {
		name, text string
		findings   []string
		files      []string // some of the files
	}{
		{
			name:  "only documents",
			text:  "apis: {a: {document: specs/pets/pets.yaml}, b: {document: specs/farm/farm.yaml}}",
			files: []string{"gen/petshop/v1/client.go", "gen/farm/v1/client.go", "discovery/a/numbers.lock.yaml", "proto/farm/v1/farm.proto"},
		},
		{
			name:  "a package",
			text:  "apis: {a: {document: specs/pets/pets.yaml, proto: zoo.v2}}",
			files: []string{"gen/zoo/v2/client.go", "proto/zoo/v2/zoo.proto"},
		},
		{
			name:  "an import path",
			text:  "apis: {a: {document: specs/pets/pets.yaml, go: example.com/shop/gen/zoo}}",
			files: []string{"gen/zoo/pet_shop_client.go", "proto/petshop/v1/petshop.proto"},
		},
		{
			name:  "a document that refers to another folder",
			text:  "apis: {a: {document: specs/pets/split.yaml}}",
			files: []string{"gen/petshop/v1/client.go"},
		},
		{
			name:     "the same package twice",
			text:     "apis: {a: {document: specs/pets/pets.yaml},\n b: {document: discovery/pets/pets.yaml}}",
			findings: []string{`protolect.yaml:2:2 project-syntax: petshop.v1 is also that of "a": set the keys proto and go of "b"`},
		},
		{
			name: "the same import path twice",
			text: "apis: {a: {document: specs/pets/pets.yaml, proto: zoo.v1},\n b: {document: specs/farm/farm.yaml, go: example.com/shop/gen/zoo/v1}}",
			findings: []string{
				`protolect.yaml:2:2 project-syntax: example.com/shop/gen/zoo/v1 is also that of "a": set the keys proto and go of "b"`,
			},
		},
		{
			name:  "an overlay",
			text:  "apis: {a: {document: specs/pets/pets.yaml, overlay: names.yaml}}",
			files: []string{"discovery/a/numbers.lock.yaml"},
		},
		{
			name:     "a missing overlay",
			text:     "apis: {a: {document: specs/pets/pets.yaml, overlay: no.yaml}}",
			findings: []string{"a: the overlay /no.yaml does not exist: create it, or remove the key overlay from protolect.yaml"},
		},
		{
			name:  "a downloaded document",
			text:  fetched(", sha256: " + digest),
			files: []string{"gen/petshop/v1/client.go"},
		},
		{
			name:     "a document that was not downloaded",
			text:     strings.Replace(fetched(", sha256: "+digest), "pets.yaml", "cats.yaml", 1),
			findings: []string{"protolect.yaml:2:20 document-fetch: the document of pets has not been downloaded"},
		},
		{
			name:     "a document without a hash",
			text:     fetched(""),
			findings: []string{"protolect.yaml:2:20 document-fetch: the sha256 of the document of pets is missing"},
		},
		{
			name: "a document with another hash",
			text: fetched(", sha256: " + strings.Repeat("0", 64)),
			findings: []string{
				"protolect.yaml:2:20 document-fetch: the SHA-256 of /discovery/pets/pets.yaml is " + digest + ", not " + strings.Repeat("0", 64),
			},
		},
		{
			name: "an ignored rule that is not needed",
			text: "apis:\n  a: {document: specs/pets/pets.yaml, ignore: {xml: x}}\nignore: {webhook: x}\n",
			findings: []string{
				"protolect.yaml:2:48 ignore-needless: the run has no finding of the rule xml",
				"protolect.yaml:3:10 ignore-needless: the run has no finding of the rule webhook",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := project(t, test.text)
			run, findings := generateAll(t, root)
			if diff := cmp.Diff(test.findings, findings); diff != "" && (len(test.files) == 0 || run.Findings.HasErrors()) {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if len(test.files) == 0 {
				return
			}
			names := fileNames(run)
			for _, name := range append(test.files, "proto/protolect/api/v1/annotations.proto") {
				if _, found := names[name]; !found {
					t.Errorf("%s is missing: %v", name, names)
				}
			}
		})
	}
}

// TestIgnore hides a finding that two APIs have, for both and for one of them.
func TestIgnore(t *testing.T) {
	const apis = "apis:\n  a: {document: specs/pets/pets.yaml%s}\n  b: {document: specs/farm/farm.yaml}\n"
	for _, test := range []struct {
		text string
		left int
	}{
		{fmt.Sprintf(apis, ""), 2},
		{fmt.Sprintf(apis, ", ignore: {limit-unchecked: the server checks them}"), 1},
		{fmt.Sprintf(apis, "") + "ignore: {limit-unchecked: the servers check them}\n", 0},
	} {
		root := project(t, test.text)
		for _, name := range []string{"specs/pets/pets.yaml", "specs/farm/farm.yaml"} {
			file := filepath.Join(root, filepath.FromSlash(name))
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, file, strings.Replace(string(text), "name: {type: string}", "name: {type: string, format: email, pattern: '^(?=a)'}", 1))
		}
		run, findings := generateAll(t, root)
		if run == nil || run.Findings.HasErrors() {
			t.Fatal(findings)
		}
		left := 0
		for _, f := range run.Findings.All() {
			if f.Rule == "limit-unchecked" {
				left++
			}
		}
		if left != test.left {
			t.Errorf("%s: %d findings, want %d: %q", test.text, left, test.left, findings)
		}
	}
}

// TestPackageStays changes the title of a document whose package follows from it.
func TestPackageStays(t *testing.T) {
	root := project(t, "apis: {a: {document: specs/pets/pets.yaml}}")
	run, _ := generateAll(t, root)
	write(t, root, run)
	writeFile(t, filepath.Join(root, "specs/pets/pets.yaml"), strings.Replace(petDocument, "Pet Shop", "Pets and More", 1))
	again, findings := generateAll(t, root)
	if again == nil || again.APIs[0].Package != "petshop.v1" {
		t.Errorf("got %v %v", again, findings)
	}
}

// TestProjectInModule has a project in a folder of a module.
func TestProjectInModule(t *testing.T) {
	root := filepath.Join(project(t, ""), "specs")
	writeFile(t, filepath.Join(root, projectfile.Name), "apis: {a: {document: pets/pets.yaml}}")
	run, findings := generateAll(t, root)
	if run == nil || len(run.APIs) == 0 || run.APIs[0].GoImport != "example.com/shop/specs/gen/petshop/v1" || run.APIs[0].GoFolder != "gen/petshop/v1" {
		t.Errorf("got %v %v", run, findings)
	}
}

// TestPolicy checks that a run has the policy and the exceptions of its project.
func TestPolicy(t *testing.T) {
	run, _ := generateAll(t, project(t, "apis: {a: {document: specs/pets/pets.yaml}}\npolicy: {wire: none}\n"+
		"exceptions: [{api: a, change: x, reason: y, expires: 2999-01-01}]\n"))
	want := projectfile.Policy{Go: compare.Minor, Wire: compare.None, Requests: compare.Minor}
	if run.Policy != want || len(run.Exceptions) != 1 || run.Exceptions[0].Change != "x" {
		t.Errorf("got %v %v", run.Policy, run.Exceptions)
	}
	if converted := convertAll(t, Target{Folder: newModule(t)}, filepath.Join(project(t, ""), "specs/pets/pets.yaml")); converted[0].Run.Policy != projectfile.DefaultPolicy {
		t.Errorf("convert: got %v", converted[0].Run.Policy)
	}
}

// TestGenerator checks that locks record the version of the generator, and that an older one is reported.
func TestGenerator(t *testing.T) {
	root := project(t, "apis: {a: {document: specs/pets/pets.yaml}}")
	for _, test := range []struct{ version, want string }{
		{"v1.2.0", ""},
		{"v1.1.0", "generator-older: version v1.2.0 of protolect wrote the lock, and this is version v1.1.0"},
		{"", ""},
		{"v1.0.0", ""},
	} {
		run, err := Generate(t.Context(), root, nil, Options{NoProof: true, Generator: test.version})
		if err != nil || run.Findings.HasErrors() {
			t.Fatal(err, run)
		}
		got := ""
		for _, f := range run.Findings.All() {
			if f.Rule == "generator-older" {
				got = f.Rule + ": " + f.Message
			}
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.version, got, test.want)
		}
		write(t, root, run)
		lock, err := os.ReadFile(filepath.Join(root, "discovery/a/numbers.lock.yaml"))
		if err != nil || strings.Contains(string(lock), "\ngenerator: "+test.version+"\n") != (test.version != "") {
			t.Errorf("%s: %v\n%s", test.version, err, lock)
		}
	}
}

// TestSameAsConvert has a document of several files: generate opens them in the project, and convert in their folder, and
// both give the same definitions.
func TestSameAsConvert(t *testing.T) {
	root := project(t, "apis: {a: {document: specs/pets/split.yaml}}")
	for _, test := range []struct{ reference, folder string }{{"../common/animal.yaml", "specs"}, {"./animal.yaml", ""}, {"inner/animal.yaml#/Animal", ""}} {
		writeFile(t, filepath.Join(root, "specs/pets/split.yaml"),
			strings.Replace(petDocument, "{$ref: '#/components/schemas/Pet'}", "{$ref: '"+test.reference+"'}", 1))
		writeFile(t, filepath.Join(root, "specs/pets/animal.yaml"), "type: object\nproperties: {legs: {type: integer}}\n")
		writeFile(t, filepath.Join(root, "specs/pets/inner/animal.yaml"), "Animal: {type: object, properties: {legs: {type: integer}}}\n")
		run, findings := generateAll(t, root)
		if run == nil || run.Findings.HasErrors() {
			t.Fatal(findings)
		}
		target := Target{Folder: newModule(t), Options: Options{NoProof: true}}
		if test.folder != "" {
			target.Root = filepath.Join(root, test.folder)
		}
		converted := convertAll(t, target, filepath.Join(root, "specs/pets/split.yaml"))[0]
		if converted.Err != nil {
			t.Fatal(converted.Err)
		}
		protos := func(run *Run) map[string]string {
			texts := make(map[string]string)
			for _, f := range run.Files {
				if filepath.Ext(f.Name) == ".proto" {
					texts[f.Name] = string(f.Data)
				}
			}
			return texts
		}
		if diff := cmp.Diff(protos(converted.Run), protos(run)); diff != "" || len(protos(run)) != 3 {
			t.Errorf("%s (-convert +generate):\n%s", test.reference, diff)
		}
	}
}
