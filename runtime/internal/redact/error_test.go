// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
)

// detailed prints more with %#v than with Error.
type detailed struct{ Request string }

func (detailed) Error() string { return "failed" }

// slow is a timeout.
type slow struct{ text string }

func (e *slow) Error() string   { return e.text }
func (e *slow) Timeout() bool   { return true }
func (e *slow) Temporary() bool { return true }

func TestErrors(t *testing.T) {
	const secret = "ya29.x/y+z=&q"
	s := secrets(secret)
	for _, err := range []error{
		errors.New("malformed HTTP response " + secret),
		fmt.Errorf("malformed %q: %w", secret, io.ErrUnexpectedEOF),
		&url.Error{Op: "Get", URL: "https://example.com/" + secret, Err: fmt.Errorf("%s: %w", secret, context.Canceled)},
		&url.Error{Op: "Get", URL: "https://example.com/", Err: fmt.Errorf("x: %w", &net.OpError{Op: "read", Net: "tcp", Err: errors.New(secret)})},
		fmt.Errorf("wrapped: %w", &url.Error{Op: "Get", URL: "https://example.com/", Err: &slow{secret}}),
		errors.Join(fs.ErrExist, errors.New(secret), fmt.Errorf("%s: %w", secret, os.ErrNotExist)),
		detailed{secret},
		fmt.Errorf("not in this text: %w", detailed{secret}),
	} {
		got := s.Error(err)
		noSecret(t, got, secret)
		for _, target := range []error{io.ErrUnexpectedEOF, context.Canceled, fs.ErrExist, os.ErrNotExist, io.EOF} {
			if errors.Is(got, target) != errors.Is(err, target) {
				t.Errorf("%v: is %v: %t", err, target, errors.Is(got, target))
			}
		}
		u, isURL := errors.AsType[*url.Error](got)
		if _, was := errors.AsType[*url.Error](err); was != isURL {
			t.Errorf("%v became %v", err, u)
		}
		if timeout, ok := errors.AsType[net.Error](err); ok {
			got, ok := errors.AsType[net.Error](got)
			if !ok || got.Timeout() != timeout.Timeout() {
				t.Errorf("%v became %v", err, got)
			}
		}
		if want := s.String(err.Error()); got.Error() != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// noSecret prints an error and the errors that it wraps in every way.
func noSecret(t *testing.T, err error, secret string) {
	t.Helper()
	js, _ := json.Marshal(err) // Not every error has JSON.
	for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v %#v %q", err, err, err, err), string(js)} {
		if secrets(secret).FoundIn(text) || strings.Contains(text, "ya29") {
			t.Errorf("the secret is in %s", text)
		}
	}
	for _, cause := range causes(err) {
		noSecret(t, cause, secret)
	}
}

// An error without a secret is returned unchanged.
func TestCleanError(t *testing.T) {
	for _, err := range []error{nil, io.EOF, &url.Error{Op: "Get", URL: "https://example.com", Err: io.EOF}} {
		if got := secrets("ya29.x/y+z=").Error(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
	if err := errors.New("ya29.x/y+z="); new(Secrets).Error(err) != err {
		t.Error("the error was replaced without a secret")
	}
}

// URLError removes the query and the user of a URL.
func TestURLError(t *testing.T) {
	cause := errors.New("failed")
	for text, want := range map[string]string{
		"https://user:password@example.com/a%2Fb?token=x#y": "https://example.com/a%2Fb",
		"https://example.com":                               "https://example.com",
		"https://user:password@[":                           "(unreadable URL)",
	} {
		err := URLError(fmt.Errorf("x: %w", &url.Error{Op: "Get", URL: text, Err: cause}))
		if u, ok := errors.AsType[*url.Error](err); !ok || u.Op != "Get" || u.URL != want || u.Err != cause {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
	if got := URLError(cause); got != cause {
		t.Errorf("got %v", got)
	}
	if got := URLError(nil); got != nil {
		t.Errorf("got %v", got)
	}
}

// A redacted error is a timeout if the original error is one.
func TestTimeout(t *testing.T) {
	for _, err := range []error{&slow{"secret-secret"}, errors.New("secret-secret")} {
		_, want := err.(*slow)
		got, ok := secrets("secret-secret").Error(err).(net.Error)
		if !ok || got.Timeout() != want || got.Temporary() != want { //nolint:staticcheck // It is part of net.Error.
			t.Errorf("%v: got %v", err, got)
		}
	}
}
