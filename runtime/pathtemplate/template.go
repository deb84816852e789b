// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package pathtemplate reads, prints and expands the path templates of
// google.api.http (google/api/http.proto).
//
// The grammar is the one given there:
//
//	Template  = "/" Segments [ Verb ] ;
//	Segments  = Segment { "/" Segment } ;
//	Segment   = "*" | "**" | LITERAL | Variable ;
//	Variable  = "{" FieldPath [ "=" Segments ] "}" ;
//	FieldPath = IDENT { "." IDENT } ;
//	Verb      = ":" LITERAL ;
//
// What the grammar leaves open is decided thus: a LITERAL is made of the
// characters of an RFC 3986 path segment, percent-encoded octets included, but
// without ":" and "*", and is neither "." nor ".."; a variable does not contain
// another; a pattern has "**" at most once, so that it matches in one way only;
// and "/" alone, the root, is a template too.
package pathtemplate

import "strings"

// A Template is a parsed path template. The zero Template is the root, "/".
//
// It is plain data: what Parse returns and what a program composes from values
// are the same thing.
type Template struct {
	Segments []Segment
	// Verb is the custom verb after the last segment, without its colon.
	Verb string
}

// A Segment is one of Literal, Wildcard and Variable.
type Segment interface {
	segment()
}

// A Literal stands for itself. It is in the form in which it is sent, with
// percent-encoding where that is needed.
type Literal string

// A Wildcard is One or Many.
type Wildcard string

const (
	// One matches exactly one segment, which is not empty.
	One Wildcard = "*"
	// Many matches one or more segments, none of them empty.
	Many Wildcard = "**"
)

// A Variable binds what its pattern matches to a field of the request.
type Variable struct {
	// FieldPath is the path of the field, proto names joined by dots.
	FieldPath string
	// Pattern holds literals and wildcards. Of {name} it is the single
	// wildcard One, because {name} and {name=*} mean the same.
	Pattern []Segment
}

func (Literal) segment()  {}
func (Wildcard) segment() {}
func (Variable) segment() {}

// String returns the canonical text of the template: {name=*} is written
// {name}. For a template that came from Parse, and for any that keeps to the
// grammar, parsing that text gives an equal template.
func (t Template) String() string {
	var b strings.Builder
	b.WriteByte('/')
	writeSegments(&b, t.Segments)
	if t.Verb != "" {
		b.WriteByte(':')
		b.WriteString(t.Verb)
	}
	return b.String()
}

// String returns the variable with its braces.
func (v Variable) String() string {
	var b strings.Builder
	writeSegments(&b, []Segment{v})
	return b.String()
}

// Variables returns the variables of the template in the order in which they
// stand.
func (t Template) Variables() []Variable {
	var vars []Variable
	for _, s := range t.Segments {
		if v, ok := s.(Variable); ok {
			vars = append(vars, v)
		}
	}
	return vars
}

func writeSegments(b *strings.Builder, segments []Segment) {
	for i, s := range segments {
		if i > 0 {
			b.WriteByte('/')
		}
		switch s := s.(type) {
		case Literal:
			b.WriteString(string(s))
		case Wildcard:
			b.WriteString(string(s))
		case Variable:
			b.WriteByte('{')
			b.WriteString(s.FieldPath)
			if !s.single() {
				b.WriteByte('=')
				writeSegments(b, s.Pattern)
			}
			b.WriteByte('}')
		}
	}
}

// pattern returns the text of the variable's pattern.
func (v Variable) pattern() string {
	if v.single() {
		return string(One)
	}
	var b strings.Builder
	writeSegments(&b, v.Pattern)
	return b.String()
}

// single reports whether the variable takes exactly one segment, whatever it
// is. http.proto gives such a variable an encoding of its own.
func (v Variable) single() bool {
	return len(v.Pattern) == 0 || len(v.Pattern) == 1 && v.Pattern[0] == One
}
