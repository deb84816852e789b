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
//
// The paths of OpenAPI (3.1.1, section 4.8.8.2) are wider: a segment may be empty,
// may have variables beside text, and may have a ":" or "*" anywhere. ParseOpenAPI
// reads those.
package pathtemplate

// A Template is a parsed path template. The zero Template is the root, "/".
//
// It is plain data: what Parse returns and what a program composes from values
// are the same thing.
type Template struct {
	Segments []Segment
	// Verb is the custom verb after the last segment, without its colon.
	Verb string
}

// A Segment is one of Literal, Wildcard, Variable and, in a path of OpenAPI alone,
// Mixed.
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

// Mixed is a segment of literals and plain variables in turn, as {id}.json is.
type Mixed []Segment

func (Literal) segment()  {}
func (Wildcard) segment() {}
func (Variable) segment() {}
func (Mixed) segment()    {}

// String returns the canonical text of the template: {name=*} is written
// {name}. For a template that came from Parse, and for any that keeps to the
// grammar, parsing that text with the function that it came from gives an equal
// template.
func (t Template) String() string {
	text := appendSegments([]byte{'/'}, t.Segments, "/")
	if t.Verb != "" {
		text = append(append(text, ':'), t.Verb...)
	}
	return string(text)
}

// String returns the variable with its braces.
func (v Variable) String() string { return string(appendSegments(nil, []Segment{v}, "")) }

// Variables returns the variables of the template in the order in which they
// stand.
func (t Template) Variables() []Variable {
	var vars []Variable
	for _, s := range t.Segments {
		switch s := s.(type) {
		case Variable:
			vars = append(vars, s)
		case Mixed:
			vars = append(vars, Template{Segments: s}.Variables()...)
		}
	}
	return vars
}

// Rename returns the template with other field paths in its variables.
func (t Template) Rename(rename func(fieldPath string) string) Template {
	renamed := Template{Verb: t.Verb}
	for _, s := range t.Segments {
		switch v := s.(type) {
		case Variable:
			v.FieldPath = rename(v.FieldPath)
			s = v
		case Mixed:
			s = Mixed(Template{Segments: v}.Rename(rename).Segments)
		}
		renamed.Segments = append(renamed.Segments, s)
	}
	return renamed
}

// InHTTPRule reports whether google.api.http can have the template, which it cannot
// of all paths of OpenAPI.
func (t Template) InHTTPRule() bool {
	_, err := Parse(t.Rename(func(string) string { return "name" }).String())
	return err == nil
}

func appendSegments(text []byte, segments []Segment, separator string) []byte {
	for i, s := range segments {
		if i > 0 {
			text = append(text, separator...)
		}
		switch s := s.(type) {
		case Literal:
			text = append(text, s...)
		case Wildcard:
			text = append(text, s...)
		case Mixed:
			text = appendSegments(text, s, "")
		case Variable:
			text = append(append(text, '{'), s.FieldPath...)
			if !s.single() {
				text = appendSegments(append(text, '='), s.Pattern, "/")
			}
			text = append(text, '}')
		}
	}
	return text
}

// pattern returns the text of the variable's pattern.
func (v Variable) pattern() string {
	if v.single() {
		return string(One)
	}
	return string(appendSegments(nil, v.Pattern, "/"))
}

// single reports whether the variable takes exactly one segment, whatever it
// is. http.proto gives such a variable an encoding of its own.
func (v Variable) single() bool {
	return len(v.Pattern) == 0 || len(v.Pattern) == 1 && v.Pattern[0] == One
}
