// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"strconv"
	"strings"
)

// A contentRange is the value of the header Content-Range (RFC 9110, section
// 14.4): the bytes from first up to, but not including, end. size is the size of
// the whole media, or -1 if it is unknown.
type contentRange struct{ first, end, size int64 }

// parseContentRange returns false for a value that is not a valid range of bytes.
func parseContentRange(text string) (contentRange, bool) {
	part := contentRange{size: -1}
	text, isBytes := strings.CutPrefix(text, "bytes ")
	places, size, hasSize := strings.Cut(text, "/")
	first, last, _ := strings.Cut(places, "-")
	var err1, err2, err3 error
	part.first, err1 = strconv.ParseInt(first, 10, 64)
	part.end, err2 = strconv.ParseInt(last, 10, 64)
	if part.end++; size != "*" {
		part.size, err3 = strconv.ParseInt(size, 10, 64)
	}
	if !isBytes || !hasSize || err1 != nil || err2 != nil || err3 != nil {
		return part, false
	}
	return part, 0 <= part.first && part.first < part.end && (part.size < 0 || part.end <= part.size)
}
