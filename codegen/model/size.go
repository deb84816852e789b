// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"

	"github.com/protolect/protolect/codegen/finding"
)

// An API has at most so many messages, fields and enum values in all as the memory of
// the run allows, see SetMemory. They come from the values of its document, of which no
// published one makes more than sizePerValue each. A small document may have minSize.
const (
	minSize      = 50_000
	sizePerValue = 3
	// stepsPerSize is how many alternatives may be looked at for each of them.
	stepsPerSize = 5
	// memoryPerSize is how much memory a run may take for each of them, in bytes. The
	// largest published document makes 385,000, and takes 3 GB.
	memoryPerSize = 5 << 10
	// leastMemory is enough for documents of 10 MB, whatever the machine has.
	leastMemory = 640 << 20
	// defaultMemory is that of a run whose memory nobody set.
	defaultMemory = 2560 << 20
)

var maxSize = defaultMemory / memoryPerSize

// SetMemory sets the limit of an API for a run that may take so many bytes of memory. It
// must be called before documents are converted.
func SetMemory(run int) { maxSize = max(run, leastMemory) / memoryPerSize }

// size counts what the API is made of, and what it takes to make it.
type size struct {
	most, made, steps int
	exceeded          bool
}

func newSize(values int) size {
	return size{most: min(max(minSize, sizePerValue*values), maxSize)}
}

// grow counts messages, fields or enum values that are about to be made. It
// returns false where they are too many.
func (b *builder) grow(n int, at finding.Position) bool {
	b.size.made += n
	return b.fits(at)
}

// step counts work that makes nothing by itself.
func (b *builder) step(n int, at finding.Position) bool {
	b.size.steps += n
	return b.fits(at)
}

func (b *builder) fits(at finding.Position) bool {
	if b.size.made <= b.size.most && b.size.steps <= stepsPerSize*b.size.most {
		return true
	}
	if !b.size.exceeded {
		b.size.exceeded = true
		limit := fmt.Sprintf("which is the limit for one of %d values", b.api.Document.Values)
		if b.size.most == maxSize {
			limit = "which is the limit for the memory of this run: --max-memory raises it"
		}
		b.findings.Add(finding.Expansion, at, "the document would have more than %d messages, fields and enum values, %s", b.size.most, limit)
	}
	return false
}
