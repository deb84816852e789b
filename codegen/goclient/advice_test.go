// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/goclient"
)

func TestHelp(t *testing.T) {
	for _, rule := range []finding.Rule{finding.ServerUnknown, finding.EnumRepeats} {
		want := rule.Help
		if rule == finding.ServerUnknown {
			want += " (in Go: rest.WithEndpoint)"
		}
		if got := goclient.HelpWithOption(rule.Name, rule.Help); got != want {
			t.Errorf("%s: got %q, want %q", rule.Name, got, want)
		}
	}
}

// TestNamedOptions looks for the options that generated comments, examples and advice name.
func TestNamedOptions(t *testing.T) {
	declared := read(t, "../../runtime/rest/*.go")
	named := regexp.MustCompile(`rest\.(With\w+)`).FindAllStringSubmatch(read(t, "*.go")+read(t, "templates/*"), -1)
	if len(named) < 20 {
		t.Errorf("only %d options", len(named))
	}
	for _, name := range named {
		if !regexp.MustCompile(`(?m)^func ` + name[1] + `\b`).MatchString(declared) {
			t.Errorf("package rest has no %s", name[1])
		}
	}
}

// read returns the text of files that are no tests.
func read(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(data)
	}
	return text.String()
}
