// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// The zero of an enum is marked as absent where the generator added it, and not where the
// document or the API's own definitions have it.
func TestEnumZeroIsAbsent(t *testing.T) {
	const mark = "= 0 [(protolect.api.v1.enum_value) = {absent: true}]"
	for _, test := range []struct {
		name, values, overlay string
		want                  bool
	}{
		{"added", "a, b", "", true},
		{"added, numbers", "1, 2", "", true},
		{"declared", "unspecified, a", "", false},
		{"declared with a prefix", "KIND_UNSPECIFIED, KIND_A", "", false},
		{"official", "a, b", "numbers:\n  Kind: {UNSPECIFIED: 0, a: 1}\n", false},
	} {
		kind := "string"
		if strings.HasPrefix(test.values, "1") {
			kind = "integer"
		}
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "kinds.yaml", Data: fmt.Appendf(nil, "openapi: 3.1.0\ninfo: {title: Kinds, version: '1'}\nservers: [{url: 'https://kinds.example.com'}]\npaths: {}\ncomponents: {schemas: {Kind: {type: %s, enum: [%s]}}}\n", kind, test.values)},
			Overlay:  generate.File{Name: "overlay.yaml", Data: []byte(test.overlay)},
			GoImport: func(string) string { return "example.com/kinds" },
		})
		if err != nil || out == nil {
			t.Errorf("%s: %v, %v", test.name, err, findings.All())
			continue
		}
		text := string(out.Proto[0].Data)
		if got := strings.Contains(text, mark); got != test.want || !strings.Contains(text, "= 0") {
			t.Errorf("%s: marked %t:\n%s", test.name, got, text)
		}
	}
}
