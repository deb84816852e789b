// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf16"
)

// escapeSize is the length of an escape such as \u00e9.
const escapeSize = len(`\u0000`)

// replaceHalves returns data with \ufffd in place of each escape that is half of a surrogate pair, and the
// offsets of these escapes.
func replaceHalves(data []byte) (replaced []byte, halves []int) {
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], '\\')
		if next < 0 {
			break
		}
		i += next
		unit, ok := escapedUnit(data[i:])
		switch {
		case !ok:
			i += len(`\n`)
			continue
		case utf16.IsSurrogate(unit):
			if second, ok := escapedUnit(data[i+escapeSize:]); ok && utf16.DecodeRune(unit, second) != '\ufffd' {
				i += escapeSize
				break
			}
			halves = append(halves, i)
		}
		i += escapeSize
	}
	if halves == nil {
		return data, nil
	}
	replaced = slices.Clone(data)
	for _, i := range halves {
		copy(replaced[i:], `\ufffd`)
	}
	return replaced, halves
}

// escapedUnit returns the UTF-16 code unit of the escape at the start of data. It returns false if there
// is none.
func escapedUnit(data []byte) (rune, bool) {
	if len(data) < escapeSize || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:escapeSize]), 16, 16)
	return rune(n), err == nil
}
