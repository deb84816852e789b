// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// WithPatterns makes a client check request fields against their patterns
// (protolect.api.v1.field.pattern). A request with a field that does not match is
// not sent. compile is regexp.Compile; programs without patterns don't link
// package regexp. Generated packages whose requests have patterns pass it.
func WithPatterns[Pattern interface{ MatchString(string) bool }](compile func(string) (Pattern, error)) ClientOption {
	return clientOption(func(c *clientConfig) error {
		if compile == nil {
			return errors.New("rest.WithPatterns: the function is nil")
		}
		c.matchers = func(bindings map[protoreflect.Name]*binding) map[string]func() (func(string) bool, error) {
			return matchers(bindings, func(pattern string) (func(string) bool, error) {
				compiled, err := compile(pattern)
				if err != nil {
					return nil, err
				}
				return compiled.MatchString, nil
			})
		}
		return nil
	})
}

// matchers returns a function for each pattern of the bindings. The function
// compiles the pattern when it is first called.
func matchers(bindings map[protoreflect.Name]*binding, compile func(string) (func(string) bool, error)) map[string]func() (func(string) bool, error) {
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
