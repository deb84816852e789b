// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/binary"
	"math/bits"
)

const (
	ones   = 0x0101010101010101
	eights = 0x8080808080808080
)

// special returns a word in which the highest bit of a byte is set at the first byte of w
// that must be escaped in a JSON string, or is not ASCII. Bits above it are undefined. The
// result is 0 if there is no such byte.
//
// After the bit of value 2 is flipped, control characters and the quote are the bytes below
// 0x21. A byte that is less than another sets the highest bit of their difference.
func special(w uint64) uint64 { return (w | escaped(w)) & eights }

// escapable is special, but treats bytes that are not ASCII as plain.
func escapable(w uint64) uint64 { return escaped(w) &^ w & eights }

// escaped returns the sum of the tests of special for characters that must be escaped.
func escaped(w uint64) uint64 { return ((w ^ ones*2) - ones*0x21) | ((w ^ ones*'\\') - ones) }

// isPlain reports whether c is ASCII and needs no escape in a JSON string.
func isPlain(c byte) bool { return c >= ' ' && c != '"' && c != '\\' && c < 0x80 }

// unescapedPrefix returns the length of the longest prefix of s, which is UTF-8, that needs
// no escape in a JSON string.
func unescapedPrefix(s []byte) int {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		if m := escapable(binary.LittleEndian.Uint64(s[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for i < len(s) && (isPlain(s[i]) || s[i] >= 0x80) {
		i++
	}
	return i
}
