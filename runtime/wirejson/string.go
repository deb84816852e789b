// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"bytes"
	"slices"
	"strings"
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
		return d.unescaped(body, 0), nil
	}
	return d.strings.make(body, len(d.text)-d.pos), nil
}

// content reads a string. The caller must not change the returned bytes.
func (d *decoder) content() ([]byte, *Error) {
	body, escaped, err := d.quoted()
	if escaped {
		return bytesOf(d.unescaped(body, 0)), nil
	}
	return body, err
}

// A stringMaker allocates short strings together. Each of them keeps the others of its chunk
// alive, at most sharedStrings bytes.
type stringMaker struct{ chunk strings.Builder }

const (
	shortString   = 64  // the maximum length of a string that shares memory
	sharedStrings = 256 // the size of a chunk
)

// make returns a copy of body. left is the number of bytes of text from which more strings
// may be made.
func (m *stringMaker) make(body []byte, left int) string {
	n := len(body)
	if n > shortString || n == 0 {
		return string(body)
	}
	if m.chunk.Cap()-m.chunk.Len() < n {
		m.chunk = strings.Builder{}
		m.chunk.Grow(min(sharedStrings, n+left/2))
	}
	start := m.chunk.Len()
	m.chunk.Write(body)
	return m.chunk.String()[start:]
}

// quoted reads a string. It returns the text between the quotes, and whether it has escapes.
// It checks that the text and its escapes are valid UTF-8.
func (d *decoder) quoted() (body []byte, escaped bool, err *Error) {
	start := d.pos + 1
	end := start + plainPrefix(d.text[start:])
	if end < len(d.text) && d.text[end] == '"' {
		d.pos = end + 1
		return d.text[start:end], false, nil
	}
	return d.quotedFrom(start, end)
}

// quotedFrom is quoted for a string that begins at start, whose bytes before i are known to
// be plain.
func (d *decoder) quotedFrom(start, i int) (body []byte, escaped bool, err *Error) {
	for i < len(d.text) {
		switch c := d.text[i]; {
		case c == '"':
			d.pos = i + 1
			return d.text[start:i], escaped, nil
		case c == '\\':
			_, n := unescapeRune(d.text[i:])
			if n <= 0 && d.opts.Lenient && isHalf(d.text[i:]) {
				d.invalidUTF8, n = true, len(`\ud800`)
			}
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
			i += plainPrefix(d.text[i:])
		default:
			r, n := utf8.DecodeRune(d.text[i:])
			if r == utf8.RuneError && n == 1 {
				if !utf8.FullRune(d.text[i:]) {
					return nil, false, d.cutOff("the end of a string")
				}
				if d.opts.Lenient {
					d.invalidUTF8, escaped = true, true
					i++
					continue
				}
				return nil, false, &Error{Offset: i, Want: "UTF-8", Found: quote(string(d.text[i : i+1]))}
			}
			i += n
		}
	}
	return nil, false, d.cutOff("the end of a string")
}

// unescaped returns the value of body, which quoted returned. The first plain bytes of body
// have no escapes.
func (d *decoder) unescaped(body []byte, plain int) string {
	s := unescaped(body, plain)
	if d.invalidUTF8 && !utf8.ValidString(s) {
		s = string([]rune(s)) // replaces each byte that is not UTF-8 by U+FFFD
	}
	return s
}

func unescaped(body []byte, plain int) string {
	var b strings.Builder
	b.Grow(len(body))
	for {
		i := bytes.IndexByte(body[plain:], '\\')
		if i < 0 {
			b.Write(body)
			return b.String()
		}
		i += plain
		r, n := unescapeRune(body[i:])
		if n <= 0 {
			r, n = utf8.RuneError, len(`\ud800`) // half a surrogate pair
		}
		b.Write(body[:i])
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
		} else {
			b.WriteRune(r)
		}
		body, plain = body[i+n:], 0
	}
}

// unescapeRune returns the escaped rune at the beginning of s, and its length in bytes. If
// the escape is invalid, n is the negated length of its valid prefix, which may be all of s.
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

// isHalf reports whether s begins with an escaped half of a surrogate pair.
func isHalf(s []byte) bool {
	r, n := codeUnit(s)
	return n > 0 && utf16.IsSurrogate(r)
}

// codeUnit parses a \u escape of four digits. It returns the same results as unescapeRune.
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

// appendString appends s as a JSON string, and reports whether s is valid UTF-8.
func appendString(b []byte, s string) ([]byte, bool) { return appendContent(append(b, '"'), s) }

// appendContent is appendString without the opening quote.
func appendContent(b []byte, s string) ([]byte, bool) {
	for {
		n := len(b)
		if cap(b)-n < len(s)+1 {
			b = slices.Grow(b, len(s)+1)
		}
		plain := copyPlain(b[n:n+len(s)], s)
		if plain == len(s) {
			b = b[:n+len(s)+1]
			b[n+len(s)] = '"'
			return b, true
		}
		b, s = b[:n+plain], s[plain:]
		c := s[0]
		if c >= utf8.RuneSelf {
			return appendUnicode(b, s)
		}
		b, s = append(b, escapes[c]...), s[1:]
	}
}

// appendUnicode is appendContent for text that is mostly not ASCII.
func appendUnicode(b []byte, s string) ([]byte, bool) {
	if !utf8.ValidString(s) {
		return b, false
	}
	for rest := bytesOf(s); ; {
		n := unescapedPrefix(rest)
		b = append(b, rest[:n]...)
		if n == len(rest) {
			return append(b, '"'), true
		}
		b = append(b, escapes[rest[n]]...)
		rest = rest[n+1:]
	}
}

// escapes are the escape sequences of the characters that must be escaped.
var escapes = func() (all [utf8.RuneSelf]string) {
	const hex = "0123456789abcdef"
	for c := range ' ' {
		all[c] = string([]byte{'\\', 'u', '0', '0', hex[c>>4], hex[c&15]})
	}
	all['\b'], all['\f'], all['\n'], all['\r'], all['\t'] = `\b`, `\f`, `\n`, `\r`, `\t`
	all['"'], all['\\'] = `\"`, `\\`
	return all
}()
