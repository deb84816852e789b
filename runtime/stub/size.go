// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "fmt"

// formatSize returns a number of bytes in the largest binary unit that is not larger than
// it: "200 MiB", or "200.0 MiB (209715201 bytes)" if it is not a multiple of that unit.
func formatSize(n int64) string {
	unit, names := int64(1), []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	for len(names) > 1 && n >= unit<<10 {
		unit, names = unit<<10, names[1:]
	}
	switch {
	case n == 1:
		return "1 byte"
	case n%unit == 0:
		return fmt.Sprintf("%d %s", n/unit, names[0])
	}
	return fmt.Sprintf("%.1f %s (%d bytes)", float64(n)/float64(unit), names[0], n)
}
