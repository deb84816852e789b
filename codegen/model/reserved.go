// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/naming"
)

// Reserved is the number of something that the document had once.
type Reserved struct {
	Number int32
	Name   string // empty where something else has the name now
}

// Reserve keeps the numbers and the names of fields that are gone, by their keys.
// names has the names that do not follow from those.
func (m *Message) Reserve(gone map[string]int32, names map[string]string) {
	used := make(map[string]bool, len(m.Fields))
	for _, f := range m.Fields {
		used[f.Name] = true
	}
	var reserved []Reserved
	for key, number := range gone {
		reserved = append(reserved, Reserved{Number: number, Name: cmp.Or(names[key], ownNames[key], naming.Field(key))})
	}
	m.Reserved = reserve(reserved, used)
}

// Reserve keeps the numbers of values that are gone, and their names. The enum's
// values must have theirs.
func (e *Enum) Reserve(gone map[string]int32, nameOf func(key string) string) {
	used := make(map[string]bool, len(e.Values))
	for _, v := range e.Values {
		used[v.Name] = true
	}
	var reserved []Reserved
	for key, number := range gone {
		if number != 0 { // which has a value in any case
			reserved = append(reserved, Reserved{Number: number, Name: nameOf(key)})
		}
	}
	e.Reserved = reserve(reserved, used)
}

// reserve puts what is reserved in the order of numbers, each name once.
func reserve(reserved []Reserved, used map[string]bool) []Reserved {
	slices.SortFunc(reserved, func(a, b Reserved) int { return cmp.Compare(a.Number, b.Number) })
	for i, r := range reserved {
		if used[r.Name] {
			reserved[i].Name = ""
		}
		used[r.Name] = true
	}
	return reserved
}
