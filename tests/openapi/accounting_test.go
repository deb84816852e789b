// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/accounting"
	"github.com/protolect/protolect/codegen/generate"
)

// TestAccounting checks that every declaration of a published document is in the output, or has a
// finding.
func TestAccounting(t *testing.T) {
	for _, p := range published {
		t.Run(filepath.Base(p.path), func(t *testing.T) {
			doc, _, text := readPublished(t, p.module, p.path)
			out, findings, err := generate.API(generate.Input{
				Document: generate.File{Name: p.path, Data: text},
				GoImport: func(protoPackage string) string { return "example.com/" + strings.ReplaceAll(protoPackage, ".", "/") },
			})
			if err != nil || out == nil {
				t.Fatal(err, findings.All())
			}
			account := accounting.Count(doc, out.Descriptors)
			for _, m := range account.Unexplained(findings.All()) {
				t.Errorf("%s %s is lost without a finding (%s)", m.Kind, m.Name, m.At.Pointer)
			}
			for kind := range accounting.Kinds {
				t.Logf("%d of %d %s", account.Found[kind], account.Declared[kind], kind)
			}
		})
	}
}
