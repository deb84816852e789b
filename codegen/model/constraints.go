// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"errors"
	"regexp"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Constraints are the limits of a field that a program can check. For a list, all except
// MinItems and MaxItems apply to each element.
type Constraints struct {
	Pattern              string // RE2
	MinLength, MaxLength *uint64
	MinItems, MaxItems   *uint64
	// Minimum and Maximum are inclusive and have the field's type. They are invalid if there
	// is no limit.
	Minimum, Maximum protoreflect.Value
}

// Constrain sets the Constraints of all fields, derived from their limits. It must run after
// the overlay, which can change the types of fields. It returns a finding for each limit that
// cannot be checked.
func (a *API) Constrain() *finding.List {
	findings := new(finding.List)
	a.Walk(func(m *Message) {
		for _, f := range m.Fields {
			for _, limit := range f.Limits {
				if err := f.constrain(limit); err != nil {
					findings.Add(finding.LimitUnchecked, f.At, "%s of %s: %s %q: %v", f.Key, m.Key, limit.Name, limit.Value, err)
				}
			}
			if c := &f.Constraints; c.isEmpty() {
				findings.Add(finding.LimitUnchecked, f.At, "%s of %s: no value satisfies its limits", f.Key, m.Key)
				*c = Constraints{}
			}
		}
	})
	a.setChecked()
	return findings
}

// setChecked sets CheckedBySender for the fields that a client checks: the variables of the
// path, and the lengths of the request's lists. The server checks the rest, because its errors
// contain more than a client can know. Documents don't state whether the length of a string counts
// bytes, UTF-16 code units or characters, so a client could reject values that the server accepts.
func (a *API) setChecked() {
	for _, s := range a.Services {
		for _, m := range s.Methods {
			for _, fields := range m.Bindings[0].Variables {
				if len(fields) == 1 && !fields[0].Repeated {
					fields[0].CheckedBySender = fields[0].Constraints.Pattern != ""
				}
			}
			for _, f := range m.Request.Fields {
				if c := &f.Constraints; f.Repeated {
					f.CheckedBySender = c.MinItems != nil || c.MaxItems != nil
				}
			}
		}
	}
}

func (f *Field) constrain(limit document.Limit) (err error) {
	c := &f.Constraints
	switch limit.Name {
	case document.Pattern:
		if f.Type != String {
			return errType
		}
		if _, err := regexp.Compile(limit.Value); err != nil {
			return err
		}
		c.Pattern = limit.Value
	case document.MinLength, document.MaxLength:
		if f.Type != String {
			return errType
		}
		return setCount(map[string]**uint64{document.MinLength: &c.MinLength, document.MaxLength: &c.MaxLength}[limit.Name], limit.Value)
	case document.MinItems, document.MaxItems:
		if !f.Repeated {
			return errType
		}
		return setCount(map[string]**uint64{document.MinItems: &c.MinItems, document.MaxItems: &c.MaxItems}[limit.Name], limit.Value)
	case document.Minimum:
		c.Minimum, err = parseBound(f.Type, limit.Value)
		if unsigned := f.Type == UInt32 || f.Type == UInt64; err == nil && unsigned && c.Minimum.Uint() == 0 {
			c.Minimum = protoreflect.Value{} // implied by the type
		}
	case document.Maximum:
		c.Maximum, err = parseBound(f.Type, limit.Value)
	}
	return err
}

var (
	errType  = errors.New("the field's type does not support this limit")
	errBound = errors.New("it is not a value of the field's type")
	errCount = errors.New("it is not a whole number from 0 to 2147483647")
)

func setCount(count **uint64, text string) error {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return errCount
	}
	*count = &n
	return nil
}

// parseBound parses a minimum or maximum as a number of the type.
func parseBound(t Type, text string) (protoreflect.Value, error) {
	switch t {
	case Int32, Int64, UInt32, UInt64:
		n := integerLimit(text)
		if n == nil || !n.IsInt() || n.Cmp(ranges[t].low) < 0 || n.Cmp(ranges[t].high) > 0 {
			return protoreflect.Value{}, errBound
		}
		signed, _ := n.Int64()
		unsigned, _ := n.Uint64()
		switch t {
		case Int32:
			return protoreflect.ValueOfInt32(int32(signed)), nil
		case Int64:
			return protoreflect.ValueOfInt64(signed), nil
		case UInt32:
			return protoreflect.ValueOfUint32(uint32(unsigned)), nil
		}
		return protoreflect.ValueOfUint64(unsigned), nil
	case Float:
		n, err := strconv.ParseFloat(text, 32)
		if err != nil {
			return protoreflect.Value{}, errBound
		}
		return protoreflect.ValueOfFloat32(float32(n)), nil
	case Double:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return protoreflect.Value{}, errBound
		}
		return protoreflect.ValueOfFloat64(n), nil
	}
	return protoreflect.Value{}, errType
}

// isEmpty reports whether no value satisfies the constraints, because a lower limit is above
// the upper one.
func (c *Constraints) isEmpty() bool {
	return exceeds(c.MinLength, c.MaxLength) || exceeds(c.MinItems, c.MaxItems) ||
		c.Minimum.IsValid() && c.Maximum.IsValid() && compareValues(c.Minimum, c.Maximum) > 0
}

func exceeds(low, high *uint64) bool { return low != nil && high != nil && *low > *high }

// compareValues compares two numbers of the same type.
func compareValues(a, b protoreflect.Value) int {
	switch a.Interface().(type) {
	case int32, int64:
		return cmp.Compare(a.Int(), b.Int())
	case uint32, uint64:
		return cmp.Compare(a.Uint(), b.Uint())
	}
	return cmp.Compare(a.Float(), b.Float())
}

// AdmitsZero reports whether the zero value satisfies the constraints.
func (c *Constraints) AdmitsZero() bool {
	isZero := func(count *uint64) bool { return count == nil || *count == 0 }
	return isZero(c.MinItems) && isZero(c.MinLength) &&
		(!c.Minimum.IsValid() || signOf(c.Minimum) <= 0) && (!c.Maximum.IsValid() || signOf(c.Maximum) >= 0) &&
		(c.Pattern == "" || regexp.MustCompile(c.Pattern).MatchString(""))
}

func signOf(v protoreflect.Value) int {
	switch v.Interface().(type) {
	case int32, int64:
		return cmp.Compare(v.Int(), 0)
	case uint32, uint64:
		return cmp.Compare(v.Uint(), 0)
	}
	return cmp.Compare(v.Float(), 0)
}
