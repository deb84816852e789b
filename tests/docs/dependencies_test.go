// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// TestDependencies finds direct dependencies without a row in the table of
// docs/architecture.md, and rows without a dependency.
func TestDependencies(t *testing.T) {
	rows := make(map[string]bool)
	_, table, _ := strings.Cut(string(read(t, "docs/architecture.md")), "Each direct dependency has a row:\n\n")
	table, _, _ = strings.Cut(table, "\n\n")
	for line := range strings.Lines(table) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		for name := range strings.SplitSeq(cell, ", ") {
			rows[strings.Trim(name, "`")] = true
		}
	}
	required := make(map[string]bool)
	for _, name := range []string{"go.mod", "codegen/go.mod", "tests/go.mod"} {
		file, err := modfile.Parse(name, read(t, name), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range file.Require {
			if !r.Indirect && !strings.HasPrefix(r.Mod.Path+"/", module) {
				required[r.Mod.Path] = true
			}
		}
		for _, tool := range file.Tool {
			for name := range rows {
				if strings.HasPrefix(tool.Path, name+"/") {
					required[name] = true
				}
			}
		}
	}
	for name := range required {
		if !rows[name] {
			t.Errorf("docs/architecture.md does not state what %s is for", name)
		}
	}
	for name := range rows {
		if !required[name] && strings.Contains(name, ".") {
			t.Errorf("docs/architecture.md names %s, which no go.mod requires directly", name)
		}
	}
}
