// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package world_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A difference is where a JSON value is not as it was.
type difference struct {
	path string // "/items/0/name"
	kind string // "a text is lost"
	text string // what it was, and what it is
}

// differences compares JSON values. Times are the same where the instants are, and bytes
// where the bytes are. An empty list or map may be missing: proto does not tell it from an absent one.
// So may what no schema describes.
func differences(path string, want, got any) *difference {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			inner := path + "/" + name
			member, ok := object[name]
			if _, isUnknown := want[name].(unknown); isUnknown {
				continue
			}
			if !ok && isEmpty(want[name]) {
				continue
			}
			if !ok {
				return &difference{inner, called(want[name]) + " is lost", fmt.Sprintf("it was %s", jsonText(want[name]))}
			}
			if d := differences(inner, want[name], member); d != nil {
				return d
			}
		}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if _, ok := want[name]; !ok {
				return &difference{path + "/" + name, called(object[name]) + " is new", fmt.Sprintf("it is %s", jsonText(object[name]))}
			}
		}
		return nil
	case []any:
		list, ok := got.([]any)
		if !ok {
			break
		}
		if len(list) != len(want) {
			return &difference{path, "a list has more or fewer elements", fmt.Sprintf("%s became %s", jsonText(want), jsonText(got))}
		}
		for i := range want {
			if d := differences(fmt.Sprintf("%s/%d", path, i), want[i], list[i]); d != nil {
				return d
			}
		}
		return nil
	case binary:
		return differences(path, string(want), got)
	default:
		if same(want, got) {
			return nil
		}
	}
	return &difference{path, called(want) + " became " + called(got), fmt.Sprintf("%s became %s", jsonText(want), jsonText(got))}
}

// same tells whether two JSON values are the same.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any, []any:
		return differences("", a, b) == nil
	case string:
		b, ok := b.(string)
		return ok && (a == b || isSameTime(a, b) || isSameBytes(a, b))
	}
	if a, ok := number(a); ok {
		b, ok := number(b)
		return ok && a == b
	}
	return a == b
}

func isEmpty(value any) bool {
	switch value := value.(type) {
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// number returns a number, whatever kin-openapi holds it in.
func number(value any) (float64, bool) {
	switch value := value.(type) {
	case float64:
		return value, true
	case int64:
		return float64(value), true
	case int32:
		return float64(value), true
	case json.Number:
		n, err := value.Float64()
		return n, err == nil
	}
	return 0, false
}

func called(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		if value == "" {
			return "an empty text"
		}
		return "a text"
	case bool:
		return strconv.FormatBool(value)
	case []any:
		if len(value) == 0 {
			return "an empty list"
		}
		return "a list"
	case map[string]any:
		if len(value) == 0 {
			return "an empty object"
		}
		return "an object"
	}
	if n, _ := number(value); n == 0 {
		return "0"
	}
	return "a number"
}

func jsonText(value any) string {
	text, err := json.Marshal(plain(value))
	if err != nil {
		return err.Error()
	}
	return shorten(string(text), 300)
}

func isSameTime(a, b string) bool {
	first, err1 := time.Parse(time.RFC3339Nano, a)
	second, err2 := time.Parse(time.RFC3339Nano, b)
	return err1 == nil && err2 == nil && first.Equal(second)
}

func isSameBytes(a, b string) bool {
	decode := func(text string) (string, error) {
		text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
		decoded, err := base64.RawStdEncoding.DecodeString(text)
		return string(decoded), err
	}
	first, err1 := decode(a)
	second, err2 := decode(b)
	return err1 == nil && err2 == nil && first == second
}
