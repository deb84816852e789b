// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stdin makes text the standard input of a test.
func stdin(t *testing.T, text string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "stdin")
	write(t, name, text)
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdin
	t.Cleanup(func() {
		os.Stdin = before
		f.Close()
	})
	os.Stdin = f
}

func TestStandardInput(t *testing.T) {
	folder := t.TempDir()
	stdin(t, document)
	out, stderr, err := protolect(t, "convert", "-", "--out", folder, "--go", "example.com/gen")
	if err != nil || !strings.Contains(out, "<stdin>") || !exists(filepath.Join(folder, "proto/tiny/v1/tiny.proto")) {
		t.Errorf("%v\n%s\n%s", err, out, stderr)
	}
	stdin(t, document[:100])
	if _, stderr, err := protolect(t, "convert", "-", "--out", folder, "--go", "example.com/gen"); err == nil || !strings.HasPrefix(stderr, "<stdin>:3:") {
		t.Errorf("%v\n%s", err, stderr)
	}
	old := filepath.Join(folder, "old.json")
	write(t, old, document)
	stdin(t, strings.Replace(document, `"properties": {`, `"properties": {"first": {"type": "string"}, `, 1))
	if out, _, err := protolect(t, "diff", old, "-"); err != nil || !strings.Contains(out, "(<stdin>:4:") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestManyFindings has more findings of a rule than anybody reads on.
func TestManyFindings(t *testing.T) {
	folder := t.TempDir()
	many := filepath.Join(folder, "many.json")
	var properties []string
	for i := range 100 {
		properties = append(properties, fmt.Sprintf(`"p%d": {"type": "strange%d"}`, i, i))
	}
	write(t, many, strings.Replace(document, `{"name": {"type": "string"}}`, "{"+strings.Join(properties, ", ")+"}", 1))
	convert := func(more ...string) string {
		args := append([]string{"convert", many, "--out", folder, "--go", "example.com/gen"}, more...)
		_, stderr, err := protolect(t, args...)
		if err != nil {
			t.Fatal(err, stderr)
		}
		return stderr
	}
	stderr := convert()
	if n := strings.Count(stderr, "[unknown-type] ("); n != 10 || !strings.Contains(stderr, "90 more warnings [unknown-type] at "+many+":") || !strings.HasSuffix(stderr, "and 85 more\n-v prints all findings, and --report FILE writes them.\n") {
		t.Errorf("%d findings:\n%s", n, stderr)
	}
	if n := strings.Count(stderr, "^\n"); n != 10 {
		t.Errorf("%d marks:\n%s", n, stderr)
	}
	if n := strings.Count(convert("-v"), "[unknown-type] ("); n != 100 {
		t.Errorf("%d findings with -v", n)
	}
}

// TestIgnore ignores a rule in the overlay, with which --strict passes.
func TestIgnore(t *testing.T) {
	folder := t.TempDir()
	file, overlay := filepath.Join(folder, "tiny.json"), filepath.Join(folder, "overlay.yaml")
	write(t, file, strings.Replace(document, `{"type": "string"}`, `{"type": "string", "format": "hue"}`, 1))
	args := []string{"convert", file, "--overlay", overlay, "--strict", "--out", filepath.Join(folder, "out"), "--go", "example.com/x/gen"}
	write(t, overlay, "ignore:\n  unknown-format: hues are texts\n")
	if _, stderr, err := protolect(t, args...); err != nil || strings.Contains(stderr, "unknown-format") {
		t.Errorf("%v\n%s", err, stderr)
	}
	write(t, file, document)
	_, stderr, err := protolect(t, args...)
	if want := "overlay.yaml:2:3: error: the run has no finding of the rule unknown-format [overlay-needless] (/ignore/unknown-format)\n    2 | unknown-format: hues are texts\n      | ^\n"; !errors.Is(err, errFailed) || !strings.Contains(stderr, want) {
		t.Errorf("%v\n%s", err, stderr)
	}
}
