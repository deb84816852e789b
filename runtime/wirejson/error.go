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
	// maxPath is the maximum length of the path of an Error, in bytes.
	maxPath = 256
	// maxQuote is the maximum length of each text that an Error quotes, in bytes.
	maxQuote = 64
)

// An Error describes where and why a message could not be written or read. The length of its
// text is bounded.
//
// If the JSON ends too early, the Error wraps io.ErrUnexpectedEOF.
type Error struct {
	// Path leads from the message that was passed to the function to the value with the error,
	// for instance messages[3].sender.type or labels["a"]. It is empty for the message itself. A
	// long path is truncated at its end.
	Path string
	// Offset is the position in the JSON, in bytes. It is -1 if the error has no single
	// position, and for all errors of writing.
	Offset int
	// Want describes what was expected.
	Want string
	// Found is what was found instead, quoted and truncated.
	Found string

	cause error
	// isValue is whether the text is JSON, and a value in it is not one of its field.
	isValue bool
}

// IsValue reports whether the error is that of a value: the text is JSON, but the value at Path is
// not one of its field, for instance because it has another type.
func (e *Error) IsValue() bool { return e.isValue }

// errDiscarded is the cause of an Error for a union that was read from a value that matches no
// alternative and was discarded. The encoder leaves out a member with such a value.
var errDiscarded = errors.New("the value matched no alternative when it was read, and was discarded")

func discardedError(md protoreflect.MessageDescriptor) *Error {
	return &Error{
		Offset: -1,
		Want: "an alternative of " + cut(string(md.FullName()), 2*maxQuote) +
			", or a message that was read with KeepUnknown (rest.WithKeepUnknown)",
		cause: errDiscarded,
	}
}

// isDiscarded reports whether e means that the value itself, rather than a part of it, was discarded.
func (e *Error) isDiscarded() bool {
	return e != nil && errors.Is(e.cause, errDiscarded) && e.Path == ""
}

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
	if e.cause != nil && !errors.Is(e.cause, io.ErrUnexpectedEOF) {
		s += ": " + cut(e.cause.Error(), 4*maxQuote)
	}
	return s
}

func (e *Error) Unwrap() error { return e.cause }

// within prepends a step to the path: the name of a field, or an index or key in brackets.
func (e *Error) within(step string) *Error {
	e.Path = cut(join(step, e.Path), maxPath)
	return e
}

// join joins two paths.
func join(path, rest string) string {
	if path != "" && rest != "" && rest[0] != '[' {
		path += "."
	}
	return path + rest
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

func key(k string) string { return "[" + quote(k) + "]" }

// quote returns s quoted, truncated to maxQuote bytes.
func quote(s string) string {
	if len(s) <= maxQuote {
		return strconv.Quote(s)
	}
	return strconv.Quote(prefix(s, maxQuote)) + "…"
}

// cut returns s, truncated to n bytes including an ellipsis.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return prefix(s, n-len("…")) + "…"
}

// prefix returns at most the first n bytes of s, without splitting a rune.
func prefix(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// writeError returns the error of a value that cannot be written.
func writeError(want, found string) *Error { return &Error{Offset: -1, Want: want, Found: found} }

// nameOf returns the full name of a descriptor, truncated for an Error.
func nameOf(d protoreflect.Descriptor) string { return cut(string(d.FullName()), 2*maxQuote) }

// asError converts a nil *Error to a nil error.
func asError(e *Error) error {
	if e == nil {
		return nil
	}
	return e
}
