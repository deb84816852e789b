// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"slices"
	"strings"
)

// Example is a value that a document shows.
type Example struct {
	Name        string
	Description string
	JSON        string
}

// maxExamples is how long the examples of a value can be that one line shows, in
// bytes.
const maxExamples = 80

// InLine returns examples as one line, without those that say the same. It is
// empty if they are no plain values, or too long for one.
func InLine(examples []Example) string {
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
		if line = strings.Join(values, ", "); len(line) > maxExamples {
			return ""
		}
	}
	return line
}
