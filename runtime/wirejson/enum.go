// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// EnumText returns the JSON of an enum value without quotes: its JSON name
// (protolect.api.v1.enum_value) or, by default, its proto name. The text of a number without
// a value is the number.
func EnumText(ed protoreflect.EnumDescriptor, n protoreflect.EnumNumber) string {
	if v := ed.Values().ByNumber(n); v != nil {
		return enumValueName(v)
	}
	return strconv.Itoa(int(n))
}

// enumValueName returns the name of an enum value in JSON.
func enumValueName(v protoreflect.EnumValueDescriptor) string {
	if rule := enumValueRule(v); rule != nil && rule.JsonName != nil {
		return *rule.JsonName
	}
	return string(v.Name())
}

// An enumTable describes the JSON of an enum.
type enumTable struct {
	ed protoreflect.EnumDescriptor
	// null is whether the enum is google.protobuf.NullValue, whose only value is null.
	null bool
	// low holds the JSON of the numbers from 0 on without gaps, and high that of the others,
	// quotes included.
	low     []string
	high    map[protoreflect.EnumNumber]string
	names   nameIndex // indexes into numbers
	numbers []protoreflect.EnumNumber
	// ofNumbers maps JSON numbers to indexes into numbers, for enums with the option
	// json_number. It is nil for others.
	ofNumbers map[float64]int
	// placeholder stands in a list or map for a value that the enum does not have. It is 0 if
	// that means unspecified, and otherwise a number without a value.
	placeholder protoreflect.EnumNumber
}

var enums cache[protoreflect.EnumDescriptor, enumTable]

func enumOf(ed protoreflect.EnumDescriptor) *enumTable { return enums.get(ed, newEnumTable) }

func newEnumTable(ed protoreflect.EnumDescriptor) *enumTable {
	values := ed.Values()
	t := &enumTable{ed: ed, null: isNullValue(ed), low: make([]string, 0, values.Len()), names: newNameIndex(2 * values.Len())}
	t.numbers = make([]protoreflect.EnumNumber, values.Len())
	for zero := values.ByNumber(0); values.ByNumber(t.placeholder) != nil && !isUnspecified(zero); {
		t.placeholder--
	}
	if enumRule(ed).GetJsonNumber() {
		t.ofNumbers = make(map[float64]int)
	}
	spellings := make([]string, values.Len())
	for i := range values.Len() {
		v := values.Get(i)
		t.numbers[i], spellings[i] = v.Number(), enumValueName(v)
		if n, ok := parseFloat([]byte(spellings[i]), 64); ok && t.ofNumbers != nil {
			t.ofNumbers[n] = i
		}
		// The first of several values with the same number is written.
		if values.ByNumber(v.Number()) == v {
			t.setText(v.Number(), spellings[i])
		}
	}
	// The JSON name of a value takes precedence over the proto name of another value.
	for i, name := range spellings {
		if name != string(values.Get(i).Name()) {
			t.names.add(name, i)
		}
	}
	for i := range values.Len() {
		t.names.add(string(values.Get(i).Name()), i)
	}
	return t
}

// isUnspecified reports whether the value 0 of an enum means that the value is unspecified
// (AIP-126).
func isUnspecified(zero protoreflect.EnumValueDescriptor) bool {
	return enumValueRule(zero).GetAbsent() || strings.HasSuffix("_"+string(zero.Name()), "_UNSPECIFIED")
}

// setText sets the JSON of a number to a name.
func (t *enumTable) setText(n protoreflect.EnumNumber, name string) {
	quoted, ok := appendString(nil, name)
	if t.ofNumbers != nil && isNumber(name) {
		quoted = []byte(name)
	}
	switch {
	case !ok: // A name that is not UTF-8 is written as a number.
	case int(n) == len(t.low):
		t.low = append(t.low, string(quoted))
	default:
		if t.high == nil {
			t.high = make(map[protoreflect.EnumNumber]string)
		}
		t.high[n] = string(quoted)
	}
}

// text returns the JSON of a number, and whether the number has a value.
func (t *enumTable) text(n protoreflect.EnumNumber) (string, bool) {
	switch {
	case t.null:
		return "null", true
	case uint(n) < uint(len(t.low)):
		return t.low[n], true
	}
	s, ok := t.high[n]
	return s, ok
}

// isNullValue reports whether ed is google.protobuf.NullValue. ed may be nil.
func isNullValue(ed protoreflect.EnumDescriptor) bool {
	return ed != nil && ed.FullName() == "google.protobuf.NullValue"
}

// enum reads an enum value. known is false for an unknown name that is ignored.
func (d *decoder) enum(t *enumTable) (n protoreflect.EnumNumber, known bool, err *Error) {
	c := d.peek()
	at := d.pos
	switch {
	case c == '"':
		text, err := d.content()
		if err != nil {
			return 0, false, err
		}
		if i := t.names.find(text); i >= 0 {
			return t.numbers[i], true, nil
		}
		if d.allowsUnknown() {
			return 0, false, nil
		}
	case c == 'n' && t.null:
		return 0, true, d.literal("null")
	case c == 'n' && d.opts.Lenient && d.allowsUnknown():
		return 0, false, d.literal("null")
	case isNumberStart(c):
		text, err := d.number()
		if err != nil {
			return 0, false, err
		}
		if t.ofNumbers != nil {
			x, _ := parseFloat(text, 64)
			if i, found := t.ofNumbers[x]; found {
				return t.numbers[i], true, nil
			}
			if d.allowsUnknown() {
				return 0, false, nil
			}
			break
		}
		if n, ok := parseInt(text, 32); ok && !d.opts.EnumNames {
			return protoreflect.EnumNumber(n), true, nil
		}
		if d.opts.EnumNames && d.allowsUnknown() {
			return 0, false, nil
		}
	}
	return 0, false, d.invalid(at, "a value of "+nameOf(t.ed))
}
