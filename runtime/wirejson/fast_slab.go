// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !protolect_safe

package wirejson

import (
	"math/bits"
	"sync"
)

// A slab is memory for messages of one type. The more of them a text has had, the
// more are made at once: a quarter as many, but no more than take slabSize bytes,
// which is what a message may keep in memory of others.
type slab struct {
	layout     *layout
	first      pointer
	made, used int // in the current piece
	total      int
}

// slabs are those of a decoder, once it has come to a list of many messages.
type slabs struct {
	all  [32]slab
	used uint32 // a bit for each
}

// manyMessages is how many messages a list has before there are slabs.
const manyMessages = 4

var slabPool = sync.Pool{New: func() any { return new(slabs) }}

// free lets others use the slabs, if there are any.
func (s *slabs) free() {
	if s == nil {
		return
	}
	for ; s.used != 0; s.used &= s.used - 1 {
		s.all[bits.TrailingZeros32(s.used)] = slab{}
	}
	slabPool.Put(s)
}

const slabSize = 1 << 10

// make returns a pointer to a new message.
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
