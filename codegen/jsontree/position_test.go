// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree_test

import (
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/jsontree"
)

// TestYAMLPositions converts the positions that the YAML library gives to all scalars called
// x. The excerpt of a finding is cut at the same lines and bytes.
func TestYAMLPositions(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"ASCII", "a: x\nb:\n  c: x", []string{"f:1:4", "f:3:6"}},
		{"two bytes", "é: x", []string{"f:1:5"}},
		{"four bytes", "[\"🙂🙂\", x, x]", []string{"f:1:14", "f:1:17"}},
		{"a combining accent", "e\u0301: x", []string{"f:1:6"}},
		{"non-ASCII text on another line", "é: é\na: x", []string{"f:2:4"}},
		{"a byte order mark", "\ufeffé: x\nb: x", []string{"f:1:5", "f:2:4"}},
		{"CRLF", "é: x\r\né: x", []string{"f:1:5", "f:2:5"}},
		{"a lone carriage return", "é: x\ré: x", []string{"f:1:5", "f:1:11"}},
		{"next line", "é: x\u0085é: x", []string{"f:1:5", "f:1:12"}},
		{"line separator", "é: x\u2028é: x\u2029é: x", []string{"f:1:5", "f:1:13", "f:1:21"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var document yaml.Node
			if err := yaml.Load([]byte(test.data), &document, yaml.WithUniqueKeys(false)); err != nil {
				t.Fatal(err)
			}
			positions := jsontree.NewYAMLPositions("f", []byte(test.data))
			var got []string
			var visit func(n *yaml.Node)
			visit = func(n *yaml.Node) {
				if n.Value == "x" {
					got = append(got, positions.Position(n.Line, n.Column).String())
				}
				for _, inner := range n.Content {
					visit(inner)
				}
			}
			visit(&document)
			if len(got) != len(test.want) {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i, want := range test.want {
				if got[i] != want {
					t.Errorf("scalar %d: got %s, want %s", i, got[i], want)
				}
			}
		})
	}
}

// TestYAMLPositionsOutside converts positions that are unknown or outside of the file, in an
// order that is not that of the file.
func TestYAMLPositionsOutside(t *testing.T) {
	positions := jsontree.NewYAMLPositions("f", []byte("é: x\nb"))
	for _, test := range []struct {
		line, column int
		want         string
	}{
		{2, 1, "f:2:1"}, {1, 4, "f:1:5"}, {1, 2, "f:1:3"}, {1, 4, "f:1:5"}, {0, 0, "f"}, {1, 0, "f:1:1"}, {2, 9, "f:2:2"}, {9, 1, "f:2:1"},
	} {
		if got := positions.Position(test.line, test.column).String(); got != test.want {
			t.Errorf("Position(%d, %d) = %s, want %s", test.line, test.column, got, test.want)
		}
	}
}
