// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/sources"
)

// TestSources reads the sources.yaml in docs/generating.md.
func TestSources(t *testing.T) {
	count := 0
	for _, block := range pages(t)["docs/generating.md"].blocks["yaml"] {
		if !strings.HasPrefix(block, sourcesStart) {
			continue
		}
		count++
		file := filepath.Join(t.TempDir(), "sources.yaml")
		if err := os.WriteFile(file, []byte(block), 0o666); err != nil {
			t.Fatal(err)
		}
		_, findings, err := sources.Read(t.Context(), file)
		if err != nil || len(findings.All()) > 0 {
			t.Errorf("%v %v in:\n%s", err, findings.All(), block)
		}
	}
	if count == 0 {
		t.Error("docs/generating.md contains no sources.yaml")
	}
}

// sourcesStart is the first line of each sources.yaml.
const sourcesStart = "apis:\n"

// TestOverlays applies the overlays in docs/generating.md to a document. A line that
// matches nothing or changes nothing is an error.
func TestOverlays(t *testing.T) {
	count := 0
	for _, block := range pages(t)["docs/generating.md"].blocks["yaml"] {
		if strings.HasPrefix(block, sourcesStart) {
			continue
		}
		count++
		folder := t.TempDir()
		overlay := filepath.Join(folder, "overlay.yaml")
		if err := os.WriteFile(overlay, []byte(block), 0o666); err != nil {
			t.Fatal(err)
		}
		target := project.Target{Folder: folder, GoImport: "example.com/shop/gen", Overlay: overlay}
		err := project.ConvertAll(t.Context(), []string{"testdata/shop.yaml"}, target, func(c project.Converted) {
			if c.Err != nil {
				t.Error(c.Err)
			}
			for _, f := range c.Run.Findings.All() {
				if f.Severity == finding.Error {
					t.Errorf("%v in:\n%s", f, block)
				}
			}
		})
		if err != nil {
			t.Error(err)
		}
	}
	if count == 0 {
		t.Error("docs/generating.md contains no overlay")
	}
}
