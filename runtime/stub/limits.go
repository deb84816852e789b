// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/internal/quote"
	"github.com/protolect/protolect/runtime/transcode"
)

// A limit restricts the values of a request field.
type limit struct {
	field protoreflect.FieldDescriptor
	// pattern is the regular expression of a string. It may be empty.
	pattern string
	// min and max are the numbers of elements of a list. A max of 0 is no limit.
	min, max int
}

// bindLimits reads the limits in the options of the request's fields.
func (b *binding) bindLimits() error {
	fields := b.method.Input().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		rule := transcode.FieldRule(fd)
		l := limit{field: fd, pattern: rule.GetPattern(), min: int(rule.GetMinItems()), max: int(rule.GetMaxItems())}
		switch {
		case l.pattern != "" && !isSingularString(fd):
			return fmt.Errorf("pattern: the field %s is not a string", fd.Name())
		case (l.min != 0 || l.max != 0) && !fd.IsList():
			return fmt.Errorf("min_items or max_items: the field %s is not a list", fd.Name())
		case l.pattern != "" || l.min != 0 || l.max != 0:
			b.limits = append(b.limits, l)
		}
	}
	return nil
}

// checkLimits returns an error if a field of a request exceeds its limits. A
// field that is not set is within them, unless the request requires it.
func (c *Client) checkLimits(b *binding, m protoreflect.Message) error {
	for _, l := range b.limits {
		set := m.Has(l.field)
		switch {
		case !set && (!transcode.IsRequired(l.field) || b.http != nil && b.http.Binding.MayOmit(m, l.field)):
			continue
		case l.field.IsList():
			if err := l.checkLength(m.Get(l.field).List().Len()); err != nil {
				return err
			}
			continue
		case !set:
			return b.notSet(l.field)
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
			return fmt.Errorf("%s is %s, which does not match %s", l.field.Name(), quote.Limit(text, 200), l.pattern)
		}
	}
	return nil
}

// checkLength returns an error if a list must not have n elements.
func (l *limit) checkLength(n int) error {
	switch {
	case n >= l.min && (n <= l.max || l.max == 0):
		return nil
	case l.max == 0:
		return fmt.Errorf("%s has %d elements: at least %d are required", l.field.Name(), n, l.min)
	case l.min == 0:
		return fmt.Errorf("%s has %d elements: at most %d are allowed", l.field.Name(), n, l.max)
	default:
		return fmt.Errorf("%s has %d elements: %d to %d are required", l.field.Name(), n, l.min, l.max)
	}
}
