// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"github.com/protolect/protolect/codegen/finding"
)

// An API has at most maxSize messages, fields and enum values in all: the largest
// that is published has 385,000. They come from the values of its document, of
// which no published one makes more than sizePerValue each. A small document may
// have minSize.
const (
	maxSize      = 500_000
	minSize      = 50_000
	sizePerValue = 3
	// stepsPerSize is how many alternatives may be looked at for each of them.
	stepsPerSize = 5
)

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
		b.findings.Add(finding.Expansion, at, "the document would have more than %d messages, fields and enum values, which is the limit for one of %d values", b.size.most, b.api.Document.Values)
	}
	return false
}
