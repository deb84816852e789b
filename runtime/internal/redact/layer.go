// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLayers is the number of nested encodings that are decoded. JSON within a JSON
// string has two.
const maxLayers = 3

// A layer is a text, or the result of decoding it.
type layer struct {
	text string
	// at contains the offset of each byte in the original text, and the offset of its
	// end. It is nil for the original text.
	at []int
}

// span returns the part of the original text for text[start:end].
func (l layer) span(start, end int) span {
	if l.at == nil {
		return span{start, end}
	}
	return span{l.at[start], l.at[end]}
}

// An encoding writes some characters as others.
type encoding struct {
	// starts contains the first characters of escapes.
	starts string
	// unescape decodes the escape at the beginning of a text, and returns its length,
	// which is 0 if there is none.
	unescape func(string) (string, int)
	// form reports whether this is the encoding of forms, in which "+" is a space.
	form bool
}

var encodings = []encoding{
	{starts: `\`, unescape: unescapeJSON},
	{starts: "%", unescape: unescapePercent},
	{starts: "%+", unescape: unescapeForm, form: true},
	{starts: "&", unescape: unescapeHTML},
}

// decode decodes an encoding. It reports whether it decoded any escape.
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

// unescapeJSON decodes an escape of a JSON string, or of a Go string, which errors
// use to quote values.
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

// unescapePercent decodes a percent-encoded octet.
func unescapePercent(text string) (string, int) {
	if n, ok := number(text[1:], 2, 16); ok {
		return string([]byte{byte(n)}), 3
	}
	return "", 0
}

// unescapeForm decodes an escape of a form.
func unescapeForm(text string) (string, int) {
	if text[0] == '+' {
		return " ", 1
	}
	return unescapePercent(text)
}

// unescapeHTML decodes numeric character references, and the names of the
// characters that HTML requires to be escaped.
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

// number parses the first digits of a text.
func number(text string, digits, base int) (uint64, bool) {
	if len(text) < digits {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:digits], base, 31)
	return n, err == nil
}
