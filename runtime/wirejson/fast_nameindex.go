// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"math/bits"
)

// findIn finds the name in a JSON string that begins after a quote, at text[i],
// and returns its number, or -1, and where it ends. When the string has to be
// read another way, because something in it is escaped or is not ASCII or as it
// is near the end of the text, end is 0.
func (x *nameIndex) findIn(text []byte, i int) (index, end int) {
	start := i
	var h uint64
	for {
		if i+8 > len(text) {
			return -1, 0
		}
		w := binary.LittleEndian.Uint64(text[i:])
		m := special(w)
		if m == 0 {
			h = mix(h, w)
			i += 8
			continue
		}
		n := bits.TrailingZeros64(m) / 8
		if text[i+n] != '"' {
			return -1, 0
		}
		if n > 0 {
			h = mix(h, w&(1<<(8*n)-1))
		}
		i += n
		break
	}
	name := text[start:i]
	for j := mix(h, uint64(len(name))) & x.mask; ; j = (j + 1) & x.mask {
		s := &x.slots[j]
		if s.name == string(name) {
			return int(s.index) - 1, i
		}
		if s.index == 0 {
			return -1, i
		}
	}
}
