// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package pathtemplate

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/protolect/protolect/runtime/internal/quote"
)

// maxValue is the maximum length of a value, in bytes. It is about the length of
// the longest request line that servers and proxies accept.
const maxValue = 8 << 10

// A ValueError describes a value that a variable does not accept.
type ValueError struct {
	// FieldPath is the field of the variable.
	FieldPath string
	// Value is the whole value. The text of the error contains its beginning.
	Value string
	// Pattern is the pattern of the variable.
	Pattern string
	// Problem is a verb phrase that describes the problem, for example "is empty".
	Problem string
}

// Error returns the field, the beginning of the value, the problem and the pattern.
func (e *ValueError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s is empty: set a value of the form %s", e.FieldPath, e.Pattern)
	}
	return fmt.Sprintf("%s is %s, which %s: set a value of the form %s",
		e.FieldPath, quote.Limit(e.Value, 80), e.Problem, e.Pattern)
}

// Expand returns the percent-encoded path of a request, with the values of the
// variables. An error of the function value is returned unchanged.
//
// A value must match the pattern of its variable, so that it cannot select another
// method or another resource. Expand returns a [*ValueError] for a value with
// another number of segments or other literals, and for one that is empty, longer
// than 8 KiB, not UTF-8, or contains an empty segment, the segment "." or "..", or
// a control character.
//
// In a value, every character is percent-encoded except RFC 3986's unreserved
// characters. In a variable with a pattern, "/" and "+" are not encoded either. For
// "/", http.proto requires this. "+" starts a phone number, as in
// phones/+12223334444; Google's documentation and clients send it unencoded. All
// other reserved characters are encoded, because "?" and "#" would end the path.
//
// A [Value] that is already encoded is not encoded again.
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

// A Value is the value of a variable.
type Value struct {
	// Text is a value that is not encoded.
	Text string
	// Encoded, unless empty, replaces Text. It consists of results of [Escape], and of
	// characters between them that are valid in a path.
	Encoded string
}

// Escape percent-encodes a text for one segment of a path: every character except
// RFC 3986's unreserved ones.
func Escape(text string) string {
	var x expansion
	x.encode(text, true)
	return string(x.path)
}

// An expansion writes a path.
type expansion struct {
	path  []byte
	value func(fieldPath string) (Value, error)
}

// add appends a segment.
func (x *expansion) add(s Segment) error {
	switch s := s.(type) {
	case Literal:
		x.path = append(x.path, s...)
	case Wildcard:
		return fmt.Errorf("the path template contains the wildcard %s outside a variable, which has no value", s)
	case Variable:
		value, err := x.value(s.FieldPath)
		if err != nil {
			return err
		}
		text := value.Text
		if value.Encoded != "" {
			if problem := encodedProblem(value.Encoded); problem != "" {
				return s.valueError(value.Encoded, problem)
			}
			x.path = append(x.path, value.Encoded...)
			return nil
		}
		if problem := s.problem(text); problem != "" {
			return s.valueError(text, problem)
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
			return fmt.Errorf("%s is %q with these values, which is not a valid path segment", Template{Segments: []Segment{s}}, whole)
		}
	}
	return nil
}

func (v Variable) valueError(value, problem string) error {
	return &ValueError{FieldPath: v.FieldPath, Value: value, Pattern: v.pattern(), Problem: problem}
}

// encodedProblem returns the reason why a path does not accept an encoded value,
// or "".
func encodedProblem(value string) string {
	switch {
	case len(value) > maxValue:
		return tooLong(value)
	case isDots(value):
		return hasSegment(value)
	}
	return ""
}

func tooLong(value string) string {
	return fmt.Sprintf("has %d bytes, more than the limit of %d", len(value), maxValue)
}

func hasSegment(segment string) string { return fmt.Sprintf("contains the segment %q", segment) }

// problem returns the reason why the variable does not accept value, or "".
func (v Variable) problem(value string) string {
	switch {
	case value == "":
		return "is empty"
	case len(value) > maxValue:
		return tooLong(value)
	case !utf8.ValidString(value):
		return "is not UTF-8"
	case strings.ContainsFunc(value, unicode.IsControl):
		return "contains a control character"
	}
	var buffer [8]string // resource names seldom have more segments
	segments := buffer[:0]
	for rest, more := value, true; more; {
		var s string
		s, rest, more = strings.Cut(rest, "/")
		segments = append(segments, s)
		// This applies to all variables, because some servers decode %2F before they
		// remove dot segments.
		if isDots(s) {
			return hasSegment(s)
		}
	}
	if v.single() {
		return ""
	}
	for _, s := range segments {
		if s == "" {
			return "contains an empty segment"
		}
	}
	if !match(v.Pattern, segments) {
		return "does not match"
	}
	return ""
}

// match reports whether the segments match the pattern, which contains Many at
// most once.
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

// matches reports whether a literal, which may be percent-encoded, is equal to a
// segment of a value, which is not encoded.
func (l Literal) matches(segment string) bool {
	return string(l) == segment && !strings.Contains(segment, "%") || decode(string(l)) == segment
}

// decode decodes a percent-encoded literal.
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

// encode appends a percent-encoded text. single encodes "/" and "+" as well.
func (x *expansion) encode(s string, single bool) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if isUnreserved(c) || !single && (c == '/' || c == '+') {
			x.path = append(x.path, c)
		} else {
			x.path = append(x.path, '%', hex[c>>4], hex[c&15])
		}
	}
}
