// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// TypeRules is the version of the rules by which types follow from a document in which formats are hints.
// What was published by earlier rules keeps its types. Version 2: format: float is a double, and an
// integer is an alternative beside a number. Version 3: a property has the values that all parts of an allOf
// permit.
const TypeRules = 3

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

// settleNarrowed gives properties of which another part of an allOf permits fewer values the type that they had by the
// rules before version 3.
func (b *builder) settleNarrowed() {
	if b.api.TypeRules >= 3 {
		return
	}
	for s := range b.api.Document.EachSchema {
		if w := s.Wider; w != nil {
			s.Kind, s.Ref, s.Format, s.Enum, s.Items = w.Kind, w.Ref, w.Format, w.Enum, w.Items
			s.Properties, s.Additional, s.Variants, s.Inclusive = w.Properties, w.Additional, w.Variants, w.Inclusive
		}
	}
}
