// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/binary"
	"io"
	"strconv"
	"unicode/utf8"
)

// A decoder reads a JSON text from front to back.
type decoder struct {
	text []byte
	pos  int
	opts UnmarshalOptions

	// limit is how many more levels of messages may nest.
	limit int
	// depth is the number of open objects and arrays. maxDepth is its maximum, for JSON that is
	// not bounded by the nesting of messages.
	depth, maxDepth int
	// budget is how many more bytes of messages may be allocated.
	budget int
	// required is set when a message with required fields was read.
	required bool
	// foundUnknown is set when anything unknown was read.
	foundUnknown bool
	// invalidUTF8 is set when a string that is not valid UTF-8 was read and accepted.
	invalidUTF8 bool

	// unions is the number of unions that are being read. matches caches their matches.
	unions  int
	matches map[matchKey]matchResult

	// nullTarget records the null entries of the map that is read next. It is nil if none are
	// recorded.
	nullTarget *nullTarget

	outline *outline
	strings stringMaker
	slabs   *slabs
}

// allowsUnknown reports whether unknown JSON is accepted.
func (d *decoder) allowsUnknown() bool { return d.opts.DiscardUnknown || d.opts.KeepUnknown }

// at returns a decoder for the value at pos. It does not change d.
func (d *decoder) at(pos int) *decoder {
	probe := *d
	probe.pos, probe.strings, probe.slabs = pos, stringMaker{}, nil
	return &probe
}

// peek skips white space and returns the next byte, or 0 at the end of the text.
func (d *decoder) peek() byte {
	if d.pos < len(d.text) {
		if c := d.text[d.pos]; c > ' ' {
			return c
		}
	}
	return d.peekFar()
}

func (d *decoder) peekFar() byte {
	const spaces = 0x2020202020202020
	for i := d.pos; i < len(d.text); i++ {
		switch c := d.text[i]; c {
		case ' ':
			for i+9 <= len(d.text) && binary.LittleEndian.Uint64(d.text[i+1:]) == spaces {
				i += 8
			}
		case '\t', '\r', '\n':
		default:
			d.pos = i
			return c
		}
	}
	d.pos = max(d.pos, len(d.text))
	return 0
}

// open reads the brace or bracket c, which opens an object or array.
func (d *decoder) open(c byte) *Error {
	if d.peek() != c {
		if c == '{' {
			return d.unexpected("an object")
		}
		return d.unexpected("an array")
	}
	if d.depth >= d.maxDepth {
		return d.tooDeep()
	}
	d.depth++
	d.pos++
	return nil
}

// next reports whether another member or element follows in an object or array. It reads the
// comma before it, or the closing brace or bracket end.
func (d *decoder) next(first bool, end byte) (bool, *Error) {
	switch c := d.peek(); {
	case c == end:
		d.pos++
		d.depth--
		return false, nil
	case first:
		return true, nil
	case c != ',':
		return false, d.unexpected("a comma or " + string(end))
	}
	d.pos++
	return true, nil
}

// name reads the name of a member and the colon. It returns the name and its position.
func (d *decoder) name() ([]byte, int, *Error) {
	if d.peek() != '"' {
		return nil, 0, d.unexpected("the name of a member")
	}
	at := d.pos
	name, err := d.content()
	if err != nil {
		return nil, 0, err
	}
	if d.peek() != ':' {
		return nil, 0, d.unexpected("a colon")
	}
	d.pos++
	return name, at, nil
}

// literal reads null, true or false.
func (d *decoder) literal(word string) *Error {
	rest := d.text[d.pos:]
	n := min(len(rest), len(word))
	switch {
	case string(rest[:n]) != word[:n]:
		return d.unexpected(word)
	case n < len(word):
		return d.cutOff(word)
	}
	d.pos += n
	return nil
}

// skip reads any value. Its objects and arrays may nest as deeply as messages.
func (d *decoder) skip() *Error {
	outer := d.narrow(d.limit)
	err := d.skipValue()
	d.maxDepth = outer
	return err
}

// raw reads any value and returns its text.
func (d *decoder) raw() ([]byte, *Error) {
	d.peek()
	start := d.pos
	err := d.skip()
	return d.text[start:d.pos], err
}

// narrow lowers maxDepth to n more levels of objects and arrays. It returns the previous
// maxDepth.
func (d *decoder) narrow(n int) (outer int) {
	outer = d.maxDepth
	if n < outer-d.depth {
		d.maxDepth = d.depth + n
	}
	return outer
}

func (d *decoder) skipValue() *Error {
	switch c := d.peek(); c {
	case '{', '[':
		opened := d.outline.opened(d.pos)
		var err *Error
		if c == '{' {
			err = d.skipObject()
		} else {
			err = d.skipArray()
		}
		d.outline.closed(opened, d.pos)
		return err
	case '"':
		_, _, err := d.quoted()
		return err
	case 'n':
		return d.literal("null")
	case 't':
		return d.literal("true")
	case 'f':
		return d.literal("false")
	default:
		if !isNumberStart(c) {
			return d.unexpected("a value")
		}
		_, err := d.number()
		return err
	}
}

func (d *decoder) skipObject() *Error {
	if err := d.open('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := d.next(first, '}'); !more {
			return err
		}
		if d.peek() != '"' {
			return d.unexpected("the name of a member")
		}
		if _, _, err := d.quoted(); err != nil {
			return err
		}
		if d.peek() != ':' {
			return d.unexpected("a colon")
		}
		d.pos++
		if err := d.skipValue(); err != nil {
			return err
		}
	}
}

func (d *decoder) skipArray() *Error {
	if err := d.open('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		if more, err := d.next(first, ']'); !more {
			return err
		}
		if err := d.skipValue(); err != nil {
			return err
		}
	}
}

// unexpected returns the error for the value or byte at pos.
func (d *decoder) unexpected(want string) *Error { return d.invalid(d.pos, want) }

// invalid returns the error for the value at the position at.
func (d *decoder) invalid(at int, want string) *Error {
	if at >= len(d.text) {
		return d.cutOff(want)
	}
	return &Error{Offset: at, Want: want, Found: d.found(at)}
}

// cutOff returns the error for text that ends too early.
func (d *decoder) cutOff(want string) *Error {
	return &Error{Offset: len(d.text), Want: want, Found: "the end of the text", cause: io.ErrUnexpectedEOF}
}

func (d *decoder) tooDeep() *Error {
	return &Error{Offset: d.pos, Want: "nesting within the recursion limit of " + strconv.Itoa(d.opts.RecursionLimit)}
}

// found describes the value at the position at.
func (d *decoder) found(at int) string {
	switch c := d.text[at]; {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		if s, err := d.at(at).content(); err == nil {
			return quote(string(s))
		}
		return quote(string(d.text[at:min(len(d.text), at+maxQuote)]))
	case isWord(c):
		end := at
		for end < len(d.text) && isWord(d.text[end]) {
			end++
		}
		return cut(string(d.text[at:end]), maxQuote)
	default:
		r, _ := utf8.DecodeRune(d.text[at:])
		return strconv.QuoteRune(r)
	}
}

// isWord reports whether c may be part of a number, or of null, true or false.
func isWord(c byte) bool {
	return c == '-' || c == '+' || c == '.' || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
