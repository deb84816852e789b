// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package numbers is the memory of what was published: the file
// numbers.lock.yaml. It remembers the number of every field and enum value, and
// the names that nobody could work out again from the document alone.
//
// It knows names and numbers, and nothing of documents or descriptors. Keys are
// the document's names, so that what an overlay renames keeps its number.
package numbers

import (
	"cmp"
	"math"
)

// Lock is the memory of one API: every number that a field or an enum value
// ever had, and what each method is called. The zero value is an empty one. Keys
// are any valid UTF-8, proto names are identifiers; no entry is nil; a nil map
// means the same as an empty one.
type Lock struct {
	// TypeRules is the version of the rules by which the types of numbers followed from the document
	// when it was first published, or 0.
	TypeRules int

	// API is what the document was when convert last read it. It is the zero value in the
	// locks of protolect generate: sources.yaml gives those packages, so nothing looks for
	// the lock of a document.
	API      API
	Messages map[string]*Entry
	Enums    map[string]*Entry
	Methods  map[string]Method
}

// Method is what became of a method when it was first published. Other methods
// of the document have a say in that, so that it is remembered.
type Method struct {
	// RPC is the name that it has where no overlay gives it another.
	RPC string
	// Service is the service that it belongs to, without the word Service. It is
	// empty where that follows from the document's name of the method.
	Service string
	// Gone says that the document has it no longer.
	Gone bool
	// Joined says that the schema of its body is the request, and has the
	// parameters among its fields. Otherwise a request was made for it.
	Joined bool
	// Paged says that it is read page by page, though the first versions of protolect
	// did not recognize that.
	Paged bool
}

// Entry holds the numbers of one message's fields or of one enum's values. No
// name is in both maps, and no number has two names.
type Entry struct {
	// Current holds the numbers of what the document declares.
	Current map[string]int32
	// Gone holds the numbers of what the document declared once. They stay
	// reserved, and wait for their names to come back.
	Gone map[string]int32
	// Name is the proto name, without what it is nested in, where that is not
	// the one that follows from the key, because something else had that.
	Name string
	// Names are the proto names of those fields or values whose names do not follow
	// from their keys, for the same reason.
	Names map[string]string
	// Types are for messages only: what was decided of the types of fields, where that
	// does not follow from the kinds and formats of their schemas: "optional", the integer
	// type that holds a declared range, or both.
	Types map[string]string
	// Prefixed is for enums only: the values' proto names carry the enum's
	// name as prefix, because another enum of the scope used a value's name
	// when this enum was first published.
	Prefixed bool
}

// Number returns the number that a name has or had, or 0.
func (e *Entry) Number(name string) int32 {
	return cmp.Or(e.Current[name], e.Gone[name])
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
