// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"
)

// Reserved is the number of something that the document had once.
type Reserved struct {
	Number int32
	Name   string // empty where something else has the name now
}

// Reserve keeps the number of a field that is gone, and its name: the given one, or that
// which follows from its key.
func (m *Message) Reserve(key, name string, number int32) {
	r := Reserved{Number: number, Name: cmp.Or(name, ownNames[key], fieldName(key))}
	if slices.ContainsFunc(m.Fields, func(f *Field) bool { return f.Name == r.Name }) {
		r.Name = ""
	}
	m.Reserved = insertReserved(m.Reserved, r)
}

// Reserve keeps the number and the name of a value that is gone. The enum's
// values must have their names.
func (e *Enum) Reserve(name string, number int32) {
	r := Reserved{Number: number, Name: name}
	if slices.ContainsFunc(e.Values, func(v *EnumValue) bool { return v.Name == r.Name }) {
		r.Name = ""
	}
	e.Reserved = insertReserved(e.Reserved, r)
}

// insertReserved keeps the list in order of number, and each name once.
func insertReserved(list []Reserved, r Reserved) []Reserved {
	if slices.ContainsFunc(list, func(other Reserved) bool { return other.Name == r.Name }) {
		r.Name = ""
	}
	i, _ := slices.BinarySearchFunc(list, r, func(a, b Reserved) int { return cmp.Compare(a.Number, b.Number) })
	return slices.Insert(list, i, r)
}
