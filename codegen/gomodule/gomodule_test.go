// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomodule_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/gomodule"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// newProxy lets the go command find releases of modules. The texts of their go.mod files follow their names and versions.
func newProxy(t *testing.T, modules ...[3]string) {
	t.Helper()
	folder := t.TempDir()
	for name, value := range map[string]string{
		"GOPROXY": "file://" + filepath.ToSlash(folder), "GOSUMDB": "off", "GOFLAGS": "-modcacherw", "GOMODCACHE": t.TempDir(), "GOWORK": "",
		"GOTOOLCHAIN": "local", "GOPRIVATE": "", "GONOPROXY": "",
	} {
		t.Setenv(name, value)
	}
	lists := make(map[string]string)
	for _, m := range modules {
		path, version, text := m[0], m[1], "module "+m[0]+"\n"+m[2]
		at := filepath.Join(folder, path, "@v")
		lists[at] += version + "\n"
		write(t, filepath.Join(at, "list"), lists[at])
		write(t, filepath.Join(at, version+".info"), `{"Version": "`+version+`"}`)
		write(t, filepath.Join(at, version+".mod"), text)
		file, err := os.Create(filepath.Join(at, version+".zip"))
		if err != nil {
			t.Fatal(err)
		}
		archive := zip.NewWriter(file)
		for name, content := range map[string]string{"go.mod": text, "a.go": "package a\n"} {
			w, err := archive.Create(path + "@" + version + "/" + name)
			if err == nil {
				_, err = w.Write([]byte(content))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		file.Close()
	}
}

const docs = "example.com/docs"

// TestReleases asks for the releases of a module.
func TestReleases(t *testing.T) {
	newProxy(t, [3]string{docs, "v1.9.0"}, [3]string{docs, "v1.10.0"}, [3]string{docs, "v1.11.0-rc.1"}, [3]string{docs, "v1.11.0"}, [3]string{docs, "v1.12.0-rc.1"})
	releases, err := gomodule.NewReleases()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := releases.Close(); err != nil {
			t.Error(err)
		}
	}()
	for query, want := range map[string]string{"latest": "v1.11.0", "v1.9": "v1.9.0", "v1.10.0": "v1.10.0", "<v1.11.0-rc.1": "v1.10.0"} {
		if got, err := releases.Resolve(t.Context(), docs, query); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", query, got, err, want)
		}
	}
	for _, test := range []struct {
		from, to string
		want     []string
	}{
		{"v1.9.0", "v1.11.0", []string{"v1.10.0", "v1.11.0"}},
		{"v1.0.0", "v1.12.0-rc.1", []string{"v1.9.0", "v1.10.0", "v1.11.0", "v1.12.0-rc.1"}},
		{"v1.10.0", "v1.11.0", []string{"v1.11.0"}},
	} {
		if got, err := releases.Between(t.Context(), docs, test.from, test.to); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("from %s to %s: got %q, %v", test.from, test.to, got, err)
		}
	}
	for range 2 {
		folder, err := releases.Download(t.Context(), docs, "v1.10.0")
		if text, _ := os.ReadFile(filepath.Join(folder, "a.go")); err != nil || string(text) != "package a\n" {
			t.Errorf("%s: %v", folder, err)
		}
	}
	if _, err := releases.Download(t.Context(), docs, "v2.0.0"); err == nil || !strings.Contains(err.Error(), docs+"@v2.0.0") || !strings.Contains(err.Error(), "v2") {
		t.Errorf("the error is %v", err)
	}
	if _, err := releases.Resolve(t.Context(), "example.com/missing", "latest"); err == nil || !strings.Contains(err.Error(), "example.com/missing@latest") {
		t.Errorf("the error is %v", err)
	}
}

// TestRaise raises a module in the go.mod files that require it.
func TestRaise(t *testing.T) {
	newProxy(t, [3]string{docs, "v1.0.0"}, [3]string{docs, "v1.1.0"}, [3]string{docs, "v1.2.0"})
	root := t.TempDir()
	module := func(name, requirements string) string {
		file := filepath.Join(root, name, "go.mod")
		write(t, file, "module example.com/"+name+"\n\ngo 1.24\n\n"+requirements)
		return file
	}
	one, two := module("one", "require "+docs+" v1.0.0\n"), module("two", "require "+docs+" v1.0.0 // indirect\n")
	three := module("three", "")
	module("four", "require "+docs+" v1.1.0\n")
	write(t, filepath.Join(root, "go.work"), "go 1.24\n\nuse (\n\t./one\n\t./two\n\t./three\n)\n")

	for folder, want := range map[string][]string{"one": {one, two}, "three": {one, two}} {
		if got, err := gomodule.Requiring(t.Context(), filepath.Join(root, folder), docs); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v", folder, got, err)
		}
	}
	if got, err := gomodule.Requiring(t.Context(), filepath.Join(root, "three"), "example.com/other"); err != nil || !slices.Equal(got, []string{three}) {
		t.Errorf("got %q, %v", got, err)
	}
	written, err := gomodule.Written(t.Context(), []string{one, two})
	want := []string{"go.work", "go.work.sum", "one/go.mod", "one/go.sum", "two/go.mod", "two/go.sum"}
	for i, name := range written {
		relative, _ := filepath.Rel(root, name)
		written[i] = filepath.ToSlash(relative)
	}
	if diff := cmp.Diff(want, written); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if err := gomodule.Raise(t.Context(), []string{one, two}, docs, "v1.2.0"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{one, two} {
		text, err := os.ReadFile(name)
		if got := gomodule.RequiredVersion(text, docs); err != nil || got != "v1.2.0" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	// In the workspace, the other module still requires v1.2.0.
	if err := gomodule.Raise(t.Context(), []string{one}, docs, "v1.1.0"); err == nil || !strings.Contains(err.Error(), "the version of "+docs+" is v1.2.0 instead of v1.1.0") {
		t.Errorf("the error is %v", err)
	}

	t.Setenv("GOWORK", "off")
	found, err := gomodule.Find(t.Context(), filepath.Join(root, "four"), docs)
	if err != nil || found.Version != "v1.1.0" || found.Dir == "" || found.Main || found.Replace != nil {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestRequiredVersion(t *testing.T) {
	for text, want := range map[string]string{
		"module a\n": "",
		"module a\n\nrequire example.com/docs v1.2.3\n":                   "v1.2.3",
		"module a\n\nrequire (\n\texample.com/docs v1.2.3 // indirect\n)": "v1.2.3",
		"module a\n\nrequire example.com/docs/v2 v2.0.0\n":                "",
		"module a\n\nreplace example.com/docs => ../docs\n":               "",
		"<<<<<<<\n": "",
		"":          "",
	} {
		if got := gomodule.RequiredVersion([]byte(text), docs); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
