// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe && (!amd64 || purego)

package wirejson

import "encoding/binary"

// copyPlainBlocks copies blocks of 32 bytes from src to dst, while all bytes of a block are
// ASCII and need no escape in a JSON string. It returns the number of bytes copied. dst must
// be at least as long as src.
func copyPlainBlocks(dst, src []byte) int {
	n := plainBlocks(src)
	copy(dst, src[:n])
	return n
}

// plainBlocks returns the number of bytes that copyPlainBlocks would copy.
func plainBlocks(s []byte) int {
	n := 0
	for ; len(s) >= 32; s = s[32:] {
		a, b := binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[8:])
		c, d := binary.LittleEndian.Uint64(s[16:]), binary.LittleEndian.Uint64(s[24:])
		if (a|b|c|d|escaped(a)|escaped(b)|escaped(c)|escaped(d))&eights != 0 {
			break
		}
		n += 32
	}
	return n
}
