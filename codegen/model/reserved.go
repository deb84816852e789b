// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/numbers"
)

// Reserved is the number and name of a removed field or enum value.
type Reserved struct {
	Number int32  // 0 for the former name of a field that still exists
	Name   string // empty if another element uses the name
}

// Reserve reserves the numbers and names of removed fields, and former names of fields. The entry has them.
func (m *Message) Reserve(entry *numbers.Entry) {
	used := make(map[string]bool, len(m.Fields))
	for _, f := range m.Fields {
		used[f.Name] = true
	}
	var reserved []Reserved
	for key := range entry.Gone {
		for _, name := range PublishedFieldNames(entry, key) {
			reserved = append(reserved, Reserved{Number: entry.Gone[key], Name: name})
		}
	}
	for key, numbers := range entry.Replaced {
		for _, number := range numbers {
			for _, name := range PublishedNamesOf(entry, key, number) {
				reserved = append(reserved, Reserved{Number: number, Name: name})
			}
		}
	}
	for key := range entry.Current {
		for _, name := range PublishedFieldNames(entry, key) {
			if !used[name] && len(entry.Published) > 0 {
				reserved = append(reserved, Reserved{Name: name})
			}
		}
	}
	m.Reserved = reserve(reserved, used)
}

// Reserve reserves the numbers and names of removed values. gone maps their keys to the numbers.
// The values of the enum must have names.
func (e *Enum) Reserve(gone map[string]int32, nameOf func(key string) string) {
	used := make(map[string]bool, len(e.Values))
	for _, v := range e.Values {
		used[v.Name] = true
	}
	var reserved []Reserved
	for key, number := range gone {
		if number != 0 { // proto3 requires a value with the number 0
			reserved = append(reserved, Reserved{Number: number, Name: nameOf(key)})
		}
	}
	e.Reserved = reserve(reserved, used)
}

// reserve sorts reserved by number and removes names that are used or repeated.
func reserve(reserved []Reserved, used map[string]bool) []Reserved {
	slices.SortFunc(reserved, func(a, b Reserved) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Name, b.Name)) })
	for i, r := range reserved {
		if used[r.Name] {
			reserved[i].Name = ""
		}
		used[r.Name] = true
	}
	return reserved
}
