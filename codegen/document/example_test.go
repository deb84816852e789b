// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/document"
)

func TestInLine(t *testing.T) {
	long := strings.Repeat("x", 80)
	for _, test := range []struct {
		values []string
		want   string
	}{
		{nil, ""},
		{[]string{`"a"`}, `"a"`},
		{[]string{`"a"`, `1`, `"a"`, `true`}, `"a", 1, true`},
		{[]string{`null`}, ""},
		{[]string{`null`, `1`}, "1"},
		{[]string{`1`, `{"a":1}`}, ""},
		{[]string{`[1]`, `1`}, ""},
		{[]string{long}, long},
		{[]string{long + "x"}, ""},
		{[]string{long[:40], long[:38]}, long[:40] + ", " + long[:38]},
		{[]string{long[:40], long[:39]}, ""},
	} {
		var examples []document.Example
		for _, value := range test.values {
			examples = append(examples, document.Example{JSON: value})
		}
		if got := document.JoinExamples(examples); got != test.want {
			t.Errorf("JoinExamples of %q = %q, want %q", test.values, got, test.want)
		}
	}
}
