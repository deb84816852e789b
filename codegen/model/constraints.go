// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// Constraints are those limits of a field that a program can check. Of a list,
// all but the numbers of items are about each element.
type Constraints struct {
	Pattern              string // RE2
	MinLength, MaxLength *uint64
	MinItems, MaxItems   *uint64
	// Minimum and Maximum are of the field's type, and invalid where there are
	// none.
	Minimum, Maximum protoreflect.Value
}

// Constrain says of every field what can be checked. It needs the fields' types
// as the overlay leaves them. What nothing can check is a finding.
func (a *API) Constrain() *finding.List {
	findings := new(finding.List)
	a.Walk(func(m *Message) {
		for _, f := range m.Fields {
			for _, limit := range f.Limits {
				if err := f.constrain(limit); err != nil {
					findings.Add(finding.LimitUnchecked, f.At, "%s of %s: %s %q: %v", f.Key, m.Key, limit.Name, limit.Value, err)
				}
			}
			if c := &f.Constraints; crossed(c) {
				findings.Add(finding.LimitUnchecked, f.At, "%s of %s: no value can be within its limits", f.Key, m.Key)
				*c = Constraints{}
			}
		}
	})
	a.noteChecked()
	return findings
}

// noteChecked says what a client checks by itself: what is in the path, and how
// long the lists of a request are. A path's template has the rest of its pattern
// already, and of the body a server says more than a client can know.
func (a *API) noteChecked() {
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
		c.Minimum, err = bound(f.Type, limit.Value)
		if unsigned := f.Type == UInt32 || f.Type == UInt64; err == nil && unsigned && c.Minimum.Uint() == 0 {
			c.Minimum = protoreflect.Value{} // the type says so
		}
	case document.Maximum:
		c.Maximum, err = bound(f.Type, limit.Value)
	}
	return err
}

var errType = fmt.Errorf("the field's type has no such limit")

func setCount(count **uint64, text string) error {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return fmt.Errorf("it is no number of characters or elements")
	}
	*count = &n
	return nil
}

// bound reads a number that is to be of a type.
func bound(t Type, text string) (protoreflect.Value, error) {
	errNumber := fmt.Errorf("it is no number of the field's type")
	switch t {
	case Int32, Int64, UInt32, UInt64:
		n := integerLimit(text)
		if n == nil || !n.IsInt() || n.Cmp(ranges[t].low) < 0 || n.Cmp(ranges[t].high) > 0 {
			return protoreflect.Value{}, errNumber
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
			return protoreflect.Value{}, errNumber
		}
		return protoreflect.ValueOfFloat32(float32(n)), nil
	case Double:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return protoreflect.Value{}, errNumber
		}
		return protoreflect.ValueOfFloat64(n), nil
	}
	return protoreflect.Value{}, errType
}

// crossed tells whether a lower limit is above the upper one.
func crossed(c *Constraints) bool {
	return above(c.MinLength, c.MaxLength) || above(c.MinItems, c.MaxItems) ||
		c.Minimum.IsValid() && c.Maximum.IsValid() && compareValues(c.Minimum, c.Maximum) > 0
}

func above(low, high *uint64) bool { return low != nil && high != nil && *low > *high }

// compareValues compares two numbers of one type.
func compareValues(a, b protoreflect.Value) int {
	switch a.Interface().(type) {
	case int32, int64:
		return cmp.Compare(a.Int(), b.Int())
	case uint32, uint64:
		return cmp.Compare(a.Uint(), b.Uint())
	}
	return cmp.Compare(a.Float(), b.Float())
}

// HasPresence tells whether the field can be told to be absent: whether absent
// is something else than its zero value.
func (f *Field) HasPresence() bool {
	if f.Repeated {
		return false
	}
	switch f.Type.(type) {
	case Scalar, *Enum:
		return f.Optional || f.Oneof != ""
	case Map:
		return false
	}
	return true
}

// AdmitsZero tells whether the zero value is within the limits.
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

// IsRequired tells whether the document demands the field.
func (f *Field) IsRequired() bool { return slices.Contains(f.Behaviors, Required) }
