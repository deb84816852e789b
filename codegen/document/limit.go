// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

// Limit is a constraint or default of a value, such as its minimum or its pattern.
type Limit struct {
	Name  string
	Value string
}

// The names of limits, as comments spell them. Lengths are in characters. Patterns are
// RE2 and may match any part of the value.
const (
	Default   = "Default"
	Minimum   = "Minimum"
	Maximum   = "Maximum"
	MinLength = "Minimum length"
	MaxLength = "Maximum length"
	MinItems  = "Minimum items"
	MaxItems  = "Maximum items"
	Pattern   = "Pattern"

	ExclusiveMinimum = "Exclusive minimum"
	ExclusiveMaximum = "Exclusive maximum"

	RequiredBy = "Required by" // the methods of the API that require the value
)
