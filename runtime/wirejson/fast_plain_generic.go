// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe && (!amd64 || purego)

package wirejson

import "encoding/binary"

// copyPlainBlocks copies to, which has to be as long, what from begins with, 32 bytes at a time,
// as long as all of them are ASCII and stand in a JSON string as they are. It returns how many
// bytes it has copied.
func copyPlainBlocks(to, from []byte) int {
	n := plainBlocks(from)
	copy(to, from[:n])
	return n
}

// plainBlocks returns how many bytes copyPlainBlocks would copy.
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
