// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package output_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/output"
)

// Folders without files are removed with their last file.
func TestEmptyFolders(t *testing.T) {
	folder := t.TempDir()
	mustGenerate(t, folder, tree{"gen/a/v1/a.go": "a", "gen/a/v1/b/b.go": "b", "gen/c/c.go": "c", "gen/mine/d.go": "d"}, "api")
	write(t, folder, tree{"gen/mine/notes.txt": "mine"})
	mustGenerate(t, folder, tree{"gen/c/c.go": "c"}, "api")
	for name, want := range map[string]bool{"gen/a/v1/b": false, "gen/a": false, "gen/c": true, "gen/mine": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestModes checks that folders and files have the modes of any new folder and file.
func TestModes(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	mustGenerate(t, filepath.Join(folder, "out"), tree{"a/b.go": "b"}, "o")
	mode := func(name string) os.FileMode {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	for name, like := range map[string]string{"out": "folder", "out/a": "folder", "out/a/b.go": "file", "out/protolect.manifest": "file"} {
		if got, want := mode(name), mode(like); got != want {
			t.Errorf("%s: got mode %v, want %v", name, got, want)
		}
	}
}

// What is up to date is not written, so that build tools see no change.
func TestApplyLeavesTheRestAlone(t *testing.T) {
	folder := t.TempDir()
	mustGenerate(t, folder, tree{"gen/same.go": "same", "gen/other.go": "other"}, "api")
	long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	same, manifest := filepath.Join(folder, "gen/same.go"), filepath.Join(folder, manifestName)
	for _, name := range []string{same, manifest} {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	mustGenerate(t, folder, tree{"gen/same.go": "same", "gen/other.go": "other"}, "api")
	if info, err := os.Stat(manifest); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the manifest was written: %v", err)
	}
	mustGenerate(t, folder, tree{"gen/same.go": "same", "gen/other.go": "x"}, "api")
	if info, err := os.Stat(same); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the file was written: %v", err)
	}
}

// What happens between planning and applying cannot lead outside.
func TestApplyWithinTheFolder(t *testing.T) {
	outside := folderWith(t, tree{"a.go": "mine", "a.go.protolect": "mine"})
	for _, name := range []string{"gen/a.go", "gen/b/c.go"} {
		folder := t.TempDir()
		f := open(t, folder)
		plan, err := f.Plan(list(tree{name: "x"}, "api"), scope("api"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(outside, filepath.Join(folder, "gen")); err != nil {
			t.Fatal(err)
		}
		if err := f.Apply(plan); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	folder := t.TempDir()
	mustGenerate(t, folder, tree{"gen/a.go": "mine"}, "api")
	f := open(t, folder)
	plan, err := f.Plan(nil, scope("api"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(folder, "gen")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "gen")); err != nil {
		t.Fatal(err)
	}
	if err := f.Apply(plan); err == nil {
		t.Error("no error for a removal")
	}
	if diff := cmp.Diff(tree{"a.go": "mine", "a.go.protolect": "mine"}, read(t, outside)); diff != "" {
		t.Errorf("files outside (-before +after):\n%s", diff)
	}
}

// A file that cannot be replaced is as it was, and nothing is left beside it.
func TestApplyFails(t *testing.T) {
	folder := t.TempDir()
	f := open(t, folder)
	plan, err := f.Plan(list(tree{"gen/a.go": "new"}, "api"), scope("api"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "gen/a.go/full"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := f.Apply(plan); err == nil {
		t.Error("no error")
	}
	if got := read(t, folder); len(got) > 0 {
		t.Errorf("files: %v", got)
	}
}

// TestKeep writes files that are not in the manifest, and replaces them, but no folder and no link.
func TestKeep(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	f, err := output.Open(t.Context(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, text := range []string{"a", "b"} {
		if err := f.Keep([]output.File{{Name: "x/y.go.broken", Data: []byte(text)}}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tree{"x/y.go.broken": text}, read(t, folder)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
	}
	if err := os.Symlink("y.go.broken", filepath.Join(folder, "x/link")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"x", "x/link", "../a", ".git/a"} {
		if err := f.Keep([]output.File{{Name: name}}); err == nil {
			t.Errorf("%s is replaced", name)
		}
	}
}
