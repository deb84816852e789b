// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/protolect/protolect/gen/protolect/template/v1/templatepb"
)

// TestFunctionExamples runs the example of each function.
func TestFunctionExamples(t *testing.T) {
	data, err := os.ReadFile("testdata/tiny.json")
	if err != nil {
		t.Fatal(err)
	}
	view := new(templatepb.View)
	if err := protojson.Unmarshal(data, view); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, group := range functionGroups() {
		for _, f := range group.functions {
			names = append(names, f.name)
			if !strings.Contains(f.example, f.name) || !strings.HasPrefix(f.signature, f.name+" ") {
				t.Errorf("%s: the example or the signature does not contain the name", f.name)
			}
			pack, findings := Load(fstest.MapFS{
				"pack.yaml": &fstest.MapFile{Data: []byte(`{name: a, view: 1, outputs: [{template: a.tmpl, per: method, path: "{{.Method.Name}}"}]}`)},
				"a.tmpl":    &fstest.MapFile{Data: []byte(f.example)},
			}, "a")
			if pack == nil {
				t.Errorf("%s: %+v", f.name, findings.All())
				continue
			}
			result, findings := Run(t.Context(), view, []Use{{Pack: pack}}, nil)
			got := ""
			if f.fails && findings.HasErrors() {
				_, got, _ = strings.Cut(findings.All()[0].Message, " and one other: ")
			} else if len(result.Files) > 0 {
				got = string(result.Files[0].Data) // of GetBook, which comes before ListBooks
			}
			if got != f.want {
				t.Errorf("%s: %s writes %q, want %q, %+v", f.name, f.example, got, f.want, findings.All())
			}
		}
	}
	if !slices.Equal(names, functionNames) {
		t.Errorf("the names are %q, want %q", functionNames, names)
	}
}
