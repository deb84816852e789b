// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// results returns when each result in the cache was written, by name.
func results(t *testing.T) map[string]time.Time {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(cache, "protolect", "results", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	written := make(map[string]time.Time)
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		written[name] = info.ModTime()
	}
	return written
}

// TestSkip compares the output of a run that skips an API with that of a run that generates it again, for documents with all kinds
// of findings.
func TestSkip(t *testing.T) {
	documents, err := filepath.Glob("../../generate/testdata/*/document.*")
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	skipped := 0
	for _, document := range documents {
		name := filepath.Base(filepath.Dir(document))
		t.Run(name, func(t *testing.T) {
			args := []string{"convert", document, "--out", t.TempDir(), "--go", "example.com/x/gen", "-v"}
			if overlay := filepath.Join(filepath.Dir(document), "overlay.yaml"); exists(overlay) {
				args = append(args, "--overlay", overlay)
			}
			before := results(t)
			for i := range 3 {
				if _, stderr, err := protolect(t, args...); err != nil {
					t.Skipf("the document has errors: %v\n%s", err, stderr)
				}
				after := results(t)
				compareSkipped(t, args)
				if i == 2 && !maps.Equal(before, after) {
					t.Error("the third run generated the API")
				}
				before = results(t)
			}
			skipped++
		})
	}
	if skipped < 10 {
		t.Errorf("%d of %d documents were skipped", skipped, len(documents))
	}
}

// compareSkipped compares the output of a run that may skip the API with that of a run that may not.
func compareSkipped(t *testing.T, args []string) {
	t.Helper()
	for _, strict := range []string{"--strict=false", "--strict"} {
		stdout, stderr, err := protolect(t, append(args, strict)...)
		wantStdout, wantStderr, wantErr := protolect(t, append(args, strict, "--no-skip")...)
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: the error is %v, want %v", strict, err, wantErr)
		}
		if diff := cmp.Diff(wantStdout+wantStderr, stdout+stderr); diff != "" {
			t.Errorf("%s: -generated +skipped:\n%s", strict, diff)
		}
	}
}

// TestSkipCheck compares a run with --check, and one after an edit.
func TestSkipCheck(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	root := newProject(t)
	for range 2 {
		if _, stderr, err := protolect(t, "generate", "--root", root); err != nil {
			t.Fatal(err, stderr)
		}
	}
	if out, _, err := protolect(t, "generate", "--root", root, "--check"); err != nil || !strings.Contains(out, "up to date") {
		t.Errorf("%v\n%s", err, out)
	}
	client := filepath.Join(root, "gen/tiny/v1/things_client.go")
	data, err := os.ReadFile(client)
	if err != nil {
		t.Fatal(err)
	}
	write(t, client, string(data)+"// an edit\n")
	if _, _, err := protolect(t, "generate", "--root", root); err == nil || !strings.Contains(err.Error(), "edited") {
		t.Errorf("after an edit of the output: %v", err)
	}
}
