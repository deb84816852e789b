// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

func (p pointer) load(i int) uint64 {
	return binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(p.p, i))[:])
}

func (p pointer) store(i int, w uint64) {
	binary.LittleEndian.PutUint64((*[8]byte)(unsafe.Add(p.p, i))[:], w)
}

// copyPlain copies to, which has to be as long, what s begins with that is ASCII and
// stands in a JSON string as it is. It returns how many bytes that is. What
// comes after may be overwritten.
func copyPlain(to []byte, s string) int {
	n := len(s)
	_ = to[:n]
	src, dst := pointer{unsafe.Pointer(unsafe.StringData(s))}, pointer{unsafe.Pointer(unsafe.SliceData(to))}
	i := 0
	if n >= 32 {
		i = copyPlainBlocks(to, bytesOf(s))
	}
	for ; i+8 <= n; i += 8 {
		w := src.load(i)
		dst.store(i, w)
		if m := special(w); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	if i < n && n >= 8 {
		// The last word, of which the first bytes have been copied already.
		w := src.load(n - 8)
		dst.store(n-8, w)
		if m := special(w); m != 0 {
			return n - 8 + bits.TrailingZeros64(m)/8
		}
		return n
	}
	if i < n && n >= 4 {
		first, last := binary.LittleEndian.Uint32(bytesOf(s)), binary.LittleEndian.Uint32(bytesOf(s)[n-4:])
		if special(uint64(first)|uint64(last)<<32) == 0 {
			binary.LittleEndian.PutUint32(to, first)
			binary.LittleEndian.PutUint32(to[n-4:], last)
			return n
		}
	}
	for ; i < n && isPlain(s[i]); i++ {
		to[i] = s[i]
	}
	return i
}

// plainPrefix returns how many bytes s begins with that are ASCII and stand in
// a JSON string as they are.
func plainPrefix(s []byte) int {
	n := len(s)
	p := pointer{unsafe.Pointer(unsafe.SliceData(s))}
	i := 0
	for ; i+8 <= n; i += 8 {
		if m := special(p.load(i)); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
		if i == 24 && n >= 64 { // It is long, so it pays to begin with blocks.
			i += plainBlocks(s[32:])
		}
	}
	for i < n && isPlain(s[i]) {
		i++
	}
	return i
}
