// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package pathtemplate

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxValue is the longest value of a variable, in bytes. Servers and proxies
// refuse request lines that are longer than about this.
const maxValue = 8 << 10

// A ValueError says why a value cannot stand for a variable.
type ValueError struct {
	// FieldPath is the variable's field.
	FieldPath string
	// Value is the whole value; Error shortens it.
	Value string
	// Pattern is the pattern that the value has to match.
	Pattern string
	// Problem is what is wrong with the value.
	Problem string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s is %s, which %s: it must match %s",
		e.FieldPath, shorten(e.Value, 80), e.Problem, e.Pattern)
}

// Expand returns the request path, percent-encoded, with the value of each
// variable in its place.
//
// A value has to match its variable's pattern, so that it cannot turn the
// request into one for another method or another resource: the number of
// segments and the literals must agree, and a value that is empty, longer than
// 8 KiB or not UTF-8, or has an empty segment, a "." or ".." segment or a
// control character, is refused with a *ValueError. An error that value returns
// is returned as it is.
//
// Of the value everything is percent-encoded except RFC 3986's unreserved
// characters and, in a variable with a pattern, the slashes between segments and
// the plus. Of the slash this is what http.proto asks for: in a plain {name} it
// becomes %2F. A plus in a path means itself, and phone numbers begin with one
// (phones/+12223334444): references write it so, and Google's clients, whose
// {+name} is RFC 6570's reserved expansion, send it so. What else that leaves
// alone, such as "?" and "#", would end the path.
//
// A value that is encoded already stands there as it is.
func (t Template) Expand(value func(fieldPath string) (Value, error)) (string, error) {
	x := expansion{path: make([]byte, 0, 64), value: value}
	for _, s := range t.Segments {
		x.path = append(x.path, '/')
		if err := x.add(s); err != nil {
			return "", err
		}
	}
	if len(x.path) == 0 {
		x.path = append(x.path, '/')
	}
	if t.Verb != "" {
		x.path = append(append(x.path, ':'), t.Verb...)
	}
	return string(x.path), nil
}

// A Value is what stands for a variable.
type Value struct {
	// Text is a value as it is.
	Text string
	// Encoded, where it is not empty, stands in the path in place of Text: several
	// texts, each made with Escape, with characters between them that a path may have.
	Encoded string
}

// Escape returns a text as it stands in one segment of a path: everything is
// percent-encoded except RFC 3986's unreserved characters.
func Escape(text string) string {
	var x expansion
	x.encode(text, true)
	return string(x.path)
}

// expansion is a path while it is written.
type expansion struct {
	path  []byte
	value func(fieldPath string) (Value, error)
}

func (x *expansion) add(s Segment) error {
	switch s := s.(type) {
	case Literal:
		x.path = append(x.path, s...)
	case Wildcard:
		return fmt.Errorf("the path template has the wildcard %s outside a variable, for which there is no value", s)
	case Variable:
		value, err := x.value(s.FieldPath)
		if err != nil {
			return err
		}
		text := value.Text
		if value.Encoded != "" {
			if isDots(value.Encoded) || len(value.Encoded) > maxValue {
				return &ValueError{FieldPath: s.FieldPath, Value: value.Encoded, Pattern: s.pattern(), Problem: "is too long, or no segment of a path"}
			}
			x.path = append(x.path, value.Encoded...)
			return nil
		}
		if problem := s.problem(text); problem != "" {
			return &ValueError{FieldPath: s.FieldPath, Value: text, Pattern: s.pattern(), Problem: problem}
		}
		x.encode(text, s.single())
	case Mixed:
		start := len(x.path)
		for _, part := range s {
			if err := x.add(part); err != nil {
				return err
			}
		}
		if whole := string(x.path[start:]); isDots(whole) {
			return fmt.Errorf("%s is %q with these values, which is no segment of a path", Template{Segments: []Segment{s}}, whole)
		}
	}
	return nil
}

// problem says why value cannot stand for the variable, or nothing.
func (v Variable) problem(value string) string {
	switch {
	case value == "":
		return "is empty"
	case len(value) > maxValue:
		return fmt.Sprintf("has %d bytes, more than the %d that a path can carry", len(value), maxValue)
	case !utf8.ValidString(value):
		return "is not UTF-8"
	case strings.ContainsFunc(value, unicode.IsControl):
		return "has a control character"
	}
	var room [8]string // Names of resources seldom have more.
	segments := room[:0]
	for rest, more := value, true; more; {
		var s string
		s, rest, more = strings.Cut(rest, "/")
		segments = append(segments, s)
		// In a plain variable too: there are servers that decode %2F first
		// and resolve dot segments then.
		if isDots(s) {
			return fmt.Sprintf("has the segment %q", s)
		}
	}
	if v.single() {
		return ""
	}
	for _, s := range segments {
		if s == "" {
			return "has an empty segment"
		}
	}
	if !match(v.Pattern, segments) {
		return "does not match"
	}
	return ""
}

// match reports whether the segments match the pattern. Only the first
// wildcard Many takes what is left over; the grammar has no second.
func match(pattern []Segment, segments []string) bool {
	for i, p := range pattern {
		if p == Many {
			rest := pattern[i+1:]
			taken := len(segments) - len(rest)
			return taken >= 1 && match(rest, segments[taken:])
		}
		if len(segments) == 0 {
			return false
		}
		if l, ok := p.(Literal); ok && !l.matches(segments[0]) {
			return false
		}
		segments = segments[1:]
	}
	return len(segments) == 0
}

// matches compares in the decoded form: a Literal may be percent-encoded, the
// segment of a value is not.
func (l Literal) matches(segment string) bool {
	return string(l) == segment && !strings.Contains(segment, "%") || decode(string(l)) == segment
}

// decode undoes the percent-encoding of a literal, which Parse has checked.
func decode(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func (x *expansion) encode(s string, plain bool) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if isUnreserved(c) || !plain && (c == '/' || c == '+') {
			x.path = append(x.path, c)
		} else {
			x.path = append(x.path, '%', hex[c>>4], hex[c&15])
		}
	}
}

// shorten quotes s, cut to at most n bytes.
func shorten(s string, n int) string {
	if len(s) <= n {
		return strconv.Quote(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "…"
}
