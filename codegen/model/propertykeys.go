// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"slices"
	"strings"

	"github.com/protolect/protolect/codegen/document"
)

// The keys under which the lock knows the fields that are no property: those that hold
// the properties that an object has beside the ones it declares, and that say what is
// null, and what is empty.
const (
	additionalKey = "*"
	nullsKey      = "*null"
	emptiesKey    = "*empty"
)

// lastKeys are these keys, in the order of their fields.
var lastKeys = map[string]int{additionalKey: 1, nullsKey: 2, emptiesKey: 3}

// ownNames are the names of the fields with these keys.
var ownNames = map[string]string{additionalKey: "additional_properties", nullsKey: "null_fields", emptiesKey: "empty_fields"}

// propertyKey returns the key of the field for a property or a parameter: its name, with
// a backslash before one that is the key of a field that is no property.
func propertyKey(name string) string {
	if lastKeys[strings.TrimLeft(name, `\`)] > 0 {
		return `\` + name
	}
	return name
}

// propertyName returns the name for which propertyKey returns the key.
func propertyName(key string) string {
	if name, found := strings.CutPrefix(key, `\`); found && propertyKey(name) == key {
		return name
	}
	return key
}

// shadowKey returns the key of the field of a parameter in the query where another field
// has the key that is its name.
func shadowKey(m *Method, name string) string {
	key := "?" + name
	for m.Request.Field(key) != nil || slices.ContainsFunc(m.Operations[0].Parameters, func(p *document.Parameter) bool { return p.Name == key }) {
		key = "?" + key
	}
	return key
}
