// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// TypeRules is the version of the rules by which the types of numbers follow from a document in which formats are hints.
// What was published by earlier rules keeps its types. Version 2: format: float is a double, and an
// integer is an alternative beside a number.
const TypeRules = 2

// typeRules returns by which rules an API is made: those by which it was published first.
func (b *builder) typeRules() int {
	switch p := b.published; {
	case b.conventions.FormatsAreTypes:
		return 0
	case len(p.Messages)+len(p.Enums)+len(p.Methods) > 0:
		return p.TypeRules
	}
	return TypeRules
}

// settleNumbers makes numbers of format: float doubles: a float would drop digits that it read.
func (b *builder) settleNumbers() {
	if b.api.TypeRules < 2 {
		return
	}
	for s := range b.api.Document.EachSchema {
		if s.Kind == document.Number && s.Format == document.Float {
			s.Format = document.Double
		}
	}
}
