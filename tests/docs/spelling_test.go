// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package docs_test

import (
	"testing"

	"github.com/golangci/misspell"
	"go.yaml.in/yaml/v4"
)

// TestSpelling finds misspelled words in the text that golangci-lint does not read. It
// leaves out the texts of published documents. The words that .golangci.yml ignores are
// ignored here too.
func TestSpelling(t *testing.T) {
	var config struct {
		Linters struct {
			Settings struct {
				Misspell struct {
					IgnoreRules []string `yaml:"ignore-rules"`
				}
			}
		}
	}
	if err := yaml.Unmarshal(read(t, ".golangci.yml"), &config); err != nil {
		t.Fatal(err)
	}
	replacer := misspell.New()
	replacer.AddRuleList(misspell.DictAmerican)
	replacer.RemoveRule(config.Linters.Settings.Misspell.IgnoreRules)
	replacer.Compile()
	for _, name := range files(t, "*.md", "proto/protolect/api/**.proto", "Makefile", ".ci/*", "discovery/**overlay.yaml", "protolect.yaml",
		"buf*.yaml", ".golangci.yml", "tests/**.txt", "examples/**.yaml") {
		_, mistakes := replacer.Replace(string(read(t, name)))
		for _, m := range mistakes {
			t.Errorf("%s:%d:%d: %q is a misspelling of %q", name, m.Line, m.Column+1, m.Original, m.Corrected)
		}
	}
	if _, mistakes := replacer.Replace("The begin" + "ing."); len(mistakes) == 0 {
		t.Error("misspelled words pass the check")
	}
}
