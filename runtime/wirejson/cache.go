// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package wirejson

import (
	"sync"
	"sync/atomic"
)

// maxDescriptors is the maximum number of entries in a cache. It bounds the memory of
// programs that keep creating descriptors.
const maxDescriptors = 10_000

// A cache holds a value computed from each descriptor. It may be used concurrently.
type cache[D comparable, T any] struct {
	entries sync.Map
	count   atomic.Int32
}

// get returns the value for d. If there is none, it computes it with compute.
func (c *cache[D, T]) get(d D, compute func(D) *T) *T {
	if t, ok := c.entries.Load(d); ok {
		return t.(*T)
	}
	t := compute(d)
	if c.count.Add(1) > maxDescriptors {
		c.clear()
		c.count.Store(1)
	}
	c.entries.Store(d, t)
	return t
}

func (c *cache[D, T]) clear() {
	c.entries.Clear()
	c.count.Store(0)
}

// ClearCaches empties the package's caches of descriptors, so that unused descriptors can be
// garbage-collected. Programs that create descriptors at run time call it after dropping
// them. The caches are filled again as needed.
func ClearCaches() {
	tables.clear()
	enums.clear()
}
