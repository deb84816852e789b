// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/overlay"
)

var fence = regexp.MustCompile("(?s)\n## (\\w+)\n.*?\n```yaml\n(.*?)```\n")

// TestReference applies all examples of the reference to the document that they are about.
func TestReference(t *testing.T) {
	document, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	sections := fence.FindAllStringSubmatch(overlay.Reference(), -1)
	for _, s := range sections {
		if name, example := s[1], s[2]; !strings.HasPrefix(example, name+":") {
			t.Errorf("the example of %s is\n%s", name, example)
		}
		examples.WriteString(s[2])
	}
	if len(sections) != strings.Count(overlay.Reference(), "\n## ") || len(sections) < 20 {
		t.Errorf("%d examples", len(sections))
	}
	out, findings, err := generate.API(generate.Input{
		Document:     generate.File{Name: "shop.yaml", Data: document},
		Overlay:      generate.File{Name: "overlay.yaml", Data: []byte(examples.String())},
		ProtoPackage: "acme.v1",
		GoImport:     func(string) string { return "example.com/shop/gen/acme/v1" },
	})
	if err != nil || out == nil {
		t.Errorf("no output: %v", err)
	}
	for _, f := range findings.All() {
		if f.Severity == finding.Error || strings.HasPrefix(f.Rule, "overlay") {
			t.Errorf("%s: %s [%s]", f.Position, f.Message, f.Rule)
		}
	}
}

// TestReferenceLinks looks for each section in the list at the start of the reference.
func TestReferenceLinks(t *testing.T) {
	text := overlay.Reference()
	for _, want := range []string{"- [`requestIds`](#requestids): lists properties", "\n## requestIds\n", "- [`ignore`](#ignore): hides the findings of a rule\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the reference lacks %q", want)
		}
	}
	for line := range strings.Lines(text) {
		if len(line) > 141 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
}
