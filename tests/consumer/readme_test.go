// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// program matches a whole program in Markdown.
var program = regexp.MustCompile("(?s)```go\n(package main\n.*?)```")

// TestReadme builds the programs of README.md as a newcomer would, and runs the
// one that brings its own server.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	programs := program.FindAllStringSubmatch(string(text), -1)
	if len(programs) < 2 {
		t.Fatalf("README.md has %d programs", len(programs))
	}
	w := newWorld(t)
	ran := false
	for _, p := range programs {
		dir := t.TempDir()
		write(t, dir, map[string]string{
			"go.mod":  "module example.com/readme\n\ngo 1.26.0\n",
			"main.go": p[1],
		})
		w.run(t, dir, "go", "mod", "tidy")
		if *fetch {
			continue
		}
		w.run(t, dir, "go", "vet", ".")
		if !strings.Contains(p[1], "httptest") {
			continue
		}
		ran = true
		want := "POST /v1/spaces/AAAA/messages\nspaces/AAAA/messages/BBBB <nil>\n"
		if diff := cmp.Diff(want, w.run(t, dir, "go", "run", ".")); diff != "" {
			t.Errorf("-want +printed:\n%s", diff)
		}
	}
	if !ran && !*fetch {
		t.Error("README.md has no program with a server of its own")
	}
}
