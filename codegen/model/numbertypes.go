// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import "github.com/protolect/protolect/codegen/document"

// TypeRules is the version of the rules that derive types from documents in which formats are
// hints. APIs that were published by earlier rules keep their types. In version 2, format: float
// becomes a double, and an integer can be an alternative beside a number. In version 3, a property
// has the values that all parts of an allOf permit.
const TypeRules = 3

// typeRules returns the version of the rules for the API: the one by which it was first
// published, or TypeRules for a new API. It returns 0 if formats are types.
func (b *builder) typeRules() int {
	switch p := b.published; {
	case b.conventions.FormatsAreTypes:
		return 0
	case len(p.Messages)+len(p.Enums)+len(p.Methods) > 0:
		return p.TypeRules
	}
	return TypeRules
}

// settleNumbers changes numbers of format: float to doubles, because a float would lose digits.
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

// settleNarrowed restores the type that a property had before version 3 of the rules, if another
// part of an allOf permits fewer values.
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
