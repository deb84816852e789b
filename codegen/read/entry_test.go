// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package read_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/read"
)

// TestEntry finds the document in a folder.
func TestEntry(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
		err   string
	}{
		{"a usual name", map[string]string{"openapi.json": "{}", "a.yaml": "openapi: 3.1.0"}, "openapi.json", ""},
		{"any name", map[string]string{"pets.yaml": "# Pets\nopenapi: 3.1.0\n", "common.yaml": "Pet: {type: object}\n", "x/y.yaml": "openapi: 3.1.0\n"}, "pets.yaml", ""},
		{"minified", map[string]string{"pets.json": `{"swagger":"2.0"}`, "notes.txt": "openapi: 3.1.0"}, "pets.json", ""},
		{"none", map[string]string{"pets.json": `{"kind": "openapi"}`}, "", "contains no OpenAPI document"},
		{"two", map[string]string{"a.yaml": "openapi: 3.1.0", "b.yaml": "openapi: '3.0.3'"}, "", "several OpenAPI documents (a.yaml, b.yaml): pass the path of one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := tree(t, test.files)
			entry, err := read.Entry(root)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %q and the error %v", entry, err)
				}
				return
			}
			if err != nil || entry != filepath.Join(root, test.want) {
				t.Errorf("got %q and the error %v", entry, err)
			}
		})
	}
	for _, name := range []string{"-", "absent.yaml"} {
		if entry, err := read.Entry(name); entry != name || err != nil {
			t.Errorf("got %q and the error %v", entry, err)
		}
	}
}
