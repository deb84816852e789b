// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package changelog

import (
	"regexp"
	"slices"
	"strings"
)

// Name is the name of the file, in the root of a project.
const Name = "CHANGELOG.md"

const newFile = `# Changelog

This file lists all notable changes, in the format of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## Unreleased
`

// Update returns the text of a changelog with entries in the section Unreleased. They replace the entries of the same import
// paths that the committed text lacks: those of an earlier run. It also removes such entries of the import paths in stale. The
// text may be empty. Without version control, committed is the text.
func Update(text, committed []byte, entries []*Entry, stale []string) []byte {
	before := strings.Split(string(text), "\n")
	f := &file{lines: slices.Clone(before)}
	if len(f.lines) > 1 && strings.HasSuffix(f.lines[0], "\r") {
		f.carriageReturn = "\r"
	}
	replaced := slices.Clone(stale)
	for _, e := range entries {
		replaced = append(replaced, e.ImportPath)
	}
	isRemoved := f.removeEntries(replaced, headings(committed))
	if len(entries) > 0 {
		f.insert(entries)
	}
	if !isRemoved && len(entries) == 0 {
		return text
	}
	return []byte(strings.Join(f.lines, "\n"))
}

// file has the lines of a changelog.
type file struct {
	lines          []string
	carriageReturn string // at the end of each line
}

var (
	unreleased = regexp.MustCompile(`(?i)^## +\[?unreleased\b`)
	section    = regexp.MustCompile(`^##? `)
	link       = regexp.MustCompile(`^\[[^\]]+\]: `)
)

// unreleased returns the lines of the section Unreleased, without its heading. ok is false if there is none.
func (f *file) unreleased() (start, end int, ok bool) {
	start = slices.IndexFunc(f.lines, unreleased.MatchString) + 1
	if start == 0 {
		return 0, 0, false
	}
	end = start
	for end < len(f.lines) && !section.MatchString(f.lines[end]) && !link.MatchString(f.lines[end]) {
		end++
	}
	return start, end, true
}

// span is an entry in the lines of a file.
type span struct {
	start, end int
	heading    string
}

// entries returns the entries in the section Unreleased. Only generated ones have a line with verdicts.
func (f *file) entries() []span {
	var entries []span
	start, end, _ := f.unreleased()
	for i := start; i < end; i++ {
		if !strings.HasPrefix(f.lines[i], heading) {
			continue
		}
		next := i + 1
		for next < end && !strings.HasPrefix(f.lines[next], "### ") {
			next++
		}
		if last := slices.IndexFunc(f.lines[i:next], func(line string) bool { return strings.HasPrefix(line, verdictsOf) }); last >= 0 {
			// A text after the verdicts is that of somebody else.
			entries = append(entries, span{i, i + last + 1, strings.TrimRight(f.lines[i], "\r")})
		}
	}
	return entries
}

// headings counts the entries of a committed file by their headings.
func headings(committed []byte) map[string]int {
	count := make(map[string]int)
	f := &file{lines: strings.Split(string(committed), "\n")}
	for _, e := range f.entries() {
		count[e.heading]++
	}
	return count
}

// removeEntries removes the entries of import paths that are not committed. New entries are above committed ones.
func (f *file) removeEntries(importPaths []string, committed map[string]int) bool {
	isRemoved := false
	for _, e := range slices.Backward(f.entries()) {
		importPath, _, _ := strings.Cut(e.heading[len(heading):], "`")
		if !slices.Contains(importPaths, importPath) {
			continue
		}
		if committed[e.heading] > 0 {
			committed[e.heading]--
			continue
		}
		f.replace(e.start, e.end, nil)
		isRemoved = true
	}
	return isRemoved
}

// insert inserts entries above the first entry in the section Unreleased, or at its end.
func (f *file) insert(entries []*Entry) {
	if strings.TrimSpace(strings.Join(f.lines, "")) == "" {
		f.lines = strings.Split(newFile, "\n")
	}
	_, at, ok := f.unreleased()
	if !ok {
		at = slices.IndexFunc(f.lines, func(line string) bool { return strings.HasPrefix(line, "## ") || link.MatchString(line) })
		if at < 0 {
			at = len(f.lines)
		}
		at = f.replace(at, at, []string{"## Unreleased"})
	}
	if present := f.entries(); len(present) > 0 {
		at = present[0].start
	}
	var lines []string
	for i, e := range entries {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, e.lines()...)
	}
	f.replace(at, at, lines)
}

// replace replaces lines with others, which one blank line separates from those around them. It returns the index of the
// line behind them.
func (f *file) replace(start, end int, lines []string) int {
	isBlank := func(line string) bool { return strings.TrimSpace(line) == "" }
	for start > 0 && isBlank(f.lines[start-1]) {
		start--
	}
	for end < len(f.lines) && isBlank(f.lines[end]) {
		end++
	}
	lines = slices.Clone(lines)
	if start > 0 && len(lines) > 0 {
		lines = slices.Insert(lines, 0, "")
	}
	for i := range lines {
		lines[i] += f.carriageReturn
	}
	after := start + len(lines)
	switch {
	case end == len(f.lines):
		lines = append(lines, "") // the file ends with a line break
	case start > 0 || len(lines) > 0:
		lines = append(lines, f.carriageReturn)
	}
	f.lines = slices.Replace(f.lines, start, end, lines...)
	return after
}
