// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/packs"
)

// TestDocumentation compares the tables of docs/packs.md with those of the code.
func TestDocumentation(t *testing.T) {
	const page = "../../docs/packs.md"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want := string(data)
	for name, text := range map[string]string{"keys": packs.Keys(), "functions": "\n" + packs.Reference() + "\n"} {
		before, rest, found := strings.Cut(want, "<!-- "+name+" -->\n")
		_, after, ended := strings.Cut(rest, "<!-- end -->\n")
		if !found || !ended {
			t.Fatalf("%s lacks the marks of %s", page, name)
		}
		want = before + "<!-- " + name + " -->\n" + text + "<!-- end -->\n" + after
	}
	if want == string(data) {
		return
	}
	t.Error("docs/packs.md is out of date: run go test ./codegen/packs -update")
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
