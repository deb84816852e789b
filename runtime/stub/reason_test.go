// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// The reason is field 1 of the encoded message, wherever it stands.
func TestReasonOf(t *testing.T) {
	text := func(b []byte, number protowire.Number, s string) []byte {
		return protowire.AppendString(protowire.AppendTag(b, number, protowire.BytesType), s)
	}
	varint := func(b []byte, number protowire.Number) []byte {
		return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), 7)
	}
	for name, test := range map[string]struct {
		message []byte
		want    string
	}{
		"empty":              {nil, ""},
		"first":              {text(text(nil, 1, "WHY"), 2, "d"), "WHY"},
		"last":               {text(varint(text(nil, 2, "d"), 9), 1, "WHY"), "WHY"},
		"absent":             {text(nil, 2, "d"), ""},
		"another wire type":  {varint(nil, 1), ""},
		"malformed tag":      {[]byte{0x80}, ""},
		"malformed value":    {[]byte{0x12, 0x05, 'a'}, ""},
		"malformed reason":   {[]byte{0x0a, 0x05, 'a'}, ""},
		"malformed, then ok": {text([]byte{0x12, 0x7f}, 1, "WHY"), ""},
	} {
		if got := reasonOf(test.message); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
