// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/generate"
)

// TestTypeRules makes an API by the first rules for types where it was published by them.
func TestTypeRules(t *testing.T) {
	const document = `
openapi: 3.0.3
info: {title: Types API, version: 1.0.0}
paths: {}
components:
  schemas:
    Thing:
      type: object
      properties:
        ratio: {type: number, format: float}
        either: {oneOf: [{type: number}, {type: integer}]}
    Base:
      type: object
      properties:
        kind: {type: string}
        inner: {type: object, properties: {color: {$ref: '#/components/schemas/Color'}}}
    Part: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {kind: {type: string, enum: [part]}, inner: {properties: {color: {type: string, enum: [red]}}}}}]}
    Color: {type: string, enum: [red, green]}
`
	generated := func(lock []byte) (proto, written string) {
		t.Helper()
		out, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "types.yaml", Data: []byte(document)},
			Lock:     generate.File{Name: "numbers.lock.yaml", Data: lock},
			GoImport: func(string) string { return "example.com/types" },
		})
		if err != nil || findings.HasErrors() {
			t.Fatal(err, findings.All())
		}
		return string(out.Proto[0].Data), string(out.Lock)
	}
	has := func(proto string, all ...string) {
		t.Helper()
		for _, want := range all {
			if !strings.Contains(proto, want) {
				t.Errorf("there is no %q in\n%s", want, proto)
			}
		}
	}
	proto, lock := generated(nil)
	has(proto, "optional double ratio", "Either either =", "double number =", "int64 integer =", "optional Kind kind", "COLOR_GREEN = 2", "COLOR_RED = 1")
	again, lockAgain := generated([]byte(lock))
	if again != proto || lockAgain != lock {
		t.Error("another run changes something")
	}
	// What an earlier version wrote.
	for _, key := range []string{"Thing.either", "Part.kind", "Part.inner.color"} {
		lock = regexp.MustCompile("(?m)^  "+key+":\n(    .*\n)+").ReplaceAllString(lock, "")
	}
	lock = strings.ReplaceAll(lock, "typeRules: 3\n", "")
	old, lockOfOld := generated([]byte(lock))
	has(old, "optional float ratio", "optional double either", "optional string kind", "optional Color color")
	if strings.Contains(lockOfOld, "typeRules") {
		t.Errorf("the lock has new rules:\n%s", lockOfOld)
	}
}
