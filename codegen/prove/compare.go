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

// A difference is a value that two JSON texts have at one place.
type difference struct {
	path        string // JSON pointer
	first, then string // the JSON of both, or "nothing"
}

func (d *difference) String() string {
	return fmt.Sprintf("%s is %s, and %s comes back", at(d.path), d.first, d.then)
}

func at(path string) string {
	if path == "" {
		return "the value"
	}
	return path
}

// sameness is what counts as the same JSON.
type sameness int

const (
	exactly sameness = iota // numbers by their value, times by the instant
	asText                  // also 1 and "1", and "a" and ["a"], as in a query
	asRead                  // also null, an empty list, an empty object and nothing, and the digits of a float
)

// compareJSON returns the first difference of two JSON texts, or nil.
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

// nothing stands for a member that is not there.
type nothing struct{}

func compareValues(a, b any, path string, same sameness) *difference {
	if same == asText && isList(a) != isList(b) {
		a, b = onlyElement(a), onlyElement(b)
	}
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok {
			return unless(same, a, b, path)
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
			return unless(same, a, b, path)
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
	return unless(same, a, b, path)
}

// unless returns that two values differ, unless both are nothing where that is the same.
func unless(same sameness, a, b any, path string) *difference {
	if same == asRead && isNothing(a) && isNothing(b) {
		return nil
	}
	return different(a, b, path)
}

// isNothing reports whether a message that was read is the same with or without a value: null, or
// an empty list or object.
func isNothing(v any) bool {
	switch v := v.(type) {
	case nil, nothing:
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

// onlyElement returns the element of a list of one, and other values as they are.
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
	return nothing{}
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
		if same == asRead { // The document may show more digits than its format has.
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
	if _, missing := v.(nothing); missing {
		return "nothing"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return show(string(text))
}

// show returns text, cut to a length that is fit for a message.
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
