// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"unicode/utf16"
	"unicode/utf8"
)

// str reads a string.
func (d *decoder) str() (string, *Error) {
	body, escaped, err := d.quoted()
	if err != nil {
		return "", err
	}
	if escaped {
		body = unescape(body)
	}
	return string(body), nil
}

// quoted reads a string, and returns what stands between the quotes and
// whether any of it is escaped. All of it is checked: it is UTF-8, and what is
// escaped is too.
func (d *decoder) quoted() (body []byte, escaped bool, err *Error) {
	start := d.pos + 1
	for i := start; i < len(d.text); {
		switch c := d.text[i]; {
		case c == '"':
			d.pos = i + 1
			return d.text[start:i], escaped, nil
		case c == '\\':
			_, n := unescapeRune(d.text[i:])
			if n <= 0 {
				if i-n >= len(d.text) {
					return nil, false, d.cutOff("the end of a string")
				}
				return nil, false, &Error{Offset: i, Want: "an escaped character", Found: quote(string(d.text[i : i-n+1]))}
			}
			escaped = true
			i += n
		case c < ' ':
			return nil, false, &Error{Offset: i, Want: "a character or the end of a string", Found: quote(string(c))}
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(d.text[i:])
			if r == utf8.RuneError && n == 1 {
				if !utf8.FullRune(d.text[i:]) {
					return nil, false, d.cutOff("the end of a string")
				}
				return nil, false, &Error{Offset: i, Want: "UTF-8", Found: quote(string(d.text[i : i+1]))}
			}
			i += n
		}
	}
	return nil, false, d.cutOff("the end of a string")
}

// unescape returns what the body of a string stands for. The body is valid.
func unescape(body []byte) []byte {
	out := make([]byte, 0, len(body))
	for i := 0; i < len(body); {
		if body[i] != '\\' {
			out = append(out, body[i])
			i++
			continue
		}
		r, n := unescapeRune(body[i:])
		out = utf8.AppendRune(out, r)
		i += n
	}
	return out
}

// unescapeRune returns the rune that is escaped at the beginning of s, and how
// many bytes it takes. When s is not valid there, the number is minus the
// number of bytes that are, which may be all of them.
func unescapeRune(s []byte) (r rune, n int) {
	if len(s) < 2 {
		return 0, -len(s)
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	}
	r, n = codeUnit(s)
	if n <= 0 || !utf16.IsSurrogate(r) {
		return r, n
	}
	low, m := codeUnit(s[n:])
	if m <= 0 {
		return 0, m - n
	}
	if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
		return 0, -n
	}
	return r, n + m
}

// codeUnit reads \uXXXX. Its results are those of unescapeRune.
func codeUnit(s []byte) (r rune, n int) {
	for n = range 6 {
		if n >= len(s) {
			return 0, -n
		}
		c := s[n]
		switch {
		case n == 0 && c == '\\', n == 1 && c == 'u':
		case n < 2:
			return 0, -n
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, -n
		}
	}
	return r, 6
}

// appendString appends s as a JSON string, and reports whether s is UTF-8.
func appendString(b []byte, s string) ([]byte, bool) {
	const hex = "0123456789abcdef"
	if !utf8.ValidString(s) {
		return b, false
	}
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[done:i]...)
		done = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, `\b`...)
		case '\f':
			b = append(b, `\f`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	b = append(b, s[done:]...)
	return append(b, '"'), true
}
