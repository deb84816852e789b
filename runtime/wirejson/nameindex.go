// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"encoding/binary"
)

// A nameIndex maps names to numbers. It is a hash table with open addressing that hashes
// whole words. It has at least twice as many slots as names, so that most names are found in
// the first slot.
type nameIndex struct {
	slots []namedSlot
	mask  uint64
}

type namedSlot struct {
	name  string
	index int32 // the number plus 1; 0 marks an empty slot
}

// newNameIndex returns an index with room for n names.
func newNameIndex(n int) nameIndex {
	size := 4
	for size < 2*n {
		size *= 2
	}
	return nameIndex{slots: make([]namedSlot, size), mask: uint64(size - 1)}
}

// add maps a name to a number. It does nothing if the name is present.
func (x *nameIndex) add(name string, index int) {
	i := hashName([]byte(name)) & x.mask
	for ; x.slots[i].index != 0; i = (i + 1) & x.mask {
		if x.slots[i].name == name {
			return
		}
	}
	x.slots[i] = namedSlot{name, int32(index) + 1}
}

// find returns the number of a name, or -1.
func (x *nameIndex) find(name []byte) int {
	if x.slots == nil {
		return -1
	}
	for i := hashName(name) & x.mask; ; i = (i + 1) & x.mask {
		s := &x.slots[i]
		if s.name == string(name) {
			return int(s.index) - 1
		}
		if s.index == 0 {
			return -1
		}
	}
}

// hashName hashes a name in words of eight bytes. The last word is padded with zeros.
func hashName(s []byte) uint64 {
	var h uint64
	n := uint64(len(s))
	for ; len(s) >= 8; s = s[8:] {
		h = mix(h, binary.LittleEndian.Uint64(s))
	}
	if len(s) > 0 {
		var last [8]byte
		copy(last[:], s)
		h = mix(h, binary.LittleEndian.Uint64(last[:]))
	}
	return mix(h, n)
}

func mix(h, w uint64) uint64 {
	h = (h ^ w) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}
