// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// difference is a place where two JSON texts have different values.
type difference struct {
	path        string // JSON pointer
	first, then string // the JSON of both, or "absent"
}

func (d *difference) String() string {
	return fmt.Sprintf("%s is %s before and %s after", at(d.path), d.first, d.then)
}

func at(path string) string {
	if path == "" {
		return "the value"
	}
	return path
}

// sameness states which values are equal.
type sameness int

const (
	exactly sameness = iota // numbers with the same value, times of the same instant
	asText                  // also 1 and "1", and "a" and ["a"], as in a query
	asRead                  // also null, empty and absent values, and numbers equal as float32
)

// compareJSON returns the first difference between two JSON texts, or nil.
func compareJSON(first, then []byte, same sameness) *difference {
	if bytes.Equal(first, then) {
		return nil
	}
	a, err := parseJSON(first)
	if err != nil {
		return &difference{"", show(string(first)), show(string(then))}
	}
	b, err := parseJSON(then)
	if err != nil {
		return &difference{"", show(string(first)), show(string(then))}
	}
	return compareValues(a, b, "", same)
}

func parseJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// absent is the value of an absent member.
type absent struct{}

func compareValues(a, b any, path string, same sameness) *difference {
	if same == asText && isList(a) != isList(b) {
		a, b = onlyElement(a), onlyElement(b)
	}
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return unlessEmpty(same, a, b, path)
		}
		names := slices.AppendSeq(slices.Collect(maps.Keys(x)), maps.Keys(y))
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if d := compareValues(memberOf(x, name), memberOf(y, name), path+"/"+escapePointer(name), same); d != nil {
				return d
			}
		}
		return nil
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return unlessEmpty(same, a, b, path)
		}
		for i := range x {
			if d := compareValues(x[i], y[i], path+"/"+strconv.Itoa(i), same); d != nil {
				return d
			}
		}
		return nil
	}
	if a == b || sameScalar(a, b, same) {
		return nil
	}
	return unlessEmpty(same, a, b, path)
}

// unlessEmpty returns the difference between two values. With asRead, empty values are equal.
func unlessEmpty(same sameness, a, b any, path string) *difference {
	if same == asRead && isEmpty(a) && isEmpty(b) {
		return nil
	}
	return different(a, b, path)
}

// isEmpty reports whether a value is absent, null, or an empty list or object. A decoded
// message does not distinguish these.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil, absent:
		return true
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// onlyElement returns the element of a list with one element, and any other value unchanged.
func onlyElement(v any) any {
	if list, ok := v.([]any); ok && len(list) == 1 {
		return list[0]
	}
	return v
}

func memberOf(object map[string]any, name string) any {
	if v, ok := object[name]; ok {
		return v
	}
	return absent{}
}

func sameScalar(a, b any, same sameness) bool {
	x, isNumber := a.(json.Number)
	y, areNumbers := b.(json.Number)
	if isNumber && areNumbers {
		first, ok1 := new(big.Float).SetPrec(200).SetString(x.String())
		then, ok2 := new(big.Float).SetPrec(200).SetString(y.String())
		if !ok1 || !ok2 {
			return false
		}
		if same == asRead { // an example may have more digits than a float
			a, _ := first.Float32()
			b, _ := then.Float32()
			return first.Cmp(then) == 0 || a == b && !first.IsInt()
		}
		return first.Cmp(then) == 0
	}
	s, isText := a.(string)
	t, areTexts := b.(string)
	if isText && areTexts {
		first, err1 := time.Parse(time.RFC3339Nano, s)
		then, err2 := time.Parse(time.RFC3339Nano, t)
		return err1 == nil && err2 == nil && first.Equal(then)
	}
	return same == asText && isScalar(a) && isScalar(b) && fmt.Sprint(a) == fmt.Sprint(b)
}

func isScalar(v any) bool {
	switch v.(type) {
	case string, json.Number, bool:
		return true
	}
	return false
}

func different(a, b any, path string) *difference {
	return &difference{path, showValue(a), showValue(b)}
}

func showValue(v any) string {
	if _, ok := v.(absent); ok {
		return "absent"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return show(string(text))
}

// show returns text for a message, shortened to 120 bytes.
func show(text string) string {
	const most = 120
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// escapePointer escapes a token of a JSON pointer (RFC 6901, section 3).
func escapePointer(name string) string { return pointerEscapes.Replace(name) }

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")
