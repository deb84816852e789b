// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"slices"
	"strings"
)

// Example is an example value in the document.
type Example struct {
	Name        string
	Description string
	JSON        string
}

// maxInlineExamples is the maximum length of a line of examples, in bytes.
const maxInlineExamples = 80

// JoinExamples returns the distinct examples in one line, separated by commas. It omits null. It
// returns an empty string if an example is an object or a list, or if the line would be
// longer than maxInlineExamples.
func JoinExamples(examples []Example) string {
	line := ""
	var values []string
	for _, e := range examples {
		if strings.HasPrefix(e.JSON, "{") || strings.HasPrefix(e.JSON, "[") {
			return ""
		}
		if e.JSON == "null" || slices.Contains(values, e.JSON) {
			continue
		}
		values = append(values, e.JSON)
		if line = strings.Join(values, ", "); len(line) > maxInlineExamples {
			return ""
		}
	}
	return line
}
