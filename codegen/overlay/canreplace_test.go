// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay

import (
	"testing"

	"github.com/protolect/protolect/codegen/model"
)

// TestCanReplace compares pairs of types.
func TestCanReplace(t *testing.T) {
	enum := func(isNumber bool, values ...string) *model.Enum {
		e := &model.Enum{JSONNumber: isNumber}
		for _, v := range values {
			e.Values = append(e.Values, &model.EnumValue{Key: v})
		}
		return e
	}
	parent := new(model.Message)
	nested := func(fields ...string) *model.Message {
		m := &model.Message{Parent: parent}
		for _, name := range fields {
			m.Fields = append(m.Fields, &model.Field{Key: name, Type: model.String})
		}
		return m
	}
	top := nested("a")
	top.Parent = nil
	same := nested("a")
	list := nested("a")
	list.Fields[0].Repeated = true
	number := nested("a")
	number.Fields[0].Type = model.Int64
	for _, test := range []struct {
		name     string
		t, other model.Type
		want     bool
	}{
		{"the same scalar", model.String, model.String, true},
		{"another scalar", model.Int64, model.String, false},
		{"a message for a scalar", top, model.String, false},
		{"the same well-known type", model.TimestampType, model.TimestampType, true},
		{"another well-known type", model.TimestampType, model.DurationType, false},
		{"a text for a time", model.String, model.TimestampType, false},
		{"an enum for a text", enum(false, "A"), model.String, true},
		{"an enum of numbers for a text", enum(true, "1"), model.String, false},
		{"an enum for a number", enum(true, "1"), model.Int64, false},
		{"a text for an enum", model.String, enum(false, "A"), false},
		{"an enum with more values", enum(false, "A", "B"), enum(false, "B"), true},
		{"an enum with fewer values", enum(false, "B"), enum(false, "A", "B"), false},
		{"the same message", top, top, true},
		{"another schema", nested("a"), top, false},
		{"a schema for what is in place", top, nested("a"), false},
		{"in place, with more", nested("a", "b"), nested("a"), true},
		{"in place, with less", nested("a"), nested("a", "b"), false},
		{"in place, with a list", list, nested("a"), false},
		{"in place, with a number", number, nested("a"), false},
		{"no message", model.StructType, nested("a"), false},
		{"a map of the same", model.Map{Value: same}, model.Map{Value: same}, true},
		{"a map of others", model.Map{Value: model.Int32}, model.Map{Value: model.String}, false},
		{"a map of enums for one of texts", model.Map{Value: enum(false, "A")}, model.Map{Value: model.String}, true},
		{"no map", model.String, model.Map{Value: model.String}, false},
	} {
		if got := canReplace(test.t, test.other); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}
