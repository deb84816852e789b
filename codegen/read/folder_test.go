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

// tree makes files below a folder.
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

// TestFolder opens nothing but files, and nothing outside of the folder.
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
	folder, err := read.OpenFolder(document, "docs/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if folder.Entry() != "openapi.yaml" {
		t.Errorf("the document is %q", folder.Entry())
	}
	for _, test := range []struct{ name, want, err string }{
		{"a/b.yaml", "b", ""},
		{"in.yaml", "b", ""},
		{"out.yaml", "", "escapes"},
		{"etc/passwd", "", "escapes"},
		{"../secret.yaml", "", "escapes"},
		{"a", "", "a is not a file"},
		{"pipe.yaml", "", "pipe.yaml is not a file"},
		{"huge.yaml", "", "has more than 64 MiB"},
		{"c.yaml", "", "no such file"},
	} {
		label, data, err := folder.Read(test.name)
		if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) || string(data) != test.want {
			t.Errorf("%s: %q, %v", test.name, data, err)
		}
		if test.err == "" && label != "docs/"+test.name {
			t.Errorf("%s is called %q", test.name, label)
		}
	}
	if _, _, err := folder.Read("c.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want that there is none", err)
	}
	if files := folder.Files(); len(files) != 2 || string(files["docs/a/b.yaml"]) != "b" {
		t.Errorf("%d files", len(files))
	}
}

func TestFolderOfStdin(t *testing.T) {
	folder, err := read.OpenFolder(read.Stdin, "<stdin>")
	if err != nil || folder != nil || folder.Files() != nil || folder.Close() != nil {
		t.Errorf("%v, %v", folder, err)
	}
}

// TestEntry finds the document of a folder.
func TestEntry(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
		err   string
	}{
		{"by its name", map[string]string{"openapi.json": "{}", "a.yaml": "openapi: 3.1.0"}, "openapi.json", ""},
		{"by what it says", map[string]string{"pets.yaml": "# Pets\nopenapi: 3.1.0\n", "common.yaml": "Pet: {type: object}\n", "x/y.yaml": "openapi: 3.1.0\n"}, "pets.yaml", ""},
		{"minified", map[string]string{"pets.json": `{"swagger":"2.0"}`, "notes.txt": "openapi: 3.1.0"}, "pets.json", ""},
		{"none", map[string]string{"pets.json": `{"kind": "openapi"}`}, "", "is a folder without an OpenAPI document"},
		{"two", map[string]string{"a.yaml": "openapi: 3.1.0", "b.yaml": "openapi: '3.0.3'"}, "", "several OpenAPI documents, a.yaml, b.yaml: give one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := tree(t, test.files)
			entry, err := read.Entry(root)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("%q, %v", entry, err)
				}
				return
			}
			if err != nil || entry != filepath.Join(root, test.want) {
				t.Errorf("%q, %v", entry, err)
			}
		})
	}
	for _, name := range []string{"-", "absent.yaml"} {
		if entry, err := read.Entry(name); entry != name || err != nil {
			t.Errorf("%q, %v", entry, err)
		}
	}
}
