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

// A difference is a difference between two JSON values.
type difference struct {
	path string // "/items/0/name"
	kind string // "a text is lost"
	text string // both values
}

// differences compares JSON values. Times are the same if the instants are, and bytes if the
// decoded bytes are. An empty list or map may be missing, because proto does not distinguish it
// from an absent one. Members that no schema describes may be missing as well.
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

// same reports whether two JSON values are the same.
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

// number returns a number of any of kin-openapi's types.
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
