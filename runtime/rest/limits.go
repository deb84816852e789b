// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"fmt"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// WithPatterns lets a client compare fields of requests with the patterns that
// their options have (protolect.api.v1.field.pattern): what matches none is not
// sent. The function is regexp.Compile; it is an option so that a program whose
// clients have no patterns does not link package regexp. Generated clients whose
// requests have patterns give it themselves.
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

// A limit is what the value of a request's field has to keep to.
type limit struct {
	field protoreflect.FieldDescriptor
	// pattern is what a string has to match, if it is not empty.
	pattern string
	// A list has from min to max elements; a max of 0 is none.
	min, max int
}

// bindLimits reads what the options of the request's fields say.
func (b *binding) bindLimits() error {
	fields := b.method.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		rule := transcode.FieldRule(fd)
		l := limit{field: fd, pattern: rule.GetPattern(), min: int(rule.GetMinItems()), max: int(rule.GetMaxItems())}
		switch {
		case l.pattern != "" && !isSingularString(fd):
			return fmt.Errorf("pattern: %s is not a string", fd.Name())
		case (l.min != 0 || l.max != 0) && !fd.IsList():
			return fmt.Errorf("min_items or max_items: %s is not a list", fd.Name())
		case l.pattern != "" || l.min != 0 || l.max != 0:
			b.limits = append(b.limits, l)
		}
	}
	return nil
}

// matchers returns a function for each pattern of the bindings, which compiles
// it when it is asked for the first time.
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

// keep reports whether a request keeps to the limits of its fields. A field that
// is not set does, unless the request requires it.
func (c *Client) keep(b *binding, m protoreflect.Message) error {
	for _, l := range b.limits {
		set := m.Has(l.field)
		switch {
		case !set && (!transcode.IsRequired(l.field) || b.http != nil && b.http.Binding.MayLack(m, l.field)):
			continue
		case l.field.IsList():
			if err := l.count(m.Get(l.field).List().Len()); err != nil {
				return err
			}
			continue
		case !set:
			return fmt.Errorf("%s is not set: %s requires it", l.field.Name(), b.method.Name())
		}
		matcher := c.matchers[l.pattern]
		if matcher == nil {
			continue
		}
		matches, err := matcher()
		if err != nil {
			return fmt.Errorf("protolect.api.v1: the pattern of %s: %w", l.field.Name(), err)
		}
		if text := m.Get(l.field).String(); !matches(text) {
			return fmt.Errorf("%s is %s, which does not match %s", l.field.Name(), shorten(text, 200), l.pattern)
		}
	}
	return nil
}

// count reports whether a list may have n elements.
func (l *limit) count(n int) error {
	switch {
	case n >= l.min && (n <= l.max || l.max == 0):
		return nil
	case l.max == 0:
		return fmt.Errorf("%s has %d elements, and needs %d or more", l.field.Name(), n, l.min)
	case l.min == 0:
		return fmt.Errorf("%s has %d elements, and may have %d at most", l.field.Name(), n, l.max)
	default:
		return fmt.Errorf("%s has %d elements, and may have %d to %d", l.field.Name(), n, l.min, l.max)
	}
}
