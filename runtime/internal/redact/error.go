// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

// Error returns err if neither it nor any error that it wraps prints a secret.
// Otherwise it returns an error that has the text of err without secrets, and wraps
// the same errors, without secrets as well. errors.Is has the same result for both,
// and so has errors.As with *url.Error and net.Error.
func (s *Secrets) Error(err error) error {
	if !s.inError(err) {
		return err
	}
	if u, ok := err.(*url.Error); ok { //nolint:errorlint // The causes are redacted one by one.
		return &url.Error{Op: s.String(u.Op), URL: s.String(u.URL), Err: s.Error(u.Err)}
	}
	clean := &redactedError{
		text: s.String(err.Error()),
		is:   func(target error) bool { return errors.Is(err, target) },
	}
	if timeout, ok := errors.AsType[net.Error](err); ok {
		clean.timeout = timeout.Timeout()
	}
	for _, cause := range causes(err) {
		clean.causes = append(clean.causes, s.Error(cause))
	}
	return clean
}

// inError reports whether err, or an error that it wraps, prints a secret.
func (s *Secrets) inError(err error) bool {
	if err == nil || len(s.values) == 0 {
		return false
	}
	if s.FoundIn(err.Error()) || s.FoundIn(fmt.Sprintf("%+v", err)) || s.FoundIn(fmt.Sprintf("%#v", err)) {
		return true
	}
	for _, cause := range causes(err) {
		if s.inError(cause) {
			return true
		}
	}
	return false
}

// causes returns the errors that err wraps.
func causes(err error) []error {
	switch e := err.(type) { //nolint:errorlint // It unwraps err itself.
	case interface{ Unwrap() error }:
		if cause := e.Unwrap(); cause != nil {
			return []error{cause}
		}
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	}
	return nil
}

// A redactedError replaces an error whose text contains a secret.
type redactedError struct {
	text   string
	causes []error
	// is calls errors.Is with the original error. It is a function because package fmt
	// does not print closures.
	is      func(error) bool
	timeout bool
}

func (e *redactedError) Error() string   { return e.text }
func (e *redactedError) Unwrap() []error { return e.causes }

// Is has the result of the original error.
func (e *redactedError) Is(target error) bool { return e.is(target) }

// Timeout has the result of the original error. It implements [net.Error].
func (e *redactedError) Timeout() bool { return e.timeout }

// Temporary implements [net.Error], which deprecates it: only timeouts are temporary.
func (e *redactedError) Temporary() bool { return e.timeout }

// URLError returns the first *url.Error in err, without the query and the user of
// its URL, which may be secret. It returns err if there is none.
func URLError(err error) error {
	u, ok := errors.AsType[*url.Error](err)
	if !ok {
		return err
	}
	clean := &url.Error{Op: u.Op, URL: "(unreadable URL)", Err: u.Err}
	if at, err := url.Parse(u.URL); err == nil {
		clean.URL = (&url.URL{Scheme: at.Scheme, Host: at.Host, Path: at.Path, RawPath: at.RawPath}).String()
	}
	return clean
}
