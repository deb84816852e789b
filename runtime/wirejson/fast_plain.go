// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"math/bits"
)

// copyPlain copies the longest prefix of s that needs no escape in a JSON string and is
// ASCII to dst, and returns its length. dst must be at least as long as s. The bytes of dst
// after the prefix may be overwritten.
func copyPlain(dst []byte, s string) int {
	n := len(s)
	_ = dst[:n]
	from, to := pointerToString(s), pointerToBytes(dst)
	i := 0
	if n >= 32 {
		i = copyPlainBlocks(dst, bytesOf(s))
	}
	for ; i+8 <= n; i += 8 {
		w := from.load(i)
		to.store(i, w)
		if m := special(w); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	if i < n && n >= 8 {
		// The last word overlaps the one before it.
		w := from.load(n - 8)
		to.store(n-8, w)
		if m := special(w); m != 0 {
			return n - 8 + bits.TrailingZeros64(m)/8
		}
		return n
	}
	if i < n && n >= 4 {
		first, last := binary.LittleEndian.Uint32(bytesOf(s)), binary.LittleEndian.Uint32(bytesOf(s)[n-4:])
		if special(uint64(first)|uint64(last)<<32) == 0 {
			binary.LittleEndian.PutUint32(dst, first)
			binary.LittleEndian.PutUint32(dst[n-4:], last)
			return n
		}
	}
	for ; i < n && isPlain(s[i]); i++ {
		dst[i] = s[i]
	}
	return i
}

// plainPrefix returns the length of the longest prefix of s that needs no escape in a JSON
// string and is ASCII.
func plainPrefix(s []byte) int {
	n := len(s)
	p := pointerToBytes(s)
	i := 0
	for ; i+8 <= n; i += 8 {
		if m := special(p.load(i)); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
		if i == 24 && n >= 64 { // Blocks only pay off for long strings.
			i += plainBlocks(s[32:])
		}
	}
	for i < n && isPlain(s[i]) {
		i++
	}
	return i
}
