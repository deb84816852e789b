// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/goapi"
)

// TestPublishedUnionsStay removes an alternative that is not an object, or the exclusion of the others, from unions.
func TestPublishedUnionsStay(t *testing.T) {
	const a, b = "{$ref: '#/components/schemas/A'}", "{$ref: '#/components/schemas/B'}"
	document := func(union string) string {
		return `openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: 'https://shop.example'}]
paths:
  /named: {get: {operationId: getNamed, responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Named'}}}}}}}
  /inline: {get: {operationId: getInline, responses: {'200': {description: a, content: {application/json: {schema: ` + union + `}}}}}}
  /holder: {get: {operationId: getHolder, responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Holder'}}}}}}}
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}}
    B: {type: object, properties: {b: {type: string}}}
    Named: ` + union + `
    Holder: {type: object, properties: {one: ` + union + `, many: {type: array, items: ` + union + `}, map: {type: object, additionalProperties: ` + union + `}, inner: {type: object, properties: {one: ` + union + `}}}}
`
	}
	for name, test := range map[string]struct {
		before, after string
		kept          int // unions
	}{
		"a string is gone":        {"{anyOf: [" + a + ", " + b + ", {type: string}]}", "{anyOf: [" + a + ", " + b + "]}", 6},
		"several are allowed":     {"{oneOf: [" + a + ", " + b + "]}", "{anyOf: [" + a + ", " + b + "]}", 6},
		"one message from before": {"{anyOf: [" + a + ", " + b + "]}", "{anyOf: [" + b + ", " + a + "]}", 0},
		"a union as before":       {"{oneOf: [" + a + ", " + b + "]}", "{oneOf: [" + b + ", " + a + "]}", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRevisions(t)
			before, found := r.convert(document(test.before), "")
			if before == nil {
				t.Fatal(found)
			}
			for range 2 {
				after, found := r.convert(document(test.after), "")
				if after == nil {
					t.Fatal(found)
				}
				kept := 0
				for _, f := range found {
					if strings.HasPrefix(f, "union-kept") {
						kept++
					}
				}
				if kept != test.kept {
					t.Errorf("%d unions are kept, want %d: %q", kept, test.kept, found)
				}
				for _, change := range goapi.Compare(goPackages(before), goPackages(after)) {
					if isText := strings.Contains(change.Message, "Text"); change.Breaks && !isText {
						t.Errorf("programs do not compile: %s", change.Message)
					}
				}
			}
			first, found := newRevisions(t).convert(document(test.after), "")
			if first == nil || slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "union-kept") }) {
				t.Errorf("a first run: %q", found)
			}
		})
	}
}
