// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package numbers is the memory of field and enum value numbers: the file
// numbers.lock.yaml.
//
// It knows names and numbers, and nothing of documents or descriptors. The
// names are those of the document, so that what an overlay renames keeps its
// number.
package numbers

import "math"

// Lock is the memory of one API: every number that a field or an enum value
// ever had. The zero value is an empty one. Keys and names are any valid UTF-8;
// no entry is nil; a nil map means the same as an empty one.
type Lock struct {
	Messages map[string]*Entry
	Enums    map[string]*Entry
}

// Entry holds the numbers of one message's fields or of one enum's values. No
// name is in both maps, and no number has two names.
type Entry struct {
	// Current holds the numbers of what the document declares.
	Current map[string]int32
	// Gone holds the numbers of what the document declared once. They stay
	// reserved, and wait for their names to come back.
	Gone map[string]int32
	// Prefixed is for enums only: the values' proto names carry the enum's
	// name as prefix, because another enum of the scope used a value's name
	// when this enum was first published.
	Prefixed bool
}

// Protobuf keeps these field numbers for itself. Enum values may have them.
const firstReserved, lastReserved = 19000, 19999

// kind is what an entry stands for, and which numbers that may have.
type kind struct {
	owner, member string
	first, last   int64
	reserved      bool  // firstReserved to lastReserved are not to be used
	start         int64 // where new numbers begin
	zero          bool  // but for the first, which one must have
}

var (
	messageKind = kind{owner: "message", member: "field", first: 1, last: 1<<29 - 1, reserved: true}
	enumKind    = kind{owner: "enum", member: "value", first: 0, last: math.MaxInt32, zero: true}
)

// given returns the kind with new numbers out of the way of official ones.
func (k kind) given(declared Declared) kind {
	if declared.Official {
		k.start = FirstUnofficial
	}
	return k
}

// allows tells whether number may be given.
func (k kind) allows(number int64) bool {
	return number >= k.first && number <= k.last && !k.reserves(number)
}

func (k kind) reserves(number int64) bool {
	return k.reserved && number >= firstReserved && number <= lastReserved
}
