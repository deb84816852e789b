// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "testing"

func TestParseContentRange(t *testing.T) {
	for text, want := range map[string]contentRange{
		"bytes 0-0/1":    {0, 1, 1},
		"bytes 2-4/5":    {2, 5, 5},
		"bytes 2-4/6":    {2, 5, 6},
		"bytes 2-4/*":    {2, 5, -1},
		"bytes 0-9/1000": {0, 10, 1000},
	} {
		if got, ok := parseContentRange(text); !ok || got != want {
			t.Errorf("%q: got %v, %t, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "bytes", "bytes */5", "bytes 2-4", "bytes 4-2/5", "bytes 3-2/5", "bytes 2-5/5", "bytes -1-2/5", "bytes 2-x/5", "bytes x-2/5", "bytes 0-x/5", "bytes x-0/5", "bytes 0/5", "bytes 0-4/99999999999999999999",
		"bytes 2-4/x", "bytes 2-4/", "bytes 0-0/0", "chars 2-4/5", "2-4/5", "bytes 2/5",
	} {
		if got, ok := parseContentRange(text); ok {
			t.Errorf("%q: got %v, want no range", text, got)
		}
	}
}
