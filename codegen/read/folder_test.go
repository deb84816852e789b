// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package read_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/protolect/protolect/codegen/read"
)

// tree creates files in a temporary folder and returns its path.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestFolder checks that a folder opens only regular files that are inside of it.
func TestFolder(t *testing.T) {
	root := tree(t, map[string]string{"api/openapi.yaml": "", "api/a/b.yaml": "b", "secret.yaml": "secret"})
	for link, target := range map[string]string{
		"api/out.yaml": "../secret.yaml", "api/etc": "/etc", "api/in.yaml": "a/b.yaml",
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skip(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(root, "api/pipe.yaml"), 0o600); err != nil {
		t.Skip(err)
	}
	huge, err := os.Create(filepath.Join(root, "api/huge.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer huge.Close()
	if err := huge.Truncate(1 << 40); err != nil {
		t.Skip(err)
	}
	document := filepath.Join(root, "api", "openapi.yaml")
	folder, err := read.OpenFolder("", document, "docs/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if folder.Entry() != "openapi.yaml" {
		t.Errorf("Entry() = %q", folder.Entry())
	}
	for _, test := range []struct{ name, want, err string }{
		{"a/b.yaml", "b", ""},
		{"in.yaml", "b", ""},
		{"out.yaml", "", "escapes"},
		{"etc/passwd", "", "escapes"},
		{"../secret.yaml", "", "escapes"},
		{"a", "", "a is not a regular file"},
		{"pipe.yaml", "", "pipe.yaml is not a regular file"},
		{"huge.yaml", "", "is larger than 64 MiB"},
		{"c.yaml", "", "no such file"},
	} {
		label, data, err := folder.Read(test.name)
		if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) || string(data) != test.want {
			t.Errorf("Read(%q) = %q, %v", test.name, data, err)
		}
		if test.err == "" && label != "docs/"+test.name {
			t.Errorf("Read(%q) has the label %q", test.name, label)
		}
	}
	if _, _, err := folder.Read("c.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got the error %v, want %v", err, fs.ErrNotExist)
	}
	if files := folder.Files(); len(files) != 2 || string(files["docs/a/b.yaml"]) != "b" {
		t.Errorf("Files() has %d files, want 2", len(files))
	}
}

// TestFolderAbove opens a folder above that of the document.
func TestFolderAbove(t *testing.T) {
	root := tree(t, map[string]string{"x/api/openapi.yaml": "", "x/schemas/pet.yaml": "pet", "y/openapi.yaml": ""})
	document := filepath.Join(root, "x", "api", "openapi.yaml")
	for label, want := range map[string]string{
		"x/api/openapi.yaml": "x/schemas/pet.yaml", "api/openapi.yaml": "schemas/pet.yaml", "openapi.yaml": "../schemas/pet.yaml",
		"/x/api/openapi.yaml": "/x/schemas/pet.yaml", "../openapi.yaml": "../../schemas/pet.yaml",
	} {
		folder, err := read.OpenFolder(filepath.Join(root, "x"), document, label)
		if err != nil {
			t.Fatal(err)
		}
		got, data, err := folder.Read("schemas/pet.yaml")
		if folder.Entry() != "api/openapi.yaml" || got != want || string(data) != "pet" || err != nil {
			t.Errorf("%s: got %s: %q, %v, want %s", label, got, data, err, want)
		}
		if _, _, err := folder.Read("../y/openapi.yaml"); err == nil || !strings.Contains(err.Error(), "escapes") {
			t.Errorf("a file outside: got the error %v", err)
		}
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := read.OpenFolder(filepath.Join(root, "y"), document, "openapi.yaml"); err == nil || !strings.Contains(err.Error(), "does not contain the document") {
		t.Errorf("got the error %v", err)
	}
}

func TestFolderOfStdin(t *testing.T) {
	folder, err := read.OpenFolder("", read.Stdin, "<stdin>")
	if err != nil || folder != nil || folder.Files() != nil || folder.Close() != nil {
		t.Errorf("got the folder %v and the error %v", folder, err)
	}
}
