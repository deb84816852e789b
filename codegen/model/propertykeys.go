// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// The lock's keys of the fields that are not properties: for the additional properties of
// an object, the names of its null fields, the names of its empty lists and maps, and the
// null entries of its maps.
const (
	additionalKey = "*"
	nullsKey      = "*null"
	emptiesKey    = "*empty"
	entriesKey    = "*entry"
)

// lastKeys are these keys, in the order of their fields.
var lastKeys = map[string]int{additionalKey: 1, nullsKey: 2, emptiesKey: 3, entriesKey: 4}

// ownNames are the names of the fields with these keys.
var ownNames = map[string]string{additionalKey: "additional_properties", nullsKey: "null_fields", emptiesKey: "empty_fields", entriesKey: "null_entries"}

// propertyKey returns the key of the field for a property or a parameter: its name, with a
// backslash before a name that is one of the keys above.
func propertyKey(name string) string {
	if lastKeys[strings.TrimLeft(name, `\`)] > 0 {
		return `\` + name
	}
	return name
}

// propertyName returns the name of the property that has a key.
func propertyName(key string) string {
	if name, found := strings.CutPrefix(key, `\`); found && propertyKey(name) == key {
		return name
	}
	return key
}

// shadowKey returns the key of a query parameter's field if another field has its name as
// its key.
func shadowKey(m *Method, name string) string {
	key := "?" + name
	for m.Request.Field(key) != nil || slices.ContainsFunc(m.Operations[0].Parameters, func(p *document.Parameter) bool { return p.Name == key }) {
		key = "?" + key
	}
	return key
}
