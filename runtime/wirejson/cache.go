// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"sync"
	"sync/atomic"
)

// maxDescriptors bounds how many descriptors are remembered, for programs that
// go on making them.
const maxDescriptors = 10_000

// A memory remembers what was made of descriptors.
type cache[D comparable, T any] struct {
	entries sync.Map
	count   atomic.Int32
}

func (m *cache[D, T]) get(d D, make func(D) *T) *T {
	if t, ok := m.entries.Load(d); ok {
		return t.(*T)
	}
	t := make(d)
	if m.count.Add(1) > maxDescriptors {
		m.clear()
		m.count.Store(1)
	}
	m.entries.Store(d, t)
	return t
}

func (m *cache[D, T]) clear() {
	m.entries.Clear()
	m.count.Store(0)
}

// Forget drops what is remembered of descriptors, and with it the descriptors. It
// is for programs that make descriptors and let go of them: what is remembered of
// a descriptor that is used again is made again.
func Forget() {
	tables.clear()
	enums.clear()
}
