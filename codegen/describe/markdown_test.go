// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	godoc "go/doc/comment"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLayout checks the conversion of CommonMark to the form of Go comments.
func TestLayout(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"prose", "One\ntwo.\n\n\nThree.", "One\ntwo.\n\nThree."},
		{"line breaks", "One.<br/>Two.<BR >Three.", "One.\nTwo.\nThree."},
		{"headings", "# A #\ntext\n### B\nC\n===\n- - -\nD.", "# A\n\ntext\n\n# B\n\n# C\n\nD."},
		{"a heading that is underlined", "text\n\nA\n---\nmore", "text\n\n# A\n\nmore"},
		{"what is no heading", "#tag\n#\n####### seven", "#tag\n#\n####### seven"},
		{"a rule after a list", "- a\n\n***\n  b", "  - a\n\n  b"},
		{"a rule", "a\n\n***\n\nb", "a\n\nb"},
		{"a list", "These:\n* a\n* b\ngoes on\n\n  in a paragraph\n\nEnd.", "These:\n  * a\n  * b\n    goes on\n\n    in a paragraph\n\nEnd."},
		{"an indented list", "a\n  - b\n    c\n   - d", "a\n  - b\n    c\n   - d"},
		{"lists in lists", "1. a\n   - b\n     more\n2. c", "  1. a\n     - b\n       more\n  2. c"},
		{"numbers", "It was in\n1984. Or\n\n7) later", "It was in\n1984. Or\n\n  7) later"},
		{"one in a paragraph", "These:\n1. a\n2. b", "These:\n  1. a\n  2. b"},
		{"a number that starts with one", "It has\n1) a\n\nMore than\n10) b", "It has\n  1) a\n\nMore than\n10) b"},
		{"emphasis", "**a** b\n*c* d\n-e", "**a** b\n*c* d\n-e"},
		{"code", "Call\n```go\nf(\n\n  x)\n```\nthen.", "Call\n\n    f(\n\n      x)\n\nthen."},
		{"code without an end", "~~~\na\n```", "    a\n    ```"},
		{"code in a list", "- a\n  ```\n  b\n  ```\n- c", "  - a\n\n      b\n\n  - c"},
		{"a table", "| a | b |\n|---|---|\n| c | d |", "    | a | b |\n    |---|---|\n    | c | d |"},
		{"indented", "a\n\n    - code", "a\n\n    - code"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			for l := range strings.Lines(comment(test.text)) {
				b.WriteString(strings.TrimPrefix(l, " "))
			}
			got := strings.TrimRight(b.String(), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestLayoutIsGo parses a comment with go/doc/comment.
func TestLayoutIsGo(t *testing.T) {
	text := comment("Title\n\n## Part\nText:\n* one\n* two " + strings.Repeat("long ", 30) + "\n\nCode:\n```\ncode\n```")
	var b strings.Builder
	for l := range strings.Lines(text) {
		b.WriteString(strings.TrimPrefix(l, " "))
	}
	doc := new(godoc.Parser).Parse(b.String())
	var kinds []string
	for _, block := range doc.Content {
		switch block := block.(type) {
		case *godoc.Paragraph:
			kinds = append(kinds, "paragraph")
		case *godoc.Heading:
			kinds = append(kinds, "heading")
		case *godoc.Code:
			kinds = append(kinds, "code")
		case *godoc.List:
			kinds = append(kinds, "list of "+string(rune('0'+len(block.Items))))
		}
	}
	want := []string{"paragraph", "heading", "paragraph", "list of 2", "paragraph", "code"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("-want +got:\n%s\n%s", diff, b.String())
	}
}
