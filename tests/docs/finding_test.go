// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/goclient"
	"github.com/protolect/protolect/codegen/project"
)

// TestFinding prints the finding in docs/generating.md, as the command protolect does.
func TestFinding(t *testing.T) {
	const page = "docs/generating.md"
	text := read(t, page)
	t.Chdir("testdata")
	var printed strings.Builder
	target := project.Target{Folder: t.TempDir(), GoImport: "example.com/shop/gen"}
	err := project.ConvertAll(t.Context(), []string{"relative.yaml"}, target, func(c project.Converted) {
		if c.Err != nil {
			t.Fatal(c.Err)
		}
		findings := slices.DeleteFunc(c.Run.Findings.All(), func(f finding.Finding) bool { return f.Rule != finding.ServerUnknown.Name })
		if len(findings) != 1 {
			t.Fatalf("%d findings, want 1", len(findings))
		}
		findings[0].Help = goclient.HelpWithOption(findings[0].Rule, findings[0].Help)
		if err := finding.PrintText(&printed, findings, finding.Note); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("..")
	compare(t, page, replaceSection(t, text, "finding", "```\n"+strings.ReplaceAll(printed.String(), "relative.yaml", "shop.yaml")+"```\n"))
}
