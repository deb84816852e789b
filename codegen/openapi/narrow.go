// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package openapi

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
)

// fitTogether tells whether a value can be of both kinds, which are those of scalars.
func fitTogether(one, other document.Kind) bool {
	isNumber := func(k document.Kind) bool { return k == document.Integer || k == document.Number }
	return isScalar(one) && (one == other || isNumber(one) && isNumber(other))
}

// commonScalar returns the shape of the values that two scalars permit, whose kinds fit together. The
// result is mine or other if that one permits no other values. It is nil if no value fits both.
func commonScalar(mine, other *document.Schema) *document.Schema {
	both := &document.Schema{At: mine.At, Kind: mine.Kind, Format: mine.Format}
	if both.Format == document.NoFormat || mine.Kind == document.Number && other.Kind == document.Integer {
		both.Kind, both.Format = other.Kind, other.Format
	}
	switch {
	case len(mine.Enum) == 0:
		both.Enum = other.Enum
	case len(other.Enum) == 0:
		both.Enum = mine.Enum
	default:
		for _, v := range mine.Enum {
			if slices.ContainsFunc(other.Enum, func(o document.EnumValue) bool { return o.Value == v.Value }) {
				both.Enum = append(both.Enum, v)
			}
		}
		if len(both.Enum) == 0 {
			return nil
		}
	}
	isSame := func(s *document.Schema) bool {
		return s.Kind == both.Kind && s.Format == both.Format && len(s.Enum) == len(both.Enum)
	}
	switch {
	case isSame(mine):
		return mine
	case isSame(other):
		return other
	}
	return both
}

// settleScalars combines the scalars of an overlap, which are the shapes of its two schemas.
func (r *reader) settleScalars(o overlap, pair schemaPair) change {
	nearer, other := o.nearer.Schema, o.other.Schema
	both, did := *nearer, unchanged
	common := commonScalar(pair.nearer, pair.other)
	switch common {
	case nil:
		r.findings.Add(finding.PropertyTwice, nearer.At, "the property %q has other values in a part of allOf, at %v", o.nearer.Name, other.At)
	case pair.nearer:
	case pair.other:
		both = *withShape(nearer, pair.nearer, other)
		did = narrowed
	default:
		both = *withShape(nearer, pair.nearer, common)
		did = narrowed
	}
	if did == narrowed {
		both.Wider = nearer
	}
	if did == narrowed && nearer.Kind == document.Ref {
		both.Limits = commonLimits(both.Limits, pair.nearer.Limits)
	}
	annotate(&both, other)
	if both.Kind != document.Ref {
		both.Limits = commonLimits(both.Limits, pair.other.Limits)
	}
	o.property.Schema = &both
	return did
}

// annotate gives a property the annotations of another schema for it. Its own description counts more.
func annotate(s, other *document.Schema) {
	s.Description = cmp.Or(s.Description, other.Description)
	s.Deprecated = s.Deprecated || other.Deprecated
	s.Limits = commonLimits(s.Limits, other.Limits)
	if len(s.Examples) == 0 {
		s.Examples = other.Examples
	}
	s.ContentMediaType = cmp.Or(s.ContentMediaType, other.ContentMediaType)
	s.ContentEncoding = cmp.Or(s.ContentEncoding, other.ContentEncoding)
}

// commonLimits returns the limits of values that keep to both: the larger of two minimums, and the smaller of
// two maximums. Of two defaults the first counts.
func commonLimits(limits, others []document.Limit) []document.Limit {
	all := slices.Clip(limits)
	for _, other := range others {
		i := slices.IndexFunc(all, func(l document.Limit) bool { return l.Name == other.Name })
		if i < 0 {
			all = append(all, other)
			continue
		}
		side := 0
		switch other.Name {
		case document.Default:
			continue
		case document.Minimum, document.ExclusiveMinimum, document.MinLength, document.MinItems, minProperties:
			side = 1
		case document.Maximum, document.ExclusiveMaximum, document.MaxLength, document.MaxItems, maxProperties:
			side = -1
		}
		mine, ok1 := new(big.Float).SetString(all[i].Value)
		its, ok2 := new(big.Float).SetString(other.Value)
		switch {
		case side == 0 || !ok1 || !ok2:
			if !slices.Contains(all, other) {
				all = append(all, other)
			}
		case its.Cmp(mine) == side:
			all = slices.Clone(all)
			all[i] = other
		}
	}
	return all
}
