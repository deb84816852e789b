// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"errors"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/config"
	"github.com/protolect/protolect/runtime/rest"
)

// WithPatterns makes a client check request fields against their patterns
// (protolect.api.v1.field.pattern). A request with a field that does not match is
// not sent. compile is regexp.Compile; programs without patterns don't link
// package regexp.
func WithPatterns[Pattern interface{ MatchString(string) bool }](compile func(string) (Pattern, error)) rest.ClientOption {
	return config.ClientOption(func(c *config.Client) error {
		if compile == nil {
			return errors.New("stub.WithPatterns: the function is nil")
		}
		c.CompilePattern = func(pattern string) (func(string) bool, error) {
			compiled, err := compile(pattern)
			if err != nil {
				return nil, err
			}
			return compiled.MatchString, nil
		}
		return nil
	})
}

// matchers returns a function for each pattern of the bindings. The function
// compiles the pattern when it is first called. Without [WithPatterns], compile
// and the result are nil.
func matchers(
	bindings map[protoreflect.Name]*binding, compile func(string) (func(string) bool, error),
) map[string]func() (func(string) bool, error) {
	if compile == nil {
		return nil
	}
	all := make(map[string]func() (func(string) bool, error))
	for _, b := range bindings {
		for _, l := range b.limits {
			if l.pattern != "" && all[l.pattern] == nil {
				all[l.pattern] = sync.OnceValues(func() (func(string) bool, error) { return compile(l.pattern) })
			}
		}
	}
	return all
}
