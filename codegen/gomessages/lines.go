// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gomessages

import "bytes"

// lines reads text line by line.
type lines struct{ rest []byte }

// peek returns the next line, without its end. It returns false at the end of the text.
func (l *lines) peek() (line []byte, ok bool) {
	if len(l.rest) == 0 {
		return nil, false
	}
	if i := bytes.IndexByte(l.rest, '\n'); i >= 0 {
		return l.rest[:i], true
	}
	return l.rest, true
}

// next reads the next line.
func (l *lines) next() (line []byte, ok bool) {
	if line, ok = l.peek(); ok {
		l.rest = l.rest[min(len(line)+1, len(l.rest)):]
	}
	return line, ok
}

// skipBlank reads empty lines, and reports whether there were any.
func (l *lines) skipBlank() bool {
	skipped := false
	for len(l.rest) > 0 && l.rest[0] == '\n' {
		l.rest = l.rest[1:]
		skipped = true
	}
	return skipped
}

// comment reads a group of comment lines.
func (l *lines) comment() [][]byte {
	var comment [][]byte
	for bytes.HasPrefix(l.rest, []byte("//")) {
		line, _ := l.next()
		comment = append(comment, line)
	}
	return comment
}

// declaration reads the lines of a declaration, up to an empty line or the end of its block.
func (l *lines) declaration() []byte {
	text := l.rest
	depth := 0
	for {
		line, ok := l.next()
		if !ok {
			break
		}
		if bytes.HasPrefix(line, []byte("}")) || bytes.HasPrefix(line, []byte(")")) {
			depth--
		}
		if endsWith(line, "{") || endsWith(line, "(") {
			depth++
		}
		if depth <= 0 {
			break
		}
	}
	return bytes.Clone(text[:len(text)-len(l.rest)])
}

func endsWith(line []byte, suffix string) bool { return bytes.HasSuffix(line, []byte(suffix)) }

// isSimple contains the bytes that a simple text may contain.
var isSimple = func() (set [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_ .,:;=&!*()[]{}\"-") {
		set[c] = true
	}
	return set
}()

// simple reports whether go/printer leaves a text as it is: it contains only operators that
// protoc-gen-go surrounds with spaces, and a space behind each comma.
func simple(line []byte) bool {
	for i, c := range line {
		if !isSimple[c] {
			return false
		}
		switch {
		case c == ',' && i+1 < len(line) && line[i+1] != ' ',
			c == ' ' && (i == 0 || line[i-1] == ' ' || i+1 == len(line)),
			c == '-' && (i == 0 || line[i-1] != '(' && line[i-1] != ' ' && line[i-1] != '"'):
			return false
		}
	}
	return true
}
