// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package convert_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/output"
	"github.com/protolect/protolect/codegen/project"
)

var update = flag.Bool("update", false, "rewrite the generated files of examples/petshop, and fail")

// TestPetshop converts examples/petshop/shop.yaml and compares the result with the committed
// files.
func TestPetshop(t *testing.T) {
	const folder = "../../examples/petshop"
	files := []string{filepath.Join(folder, "shop.yaml")}
	committed, err := output.Open(t.Context(), folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer committed.Close()
	target := project.Target{Folder: folder}
	err = project.ConvertAll(t.Context(), files, target, func(c project.Converted) {
		if c.Err != nil || c.Run.Findings.HasErrors() {
			t.Fatalf("%v %v", c.Err, c.Run.Findings.All())
		}
		plan, err := committed.Plan(c.Run.Files, c.Run.Scope)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range plan.Changes {
			present, _ := os.ReadFile(filepath.Join(folder, change.Name))
			t.Errorf("%s %s, -committed +generated:\n%s", change.Kind, change.Name, cmp.Diff(string(present), string(change.Data)))
		}
		if *update && len(plan.Changes) > 0 {
			if err := committed.Apply(plan); err != nil {
				t.Fatal(err)
			}
			t.Error("the files are rewritten: read the difference before you commit it")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
