// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import (
	"bytes"
	"go/doc/comment"
	"unicode"
)

// writeComment appends a doc comment. go/printer formats it like gofmt: https://go.dev/doc/comment. It
// returns false if go/printer must format the comment: if it contains a directive, or no text.
func (p *printer) writeComment(indent string, lines [][]byte) bool {
	if len(lines) == 0 {
		return true
	}
	var text []byte
	plain := true
	for _, line := range lines {
		line = line[len("//"):]
		if len(line) > 0 && line[0] != ' ' {
			return false
		}
		line = bytes.TrimPrefix(line, []byte(" "))
		plain = plain && isPlain(line)
		text = append(append(text, line...), '\n')
	}
	if !plain {
		var parser comment.Parser
		var printer comment.Printer
		if text = printer.Comment(parser.Parse(string(text))); len(text) == 0 {
			return false
		}
	}
	for line := range bytes.Lines(text) {
		line = bytes.TrimRightFunc(line, unicode.IsSpace)
		p.out = append(append(p.out, indent...), "//"...)
		if len(line) > 0 && line[0] != '\t' {
			p.out = append(p.out, ' ')
		}
		p.out = append(append(p.out, line...), '\n')
	}
	return true
}

// isPlain reports whether a line of a comment is part of a paragraph without markup.
func isPlain(line []byte) bool {
	return len(line) > 0 && isLetter(line[0]) && !bytes.Contains(line, []byte("``")) && !bytes.Contains(line, []byte("''"))
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
