// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
	"github.com/protolect/protolect/codegen/numbers"
)

func TestConstrain(t *testing.T) {
	number := func(format document.Format, limits ...string) *document.Schema {
		return limited(kind(document.Number, format), limits...)
	}
	integer := func(format document.Format, limits ...string) *document.Schema {
		return limited(kind(document.Integer, format), limits...)
	}
	for _, test := range []modelTest{
		{name: "strings and lists", doc: discovery(object("Pet", property("a", limited(text(), "Pattern: ^a$", "Minimum length: 1", "Maximum length: 9")), property("b", limited(list(text()), "Minimum items: 1", "Maximum items: 2")),
			property("c", limited(text(), "Pattern: (")), property("d", limited(whole(), "Pattern: a", "Minimum length: 1")), property("e", limited(text(), "Minimum items: 1")), property("f", limited(text(), "Maximum length: x", "Minimum length: -1", "Default: q")),
			property("g", limited(list(text()), "Maximum items: 2147483648")), property("h", limited(text(), "Minimum: 1")))), want: `
a pattern=^a$ length>=1 length<=9
b items>=1 items<=2
c
d
e
f
g
h
limit-unchecked: c of Pet: Pattern "(": error parsing regexp: missing closing ): '('
limit-unchecked: d of Pet: Minimum length "1": the field's type does not support this limit
limit-unchecked: d of Pet: Pattern "a": the field's type does not support this limit
limit-unchecked: e of Pet: Minimum items "1": the field's type does not support this limit
limit-unchecked: f of Pet: Maximum length "x": it is not a whole number from 0 to 2147483647
limit-unchecked: f of Pet: Minimum length "-1": it is not a whole number from 0 to 2147483647
limit-unchecked: g of Pet: Maximum items "2147483648": it is not a whole number from 0 to 2147483647
limit-unchecked: h of Pet: Minimum "1": the field's type does not support this limit
`},
		{name: "numbers", doc: discovery(object("N", property("a", integer(document.Int32, "Minimum: -5", "Maximum: 5")), property("b", integer(document.UInt32, "Minimum: 0", "Maximum: 5")), property("c", integer(document.UInt64, "Minimum: 1", "Maximum: 18446744073709552000")), property("d", integer(document.Int64, "Minimum: -9223372036854775808")),
			property("e", number(document.Float, "Minimum: 0.5")), property("f", number(document.Double, "Maximum: 1e3")), property("g", integer(document.Int32, "Maximum: 1.5")), property("h", integer(document.UInt32, "Minimum: -1")), property("i", number(document.Double, "Maximum: a")), property("j", number(document.Float, "Maximum: a")),
			property("k", integer(document.Int32, "Minimum: 2147483648", "Maximum: 2147483648")))), want: `
a >=-5(int32) <=5(int32)
b <=5(uint32)
c >=1(uint64) <=18446744073709551615(uint64)
d >=-9223372036854775808(int64)
e >=0.5(float32)
f <=1000(float64)
g
h >=-1(int64)
i
j
k >=2147483648(uint32) <=2147483648(uint32)
limit-unchecked: g of N: Maximum "1.5": it is not a value of the field's type
limit-unchecked: i of N: Maximum "a": it is not a value of the field's type
limit-unchecked: j of N: Maximum "a": it is not a value of the field's type
`},
		{name: "crossed limits", doc: discovery(object("N", property("a", integer(document.Int32, "Minimum: 5", "Maximum: 4")), property("b", limited(text(), "Minimum length: 5", "Maximum length: 4")), property("c", limited(list(text()), "Minimum items: 5", "Maximum items: 4")), property("d", integer(document.Int32, "Minimum: 5", "Maximum: 5")),
			property("e", integer(document.UInt64, "Minimum: 5", "Maximum: 4")), property("f", number(document.Double, "Minimum: 5", "Maximum: 4.5")), property("g", integer(document.UInt64, "Minimum: 5", "Maximum: 18446744073709551615")))), want: `
a
b
c
d >=5(int32) <=5(int32)
e
f
g >=5(uint64) <=18446744073709551615(uint64)
limit-unchecked: a of N: no value satisfies its limits
limit-unchecked: b of N: no value satisfies its limits
limit-unchecked: c of N: no value satisfies its limits
limit-unchecked: e of N: no value satisfies its limits
limit-unchecked: f of N: no value satisfies its limits
`},
		{name: "limits that clients check", doc: discovery(operation("pets.get", "GET /v1/{id}", func(o *document.Operation) { limited(o.Parameters[0].Schema, "Pattern: ^a$") }, query("q", limited(text(), "Pattern: ^a$")), query("l", limited(list(text()), "Maximum items: 3")), query("m", list(text())))), want: `
id pattern=^a$ checked
l items<=3 checked
m
q pattern=^a$
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			api, _ := model.Build(test.doc, new(model.Package), new(numbers.Lock))
			findings := api.Constrain()
			var got strings.Builder
			api.Walk(func(m *model.Message) {
				for _, f := range m.Fields {
					c := f.Constraints
					parts := []string{f.Name, set("pattern", c.Pattern), count("length>=", c.MinLength), count("length<=", c.MaxLength), count("items>=", c.MinItems), count("items<=", c.MaxItems)}
					if c.Minimum.IsValid() {
						parts = append(parts, fmt.Sprintf(">=%v(%T)", c.Minimum, c.Minimum.Interface()))
					}
					if c.Maximum.IsValid() {
						parts = append(parts, fmt.Sprintf("<=%v(%T)", c.Maximum, c.Maximum.Interface()))
					}
					parts = append(parts, flag(f.CheckedBySender, "checked"))
					fmt.Fprintln(&got, strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " "))
				}
			})
			got.WriteString(printedFindings(findings))
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func count(name string, n *uint64) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(name, *n)
}

// TestAdmitsZero checks whether the zero value satisfies constraints.
func TestAdmitsZero(t *testing.T) {
	zero, one := uint64(0), uint64(1)
	for _, test := range []struct {
		name        string
		constraints model.Constraints
		want        bool
	}{
		{"none", model.Constraints{}, true},
		{"no elements", model.Constraints{MinItems: &zero}, true},
		{"an element", model.Constraints{MinItems: &one}, false},
		{"at most an element", model.Constraints{MaxItems: &one}, true},
		{"no characters", model.Constraints{MinLength: &zero}, true},
		{"a character", model.Constraints{MinLength: &one}, false},
		{"integers from zero", model.Constraints{Minimum: protoreflect.ValueOfInt64(0)}, true},
		{"integers from one", model.Constraints{Minimum: protoreflect.ValueOfInt32(1)}, false},
		{"integers to zero", model.Constraints{Maximum: protoreflect.ValueOfInt32(0)}, true},
		{"negative integers", model.Constraints{Maximum: protoreflect.ValueOfInt64(-1)}, false},
		{"unsigned integers from zero", model.Constraints{Minimum: protoreflect.ValueOfUint32(0)}, true},
		{"unsigned integers from one", model.Constraints{Minimum: protoreflect.ValueOfUint64(1)}, false},
		{"numbers above zero", model.Constraints{Minimum: protoreflect.ValueOfFloat64(0.5)}, false},
		{"numbers around zero", model.Constraints{Minimum: protoreflect.ValueOfFloat64(-0.5), Maximum: protoreflect.ValueOfFloat32(0.5)}, true},
		{"numbers below zero", model.Constraints{Maximum: protoreflect.ValueOfFloat32(-0.5)}, false},
		{"any text", model.Constraints{Pattern: "^a*$"}, true},
		{"text with a letter", model.Constraints{Pattern: "a"}, false},
	} {
		if got := test.constraints.AdmitsZero(); got != test.want {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}
