// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package model

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// integerType returns the type of a whole number: that of its format or, if the document
// declares a range beyond that, the first type that holds the range. A published field
// keeps its type.
func (b *builder) integerType(s *document.Schema, owner *Message, key string) Type {
	plain := cmp.Or(integerTypes[s.Format], Type(Int32))
	if entry, published := b.publishedField(owner, key); published {
		b.decide(owner, key, entry.integer)
		return cmp.Or(integersByName[entry.integer], plain)
	}
	least, most := integerRange(s.Limits, ranges[plain])
	fits := func(t Type) bool { return ranges[t].low.Cmp(least) <= 0 && ranges[t].high.Cmp(most) >= 0 }
	if fits(plain) {
		return plain
	}
	for _, t := range []Type{UInt32, Int64, UInt64} {
		if fits(t) {
			b.findings.Add(finding.IntegerRange, s.At, "%s of %s has values from %s to %s: the type is %s", key, owner.Key, least.Text('f', 0), most.Text('f', 0), integerNames[t])
			b.decide(owner, key, integerNames[t])
			return t
		}
	}
	b.findings.Add(finding.IntegerRange, s.At, "%s of %s has values that no type of integers holds: any JSON value is accepted (google.protobuf.Value)", key, owner.Key)
	b.decide(owner, key, integerNames[ValueType])
	return ValueType
}

// decide notes the type of integers of a field, for the lock.
func (b *builder) decide(owner *Message, key, name string) {
	if name != "" {
		b.integers[fieldOf{owner, key}] = name
	}
}

// fieldOf is a field that is being made.
type fieldOf struct {
	message *Message
	key     string
}

var integerNames = map[Type]string{Int32: "int32", UInt32: "uint32", Int64: "int64", UInt64: "uint64", ValueType: string(ValueType)}

var integersByName = func() map[string]Type {
	types := make(map[string]Type)
	for t, name := range integerNames {
		types[name] = t
	}
	return types
}()

// bounds are the least and the greatest value of a type.
type bounds struct{ low, high *big.Float }

var ranges = map[Type]bounds{
	Int32:  {number(math.MinInt32), number(math.MaxInt32)},
	UInt32: {number(0), number(math.MaxUint32)},
	Int64:  {number(math.MinInt64), number(math.MaxInt64)},
	UInt64: {number(0), exactly("18446744073709551615")},
}

func number(n int64) *big.Float { return exactly(big.NewInt(n).String()) }

// exactly returns the number that a text is, or nil. It has enough digits for any integer
// type, whatever the text's exponent is.
func exactly(text string) *big.Float {
	n, _, err := big.ParseFloat(text, 10, 128, big.ToNearestEven)
	if err != nil {
		return nil
	}
	return n
}

// integerLimit returns the number that a limit of an integer is, or nil.
func integerLimit(text string) *big.Float {
	n := exactly(text)
	if n == nil || n.IsInf() {
		return nil
	}
	for _, r := range rounded {
		if n.Cmp(r.written) == 0 {
			return r.exact
		}
	}
	return n
}

// rounded are the limits of the 64-bit types as programs write them that know no other
// numbers than float64.
var rounded = []struct{ written, exact *big.Float }{
	{exactly("9223372036854776000"), ranges[Int64].high},
	{exactly("-9223372036854776000"), ranges[Int64].low},
	{exactly("18446744073709552000"), ranges[UInt64].high},
}

// integerRange returns the range of an integer that has limits. Where there is none on one
// side it is that of the type, but for those above all signed integers, which are not below 0.
func integerRange(limits []document.Limit, of bounds) (least, most *big.Float) {
	limit := func(name string) *big.Float {
		i := slices.IndexFunc(limits, func(l document.Limit) bool { return l.Name == name })
		if i < 0 {
			return nil
		}
		return integerLimit(limits[i].Value)
	}
	one := number(1)
	least, most = limit(document.Minimum), limit(document.Maximum)
	if above := limit("Exclusive minimum"); above != nil && (least == nil || above.Cmp(least) >= 0) {
		least = new(big.Float).Add(above, one)
	}
	if below := limit("Exclusive maximum"); below != nil && (most == nil || below.Cmp(most) <= 0) {
		most = new(big.Float).Sub(below, one)
	} else if most != nil && slices.Contains(limits, document.Limit{Name: "Exclusive maximum", Value: "true"}) {
		most = new(big.Float).Sub(most, one)
	}
	if most == nil {
		most = of.high
	}
	if least == nil {
		if least = of.low; most.Cmp(ranges[Int64].high) > 0 {
			least = ranges[UInt64].low
		}
	}
	return least, most
}
