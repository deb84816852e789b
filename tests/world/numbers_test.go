// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

func (g *values) number(flat []*openapi3.Schema, isInteger bool) float64 {
	least, most := g.bounds(flat, isInteger)
	if most < least {
		return least // the caller recognizes that it is invalid
	}
	var n float64
	switch g.IntN(8) {
	case 0:
		n = 0
	case 1:
		n = 1
	case 2:
		n = least
	case 3:
		n = most
	default:
		n = least + g.Float64()*(most-least)
	}
	n = min(max(n, least), most)
	multiple, isFloat := 0.0, false
	for _, s := range flat {
		if s.MultipleOf != nil {
			multiple = max(multiple, *s.MultipleOf)
		}
		isFloat = isFloat || s.Format == "float"
	}
	switch {
	case multiple > 0:
		for n = math.Round(n/multiple) * multiple; n < least; n += multiple {
		}
	case isInteger:
		n = math.Round(n)
	case most-least > 1 && g.IntN(3) > 0:
		n = math.Round(n*8) / 8
	}
	if isFloat { // the format does not guarantee more digits
		n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 6, 64), 64)
	}
	return min(max(n, least), most)
}

// hasIntegerFormat reports whether a schema of a number states the format of an integer. kin-openapi
// ignores formats of numbers.
func hasIntegerFormat(flat []*openapi3.Schema) bool {
	return slices.ContainsFunc(flat, func(s *openapi3.Schema) bool {
		return slices.Contains([]string{"int32", "int64", "uint32", "uint64", "long"}, s.Format)
	})
}

// bounds returns the minimum and the maximum of a number.
func (g *values) bounds(flat []*openapi3.Schema, isInteger bool) (least, most float64) {
	least, most = math.Inf(-1), math.Inf(1)
	step, usual := 0.125, 1e6
	if isInteger {
		step = 1
	}
	for _, s := range flat {
		above, below := 0.0, 0.0
		if s.ExclusiveMin.Bool != nil && *s.ExclusiveMin.Bool {
			above = step
		}
		if s.ExclusiveMax.Bool != nil && *s.ExclusiveMax.Bool {
			below = step
		}
		if s.Min != nil {
			least = max(least, *s.Min+above)
		}
		if s.Max != nil {
			most = min(most, *s.Max-below)
		}
		if s.ExclusiveMin.Value != nil {
			least = max(least, *s.ExclusiveMin.Value+step)
		}
		if s.ExclusiveMax.Value != nil {
			most = min(most, *s.ExclusiveMax.Value-step)
		}
		if strings.HasPrefix(s.Format, "uint") {
			least = max(least, 0)
		}
		if isInteger && s.Format == "int64" && g.IntN(8) == 0 {
			usual = 1 << 53
		}
	}
	if math.IsInf(most, 1) {
		most = max(usual, least+usual)
	}
	if math.IsInf(least, -1) {
		least = min(-usual, most-usual)
	}
	// Beyond these bounds, float64, which kin-openapi uses, cannot represent every integer.
	least, most = max(least, -1<<53), min(most, 1<<53)
	if isInteger {
		least, most = math.Ceil(least), math.Floor(most)
	}
	return least, most
}
