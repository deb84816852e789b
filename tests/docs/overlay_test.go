// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/project"
	"github.com/protolect/protolect/codegen/projectfile"
)

// TestProjects reads each protolect.yaml in the documentation.
func TestProjects(t *testing.T) {
	count := 0
	for name, page := range pages(t) {
		for _, block := range page.blocks["yaml"] {
			if !strings.HasPrefix(block, projectStart) {
				continue
			}
			count++
			// The exceptions of examples are valid on this day.
			_, findings := projectfile.Parse("", []byte(block), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
			if len(findings.All()) > 0 {
				t.Errorf("%s: %v in:\n%s", name, findings.All(), block)
			}
		}
	}
	if count < 2 {
		t.Errorf("the documentation contains %d projects", count)
	}
}

// projectStart is the first line of each protolect.yaml.
const projectStart = "apis:\n"

// TestOverlays applies the overlays in docs/generating.md to a document. A line that
// matches nothing or changes nothing is an error.
func TestOverlays(t *testing.T) {
	count := 0
	for _, block := range pages(t)["docs/generating.md"].blocks["yaml"] {
		if strings.HasPrefix(block, projectStart) {
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
