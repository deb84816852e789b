// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/protolect/protolect/codegen/comment"
)

// Excerpt is the line of a finding, for a terminal.
type Excerpt struct {
	// Text is the line, or the part of a long line around the column.
	Text string
	// Mark is the number of cells of the terminal before the column.
	Mark int
}

// An excerpt shows up to cellsBefore cells before the column and cellsAfter from it on.
const (
	cellsBefore = 40
	cellsAfter  = 60
	// maxCellBytes bounds the bytes that are read for a cell, because a document may be a single line.
	maxCellBytes = 12
)

// Quote sets the excerpts of the findings in a file.
func (l *List) Quote(file string, data []byte) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var lines []int // where each starts
	for i := range l.findings {
		f := &l.findings[i]
		if f.Position.File != file || f.Position.Line == 0 || f.Excerpt.Text != "" {
			continue
		}
		if lines == nil {
			lines = lineStarts(data)
		}
		if f.Position.Line <= len(lines) {
			f.Excerpt = newExcerpt(data[lines[f.Position.Line-1]:], f.Position.Column-1)
		}
	}
}

// newExcerpt returns the text around an offset of the line at the start of data.
func newExcerpt(data []byte, offset int) Excerpt {
	start := max(0, min(offset, len(data))-cellsBefore*maxCellBytes)
	end := min(len(data), max(offset, 0)+cellsAfter*maxCellBytes)
	for start > 0 && start < len(data) && !utf8.RuneStart(data[start]) {
		start++
	}
	window, cutAfter := data[start:max(start, end)], end < len(data)
	if i := bytes.IndexByte(window, '\n'); i >= 0 {
		window, cutAfter = window[:i], false
	}
	window = bytes.TrimSuffix(window, []byte("\r"))
	at := min(max(offset-start, 0), len(window))

	before, beforeCells, cutBefore := lastCells(lastASCII(window[:at]), cellsBefore)
	after, cut := firstCells(window[at:], cellsAfter)
	if cutBefore = cutBefore || start > 0; cutBefore {
		before, beforeCells = "…"+before, beforeCells+1
	} else {
		trimmed := strings.TrimLeft(before, " ")
		beforeCells -= len(before) - len(trimmed)
		before = trimmed
	}
	if cut || cutAfter {
		after += "…"
	}
	return Excerpt{Text: before + strings.TrimRight(after, " "), Mark: beforeCells}
}

// cell is a character as a terminal shows it, and the number of cells that it takes.
type cell struct {
	text  string
	width int
}

// lastASCII returns the end of a text that fills the cells before the column, if it consists of
// printable ASCII characters. Otherwise it returns the text.
func lastASCII(text []byte) []byte {
	end := text[max(0, len(text)-cellsBefore-1):]
	for _, c := range end {
		if !isASCII(c) {
			return text
		}
	}
	return end
}

// isASCII reports whether a byte is a printable ASCII character.
func isASCII(c byte) bool { return ' ' <= c && c <= '~' }

// cells yields the characters of a text. Characters that do not print are escaped.
func cells(text []byte) iter.Seq[cell] {
	return func(yield func(cell) bool) {
		for len(text) > 0 {
			var next cell
			if isASCII(text[0]) && (len(text) == 1 || text[1] < utf8.RuneSelf) {
				next, text = cell{string(text[:1]), 1}, text[1:]
			} else {
				cluster, rest, width, _ := uniseg.FirstGraphemeCluster(text, -1)
				next, text = cell{string(cluster), width}, rest
				if shown := visible(next.text); shown != next.text {
					next = cell{shown, uniseg.StringWidth(shown)}
				}
			}
			if !yield(next) {
				return
			}
		}
	}
}

// visible escapes characters that do not print, and replaces a tab by a space.
func visible(text string) string {
	if text == "\t" {
		return " "
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			b.WriteString(`\x` + strconv.FormatUint(uint64(text[i]), 16))
		case !strconv.IsPrint(r) || comment.IsHidden(r):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// lastCells returns the characters at the end of a text, up to a number of cells.
func lastCells(text []byte, most int) (shown string, width int, cut bool) {
	all := slices.Collect(cells(text))
	first := len(all)
	for first > 0 && width+all[first-1].width <= most {
		first--
		width += all[first].width
	}
	var b strings.Builder
	for _, c := range all[first:] {
		b.WriteString(c.text)
	}
	return b.String(), width, first > 0
}

// firstCells returns the characters at the start of a text, up to a number of cells.
func firstCells(text []byte, most int) (shown string, cut bool) {
	var b strings.Builder
	width := 0
	for c := range cells(text) {
		if width += c.width; width > most {
			return b.String(), true
		}
		b.WriteString(c.text)
	}
	return b.String(), false
}
