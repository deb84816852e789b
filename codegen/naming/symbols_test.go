// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

func TestValueName(t *testing.T) {
	for _, test := range []struct{ value, want, alike string }{
		{"", "", ""},
		{"small", "SMALL", "SMALL"},
		{"x-l", "X_L", "X_L"},
		{"text/plain", "TEXT_PLAIN", "TEXT_PLAIN"},
		{"1", "1", "1"},
		{"-1", "MINUS_1", "MINUS_1"},
		{"+1", "PLUS_1", "PLUS_1"},
		{"-createdAt", "MINUS_CREATED_AT", "MINUS_CREATED_AT"},
		{">", "GREATER", "GREATER"},
		{">=", "GREATER_EQUAL", "GREATER_EQUAL"},
		{"!=", "NOT_EQUAL", "NOT_EQUAL"},
		{">= 20", "GREATER_EQUAL_20", "GREATER_EQUAL_20"},
		{"10-20", "10_20", "10_20"},
		{"C++", "C", "C_PLUS_PLUS"},
		{"C#", "C", "C_HASH"},
		{"5%", "5", "5_PERCENT"},
		{"a+b", "A_B", "A_PLUS_B"},
		{"*", "STAR", "STAR"},
		{" ", "SPACE", "SPACE"},
		{"_", "UNDERSCORE", "UNDERSCORE"},
		{"❤", "U2764", "U2764"},
	} {
		if got := naming.EnumValue(test.value, false); got != test.want {
			t.Errorf("name of %q = %q, want %q", test.value, got, test.want)
		}
		if got := naming.EnumValue(test.value, true); got != test.alike {
			t.Errorf("name of %q beside a value that is alike = %q, want %q", test.value, got, test.alike)
		}
	}
}
