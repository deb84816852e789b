// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package comment

import (
	"go/doc/comment"
	"strings"
)

// EndParagraphs adds a full stop to each paragraph that Go's tools would show as a heading:
// a single line without punctuation between other paragraphs. Headings that start with "# "
// stay. The lines of text may start with the space that follows the signs of a comment.
func EndParagraphs(text string) string {
	lines := strings.Split(text, "\n")
	isBlank := func(i int) bool { return i >= len(lines) || strings.TrimSpace(lines[i]) == "" }
	for i := 2; i < len(lines); i++ {
		if isBlank(i-1) && isBlank(i+1) && isImpliedHeading(strings.TrimPrefix(lines[i], " ")) {
			lines[i] += "."
		}
	}
	return strings.Join(lines, "\n")
}

// isImpliedHeading reports whether a line between paragraphs is a heading without "# ".
func isImpliedHeading(line string) bool {
	if line == "" || strings.HasPrefix(line, "#") {
		return false
	}
	content := new(comment.Parser).Parse("A.\n\n" + line + "\n\nB.").Content
	if len(content) != 3 {
		return false
	}
	_, ok := content[1].(*comment.Heading)
	return ok
}
