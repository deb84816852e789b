// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"
)

const (
	// maxPath bounds the path of an Error, in bytes.
	maxPath = 256
	// maxQuote bounds each piece of text that an Error quotes, in bytes.
	maxQuote = 64
)

// An Error says where and why a message could not be read or written. Its text
// is bounded, however large the message is.
//
// When JSON ends too early, the Error wraps io.ErrUnexpectedEOF.
type Error struct {
	// Path leads from the message that was given to where the error is, for
	// instance messages[3].sender.type or labels["a"]. It is empty for the
	// message itself. The end of a very long path is left out.
	Path string
	// Offset is the byte of the JSON at which the error is, or -1 where no
	// single byte is to blame, as when writing.
	Offset int
	// Want is what was expected.
	Want string
	// Found is what stood there instead, quoted and shortened.
	Found string

	cause error
}

// errDiscarded is the cause of an Error for a union that was read from a value which suits no alternative
// and was discarded. An object leaves such a member out.
var errDiscarded = errors.New("the value suited no alternative when it was read, and was discarded")

func discardedError(md protoreflect.MessageDescriptor) *Error {
	return &Error{
		Offset: -1,
		Want:   "an alternative of " + cut(string(md.FullName()), 2*maxQuote) + ", or a message that was read with KeepUnknown (rest.WithKeepUnknown)",
		cause:  errDiscarded,
	}
}

// isDiscarded reports whether e is that the whole value could not be written as it was discarded.
func (e *Error) isDiscarded() bool { return e != nil && e.cause == errDiscarded && e.Path == "" }

func (e *Error) Error() string {
	s := "wirejson: "
	if e.Path != "" {
		s += e.Path + ": "
	}
	s += "want " + e.Want
	if e.Found != "" {
		s += ", found " + e.Found
	}
	if e.Offset >= 0 {
		s += " at byte " + strconv.Itoa(e.Offset)
	}
	if e.cause != nil && e.cause != io.ErrUnexpectedEOF {
		s += ": " + cut(e.cause.Error(), 4*maxQuote)
	}
	return s
}

func (e *Error) Unwrap() error { return e.cause }

// within puts a step in front of the path: the name of a field, or an index
// or key in brackets.
func (e *Error) within(step string) *Error {
	e.Path = cut(join(step, e.Path), maxPath)
	return e
}

// join puts two paths together.
func join(path, rest string) string {
	if path != "" && rest != "" && rest[0] != '[' {
		path += "."
	}
	return path + rest
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

func key(k string) string { return "[" + quote(k) + "]" }

// quote returns s quoted, and cut where it is long.
func quote(s string) string {
	if len(s) <= maxQuote {
		return strconv.Quote(s)
	}
	return strconv.Quote(prefix(s, maxQuote)) + "…"
}

// cut returns s with at most n bytes, and an ellipsis where that is not all.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return prefix(s, n-len("…")) + "…"
}

// prefix returns the first n bytes of s, or less so as not to split a rune.
func prefix(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// asError turns a nil pointer into a nil error.
func asError(e *Error) error {
	if e == nil {
		return nil
	}
	return e
}
