// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"

	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/runtime/transcode"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestRandomAlternatives reads random values of random schemas, of which many are unions, and writes them. Each
// value is valid by the alternative that it was drawn from, so nothing of it may be lost.
func TestRandomAlternatives(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	t.Logf("drawn by -seed %d", *seed)
	const schemas, values = 60, 12
	d := &unionDrawer{Rand: rand.New(rand.NewPCG(*seed, 0))}
	for range schemas {
		root := d.schema(3)
		text, err := json.Marshal(object{"type": "object", "properties": object{"v": root}})
		if err != nil {
			t.Fatal(err)
		}
		m, _ := answering(t, string(text))
		for range values {
			value, err := json.Marshal(object{"v": d.value(root)})
			if err != nil {
				t.Fatal(err)
			}
			r := &transcode.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: value, Verb: "GET"}
			resp := dynamicpb.NewMessage(m.Descriptor.Output())
			if err := m.DecodeResponse(r, resp, transcode.DecodeOptions{}); err != nil {
				t.Errorf("%s of %s: %v", value, text, err)
				continue
			}
			written, err := wirejson.Marshal(resp)
			if err != nil || canonical(written) != canonical(value) {
				t.Errorf("%s of %s is written as %s, %v", value, text, written, err)
			}
		}
		if t.Failed() {
			return
		}
	}
}

type object = map[string]any

// unionDrawer draws schemas and values of them.
type unionDrawer struct{ *rand.Rand }

func (d *unionDrawer) schema(depth int) object {
	n := d.IntN(11)
	if depth == 0 {
		n = d.IntN(7)
	}
	switch n {
	case 0:
		return object{"type": "string"}
	case 1:
		return object{"type": "integer"}
	case 2:
		return object{"type": "number"}
	case 3:
		return object{"type": "boolean"}
	case 4:
		return object{"type": "string", "enum": d.words()}
	case 5:
		return object{"type": "string", "format": []string{"date-time", "byte", "int64"}[d.IntN(3)]}
	case 6:
		return object{"type": "integer", "enum": []any{d.IntN(3), 3 + d.IntN(3)}}
	case 7:
		return object{"type": "array", "items": d.element(depth - 1)}
	case 8:
		return object{"type": "object", "additionalProperties": d.element(depth - 1)}
	case 9:
		var all []any
		for range 2 + d.IntN(3) {
			all = append(all, d.schema(depth-1))
		}
		return object{"oneOf": all}
	}
	properties := object{}
	var required []any
	for _, name := range []string{"a", "b", "c", "kind"} {
		if d.IntN(2) == 0 {
			continue
		}
		properties[name] = d.schema(depth - 1)
		if name == "kind" {
			properties[name] = d.constants()
		}
		if d.IntN(2) == 0 {
			required = append(required, name)
		}
	}
	s := object{"type": "object", "properties": properties}
	if len(properties) == 0 {
		properties["d"] = object{"type": "string"}
	}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// element returns the schema of an element, which may be nullable.
func (d *unionDrawer) element(depth int) object {
	s := d.schema(depth)
	if d.IntN(3) == 0 {
		s["nullable"] = true
	}
	return s
}

// constants returns the schema of a member that may tell alternatives apart.
func (d *unionDrawer) constants() object {
	switch d.IntN(4) {
	case 0:
		return object{"type": "boolean", "enum": []any{d.IntN(2) == 0}}
	case 1:
		return object{"type": "integer", "enum": []any{d.IntN(3) - 1}}
	}
	return object{"type": "string", "enum": d.words()}
}

func (d *unionDrawer) words() []any {
	first := d.IntN(4)
	return []any{"word" + strconv.Itoa(first), "word" + strconv.Itoa(first+1+d.IntN(2))}
}

func (d *unionDrawer) value(s object) any {
	if s["nullable"] == true && d.IntN(3) == 0 {
		return nil
	}
	if all, ok := s["oneOf"].([]any); ok {
		return d.value(all[d.IntN(len(all))].(object))
	}
	if values, ok := s["enum"].([]any); ok {
		return values[d.IntN(len(values))]
	}
	switch s["type"] {
	case "string":
		switch s["format"] {
		case "date-time":
			return fmt.Sprintf("2024-01-0%dT00:00:00Z", 1+d.IntN(9))
		case "byte":
			return []string{"AP/+", "Zg==", ""}[d.IntN(3)]
		case "int64":
			return strconv.Itoa(d.IntN(1000))
		}
		return []string{"7", "007", "1.50", "true", "", "x", "word1", "2024-01-01T00:00:00Z", "Zg=="}[d.IntN(9)]
	case "integer":
		return json.Number([]string{"0", "7", "-3", "9007199254740993"}[d.IntN(4)])
	case "number":
		return json.Number([]string{"0", "7", "1.5", "-0.25"}[d.IntN(4)])
	case "boolean":
		return d.IntN(2) == 0
	case "array":
		list := []any{}
		for range 1 + d.IntN(3) { // an empty one is absent to a message
			list = append(list, d.value(s["items"].(object)))
		}
		return list
	}
	o := object{}
	if values, ok := s["additionalProperties"].(object); ok {
		for i := range 1 + d.IntN(3) {
			o["key"+strconv.Itoa(i)] = d.value(values)
		}
		return o
	}
	required := make(map[any]bool)
	names, _ := s["required"].([]any)
	for _, name := range names {
		required[name] = true
	}
	for name, property := range s["properties"].(object) {
		if required[name] || d.IntN(2) == 0 {
			o[name] = d.value(property.(object))
		}
	}
	return o
}
