// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
)

// protolect runs the command in this process.
func protolect(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	err = run(t.Context(), args, &out, &errs)
	return out.String(), errs.String(), err
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

const document = `{
  "kind": "discovery#restDescription", "name": "tiny", "version": "v1", "title": "Tiny API",
  "rootUrl": "https://tiny.example.com/", "servicePath": "", "revision": "1",
  "schemas": {"Thing": {"type": "object", "properties": {"name": {"type": "string"}}}},
  "resources": {"things": {"methods": {"get": {
    "id": "tiny.things.get", "httpMethod": "GET", "path": "v1/{+name}", "flatPath": "v1/things/{thingsId}",
    "parameters": {"name": {"location": "path", "required": true, "type": "string"}},
    "response": {"$ref": "Thing"}}}}}
}`

// newProject returns a folder with one API in it.
func newProject(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/project\n")
	write(t, filepath.Join(root, "protolect.yaml"), `apis:
  tiny/v1:
    document: discovery/tiny/v1/tiny.json
    proto: example.tiny.v1
    go: example.com/project/gen/tiny/v1
`)
	write(t, filepath.Join(root, "discovery/tiny/v1/tiny.json"), document)
	return root
}

func TestGenerate(t *testing.T) {
	root := newProject(t)
	_, _, err := protolect(t, "generate", "--root", root, "--check")
	if !errors.Is(err, errFailed) || exists(filepath.Join(root, "gen")) {
		t.Errorf("--check of what is not there: %v", err)
	}
	out, _, err := protolect(t, "generate", "--root", root)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"tiny/v1", "create proto/example/tiny/v1/tiny.proto", "create gen/tiny/v1/things_client.go", "create gen/tiny/v1/tinypb/tiny.pb.go", "create discovery/tiny/v1/numbers.lock.yaml", "create protolect.manifest"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if out, _, err := protolect(t, "generate", "--root", root, "--check"); err != nil || !strings.Contains(out, "up to date") {
		t.Errorf("--check of what was just generated: %v\n%s", err, out)
	}
}

// TestProjectBroken makes a mistake in protolect.yaml.
func TestProjectBroken(t *testing.T) {
	root := newProject(t)
	write(t, filepath.Join(root, "protolect.yaml"), "apis:\n  tiny/v1: {format: discovery}\n")
	_, stderr, err := protolect(t, "generate", "--root", root)
	for _, want := range []string{"protolect.yaml:2:13: error: unknown key \"format\"", "[project-syntax]", "    2 | tiny/v1: {format: discovery}\n", "lacks document"} {
		if !errors.Is(err, errFailed) || !strings.Contains(stderr, want) {
			t.Errorf("%v, want %q in\n%s", err, want, stderr)
		}
	}
}

// TestLockMissing removes what remembers the numbers.
func TestLockMissing(t *testing.T) {
	root := newProject(t)
	if _, _, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(root, "discovery/tiny/v1/numbers.lock.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := protolect(t, "generate", "--root", root); err == nil || !strings.Contains(err.Error(), "version control") {
		t.Errorf("generating without the lock: %v, want an error that says what to do", err)
	}
}

func TestGenerateNamed(t *testing.T) {
	root := newProject(t)
	if _, _, err := protolect(t, "generate", "other/v1", "--root", root); err == nil || !strings.Contains(err.Error(), "tiny/v1") {
		t.Errorf("an unknown API: %v, want one that names those that there are", err)
	}
	if _, _, err := protolect(t, "generate", "tiny/v1", "--root", root); err != nil || !exists(filepath.Join(root, "proto/example/tiny/v1/tiny.proto")) {
		t.Errorf("a known API: %v", err)
	}
}

// TestNothingIsHalfWritten breaks the document of a project that was generated
// before.
func TestNothingIsHalfWritten(t *testing.T) {
	root := newProject(t)
	if _, _, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatal(err)
	}
	proto := filepath.Join(root, "proto/example/tiny/v1/tiny.proto")
	before, err := os.ReadFile(proto)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(document, `{"type": "string"}`, `{"$ref": "Missing"}`, 1)
	write(t, filepath.Join(root, "discovery/tiny/v1/tiny.json"), broken)
	write(t, filepath.Join(root, "discovery/tiny/v1/overlay.yaml"), "service: TinyService\nmessages: {Nothing: Something}\n")
	report := filepath.Join(t.TempDir(), "report.json")
	_, stderr, err := protolect(t, "generate", "--root", root, "--report", report)
	if !errors.Is(err, errFailed) {
		t.Errorf("%v, want a failure", err)
	}
	after, err := os.ReadFile(proto)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%s changed: %v", proto, err)
	}
	if !strings.Contains(stderr, "tiny.json:4:") || !strings.Contains(stderr, "[reference-unresolved] (/schemas/Thing/properties/name)") {
		t.Errorf("stderr lacks the position:\n%s", stderr)
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var found struct {
		Findings []struct {
			Position finding.Position
			Rule     string
			Severity string
			Help     string
		}
	}
	if err := json.Unmarshal(data, &found); err != nil || len(found.Findings) == 0 {
		t.Fatalf("the report: %v\n%s", err, data)
	}
	for _, f := range found.Findings {
		if f.Rule == "" || f.Severity == "" || f.Help == "" || f.Position.File == "" {
			t.Errorf("an incomplete finding: %+v", f)
		}
	}
}

func TestConvert(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module example.com/mine\n")
	file := filepath.Join(root, "tiny-api.json")
	write(t, file, document)
	out := filepath.Join(root, "api")
	if _, stderr, err := protolect(t, "convert", file, "--out", out); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	for _, name := range []string{"proto/tiny/v1/tiny.proto", "proto/protolect/api/v1/annotations.proto", "gen/tiny/v1/tinypb/tiny.pb.go", "gen/tiny/v1/things_client.go", "proto/tiny/v1/numbers.lock.yaml"} {
		if !exists(filepath.Join(out, name)) {
			t.Errorf("%s is missing", name)
		}
	}
	client, err := os.ReadFile(filepath.Join(out, "gen/tiny/v1/things_client.go"))
	if err != nil || !bytes.Contains(client, []byte(`"example.com/mine/api/gen/tiny/v1/tinypb"`)) {
		t.Errorf("the import path does not follow from go.mod: %v\n%s", err, client)
	}

	// A property that comes before the others takes no number from them.
	write(t, file, strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))
	if _, stderr, err := protolect(t, "convert", file, "--out", out); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	text, err := os.ReadFile(filepath.Join(out, "proto/tiny/v1/tiny.proto"))
	if err != nil || !bytes.Contains(text, []byte("string name = 1;")) || !bytes.Contains(text, []byte("string first = 2;")) {
		t.Errorf("numbers changed: %v\n%s", err, text)
	}
}

// TestConvertWithOverlay renames the message of a document.
func TestConvertWithOverlay(t *testing.T) {
	folder := t.TempDir()
	file, overlay, out := filepath.Join(folder, "tiny-api.json"), filepath.Join(folder, "facts.yaml"), filepath.Join(folder, "out")
	write(t, file, document)
	args := []string{"convert", file, "--out", out, "--go", "example.com/x/gen", "--overlay", overlay}
	if _, _, err := protolect(t, args...); err == nil {
		t.Error("an overlay that is not there is no error")
	}
	write(t, overlay, "messages:\n  Thing: Item\n")
	if _, stderr, err := protolect(t, args...); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	text, err := os.ReadFile(filepath.Join(out, "proto/tiny/v1/tiny.proto"))
	if err != nil || !bytes.Contains(text, []byte("message Item {")) {
		t.Errorf("the message has its old name: %v\n%s", err, text)
	}
	write(t, overlay, "messages:\n  Thing: Thing\n")
	if _, stderr, err := protolect(t, args...); err == nil || !strings.Contains(stderr, overlay+":2:3: error: ") {
		t.Errorf("a needless line is not reported: %v\n%s", err, stderr)
	}
}

// TestConvertWithoutOverlay leaves out the overlay of the run before.
func TestConvertWithoutOverlay(t *testing.T) {
	folder := t.TempDir()
	file, overlay, out := filepath.Join(folder, "tiny-api.json"), filepath.Join(folder, "facts.yaml"), filepath.Join(folder, "out")
	write(t, file, document)
	write(t, overlay, "messages:\n  Thing: Item\n")
	without := []string{"convert", file, "--out", out, "--go", "example.com/x/gen"}
	with := append(slices.Clone(without), "--overlay", overlay)
	if _, stderr, err := protolect(t, with...); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	const want = "error: the API was generated with the overlay facts.yaml, which this run lacks [overlay-missing]"
	for _, options := range [][]string{nil, {"--package", "other.tiny.v1"}} {
		_, stderr, err := protolect(t, append(slices.Clone(without), options...)...)
		if !errors.Is(err, errFailed) || !strings.Contains(stderr, want) {
			t.Errorf("%q: %v, want %q in\n%s", options, err, want, stderr)
		}
	}
	message := func() string {
		text, err := os.ReadFile(filepath.Join(out, "proto/tiny/v1/tiny.proto"))
		if err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`(?m)^message (\w+)`).FindStringSubmatch(string(text))[1]
	}
	if got := message(); got != "Item" {
		t.Errorf("the message is %s after the error", got)
	}
	write(t, overlay, "# Nothing is renamed any more.\n")
	if _, stderr, err := protolect(t, append(with, "--allow", allowed)...); err != nil {
		t.Fatalf("an empty overlay: %v\n%s", err, stderr)
	}
	if _, stderr, err := protolect(t, without...); err != nil {
		t.Fatalf("after an empty overlay: %v\n%s", err, stderr)
	}
	if got := message(); got != "Thing" {
		t.Errorf("the message is %s without an overlay", got)
	}
}

// TestGenerateWithoutOverlay removes the overlay of an API of protolect.yaml.
func TestGenerateWithoutOverlay(t *testing.T) {
	root := newProject(t)
	overlay := filepath.Join(root, "discovery/tiny/v1/overlay.yaml")
	write(t, overlay, "messages: {Thing: Item}\n")
	if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	if err := os.Remove(overlay); err != nil {
		t.Fatal(err)
	}
	const want = "error: the API was generated with the overlay overlay.yaml, which this run lacks [overlay-missing]"
	if _, stderr, err := protolect(t, "generate", "--root", root); !errors.Is(err, errFailed) || !strings.Contains(stderr, want) {
		t.Errorf("%v, want %q in\n%s", err, want, stderr)
	}
	write(t, overlay, "")
	if _, stderr, err := protolect(t, "generate", "--root", root, "--allow", allowed); err != nil {
		t.Fatalf("an empty overlay: %v\n%s", err, stderr)
	}
	if err := os.Remove(overlay); err != nil {
		t.Fatal(err)
	}
	if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
		t.Fatalf("after an empty overlay: %v\n%s", err, stderr)
	}
}

// TestConvertMany converts good documents and bad ones in one run: the bad ones
// do not spoil the others.
func TestConvertMany(t *testing.T) {
	folder := t.TempDir()
	files := map[string]string{
		"a.json":       document,
		"b.json":       strings.ReplaceAll(document, "tiny", "small"),
		"broken.json":  strings.Replace(document, `{"type": "string"}`, `{"$ref": "Missing"}`, 1),
		"same.json":    document,
		"nothing.json": "",
	}
	args := []string{"convert", "--out", filepath.Join(folder, "out"), "--go", "example.com/x/gen"}
	for _, name := range []string{"a.json", "b.json", "broken.json", "same.json", "nothing.json", "absent.json"} {
		if text, ok := files[name]; ok {
			write(t, filepath.Join(folder, name), text)
		}
		args = append(args, filepath.Join(folder, name))
	}
	stdout, stderr, err := protolect(t, args...)
	if !errors.Is(err, errFailed) {
		t.Errorf("%v, want a failure", err)
	}
	if !strings.Contains(stdout, "2 of 6 documents converted") {
		t.Errorf("stdout:\n%s", stdout)
	}
	for _, want := range []string{"broken.json:4:", "same.json: the package tiny.v1 is also that of ", "nothing.json:1:1", "absent.json: open "} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr lacks %q:\n%s", want, stderr)
		}
	}
	if strings.Contains(stderr, "\x1b") || strings.Contains(stderr, "\r") {
		t.Errorf("a progress bar in a pipe: %q", stderr)
	}
	for _, name := range []string{"proto/tiny/v1/tiny.proto", "proto/small/v1/small.proto"} {
		if !exists(filepath.Join(folder, "out", name)) {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestConvertNeedsAnImportPath(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "tiny.json")
	write(t, file, document)
	if _, _, err := protolect(t, "convert", file, "--out", filepath.Join(folder, "out")); err == nil || !strings.Contains(err.Error(), "--go example.com/") {
		t.Errorf("%v, want an error that says what to give", err)
	}
	if _, stderr, err := protolect(t, "convert", file, "--out", filepath.Join(folder, "out"), "--go", "example.com/x/gen"); err != nil {
		t.Errorf("%v\n%s", err, stderr)
	}
}

func TestStrict(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "tiny.json")
	write(t, file, strings.Replace(document, `{"type": "string"}`, `{"type": "string", "format": "hue"}`, 1))
	args := []string{"convert", file, "--out", filepath.Join(folder, "out"), "--go", "example.com/x/gen"}
	if _, _, err := protolect(t, append(args, "--strict")...); !errors.Is(err, errFailed) || exists(filepath.Join(folder, "out")) {
		t.Errorf("--strict: %v, want a failure and no output", err)
	}
	if _, stderr, err := protolect(t, args...); err != nil || !strings.Contains(stderr, "[unknown-format]") {
		t.Errorf("%v\n%s", err, stderr)
	}
}

func TestWrongCalls(t *testing.T) {
	for _, args := range [][]string{{}, {"make"}, {"convert"}, {"convert", "x.json"}, {"convert", "a", "b", "--out", "c", "--package", "x.v1"}, {"convert", "a", "b", "--out", "c", "--overlay", "x.yaml"}, {"generate", "--wrong"}, {"init"}, {"image"}} {
		_, stderr, err := protolect(t, args...)
		if lines := strings.Count(stderr, "\n"); !errors.Is(err, errUsage) || len(args) > 0 && lines != 2 {
			t.Errorf("protolect %q: %v\n%s", args, err, stderr)
		}
	}
	for line, want := range map[string]string{
		"conver": "protolect: unknown command \"conver\" (did you mean \"convert\"?)\nRun \"protolect help\" for help.\n",
		"paint":  "protolect: unknown command \"paint\"\nRun \"protolect help\" for help.\n",
		"convert a --alow x": "protolect convert: flag provided but not defined: -alow (did you mean \"allow\"?)\n" +
			"Run \"protolect convert -h\" for help.\n",
		"convert --shade":      "protolect convert: flag provided but not defined: -shade\nRun \"protolect convert -h\" for help.\n",
		"convert a --out":      "protolect convert: flag needs an argument: -out\nRun \"protolect convert -h\" for help.\n",
		"convert --no-proof=x": "protolect convert: invalid boolean value \"x\" for -no-proof: parse error\nRun \"protolect convert -h\" for help.\n",
		"rules all":            "protolect rules: unexpected argument \"all\"\nRun \"protolect rules -h\" for help.\n",
	} {
		if _, stderr, err := protolect(t, strings.Fields(line)...); !errors.Is(err, errUsage) || stderr != want {
			t.Errorf("protolect %s: %v\n%s", line, err, stderr)
		}
	}
	for _, command := range []string{"init", "fetch", "generate", "convert", "image", "diff", "rules", "overlay", "project", "version", "view"} {
		if _, stderr, err := protolect(t, command, "-h"); err != nil || !strings.Contains(stderr, "Usage: protolect "+command) {
			t.Errorf("protolect %s -h: %v\n%s", command, err, stderr)
		}
	}
}

// TestHelp looks for all commands in the usage.
func TestHelp(t *testing.T) {
	for _, name := range []string{"help", "-h", "--help"} {
		out, stderr, err := protolect(t, name)
		for _, c := range commands() {
			if err != nil || stderr != "" || !strings.Contains(out, "\n  protolect "+c.name) {
				t.Errorf("%s: %v, no %s in\n%s%s", name, err, c.name, out, stderr)
			}
		}
	}
}

// TestReferences compares the pages of docs/ that commands print.
func TestReferences(t *testing.T) {
	for command, page := range map[string]string{"rules": "rules.md", "overlay": "overlays.md", "project": "project.md"} {
		want, _, err := protolect(t, command)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile("../../../docs/" + page)
		if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
			t.Errorf("run protolect %s >docs/%s (%v) (-want +present):\n%s", command, page, err, diff)
		}
		if _, stderr, err := protolect(t, command, "x"); !errors.Is(err, errUsage) || !strings.Contains(stderr, `unexpected argument "x"`) {
			t.Errorf("protolect %s x: %v\n%s", command, err, stderr)
		}
	}
}

// TestGoAdvice has a document that names no server: the command adds which option of the
// Go client takes one.
func TestGoAdvice(t *testing.T) {
	root := t.TempDir()
	file, report := filepath.Join(root, "a.yaml"), filepath.Join(root, "report.json")
	write(t, file, "openapi: 3.0.3\ninfo: {title: A, version: v1}\npaths: {/p: {get: {responses: {'204': {description: Done.}}}}}\n")
	_, stderr, err := protolect(t, "convert", file, "--out", filepath.Join(root, "out"), "--go", "example.com/a/gen", "--report", report)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	written, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"stderr": stderr, "the report": string(written)} {
		if !strings.Contains(text, "(in Go: rest.WithEndpoint)") {
			t.Errorf("%s lacks the option:\n%s", name, text)
		}
	}
}
