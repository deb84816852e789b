// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package consumer

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	// codeBlock matches a code block in Markdown: its language and its text.
	codeBlock = regexp.MustCompile("(?ms)^```(go|sh)\n(.*?)^```$")
	// comment matches a comment at the end of a shell command.
	comment = regexp.MustCompile(`\s+#.*`)
)

// TestReadme follows README.md from top to bottom, like a new user. It runs the commands in one
// module, and builds each program there. It does not download the document, and does not call
// Google's server.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{"go.mod": "module example.com/shop\n\ngo 1.26.0\n"})
	var printed []string
	for _, block := range codeBlock.FindAllStringSubmatch(string(text), -1) {
		switch language, code := block[1], block[2]; {
		case language == "sh":
			for line := range strings.Lines(code) {
				w.command(t, dir, strings.Fields(comment.ReplaceAllString(line, "")))
			}
		case strings.HasPrefix(code, "package main\n"):
			program := filepath.Join(dir, fmt.Sprintf("program%d", len(printed)))
			write(t, program, map[string]string{"main.go": code})
			w.run(t, dir, "go", "mod", "tidy")
			if *fetch {
				continue
			}
			w.run(t, program, "go", "vet", ".")
			printed = append(printed, "")
			if strings.Contains(code, "httptest") {
				printed[len(printed)-1] = w.run(t, program, "go", "run", ".")
			}
		default:
			t.Errorf("README.md has code that is not a whole program:\n%s", code)
		}
	}
	want := []string{"", "GET /api/v3/pet/findByStatus?status=available\nRex STATUS_AVAILABLE\n"}
	if diff := cmp.Diff(want, printed); diff != "" && !*fetch {
		t.Errorf("-want +printed:\n%s", diff)
	}
}

// command runs a command of the README. Instead of running curl, it copies the document from a
// module that contains it.
func (w *world) command(t *testing.T, dir string, args []string) {
	t.Helper()
	switch name := args[0]; name {
	case "go", "protolect":
		if name == "protolect" {
			args[0] = filepath.Join(w.bin, name)
		}
		w.run(t, dir, args[0], args[1:]...)
	case "curl":
		module := strings.TrimSpace(output(t, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/pb33f/libopenapi"))
		document, err := os.ReadFile(filepath.Join(module, "test_specs", "petstorev3.json"))
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{filepath.Base(args[len(args)-1]): string(document)})
	default:
		t.Errorf("README.md has a command that the test does not run: %q", args)
	}
}
