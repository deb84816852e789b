// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"regexp"
	"strings"
)

// line is a line of a comment before wrapping.
type line struct {
	text   string
	indent int  // the number of spaces before the first wrapped line
	hang   int  // the number of spaces before the other wrapped lines
	whole  bool // the line is not wrapped
}

// The number of spaces before list items, and before code and tables, as gofmt formats them.
const (
	listIndent = 2
	codeIndent = 4
)

// maxIndent is the maximum of line.indent and line.hang.
const maxIndent = 40

var (
	lineBreak = regexp.MustCompile(`(?i)<br ?/?>`)
	heading   = regexp.MustCompile(`^ {0,3}#{1,6} +(.*?)[ #]*$`)
	underline = regexp.MustCompile(`^ {0,3}(=+|-{2,}) *$`)
	rule      = regexp.MustCompile(`^ {0,3}((- *){3,}|(\* *){3,}|(_ *){3,})$`)
	bullet    = regexp.MustCompile(`^( *)([-*+]|[0-9]{1,9}[.)]) +(\S.*)$`)
	fence     = regexp.MustCompile("^ *(```+|~~~+)")
)

// layout converts the headings, lists, code and tables of a CommonMark description to the
// form of Go's comments (go.dev/doc/comment). The text within the lines is unchanged.
// OpenAPI prescribes CommonMark, and other documents often contain it.
func layout(text string) []line {
	l := layouter{source: strings.Split(lineBreak.ReplaceAllString(text, "\n"), "\n")}
	for l.next < len(l.source) {
		source := strings.TrimRight(l.source[l.next], " ")
		l.next++
		switch {
		case l.fence != "":
			l.code(source)
		case source == "":
			l.blank()
		default:
			l.line(source)
		}
	}
	return l.lines
}

// layouter is the state of layout.
type layouter struct {
	source []string
	next   int // the index of the next line in source
	lines  []line
	fence  string // the end of the current code block, or ""
	// list describes the current list: the indentation of the list in source, and the
	// indentation of the items' text in source and in lines. here is 0 outside of lists.
	list struct{ indent, source, here int }
}

// blank adds a blank line, unless the last line is blank.
func (l *layouter) blank() {
	if !l.isAfterBlank() {
		l.lines = append(l.lines, line{})
	}
}

func (l *layouter) isAfterBlank() bool {
	return len(l.lines) == 0 || l.lines[len(l.lines)-1].text == ""
}

func (l *layouter) add(text string, indent, hang int) {
	l.lines = append(l.lines, line{text: text, indent: min(indent, maxIndent), hang: min(hang, maxIndent)})
}

func (l *layouter) whole(text string, indent int) {
	l.lines = append(l.lines, line{text: text, indent: indent, whole: true})
}

func (l *layouter) code(source string) {
	switch {
	case strings.HasPrefix(strings.TrimLeft(source, " "), l.fence):
		l.fence = ""
		l.blank()
	default:
		l.whole(source, codeIndent)
	}
}

// line adds a line that is not blank.
func (l *layouter) line(source string) {
	text := strings.TrimLeft(source, " ")
	indent := len(source) - len(text)
	b := bullet.FindStringSubmatch(source)
	switch {
	case fence.MatchString(source):
		l.blank()
		l.fence = fence.FindStringSubmatch(source)[1]
	case heading.MatchString(source):
		l.heading(heading.FindStringSubmatch(source)[1])
	case l.list.here == 0 && l.isAfterBlank() && b == nil && l.next < len(l.source) && underline.MatchString(l.source[l.next]):
		l.next++
		l.heading(text)
	case rule.MatchString(source):
		l.list.source, l.list.here = 0, 0
		l.blank()
	case b != nil && (l.list.here > 0 || indent < codeIndent && l.startsList(b[2])):
		if l.list.here == 0 {
			l.list.indent = indent
		}
		here := listIndent + max(indent-l.list.indent, 0)
		l.list.source, l.list.here = len(source)-len(b[3]), here+len(b[2])+1
		l.add(b[2]+" "+b[3], here, l.list.here)
	case l.list.here > 0 && (indent >= 2 || !l.isAfterBlank()):
		here := l.list.here + max(indent-l.list.source, 0)
		l.add(text, here, here)
	default:
		l.list.source, l.list.here = 0, 0
		if text[0] == '|' && indent < codeIndent {
			l.whole(text, codeIndent)
			return
		}
		l.add(text, indent, indent)
	}
}

// startsList reports whether a marker starts a list. Within a paragraph, a number must be 1
// (CommonMark 0.31.2, section 5.3).
func (l *layouter) startsList(marker string) bool {
	return len(marker) == 1 || l.isAfterBlank() || marker[:len(marker)-1] == "1"
}

func (l *layouter) heading(text string) {
	l.list.source, l.list.here = 0, 0
	l.blank()
	if text != "" {
		l.whole("# "+text, 0)
		l.blank()
	}
}
