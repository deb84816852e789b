// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"math"
	"testing"
)

func TestFormatSize(t *testing.T) {
	for n, want := range map[int64]string{
		0:             "0 bytes",
		1:             "1 byte",
		10:            "10 bytes",
		1023:          "1023 bytes",
		1 << 10:       "1 KiB",
		1<<10 + 1:     "1.0 KiB (1025 bytes)",
		1536:          "1.5 KiB (1536 bytes)",
		1<<20 - 1:     "1024.0 KiB (1048575 bytes)",
		200 << 20:     "200 MiB",
		200<<20 + 1:   "200.0 MiB (209715201 bytes)",
		3 << 30:       "3 GiB",
		2 << 40:       "2 TiB",
		4096 << 40:    "4096 TiB",
		math.MaxInt64: "8388608.0 TiB (9223372036854775807 bytes)",
	} {
		if got := formatSize(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
