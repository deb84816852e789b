// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

// Package numbers reads, updates, merges and writes numbers.lock.yaml, which records what was published: the
// number of every field and enum value, the types of fields, and the names that do not follow from the document.
//
// The package knows names and numbers, but no documents and descriptors. Keys are the document's
// names, so that an element keeps its number if an overlay renames it.
package numbers

import (
	"cmp"
	"math"
)

// Lock records one API: every number that a field or an enum value ever had, and the name of each
// method. The zero value is an empty lock. Keys are any valid UTF-8, proto names are identifiers. No
// entry is nil. A nil map means the same as an empty one.
type Lock struct {
	// Generator is the released version of protolect that wrote the lock, "v1.2.3", or empty if that was a build from a
	// checkout.
	Generator string
	// TypeRules is the version of the rules that chose the types of numbers when the API was first
	// published, or 0.
	TypeRules int

	// API identifies the document that convert read last. It is the zero value in the locks of
	// protolect generate whose package is in protolect.yaml, so nothing has to find the lock of a
	// document.
	API API
	// Overlay is the name of the overlay's file, without its folder, or empty if the API has none.
	Overlay string
	// Gliding identifies the revision of the document that removed elements which are still in the
	// output, as deprecated. It is empty if there are none.
	Gliding string
	// Named means that entries have all names that do not follow from their keys (Entry.Paths and
	// Entry.Published). Earlier versions of protolect did not record those of overlays.
	Named    bool
	Messages map[string]*Entry
	Enums    map[string]*Entry
	Methods  map[string]Method
}

// Method is a method as it was first published. It is recorded, because it also depends on the other
// methods of the document.
type Method struct {
	// RPC is its name, unless an overlay chooses another one.
	RPC string
	// Service is its service, without the word Service. It is empty if the service follows from
	// the document's name of the method.
	Service string
	// Resource is the path of its resource in a discovery document, "spaces/messages", unless the key
	// contains it, or NoResource. Services and messages have their names from it.
	Resource string
	// HTTP is its HTTP method and path, "GET /pets/{id}", unless its key consists of them. By it, a
	// method is recognized if the document changes its key.
	HTTP string
	// Gone means that the document no longer declares it.
	Gone bool
	// Joined means that the schema of its body is the request message and contains the parameters.
	// Otherwise the method has a request message of its own.
	Joined bool
	// Paged means that its response is a page, which the first versions of protolect did not
	// recognize.
	Paged bool
	// Items is the list in its response whose elements a pager yields: the keys of the fields that lead to
	// it, with dots between them. It is NoItems for a page without such a list, and empty if the method
	// returns no pages.
	Items string
}

// NoResource is the value of Method.Resource for a method that belongs to no resource, whose key looks as if
// it did.
const NoResource = "/"

// NoItems is the value of Method.Items for a page of which a pager yields the whole response.
const NoItems = "*"

// Entry has the numbers of the fields of a message, or of the values of an enum. No name is in both
// Current and Gone, and no number has two names.
type Entry struct {
	// Current has the numbers of names that the document declares.
	Current map[string]int32
	// Gone has the numbers of names that the document declared earlier. They stay reserved, and
	// belong to their names again if those return.
	Gone map[string]int32
	// Name is the proto name within its parent, if the name that follows from the key was taken.
	Name string
	// Names has the proto names of fields or values, if the names that follow from their keys were
	// taken.
	Names map[string]string
	// Replaced has the numbers that the names of a message's fields had before their types changed. They
	// stay reserved. A number belongs to its name again if the name gets back the type.
	Replaced map[string][]int32
	// FieldTypes has the types of a message's fields by number, also of those that are gone or replaced. It
	// lacks numbers that only earlier versions of protolect published.
	FieldTypes map[int32]FieldType
	// Types has the integer types that hold a declared range, of fields whose types do not follow from the
	// types and formats of their schemas. Earlier versions of protolect also recorded "optional" here.
	Types map[string]string
	// Paths has the names that a type had within its package, with those of the messages that contain it,
	// the latest last. It is empty if the type had only the name that follows from the key.
	Paths []string
	// Replaces has the keys of other messages that an overlay replaced by this one, in alphabetical order.
	Replaces []string
	// Published has the names of fields that do not follow from their keys, for example those of an
	// overlay, with their numbers. If a number has a name here, it has all of its names here, also former ones.
	Published map[string]int32
	// Prefixed means that the proto names of an enum's values start with the name of the enum,
	// because another enum of the scope had a value with the same name when this enum was first
	// published.
	Prefixed bool
}

// hasTypes reports whether the lock has types, items or replaced numbers, which version 1 of the format lacks.
func (l *Lock) hasTypes() bool {
	for _, e := range l.Messages {
		if len(e.FieldTypes) > 0 || len(e.Replaced) > 0 {
			return true
		}
	}
	for _, m := range l.Methods {
		if m.Items != "" {
			return true
		}
	}
	return false
}

// Number returns the current or former number of a name, or 0.
func (e *Entry) Number(name string) int32 {
	return cmp.Or(e.Current[name], e.Gone[name])
}

// Protobuf reserves these numbers of fields. Enum values may have them.
const firstReserved, lastReserved = 19000, 19999

// kind is the kind of an entry, with the numbers that its members may have.
type kind struct {
	owner, member string
	first, last   int64
	reserved      bool  // firstReserved to lastReserved must not be used
	start         int64 // the first new number
	zero          bool  // one name must have the first number
}

var (
	messageKind = kind{owner: "message", member: "field", first: 1, last: 1<<29 - 1, reserved: true}
	enumKind    = kind{owner: "enum", member: "value", first: 0, last: math.MaxInt32, zero: true}
)

// given returns the kind for an API, whose new numbers must not collide with official ones.
func (k kind) given(declared Declared) kind {
	if declared.Official {
		k.start = FirstUnofficial
	}
	return k
}

// allows reports whether a member may have a number.
func (k kind) allows(number int64) bool {
	return number >= k.first && number <= k.last && !k.reserves(number)
}

func (k kind) reserves(number int64) bool {
	return k.reserved && number >= firstReserved && number <= lastReserved
}
