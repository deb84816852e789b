// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package discovery_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/discovery"
	"github.com/protolect/protolect/codegen/finding"
)

func decode(t testing.TB, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func encode(t testing.TB, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// member returns the value at an RFC 6901 pointer.
func member(t testing.TB, value any, pointer string) any {
	t.Helper()
	if pointer == "" {
		return value
	}
	for key := range strings.SplitSeq(pointer[1:], "/") {
		key = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
		switch container := value.(type) {
		case map[string]any:
			value = container[key]
		case []any:
			i, _ := strconv.Atoi(key)
			value = container[i]
		}
	}
	if value == nil {
		t.Fatalf("there is no value at %s", pointer)
	}
	return value
}

// replaceable calls visit for every member and element inside a value. The function put replaces
// it.
func replaceable(value any, pointer string, visit func(pointer string, value any, put func(any))) {
	switch value := value.(type) {
	case map[string]any:
		var keys []string
		for key := range value {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
			inner := value[key]
			visit(at, inner, func(v any) { value[key] = v })
			replaceable(inner, at, visit)
		}
	case []any:
		for i, inner := range value {
			at := pointer + "/" + strconv.Itoa(i)
			visit(at, inner, func(v any) { value[i] = v })
			replaceable(inner, at, visit)
		}
	}
}

// TestReadWrongTypes replaces each value of a document by values of other types. Each must be an
// error at its position, unless the reader ignores the value.
func TestReadWrongTypes(t *testing.T) {
	ignored := []string{
		"/discoveryVersion", "/id", "/batchPath", "/icons", "/parameters/", "/endpoints/", "/parameterOrder", "/parameterName",
	}
	root := decode(t, complete(t))
	kinds := []any{nil, true, 1.5, "x", []any{}, []any{nil}, map[string]any{}, map[string]any{"x": nil}}
	replaceable(root, "", func(pointer string, value any, put func(any)) {
		defer put(value)
		for _, kind := range kinds {
			if sameKind(kind, value) {
				continue
			}
			put(kind)
			_, findings := discovery.Read("library.json", encode(t, root))
			at := slices.ContainsFunc(findings.All(), func(f finding.Finding) bool {
				return f.Severity == finding.Error && (f.Position.Pointer == pointer || pointer == "/kind")
			})
			if !at && !slices.ContainsFunc(ignored, func(part string) bool { return strings.Contains(pointer, part) }) && !isScalarLimit(pointer, kind) {
				t.Errorf("%s as %s: no error at the value, the findings are %q", pointer, encode(t, kind), found(findings))
			}
		}
	})
}

func sameKind(a, b any) bool {
	switch a.(type) {
	case map[string]any:
		_, same := b.(map[string]any)
		return same
	case []any:
		_, same := b.([]any)
		return same
	case string:
		_, same := b.(string)
		return same
	case bool:
		_, same := b.(bool)
		return same
	}
	return false
}

// isScalarLimit reports whether a value is a default, which may be a string, number or boolean.
func isScalarLimit(pointer string, value any) bool {
	switch value.(type) {
	case bool, float64:
		return strings.HasSuffix(pointer, "/default")
	}
	return false
}

// TestReadWithoutMembers checks that the reader does not panic if one member is missing.
func TestReadWithoutMembers(t *testing.T) {
	data := complete(t)
	root := decode(t, data)
	var pointers []string
	replaceable(root, "", func(pointer string, _ any, _ func(any)) { pointers = append(pointers, pointer) })
	for _, pointer := range pointers {
		root := decode(t, data)
		cut := strings.LastIndexByte(pointer, '/')
		container, ok := member(t, root, pointer[:cut]).(map[string]any)
		if !ok {
			continue
		}
		delete(container, strings.NewReplacer("~1", "/", "~0", "~").Replace(pointer[cut+1:]))
		discovery.Read("library.json", encode(t, root))
	}
}
