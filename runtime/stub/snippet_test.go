// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"strings"
	"testing"
)

func TestSnippet(t *testing.T) {
	for body, want := range map[string]string{
		"":                              `""`,
		" <html>\r\n\t<body>  x":        `"<html> <body> x"`,
		strings.Repeat("a", 160):        `"` + strings.Repeat("a", 160) + `"`,
		strings.Repeat("a", 161):        `"` + strings.Repeat("a", 160) + `"…`,
		strings.Repeat(" ", 999) + "ab": `"a"`,
	} {
		if got := snippet([]byte(body)); got != want {
			t.Errorf("%.20q: got %s, want %s", body, got, want)
		}
	}
}
