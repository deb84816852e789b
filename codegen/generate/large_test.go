// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// BenchmarkLarge makes documents that have much of one thing, and four times as much.
// What a value takes stays about the same.
func BenchmarkLarge(b *testing.B) {
	const head = "openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\n"
	list := func(n int, item func(i int) string) string {
		var text strings.Builder
		for i := range n {
			text.WriteString(item(i) + "\n")
		}
		return text.String()
	}
	operation := func(i int) string {
		return fmt.Sprintf("  /p%d/{id}: {get: {operationId: get%d, tags: [t%d], parameters: [{in: path, name: id, required: true, schema: {type: string}}], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, default: {description: error, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}", i, i, i)
	}
	const a = "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\n"
	for _, test := range []struct {
		name string
		text func(n int) string
	}{
		{"properties", func(n int) string {
			return schemas("  A:\n   type: object\n   properties:\n" + list(n, func(i int) string { return fmt.Sprintf("    p%d: {type: string}", i) }))
		}},
		{"schemas", func(n int) string {
			return schemas(list(n, func(i int) string {
				return fmt.Sprintf("  S%d: {type: object, properties: {next: {$ref: '#/components/schemas/S%d'}}}", i, (i+1)%n)
			}))
		}},
		{"operations of services", func(n int) string { return head + a + "paths:\n" + list(n, operation) }},
		{"parameters", func(n int) string {
			return head + "paths:\n /a:\n  get:\n   responses: {}\n   parameters:\n" + list(n, func(i int) string { return fmt.Sprintf("    - {in: query, name: p%d.a, schema: {type: string}}", i) })
		}},
		{"enum values", func(n int) string {
			return schemas("  A:\n   type: string\n   enum:\n" + list(n, func(i int) string { return fmt.Sprintf("    - value%d", i) }))
		}},
		{"alternatives", func(n int) string {
			return schemas("  U:\n   oneOf:\n"+list(n, func(i int) string { return fmt.Sprintf("    - {$ref: '#/components/schemas/V%d'}", i) })) +
				list(n, func(i int) string {
					return fmt.Sprintf("  V%d: {type: object, required: [kind], properties: {kind: {type: string, enum: [k%d]}}}", i, i)
				})
		}},
		{"names alike", func(n int) string {
			return schemas("  A:\n   type: object\n   properties:\n" + list(n, func(i int) string {
				return fmt.Sprintf("    a%sb%s: {type: string}", strings.Repeat("-", i%100), strings.Repeat("_", i/100))
			}))
		}},
	} {
		for _, n := range []int{1000, 4000} {
			b.Run(fmt.Sprintf("%s/%d", test.name, n), func(b *testing.B) {
				text := []byte(test.text(n))
				b.ReportAllocs()
				for b.Loop() {
					out, findings, err := generate.API(generate.Input{
						Document: generate.File{Name: "things.yaml", Data: text},
						GoImport: func(string) string { return "example.com/things" },
					})
					if err != nil || out == nil {
						b.Fatal(err, findings.All())
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/value")
			})
		}
	}
}
