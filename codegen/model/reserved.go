// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"slices"

	"github.com/protolect/protolect/codegen/naming"
)

// Reserved is the number and name of a removed field or enum value.
type Reserved struct {
	Number int32
	Name   string // empty if another element uses the name
}

// Reserve reserves the numbers and names of removed fields. gone maps their keys to the numbers.
// names contains the names that do not follow from the keys.
func (m *Message) Reserve(gone map[string]int32, names map[string]string) {
	used := make(map[string]bool, len(m.Fields))
	for _, f := range m.Fields {
		used[f.Name] = true
	}
	var reserved []Reserved
	for key, number := range gone {
		reserved = append(reserved, Reserved{Number: number, Name: cmp.Or(names[key], syntheticNames[key], naming.Field(key))})
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
	slices.SortFunc(reserved, func(a, b Reserved) int { return cmp.Compare(a.Number, b.Number) })
	for i, r := range reserved {
		if used[r.Name] {
			reserved[i].Name = ""
		}
		used[r.Name] = true
	}
	return reserved
}
