// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLayers is how many encodings are undone, one after the other: JSON within
// a string of JSON has two.
const maxLayers = 3

// A layer is a text, or what it is when some of its encodings are undone.
type layer struct {
	text string
	// at has where each byte comes from in the original text, and where that
	// ends. It is nil for the original text itself.
	at []int
}

// span returns the part of the original text that is text[start:end] here.
func (l layer) span(start, end int) span {
	if l.at == nil {
		return span{start, end}
	}
	return span{l.at[start], l.at[end]}
}

// An encoding writes some characters as others.
type encoding struct {
	// starts are the characters that an escape begins with.
	starts string
	// unescape returns what the escape at the beginning of a text stands for,
	// and its length, which is 0 if there is none.
	unescape func(string) (string, int)
	// form marks the encoding of forms, in which "+" is a space.
	form bool
}

var encodings = []encoding{
	{starts: `\`, unescape: unescapeJSON},
	{starts: "%", unescape: unescapePercent},
	{starts: "%+", unescape: unescapeForm, form: true},
	{starts: "&", unescape: unescapeHTML},
}

// decode undoes an encoding. It reports whether there was any of it.
func (l layer) decode(e encoding) (layer, bool) {
	first := strings.IndexAny(l.text, e.starts)
	if first < 0 {
		return l, false
	}
	var b strings.Builder
	at := make([]int, 0, len(l.text)+1)
	changed := false
	for i := 0; i < len(l.text); {
		piece, n := l.text[i:i+1], 0
		if i >= first && strings.IndexByte(e.starts, l.text[i]) >= 0 {
			if unescaped, length := e.unescape(l.text[i:]); length > 0 {
				piece, n, changed = unescaped, length, true
			}
		}
		from := l.span(i, i).start
		for range len(piece) {
			at = append(at, from)
		}
		b.WriteString(piece)
		i += max(n, 1)
	}
	return layer{b.String(), append(at, l.span(len(l.text), len(l.text)).start)}, changed
}

// unescapeJSON reads an escape of JSON, or of a string in Go, by which errors
// quote what they find.
func unescapeJSON(text string) (string, int) {
	if len(text) < 2 {
		return "", 0
	}
	switch c := text[1]; c {
	case '"', '\'', '\\', '/':
		return text[1:2], 2
	case 'x':
		if n, ok := number(text[2:], 2, 16); ok {
			return string([]byte{byte(n)}), 4
		}
	case 'U':
		if n, ok := number(text[2:], 8, 16); ok {
			return string(rune(n)), 10
		}
	case 'u':
		high, ok := number(text[2:], 4, 16)
		if !ok {
			break
		}
		if strings.HasPrefix(text[6:], `\u`) {
			if low, ok := number(text[8:], 4, 16); ok {
				if r := utf16.DecodeRune(rune(high), rune(low)); r != utf8.RuneError {
					return string(r), 12
				}
			}
		}
		return string(rune(high)), 6
	default:
		if i := strings.IndexByte("abfnrtv", c); i >= 0 {
			return "\a\b\f\n\r\t\v"[i : i+1], 2
		}
	}
	return "", 0
}

func unescapePercent(text string) (string, int) {
	if n, ok := number(text[1:], 2, 16); ok {
		return string([]byte{byte(n)}), 3
	}
	return "", 0
}

func unescapeForm(text string) (string, int) {
	if text[0] == '+' {
		return " ", 1
	}
	return unescapePercent(text)
}

// unescapeHTML reads the characters that have to be escaped in HTML, and those
// that are written as their numbers.
func unescapeHTML(text string) (string, int) {
	const maxReference = len("&#x0010ffff;")
	end := strings.IndexByte(text[:min(len(text), maxReference)], ';')
	if end < 0 {
		return "", 0
	}
	name := text[1:end]
	if digits, isNumber := strings.CutPrefix(name, "#"); isNumber {
		base := 10
		if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
			digits, base = digits[1:], 16
		}
		if n, ok := number(digits, len(digits), base); ok {
			return string(rune(n)), end + 1
		}
		return "", 0
	}
	for i, known := range []string{"amp", "lt", "gt", "quot", "apos"} {
		if name == known {
			return `&<>"'`[i : i+1], end + 1
		}
	}
	return "", 0
}

// number reads the first so many digits of a text.
func number(text string, digits, base int) (uint64, bool) {
	if len(text) < digits {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:digits], base, 31)
	return n, err == nil
}
