// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"math/big"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// TypeRules is the version of the rules by which the types of numbers follow from a document of OpenAPI.
// What was published by earlier rules keeps its types. Version 2: a declared range chooses the type of an
// integer, format: float is a double, an integer is an alternative beside a number, and null stands beside
// the numbers of a list though there seem to be several kinds of them.
const TypeRules = 2

// typeRules returns by which rules an API is made: those by which it was published first.
func (b *builder) typeRules() int {
	switch p := b.published; {
	case !b.api.Document.TracksPresence:
		return 0
	case len(p.Messages)+len(p.Enums)+len(p.Methods) > 0:
		return p.TypeRules
	}
	return TypeRules
}

// settleNumbers gives all numbers the formats that hold what the document permits.
func (b *builder) settleNumbers() {
	if b.api.TypeRules < 2 {
		return
	}
	for s := range b.api.Document.EachSchema {
		switch {
		case s.Kind == document.Number && s.Format == document.Float:
			s.Format = document.Double // of which a float would drop digits
		case s.Kind == document.Integer && len(s.Enum) == 0:
			b.widenInteger(s)
		}
	}
}

// integerFormats are the formats of integers, the smaller ones first, with their ranges.
var integerFormats = []struct {
	format           document.Format
	name             string
	minimum, maximum *big.Int
}{
	{document.Int32, "int32", power(31, -1), less(power(31, 1))},
	{document.UInt32, "uint32", power(0, 0), less(power(32, 1))},
	{document.Int64, "int64", power(63, -1), less(power(63, 1))},
	{document.UInt64, "uint64", power(0, 0), less(power(64, 1))},
}

// power returns 2^n times a factor.
func power(n uint, factor int64) *big.Int { return new(big.Int).Lsh(big.NewInt(factor), n) }

func less(n *big.Int) *big.Int { return new(big.Int).Sub(n, big.NewInt(1)) }

// widenInteger gives an integer whose range its format does not hold the smallest one that does, or makes
// it any value if none does.
func (b *builder) widenInteger(s *document.Schema) {
	minimum, maximum := integerRange(s.Limits)
	holds := func(least, greatest *big.Int) bool {
		// What is not declared is what the format permits.
		return (minimum == nil || least.Cmp(minimum) <= 0) && (maximum == nil || greatest.Cmp(maximum) >= 0)
	}
	own := 0
	for i, f := range integerFormats {
		if f.format == s.Format {
			own = i
		}
	}
	f := integerFormats[own]
	if holds(f.minimum, f.maximum) {
		return
	}
	if minimum == nil {
		minimum = f.minimum
	}
	if maximum == nil {
		maximum = f.maximum
	}
	for _, wider := range integerFormats {
		if holds(wider.minimum, wider.maximum) {
			b.findings.Add(finding.NumberType, s.At, "the range of an %s is %s to %s: it is an %s", f.name, minimum, maximum, wider.name)
			s.Format = wider.format
			return
		}
	}
	b.findings.Add(finding.NumberType, s.At, "the range of an %s is %s to %s: any JSON value is accepted (google.protobuf.Value)", f.name, minimum, maximum)
	s.Kind, s.Format = document.Any, document.NoFormat
}

// integerRange returns the least and the greatest integer that limits permit. Each is nil where there is none.
func integerRange(limits []document.Limit) (minimum, maximum *big.Int) {
	for _, l := range limits {
		n, ok := integerOf(l.Value)
		if !ok {
			continue
		}
		switch one := big.NewInt(1); l.Name {
		case document.Minimum:
			minimum = n
		case document.ExclusiveMinimum:
			minimum = n.Add(n, one)
		case document.Maximum:
			maximum = n
		case document.ExclusiveMaximum:
			maximum = n.Sub(n, one)
		}
	}
	return minimum, maximum
}

// integerOf returns the integer that a JSON number is, if it is one with few digits.
func integerOf(text string) (*big.Int, bool) {
	const maxDigits = 40
	f, _, err := big.ParseFloat(text, 10, 256, big.ToNearestEven)
	if err != nil || f.IsInf() || f.MantExp(nil) > 4*maxDigits {
		return nil, false
	}
	n, _ := f.Int(nil)
	return n, true
}
