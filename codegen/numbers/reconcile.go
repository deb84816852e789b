// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"maps"
	"slices"

	"github.com/protolect/protolect/codegen/finding"
)

// Declared has the elements that a document declares, in its order.
type Declared struct {
	// TypeRules is the value for Lock.TypeRules.
	TypeRules int
	Messages  []Declaration
	Enums     []Declaration
	// Official means that the API has official numbers, of which more may be published. All
	// other new names get numbers from FirstUnofficial.
	Official bool
	Methods  map[string]Method
}

// FirstUnofficial is the first number of names without an official number, in an API with official
// numbers. The API's own definitions are unlikely to reach it.
const FirstUnofficial = 10_000

// Declaration is a message with its fields, or an enum with its values.
type Declaration struct {
	Key   string
	Names []string
	// Fixed has the official numbers, by name. The number of a name that is not in Names stays
	// free.
	Fixed map[string]Fixed
	At    finding.Position
}

// Fixed is an official number.
type Fixed struct {
	Number int32
	At     finding.Position
}

// Reconcile returns the lock after this run. It modifies neither argument.
//
//   - A name in the lock keeps its number, also if it disappears and returns.
//   - A new name with a fixed number gets that number.
//   - Every other new name gets, in the declared order, the next number after the highest that the
//     entry ever had. Fields start at 1, values at 0. Fixed numbers and those that protobuf
//     reserves are skipped. In an API with official numbers, they start at [FirstUnofficial],
//     except for the value 0, which every enum needs.
//   - A name that is no longer declared moves to [Entry.Gone]. Its entry stays.
//
// Replaced numbers, names, types and Prefixed of entries do not change. Methods are replaced by the declared ones.
// Reconciling the result with the same declared elements changes nothing.
//
// A name for which there is no number is reported, and is missing in the lock. A lock must not be
// written if there are errors.
func Reconcile(lock *Lock, declared Declared) (*Lock, *finding.List) {
	findings := &finding.List{}
	methods := make(map[string]Method, max(len(lock.Methods), len(declared.Methods)))
	for id, method := range lock.Methods {
		method.Gone = true
		methods[id] = method
	}
	maps.Copy(methods, declared.Methods)
	return &Lock{
		TypeRules: declared.TypeRules,
		Messages:  reconcileEntries(lock.Messages, declared.Messages, messageKind.given(declared), findings),
		Enums:     reconcileEntries(lock.Enums, declared.Enums, enumKind.given(declared), findings),
		Methods:   methods,
	}, findings
}

func reconcileEntries(known map[string]*Entry, declared []Declaration, kind kind, findings *finding.List) map[string]*Entry {
	entries := make(map[string]*Entry, max(len(known), len(declared)))
	for _, declaration := range declared {
		if _, twice := entries[declaration.Key]; twice {
			findings.Add(finding.DeclaredTwice, declaration.At, "%s %q is declared twice", kind.owner, declaration.Key)
			continue
		}
		entry := known[declaration.Key]
		if entry == nil {
			entry = &Entry{}
		}
		entries[declaration.Key] = reconcileEntry(entry, declaration, kind, findings)
	}
	for key, entry := range known {
		if _, ok := entries[key]; !ok {
			entries[key] = entry.allGone()
		}
	}
	return entries
}

func reconcileEntry(known *Entry, declared Declaration, kind kind, findings *finding.List) *Entry {
	entry := known.allGone()
	entry.Current = make(map[string]int32, len(declared.Names))
	taken, highest := map[int32]string{}, kind.first-1
	for name, number := range entry.Gone {
		taken[number] = name
		highest = max(highest, int64(number))
	}
	for name, replaced := range entry.Replaced {
		for _, number := range replaced {
			taken[number] = name
			highest = max(highest, int64(number))
		}
	}
	fixed := fixedNumbers(entry, taken, declared, kind, findings)

	seen := make(map[string]bool, len(declared.Names))
	for _, name := range declared.Names {
		if seen[name] {
			findings.Add(finding.DeclaredTwice, declared.At, "%s %q of %s %q is declared twice", kind.member, name, kind.owner, declared.Key)
			continue
		}
		seen[name] = true
		if number, ok := entry.Gone[name]; ok {
			delete(entry.Gone, name)
			entry.Current[name] = number
			continue
		}
		if _, ok := declared.Fixed[name]; ok {
			if number, ok := fixed[name]; ok {
				entry.Current[name] = number
			}
			continue
		}
		next := kind.next(highest, taken)
		if next > kind.last {
			findings.Add(finding.NumbersExhausted, declared.At, "no number is left for %s %q of %s %q: the highest ever used is %d of %d",
				kind.member, name, kind.owner, declared.Key, highest, kind.last)
			continue
		}
		highest = next
		entry.Current[name] = int32(next)
	}
	return entry
}

// fixedNumbers returns the fixed numbers that are free, marks them as taken, and reports the others.
// The entry has all numbers of the lock in Gone.
func fixedNumbers(entry *Entry, taken map[int32]string, declared Declaration, kind kind, findings *finding.List) map[string]int32 {
	fixed := make(map[string]int32, len(declared.Fixed))
	for _, name := range slices.Sorted(maps.Keys(declared.Fixed)) {
		number, at := declared.Fixed[name].Number, declared.Fixed[name].At
		known, isKnown := entry.Gone[name]
		other, isTaken := taken[number]
		switch {
		case isKnown && known == number:
			// The name already has the number.
		case isKnown:
			findings.Add(finding.OfficialConflict, at, "%s %q of %s %q has the official number %d, but %d in the lock file",
				kind.member, name, kind.owner, declared.Key, number, known)
		case !kind.allows(int64(number)):
			findings.Add(finding.OfficialInvalid, at, "%s %q of %s %q has the official number %d, which no %s may have",
				kind.member, name, kind.owner, declared.Key, number, kind.member)
		case isTaken:
			findings.Add(finding.OfficialConflict, at, "%s %q of %s %q has the official number %d, like %q",
				kind.member, name, kind.owner, declared.Key, number, other)
		default:
			taken[number] = name
			fixed[name] = number
		}
	}
	return fixed
}

// next returns the number for a new name. It may be greater than the last number.
func (k kind) next(highest int64, taken map[int32]string) int64 {
	if _, ok := taken[int32(k.first)]; k.zero && !ok && highest < k.first {
		return k.first
	}
	return k.free(max(highest+1, k.start), taken)
}

// free returns the first number, starting at number, that is neither taken nor reserved. It may be
// greater than the last number.
func (k kind) free(number int64, taken map[int32]string) int64 {
	for number <= k.last {
		if k.reserves(number) {
			number = lastReserved + 1
		} else if _, ok := taken[int32(number)]; ok {
			number++
		} else {
			break
		}
	}
	return number
}

// allGone returns a copy of the entry in which all names are gone.
func (e *Entry) allGone() *Entry {
	gone := make(map[string]int32, len(e.Gone)+len(e.Current))
	maps.Copy(gone, e.Gone)
	maps.Copy(gone, e.Current)
	return &Entry{
		Gone: gone, Name: e.Name, Names: maps.Clone(e.Names), Types: maps.Clone(e.Types), Prefixed: e.Prefixed,
		Paths: slices.Clone(e.Paths), Replaces: slices.Clone(e.Replaces), Published: maps.Clone(e.Published),
		Replaced: maps.Clone(e.Replaced), FieldTypes: maps.Clone(e.FieldTypes),
	}
}
