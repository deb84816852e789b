// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package pathtemplate

import (
	"fmt"
	"strings"

	"github.com/protolect/protolect/runtime/internal/quote"
)

// A ParseError describes a malformed path template.
type ParseError struct {
	// Template is the text that was parsed.
	Template string
	// Offset is the offset of the error in the text, in bytes.
	Offset int
	// Expected describes the text that is expected at the offset.
	Expected string
}

// Error returns the template, the offset, and the expected and the found text.
func (e *ParseError) Error() string {
	found := "the end"
	if e.Offset < len(e.Template) {
		found = quote.Limit(e.Template[e.Offset:], 20)
	}
	return fmt.Sprintf("path template %s: at offset %d: expected %s, found %s",
		quote.Limit(e.Template, 200), e.Offset, e.Expected, found)
}

// Parse parses a path template of google.api.http. An error is a [*ParseError].
func Parse(text string) (Template, error) {
	p := parser{text: text}
	t, err := p.template()
	if err != nil {
		return Template{}, err
	}
	return t, nil
}

// ParseOpenAPI parses a path of OpenAPI whose variables are field paths. Templates
// that Parse accepts have the same result. An error is a [*ParseError].
func ParseOpenAPI(text string) (Template, error) {
	if t, err := Parse(text); err == nil {
		return t, nil
	}
	p := parser{text: text}
	var t Template
	for p.take("/") {
		s, err := p.mixed()
		if err != nil {
			return Template{}, err
		}
		t.Segments = append(t.Segments, s)
	}
	if p.pos < len(text) || text == "" {
		return Template{}, p.expected(`"/"`)
	}
	return t, nil
}

// A parser reads a template from left to right.
type parser struct {
	text string
	pos  int
}

// template parses a whole template of google.api.http.
func (p *parser) template() (Template, error) {
	if !p.take("/") {
		return Template{}, p.expected(`"/"`)
	}
	var t Template
	if p.pos == len(p.text) {
		return t, nil
	}
	segments, err := p.segments(false)
	if err != nil {
		return Template{}, err
	}
	t.Segments = segments
	if p.take(":") {
		if t.Verb, err = p.literal("a verb"); err != nil {
			return Template{}, err
		}
	}
	if p.pos < len(p.text) {
		if t.Verb != "" {
			return Template{}, p.expected("the end, because a verb is the last part")
		}
		return Template{}, p.expected(`"/", ":" or the end`)
	}
	return t, nil
}

// segments parses segments up to the first byte that cannot continue them.
func (p *parser) segments(inVariable bool) ([]Segment, error) {
	var segments []Segment
	many := false
	for {
		start := p.pos
		s, err := p.segment(inVariable)
		if err != nil {
			return nil, err
		}
		if s == Many {
			if many {
				p.pos = start
				return nil, p.expected(`at most one "**", because a value could match in several ways`)
			}
			many = true
		}
		segments = append(segments, s)
		if !p.take("/") {
			return segments, nil
		}
	}
}

// segment parses one segment.
func (p *parser) segment(inVariable bool) (Segment, error) {
	switch {
	case p.take("**"):
		return Many, nil
	case p.take("*"):
		return One, nil
	case inVariable && p.at("{"):
		return nil, p.expected("no variable within a variable")
	case p.take("{"):
		return p.variable()
	case inVariable:
		l, err := p.literal(`a literal, "*" or "**"`)
		return Literal(l), err
	default:
		l, err := p.literal(`a literal, "*", "**" or a variable`)
		return Literal(l), err
	}
}

// mixed parses a segment of a path of OpenAPI.
func (p *parser) mixed() (Segment, error) {
	start := p.pos
	var parts Mixed
	for p.pos < len(p.text) && !p.at("/") {
		if p.take("{") {
			v, err := p.variable()
			if err != nil {
				return nil, err
			}
			if v, ok := v.(Variable); !ok || !v.single() {
				p.pos = start
				return nil, p.expected("a variable without a pattern")
			}
			parts = append(parts, v)
			continue
		}
		from := p.pos
		for p.pos < len(p.text) && !p.at("/") && !p.at("{") {
			if err := p.octet(":*"); err != nil {
				return nil, err
			}
		}
		parts = append(parts, Literal(p.text[from:p.pos]))
	}
	switch len(parts) {
	case 0:
		return Literal(""), nil
	case 1:
		if l, ok := parts[0].(Literal); ok && isDots(decode(string(l))) {
			p.pos = start
			return nil, p.expected(`a segment other than "." and ".."`)
		}
		return parts[0], nil
	}
	return parts, nil
}

// variable parses what follows an opening brace.
func (p *parser) variable() (Segment, error) {
	start := p.pos
	for {
		if !p.ident() {
			return nil, p.expected("the name of a field")
		}
		if !p.take(".") {
			break
		}
	}
	v := Variable{FieldPath: p.text[start:p.pos], Pattern: []Segment{One}}
	if p.take("=") {
		pattern, err := p.segments(true)
		if err != nil {
			return nil, err
		}
		v.Pattern = pattern
		if !p.take("}") {
			return nil, p.expected(`"/" or "}"`)
		}
		return v, nil
	}
	if !p.take("}") {
		return nil, p.expected(`".", "=" or "}"`)
	}
	return v, nil
}

// ident consumes an identifier, and reports whether there is one.
func (p *parser) ident() bool {
	start := p.pos
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		if !isLetter(c) && c != '_' && (p.pos == start || !isDigit(c)) {
			break
		}
		p.pos++
	}
	return p.pos > start
}

// literal parses a literal. what describes it in errors.
func (p *parser) literal(what string) (string, error) {
	start := p.pos
	for p.pos < len(p.text) && p.isOctet("") {
		if err := p.octet(""); err != nil {
			return "", err
		}
	}
	l := p.text[start:p.pos]
	if l == "" {
		return "", p.expected(what)
	}
	if isDots(decode(l)) {
		p.pos = start
		return "", p.expected(what + ` other than "." and ".."`)
	}
	return l, nil
}

// octet parses one octet of a literal, which may be percent-encoded. The characters
// in also are valid in addition.
func (p *parser) octet(also string) error {
	switch {
	case !p.isOctet(also):
		return p.expected("a character that is valid in a path")
	case p.text[p.pos] != '%':
		p.pos++
	case p.pos+2 < len(p.text) && isHex(p.text[p.pos+1]) && isHex(p.text[p.pos+2]):
		p.pos += 3
	default:
		return p.expected(`two hexadecimal digits after "%"`)
	}
	return nil
}

func (p *parser) isOctet(also string) bool {
	c := p.text[p.pos]
	return c == '%' || isUnreserved(c) || strings.IndexByte("!$&'()+,;=@", c) >= 0 || strings.IndexByte(also, c) >= 0
}

// isDots reports whether a segment is a dot segment, which URL resolution removes
// (RFC 3986, section 5.2.4).
func isDots(segment string) bool { return segment == "." || segment == ".." }

// at reports whether the rest of the text starts with s.
func (p *parser) at(s string) bool { return strings.HasPrefix(p.text[p.pos:], s) }

// take consumes s, and reports whether the rest of the text started with it.
func (p *parser) take(s string) bool {
	if !p.at(s) {
		return false
	}
	p.pos += len(s)
	return true
}

// expected returns the error for another text than the expected one.
func (p *parser) expected(what string) error {
	return &ParseError{Template: p.text, Offset: p.pos, Expected: what}
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// isUnreserved reports whether c is unreserved in RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}
