// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../.."

var update = flag.Bool("update", false, "rewrite the generated parts of the documentation")

// files returns the files that git tracks, or would if they were added, whose
// names match a pattern, relative to the root.
func files(t *testing.T, patterns ...string) []string {
	t.Helper()
	args := append([]string{"-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "--"}, patterns...)
	out, err := exec.Command("git", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSuffix(name, "\n")
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		t.Fatalf("no file matches %q", patterns)
	}
	return names
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// compare compares a file with what it should contain. With -update it also
// rewrites the file.
func compare(t *testing.T, name string, want []byte) {
	t.Helper()
	diff := cmp.Diff(string(want), string(read(t, name)))
	if diff == "" {
		return
	}
	t.Errorf("%s is out of date; run go test ./tests/docs -update (-want +present):\n%s", name, diff)
	if *update {
		if err := os.WriteFile(filepath.Join(root, name), want, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// replaceSection replaces the lines between <!-- NAME --> and <!-- end -->.
func replaceSection(t *testing.T, text []byte, name, section string) []byte {
	t.Helper()
	start := fmt.Appendf(nil, "<!-- %s -->\n", name)
	before, rest, found := bytes.Cut(text, start)
	_, after, ends := bytes.Cut(rest, []byte("<!-- end -->"))
	if !found || !ends {
		t.Fatalf("there is no section %q", name)
	}
	return bytes.Join([][]byte{before, start, []byte(section), []byte("<!-- end -->"), after}, nil)
}

// TestLength keeps the first pages short enough to be read.
func TestLength(t *testing.T) {
	if lines := bytes.Count(read(t, "README.md"), []byte("\n")); lines >= 150 {
		t.Errorf("README.md has %d lines, want less than 150", lines)
	}
	if words := len(strings.Fields(string(read(t, "CONTRIBUTING.md")))); words >= 800 {
		t.Errorf("CONTRIBUTING.md has %d words, want less than 800", words)
	}
}

// TestLicence finds source files without the header.
func TestLicence(t *testing.T) {
	for _, name := range files(t, "*.go", "proto/protolect/**.proto", "*.s") {
		text := read(t, name)
		head, _, _ := bytes.Cut(text, []byte("\npackage "))
		if bytes.Contains(head, []byte("// Code generated ")) {
			continue
		}
		if !bytes.HasPrefix(text, []byte("// Copyright 2026 The Protolect Authors\n// SPDX-License-Identifier: Apache-2.0\n")) {
			t.Errorf("%s does not start with the licence header", name)
		}
	}
}
