// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"math/bits"
	"sync"
)

// A slab allocates messages of one type in pieces. Each piece has a quarter as many messages
// as the text had so far, but takes at most slabSize bytes: a message may keep a whole piece
// alive.
type slab struct {
	layout     *layout
	first      pointer
	made, used int // in the current piece
	total      int // in all pieces
}

// slabs are the slabs of a decoder. It gets them when it reads a list of many messages.
type slabs struct {
	all  [32]slab
	used uint32 // a bit for each slab in use
}

// manyMessages is the length of a list from which on slabs are used.
const manyMessages = 4

var slabPool = sync.Pool{New: func() any { return new(slabs) }}

// free returns the slabs to the pool. s may be nil.
func (s *slabs) free() {
	if s == nil {
		return
	}
	for ; s.used != 0; s.used &= s.used - 1 {
		s.all[bits.TrailingZeros32(s.used)] = slab{}
	}
	slabPool.Put(s)
}

// slabSize is the maximum size of a piece in bytes.
const slabSize = 1 << 10

// newMessage returns a pointer to a new message.
func (d *decoder) newMessage(l *layout) (pointer, *Error) {
	size := l.size
	if err := d.spend(int(size)); err != nil {
		return pointer{}, err
	}
	if d.slabs == nil {
		return pointerToNew(l.goType), nil
	}
	s := &d.slabs.all[l.slab]
	if s.layout != l {
		d.slabs.used |= 1 << l.slab
		*s = slab{layout: l}
	}
	s.total++
	if s.used == s.made {
		s.made, s.used = min(s.total/4, slabSize/int(size)), 0
		if s.made <= 1 {
			s.made = 0
			return pointerToNew(l.goType), nil
		}
		s.first = pointerToSlice(l.sliceType, s.made)
	}
	p := s.first.at(uintptr(s.used) * size)
	s.used++
	return p, nil
}
