// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"encoding/binary"
	"math/bits"
)

// findIn finds the name in the JSON string whose content begins at text[i]. It returns the
// number of the name, or -1, and the position of the closing quote. It returns end 0 if the
// caller must parse the string in another way: if it has an escape or is not ASCII, or is
// near the end of the text.
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
