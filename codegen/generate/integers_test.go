// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/runtime/wirejson"
)

// TestIntegerRanges declares ranges of integers. The type of the field holds both ends.
func TestIntegerRanges(t *testing.T) {
	for _, test := range []struct {
		schema, want string
		ends         string // values that arrive as they are sent
	}{
		{`format: int32, minimum: 0, maximum: 4294967295`, "uint32", "0 4294967295"},
		{`format: int32, maximum: 4294967295`, "int64", "-2147483648 4294967295"},
		{`format: int32, minimum: -1, maximum: 4294967295`, "int64", "-1 4294967295"},
		{`format: int32, minimum: 0, maximum: 4294967296`, "int64", "0 4294967296"},
		{`format: int32, minimum: 0, maximum: 4294967296, exclusiveMaximum: true`, "uint32", "0 4294967295"},
		{`format: int32, maximum: 2147483648, exclusiveMaximum: true`, "int32", "2147483647"},
		{`format: int32, maximum: 1e3`, "int32", "1000"},
		{`format: int32, maximum: 3e9`, "int64", "3000000000"},
		{`format: int32, minimum: -2147483649`, "int64", "-2147483649"},
		{`format: uint32, minimum: -1`, "int64", "-1 4294967295"},
		{`format: uint32, maximum: 4294967296`, "int64", "0 4294967296"},
		{`format: uint32, maximum: 18446744073709551615`, "uint64", "0 18446744073709551615"},
		{`maximum: 9223372036854775807`, "int64", "9223372036854775807"},
		{`maximum: 9223372036854775808`, "uint64", "0 9223372036854775808"},
		{`minimum: 0, maximum: 18446744073709551615`, "uint64", "18446744073709551615"},
		{`format: int64, maximum: 1.8446744073709551615e19`, "uint64", "18446744073709551615"},
		{`minimum: -1, maximum: 9223372036854775808`, "message", ""},
		{`maximum: 18446744073709551616`, "message", ""},
		{`maximum: 1e99999999`, "message", ""},
		{`minimum: -9223372036854775809`, "message", ""},
		{`minimum: 1.5, maximum: 2.5`, "int64", "2"},
		// JavaScript writes the limits of 64 bits so.
		{`minimum: -9223372036854776000, maximum: 9223372036854776000`, "int64", "-9223372036854775808 9223372036854775807"},
		{`maximum: 18446744073709552000`, "uint64", "18446744073709551615"},
	} {
		for _, of := range []struct{ schema, json string }{
			{`{type: integer, %s}`, `{"n":%s}`},
			{`{type: array, items: {type: integer, %s}}`, `{"n":[%s]}`},
			{`{type: object, additionalProperties: {type: integer, %s}}`, `{"n":{"k":%s}}`},
			{`{oneOf: [{type: integer, %s}, {type: boolean}]}`, `{"n":%s}`},
			{`{allOf: [{$ref: '#/components/schemas/N'}]}`, `{"n":%s}`},
		} {
			schema := of.schema
			if strings.Contains(schema, "%s") {
				schema = fmt.Sprintf(schema, test.schema)
			}
			document := fmt.Sprintf("openapi: 3.0.3\ninfo: {title: N, version: '1'}\npaths: {}\ncomponents: {schemas: {N: {type: integer, %s}, M: {type: object, properties: {n: %s}}}}\n", test.schema, schema)
			out, findings := generated(t, document, nil)
			md := out.Descriptors[0].Messages().ByName("M")
			if got := integerOf(md.Fields().ByName("n")); got != test.want {
				t.Errorf("%s in %s is %s, want %s", test.schema, of.schema, got, test.want)
			}
			noted := false
			for _, f := range findings.All() {
				noted = noted || f.Rule == finding.IntegerRange.Name
			}
			format := map[bool]string{true: "uint32", false: "int64"}[strings.Contains(test.schema, "uint32")]
			if strings.Contains(test.schema, " int32") {
				format = "int32"
			}
			if noted != (format != test.want) {
				t.Errorf("%s in %s: noted is %t", test.schema, of.schema, noted)
			}
			for _, end := range strings.Fields(test.ends) {
				text, m := fmt.Sprintf(of.json, end), dynamicpb.NewMessage(md)
				if err := wirejson.Unmarshal([]byte(text), m); err != nil {
					t.Errorf("%s in %s: %v", test.schema, of.schema, err)
				} else if again, err := wirejson.Marshal(m); err != nil || string(again) != text {
					t.Errorf("%s in %s: %s comes back as %s, %v", test.schema, of.schema, text, again, err)
				}
			}
		}
	}
}

// integerOf returns the type of integers that a field has, or "message".
func integerOf(fd protoreflect.FieldDescriptor) string {
	if fd.IsMap() {
		fd = fd.MapValue()
	}
	if md := fd.Message(); md != nil && md.ParentFile().Package() != "google.protobuf" {
		fd = md.Fields().ByName("integer") // of a union
	}
	return fd.Kind().String()
}

// TestIntegersStay widens and narrows the range of a property that is published.
func TestIntegersStay(t *testing.T) {
	const small, large = "minimum: 0, maximum: 10", "minimum: 0, maximum: 4294967295"
	document := func(limits string) string {
		return "openapi: 3.0.3\ninfo: {title: N, version: '1'}\npaths: {}\ncomponents: {schemas: {M: {type: object, properties: {n: {type: integer, format: int32, " + limits + "}}}}}\n"
	}
	for _, test := range []struct {
		name, before, after string
		old                 bool // published before locks had types
		want                string
	}{
		{"wide", large, large, false, "uint32"},
		{"narrowed", large, small, false, "uint32"},
		{"widened", small, large, false, "int32"},
		{"wide in an old lock", large, large, true, "int32"},
	} {
		var out *generate.Output
		out, _ = generated(t, document(test.before), nil)
		lock := out.Lock
		if test.old {
			lock = untyped(lock)
		}
		for range 2 {
			out, _ = generated(t, document(test.after), lock)
			if got := integerOf(out.Descriptors[0].Messages().ByName("M").Fields().ByName("n")); got != test.want {
				t.Errorf("%s: the type is %s, want %s", test.name, got, test.want)
			}
			lock = out.Lock
		}
	}
}
