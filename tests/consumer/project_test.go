// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTeam follows the section "In a team" of docs/project.md in two modules: in one, the generator is a tool of go.mod, in
// the other of tools.mod.
func TestTeam(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/project.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## In a team\n")
	var shell []string
	for _, block := range codeBlock.FindAllStringSubmatch(section, -1) {
		if block[1] == "sh" {
			shell = append(shell, block[2])
		}
	}
	if !found || len(shell) != 3 {
		t.Fatalf("docs/project.md has %d blocks for a shell in this section, and the test runs 3", len(shell))
	}
	tool, otherFile, hook := shell[0], shell[1], shell[2]
	w := newWorld(t)
	module := strings.TrimSpace(output(t, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/pb33f/libopenapi"))
	document, err := os.ReadFile(filepath.Join(module, "test_specs", "petstorev3.json"))
	if err != nil {
		t.Fatal(err)
	}
	newModule := func() string {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "specs"), map[string]string{"shop.yaml": string(document)})
		write(t, dir, map[string]string{"go.mod": "module example.com/shop\n\ngo 1.26.0\n", "shop.go": "package shop\n\n//go:generate go tool protolect generate\n"})
		return dir
	}

	dir := newModule()
	w.script(t, dir, tool)
	if !*fetch {
		if got := w.run(t, dir, "go", "tool", "protolect", "version"); !strings.HasPrefix(got, "protolect "+version+"\n") {
			t.Errorf("the version is %s", got)
		}
		if lock := read(t, dir, "discovery/petstore/v3/numbers.lock.yaml"); !strings.Contains(lock, "\ngenerator: "+version+"\n") {
			t.Errorf("the lock does not name the version:\n%.2000s", lock)
		}
		if err := os.Remove(filepath.Join(dir, "gen/petstore/v3/doc.go")); err != nil {
			t.Fatal(err)
		}
		w.run(t, dir, "go", "generate", "./...")
		w.run(t, dir, "go", "vet", "./...")
		w.script(t, dir, hook)
	}
	file := read(t, dir, "protolect.yaml")

	dir = newModule()
	write(t, dir, map[string]string{"protolect.yaml": file})
	w.script(t, dir, otherFile)
	w.run(t, dir, "go", "mod", "tidy")
	if !*fetch {
		w.run(t, dir, "go", "vet", "./...")
		if mod := read(t, dir, "go.mod"); strings.Contains(mod, codegenModule) {
			t.Errorf("go.mod requires the generator:\n%s", mod)
		}
	}
}

// script runs a script of the shell.
func (w *world) script(t *testing.T, dir, text string) {
	t.Helper()
	w.run(t, dir, "sh", "-e", "-c", text)
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
