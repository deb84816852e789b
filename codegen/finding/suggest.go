// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"fmt"
	"strings"
)

// Suggestion returns a remark that names the known name nearest to a mistyped one, or "" if no
// name is near. It ignores case, and the names up to the last dot if they are equal.
func Suggestion(name string, known []string) string {
	nearest, least := "", -1
	for _, k := range known {
		if k == name {
			continue // it exists, but cannot be used there
		}
		mistyped, right := strings.ToLower(name), strings.ToLower(k)
		if dot := strings.LastIndexByte(mistyped, '.'); dot >= 0 && strings.HasPrefix(right, mistyped[:dot+1]) {
			mistyped, right = mistyped[dot+1:], right[dot+1:]
		}
		most := max(1, len(mistyped)/3)
		if max(len(mistyped), len(right))-min(len(mistyped), len(right)) > most {
			continue // the distance is at least the difference of the lengths
		}
		if d := distance(mistyped, right); d <= most && d < len(mistyped) && (least < 0 || d < least) {
			nearest, least = k, d
		}
	}
	if least < 0 {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", nearest)
}

// distance returns the Levenshtein distance of two texts, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
