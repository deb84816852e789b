// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package googlechat compares our definitions of Google Chat with Google's own ones.
package googlechat

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestOfficialSurface compares our definitions, line by line, with Google's. differences.txt must
// contain all differences, and nothing else.
func TestOfficialSurface(t *testing.T) {
	official, ours := lines(t, "testdata/official.txt"), surface()
	explained := differences(t)
	found := make(map[string]bool)
	check := func(sign string, these, those []string) {
		for _, line := range these {
			if slices.Contains(those, line) {
				continue
			}
			if by := explainedBy(sign+" "+line, explained); by != "" {
				found[by] = true
			} else {
				t.Errorf("differences.txt does not explain\n%s %s", sign, line)
			}
		}
	}
	check("-", official, ours)
	check("+", ours, official)
	for _, line := range explained {
		if !found[line] {
			t.Errorf("differences.txt contains a line without a difference:\n%s", line)
		}
	}
}

// explainedBy returns the line that explains a difference: the same line, or that of the enclosing
// message or enum.
func explainedBy(line string, explained []string) string {
	for _, e := range explained {
		if e == line {
			return e
		}
		fields := strings.Fields(e)
		if len(fields) == 3 && (fields[1] == "message" || fields[1] == "enum") && fields[0] == line[:1] &&
			strings.HasPrefix(strings.Fields(line)[2], fields[2]+".") {
			return e
		}
	}
	return ""
}

// differences returns the lines of differences.txt. Each group of lines must start with a comment.
func differences(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for group := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		if !strings.HasPrefix(group, "# ") {
			t.Errorf("no explanation:\n%s", group)
		}
		for line := range strings.Lines(group) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
				all = append(all, line)
			}
		}
	}
	return all
}

// lines returns the lines of a file without comments.
func lines(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}
