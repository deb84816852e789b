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

// integerType returns the type of an integer: that of its format or, if its range is larger,
// the first type that can hold the range. A published field keeps its type.
func (b *builder) integerType(s *document.Schema, owner *Message, key string) Type {
	plain := cmp.Or(integerTypes[s.Format], Type(Int32))
	if entry, published := b.publishedInteger(owner, key); published {
		b.recordInteger(owner, key, entry.integer)
		return cmp.Or(integersByName[entry.integer], plain)
	}
	least, most := integerRange(s.Limits, ranges[plain])
	fits := func(t Type) bool { return ranges[t].low.Cmp(least) <= 0 && ranges[t].high.Cmp(most) >= 0 }
	if fits(plain) {
		return plain
	}
	for _, t := range []Type{UInt32, Int64, UInt64} {
		if fits(t) {
			b.findings.Add(finding.IntegerRange, s.At, "%s of %s has values from %s to %s: the type is %s",
				key, owner.Key, least.Text('f', 0), most.Text('f', 0), integerNames[t])
			b.recordInteger(owner, key, integerNames[t])
			return t
		}
	}
	b.findings.Add(finding.IntegerRange, s.At,
		"%s of %s has values outside the range of all integer types: any JSON value is accepted (google.protobuf.Value)", key, owner.Key)
	b.recordInteger(owner, key, integerNames[ValueType])
	return ValueType
}

// numberType returns the type of a number: an integer if the format is that of integers. A field that was
// published as a double keeps its type.
func (b *builder) numberType(s *document.Schema, owner *Message, key string) Type {
	switch s.Format {
	case document.Float:
		return Float
	case document.Int32, document.UInt32, document.Int64, document.UInt64:
		t := cmp.Or(integerTypes[s.Format], Type(Int32))
		if entry, published := b.publishedInteger(owner, key); published {
			if entry.integer == "" {
				return Double
			}
			t = integersByName[entry.integer]
		}
		b.recordInteger(owner, key, integerNames[t])
		return t
	}
	return Double
}

// recordInteger records the integer type of a field for the lock.
func (b *builder) recordInteger(owner *Message, key, name string) {
	if name != "" {
		b.integers[fieldKey{owner, key}] = name
	}
}

// fieldKey identifies a field of a message.
type fieldKey struct {
	message *Message
	key     string
}

var integerNames = map[Type]string{
	Int32: "int32", UInt32: "uint32", Int64: "int64", UInt64: "uint64", ValueType: string(ValueType),
}

// numbersByName are the types that a field for a number can have.
var numbersByName = map[string]Type{
	"int32": Int32, "uint32": UInt32, "int64": Int64, "uint64": UInt64, "float": Float, "double": Double, string(ValueType): ValueType,
}

var integersByName = func() map[string]Type {
	types := make(map[string]Type)
	for t, name := range integerNames {
		types[name] = t
	}
	return types
}()

// bounds are the smallest and the largest value of a type.
type bounds struct{ low, high *big.Float }

var ranges = map[Type]bounds{
	Int32:  {number(math.MinInt32), number(math.MaxInt32)},
	UInt32: {number(0), number(math.MaxUint32)},
	Int64:  {number(math.MinInt64), number(math.MaxInt64)},
	UInt64: {number(0), parseExact("18446744073709551615")},
}

func number(n int64) *big.Float { return parseExact(big.NewInt(n).String()) }

// parseExact parses a decimal number, or returns nil. The precision is sufficient for all
// integer types.
func parseExact(text string) *big.Float {
	n, _, err := big.ParseFloat(text, 10, 128, big.ToNearestEven)
	if err != nil {
		return nil
	}
	return n
}

// integerLimit parses the limit of an integer, or returns nil. It corrects limits of the 64-bit
// types that were rounded.
func integerLimit(text string) *big.Float {
	n := parseExact(text)
	if n == nil || n.IsInf() {
		return nil
	}
	for _, r := range roundedLimits {
		if n.Cmp(r.written) == 0 {
			return r.exact
		}
	}
	return n
}

// roundedLimits are the limits of the 64-bit types as written by programs whose numbers are
// all float64.
var roundedLimits = []struct{ written, exact *big.Float }{
	{parseExact("9223372036854776000"), ranges[Int64].high},
	{parseExact("-9223372036854776000"), ranges[Int64].low},
	{parseExact("18446744073709552000"), ranges[UInt64].high},
}

// integerRange returns the range of an integer with limits. A missing limit is that of the
// type. If the maximum is above all signed integers, a missing minimum is 0.
func integerRange(limits []document.Limit, ofType bounds) (least, most *big.Float) {
	limit := func(name string) *big.Float {
		i := slices.IndexFunc(limits, func(l document.Limit) bool { return l.Name == name })
		if i < 0 {
			return nil
		}
		return integerLimit(limits[i].Value)
	}
	one := number(1)
	least, most = limit(document.Minimum), limit(document.Maximum)
	if exclusive := limit(document.ExclusiveMinimum); exclusive != nil && (least == nil || exclusive.Cmp(least) >= 0) {
		least = new(big.Float).Add(exclusive, one)
	}
	if exclusive := limit(document.ExclusiveMaximum); exclusive != nil && (most == nil || exclusive.Cmp(most) <= 0) {
		most = new(big.Float).Sub(exclusive, one)
	} else if most != nil && slices.Contains(limits, document.Limit{Name: document.ExclusiveMaximum, Value: "true"}) {
		most = new(big.Float).Sub(most, one)
	}
	if most == nil {
		most = ofType.high
	}
	if least == nil {
		if least = ofType.low; most.Cmp(ranges[Int64].high) > 0 {
			least = ranges[UInt64].low
		}
	}
	return least, most
}
