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
// The package adds these rules to the grammar:
//
//   - A LITERAL consists of the characters of a path segment in RFC 3986, including
//     percent-encoded octets and excluding ":" and "*". It is not "." or "..".
//   - A variable does not contain another variable.
//   - A pattern contains "**" at most once, so that a value matches in only one way.
//   - "/", the root, is a template.
//
// Paths of OpenAPI (3.1.1, section 4.8.8.2) allow more: a segment may be empty,
// combine variables and text, and contain ":" and "*". [ParseOpenAPI] reads them.
package pathtemplate

// A Template is a parsed path template. The zero Template is the root, "/".
//
// A Template is plain data. A program may compose one instead of parsing it.
type Template struct {
	Segments []Segment
	// Verb is the custom verb after the last segment, without the colon.
	Verb string
}

// A Segment is a [Literal], a [Wildcard], a [Variable] or, in a path of OpenAPI, a
// [Mixed].
type Segment interface {
	segment()
}

// A Literal is the text of a segment as it is sent, percent-encoded where
// necessary.
type Literal string

// A Wildcard is One or Many.
type Wildcard string

const (
	// One matches exactly one non-empty segment.
	One Wildcard = "*"
	// Many matches one or more non-empty segments.
	Many Wildcard = "**"
)

// A Variable binds what its pattern matches to a field of the request.
type Variable struct {
	// FieldPath contains the proto names of the field and its parents, joined by
	// dots.
	FieldPath string
	// Pattern contains literals and wildcards. The pattern of {name} is the wildcard
	// One, because {name} is equivalent to {name=*}.
	Pattern []Segment
}

// A Mixed segment combines literals and variables without a pattern, for example
// {id}.json.
type Mixed []Segment

func (Literal) segment()  {}
func (Wildcard) segment() {}
func (Variable) segment() {}
func (Mixed) segment()    {}

// String returns the canonical text of the template, in which {name=*} is {name}.
// Parsing the text of a valid template results in an equal template.
func (t Template) String() string {
	text := appendSegments([]byte{'/'}, t.Segments, "/")
	if t.Verb != "" {
		text = append(append(text, ':'), t.Verb...)
	}
	return string(text)
}

// String returns the variable with its braces.
func (v Variable) String() string { return string(appendSegments(nil, []Segment{v}, "")) }

// Variables returns the variables of the template in order.
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

// Rename returns the template with renamed field paths.
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

// InHTTPRule reports whether the template is valid in google.api.http. Some paths
// of OpenAPI are not.
func (t Template) InHTTPRule() bool {
	_, err := Parse(t.Rename(func(string) string { return "name" }).String())
	return err == nil
}

// appendSegments appends the text of segments with a separator between them.
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

// single reports whether the variable matches any single segment. http.proto
// encodes the value of such a variable differently.
func (v Variable) single() bool {
	return len(v.Pattern) == 0 || len(v.Pattern) == 1 && v.Pattern[0] == One
}
