// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"fmt"

	"github.com/protolect/protolect/codegen/finding"
)

// The size of an API is its number of messages, fields and enum values. It is limited, because
// references in a small document can expand to an API that exceeds the memory. The limit depends on
// the number of values in the document and on the memory of the run (see SetMemory).
const (
	// minSize is the limit for small documents.
	minSize = 50_000
	// sizePerValue is the limit for each value of a document. No published document exceeds it.
	sizePerValue = 3
	// stepsPerSize is the maximum number of alternatives to visit for each unit of size.
	stepsPerSize = 5
	// memoryPerSize is the memory for each unit of size, in bytes. The largest published document
	// has a size of 385,000 and needs 3 GB.
	memoryPerSize = 5 << 10
	// minMemory is sufficient for documents of 10 MB. It applies even if the run has less memory.
	minMemory = 640 << 20
	// defaultMemory applies if SetMemory is not called.
	defaultMemory = 2560 << 20
)

var maxSize = defaultMemory / memoryPerSize

// LimitMemory limits the size of an API so that a run needs at most the given memory, in bytes. It
// must be called before documents are converted, and not concurrently with that.
func LimitMemory(bytes int) { maxSize = max(bytes, minMemory) / memoryPerSize }

// size counts the elements of an API and the steps to create them.
type size struct {
	limit, made, steps int
	exceeded           bool
}

func newSize(values int) size {
	return size{limit: min(max(minSize, sizePerValue*values), maxSize)}
}

// grow counts n messages, fields or enum values before they are created. It returns false if they
// exceed the limit; the first such call adds a finding.
func (b *builder) grow(n int, at finding.Position) bool {
	b.size.made += n
	return b.fits(at)
}

// step counts n alternatives that are visited. It returns false if they exceed the limit.
func (b *builder) step(n int, at finding.Position) bool {
	b.size.steps += n
	return b.fits(at)
}

func (b *builder) fits(at finding.Position) bool {
	if b.size.made <= b.size.limit && b.size.steps <= stepsPerSize*b.size.limit {
		return true
	}
	if !b.size.exceeded {
		b.size.exceeded = true
		reason := fmt.Sprintf("the limit for a document of %d values", b.api.Document.Values)
		if b.size.limit == maxSize {
			reason = "the limit for the memory of this run: raise it with --max-memory"
		}
		b.findings.Add(finding.Expansion, at,
			"the document expands to more than %d messages, fields and enum values, %s", b.size.limit, reason)
	}
	return false
}
