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

// special returns a word whose lowest bit stands in the first byte of w that
// cannot stand in a JSON string as it is, or is not ASCII: a quote, a
// backslash, a control character. What is above that bit says nothing.
//
// With the bit of value 2 turned, control characters and the quote are the
// bytes below 0x21. Where a byte is below another, their difference has its
// highest bit set.
func special(w uint64) uint64 { return (w | escaped(w)) & eights }

// escapable is special, but takes bytes that are not ASCII for plain.
func escapable(w uint64) uint64 { return escaped(w) &^ w & eights }

func escaped(w uint64) uint64 { return ((w ^ ones*2) - ones*0x21) | ((w ^ ones*'\\') - ones) }

func isPlain(c byte) bool { return c >= ' ' && c != '"' && c != '\\' && c < 0x80 }

// unescapedPrefix returns how many bytes s begins with that stand in a JSON
// string as they are. s is UTF-8.
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
