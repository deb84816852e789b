// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/packs"
	"github.com/protolect/protolect/codegen/project"
)

// TestPack runs the pack in docs/packs.md, and prints the file that it makes.
func TestPack(t *testing.T) {
	const page = "docs/packs.md"
	text := read(t, page)
	blocks := parse(text).blocks
	folder := t.TempDir()
	for name, block := range map[string]string{"pack.yaml": blocks["yaml"][0], "methods.md.tmpl": blocks["gotemplate"][0]} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(block), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pack, findings, err := packs.LoadFolder(folder)
	if err != nil || len(findings.All()) > 0 {
		t.Fatal(err, findings.All())
	}
	target := project.Target{Folder: t.TempDir(), GoImport: "example.com/shop/gen",
		Packs: []packs.Use{{Pack: pack, Options: map[string]any{"title": "Shop"}}}}
	made := ""
	err = project.ConvertAll(t.Context(), []string{"testdata/shop.yaml"}, target, func(c project.Converted) {
		if c.Err != nil {
			t.Fatal(c.Err)
		}
		if c.Run.Findings.HasErrors() {
			t.Fatal(c.Run.Findings.All())
		}
		for _, f := range c.Run.Files {
			if f.Name == "docs/shop.v1.md" {
				made = string(f.Data)
			}
		}
	})
	if err != nil || !strings.HasPrefix(made, "# Shop\n") {
		t.Fatalf("%v: the file contains %q", err, made)
	}
	compare(t, page, replaceSection(t, text, "example", "```markdown\n"+made+"```\n"))
}
