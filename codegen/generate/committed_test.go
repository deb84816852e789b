// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/protofile"
)

// parsed returns the .proto files of a run.
func parsed(t *testing.T, files []generate.File) []*descriptorpb.FileDescriptorProto {
	t.Helper()
	var all []*descriptorpb.FileDescriptorProto
	for _, f := range files {
		file, err := protofile.Parse("proto/"+f.Name, f.Data)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file)
	}
	return all
}

// TestCommitted converts each small document a second time beside its .proto files: they agree with the lock, and
// have the types that a lock of an earlier version lacks.
func TestCommitted(t *testing.T) {
	folders, err := filepath.Glob("testdata/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, folder := range folders {
		in := input(t, folder)
		out, _, err := generate.API(in)
		if err != nil {
			t.Fatal(err)
		}
		if out == nil {
			continue
		}
		protos := parsed(t, out.Proto)
		in.NoProof = true
		for name, lock := range map[string][]byte{"the same lock": out.Lock, "an earlier lock": withoutFieldTypes(out.Lock)} {
			in.Lock, in.Protos = generate.File{Name: "numbers.lock.yaml", Data: lock}, protos
			again, findings, err := generate.API(in)
			if err != nil || again == nil {
				t.Fatalf("%s: %s: %v, %v", folder, name, err, findings.All())
			}
			if diff := cmp.Diff(string(out.Lock), string(again.Lock)); diff != "" {
				t.Errorf("%s: %s: -first +again:\n%s", folder, name, diff)
			}
		}
	}
}

// TestCommittedAgain converts documents a second time beside their .proto files: the lock has whatever the second
// run needs.
func TestCommittedAgain(t *testing.T) {
	for _, schemas := range []string{
		"Item: {type: object, properties: {angle: {type: integer, enum: [-90, 90, 0]}, sort: {type: string, enum: ['-name', name, '+', '-1', '1']}}}",
		"Item: {type: object, properties: {a: {type: number, format: int32}, b: {type: number, format: int64}, c: {type: integer, minimum: 0, maximum: 4000000000}, " +
			"d: {type: integer, maximum: 1e30}, e: {type: number, format: float}}}",
	} {
		out, _ := generated(t, withSchemas(schemas), nil)
		again, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "api.yaml", Data: []byte(withSchemas(schemas))},
			Lock:     generate.File{Name: "numbers.lock.yaml", Data: out.Lock},
			Protos:   parsed(t, out.Proto),
			GoImport: func(string) string { return "example.com/api" },
		})
		if err != nil || again == nil {
			t.Fatalf("%s: %v, %v", schemas, err, findings.All())
		}
		if diff := cmp.Diff(out.Proto, again.Proto); diff != "" {
			t.Errorf("%s: -first +again:\n%s", schemas, diff)
		}
	}
}

// TestMissingFile converts a document after one of its .proto files was lost: the run writes it again.
func TestMissingFile(t *testing.T) {
	document := withSchemas("Item: {type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}, kinds: {type: object, additionalProperties: {$ref: '#/components/schemas/Kind'}}}}\nKind: {type: string, enum: [A, B]}")
	document = strings.Replace(document, "{operationId: get0, ", "{operationId: get0, parameters: [{name: kind, in: query, schema: {$ref: '#/components/schemas/Kind'}}], ", 1)
	out, _ := generated(t, document, nil)
	for i, f := range out.Proto {
		left := slices.Delete(slices.Clone(out.Proto), i, i+1)
		again, findings, err := generate.API(generate.Input{
			Document: generate.File{Name: "api.yaml", Data: []byte(document)},
			Lock:     generate.File{Name: "numbers.lock.yaml", Data: out.Lock},
			Protos:   parsed(t, left),
			GoImport: func(string) string { return "example.com/api" },
		})
		if err != nil || again == nil {
			t.Fatalf("without %s: %v, %v", f.Name, err, findings.All())
		}
		if diff := cmp.Diff(out.Proto, again.Proto); diff != "" {
			t.Errorf("without %s: -first +again:\n%s", f.Name, diff)
		}
	}
}

// withoutFieldTypes returns a lock without the types of fields.
func withoutFieldTypes(lock []byte) []byte { return fieldTypes.ReplaceAll(lock, []byte("$1")) }

// TestTypesOfCommitted takes the types that an earlier lock lacks from the .proto files, so that a field whose type
// changes in the same run gets another number.
func TestTypesOfCommitted(t *testing.T) {
	out, _ := generated(t, withSchemas("Item: {type: object, required: [r], properties: {p: {type: integer, format: int32}, q: {type: string}, r: {type: string}}}"), nil)
	in := generate.Input{
		Document: generate.File{Name: "api.yaml", Data: []byte(withSchemas("Item: {type: object, required: [q], properties: {p: {type: string}, q: {type: string}, r: {type: string}}}"))},
		Lock:     generate.File{Name: "numbers.lock.yaml", Data: untyped(out.Lock)},
		GoImport: func(string) string { return "example.com/api" },
		Protos:   parsed(t, out.Proto),
	}
	again, findings, err := generate.API(in)
	if err != nil || again == nil {
		t.Fatal(err, findings.All())
	}
	if got, want := typesOf(again, "Item"), "optional string q=2, string r=3, optional string p=4, reserved 1"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := messagesOf(findings, finding.TypeChanged); len(got) != 1 {
		t.Errorf("reported: %q", got)
	}
}

// TestEditedLock edits a lock by hand: the .proto files beside it contradict it.
func TestEditedLock(t *testing.T) {
	document := func(properties string) string {
		return withSchemas("Item: {type: object, properties: {" + properties + "inner: {type: object, properties: {x: {type: string}, y: {type: string}}}, kind: {type: string, enum: [A, B]}, other: {type: array, items: {type: string}}}}")
	}
	out, _ := generated(t, document("id: {type: string}, price: {type: integer}, old: {type: string}, "), nil)
	out, _ = generated(t, document("id: {type: string}, price: {type: string}, "), out.Lock) // old is gone, price has another number
	protos, lock := parsed(t, out.Proto), string(out.Lock)
	const item = "shop.v1.Item"
	const file = "proto/shop/v1/shop.proto"
	for _, test := range []struct {
		name  string
		edits []string // pairs of old and new text
		want  []string
	}{
		{"nothing", nil, nil},
		{"a number", []string{"      id: 1 ", "      id: 9 "}, []string{
			"id: 9 optional string | the field id of " + item + " has the number 9 in the lock, but 1 in " + file,
		}},
		{"two numbers", []string{"      id: 1 ", "      id: 9 ", "      inner: 2 ", "      inner: 1 ", "      id: 9 ", "      id: 2 "}, []string{
			"id: 2 optional string | the field id of " + item + " has the number 2 in the lock, but 1 in " + file,
			"inner: 1 Item.Inner | the field inner of " + item + " has the number 1 in the lock, but 2 in " + file,
			"inner: 1 Item.Inner | the field id of " + item + " has the type Item.Inner in the lock, but string in " + file,
			"id: 2 optional string | the field inner of " + item + " has the type string in the lock, but Item.Inner in " + file,
		}},
		{"a number that is gone", []string{"    gone:\n      old: 4 optional string\n", ""}, []string{
			"Item: | the lock lacks the number 4 of " + item + ", which " + file + " reserves",
		}},
		{"a number that is gone, for another name", []string{"    gone:\n      old: 4 optional string\n", "", "      id: 1 ", "      fresh: 4 optional string\n      id: 1 "}, []string{
			"fresh: 4 optional string | fresh has the number 4 of " + item + ", which " + file + " reserves",
		}},
		{"a number that was replaced", []string{"    replaced:\n      price:\n        - 6 optional int64\n", ""}, []string{
			"Item: | the lock lacks the number 6 of " + item + ", which " + file + " reserves",
		}},
		{"a field", []string{"      id: 1 optional string\n", ""}, []string{
			"Item: | the lock lacks the field id of " + item + ", which has the number 1 in " + file,
		}},
		{"a type", []string{"      id: 1 optional string", "      id: 1 optional int64"}, []string{
			"id: 1 optional int64 | the field id of " + item + " has the type int64 in the lock, but string in " + file,
		}},
		{"a field in place", []string{"      x: 1 ", "      x: 3 "}, []string{
			"x: 3 optional string | the field x of " + item + ".Inner has the number 3 in the lock, but 1 in " + file,
		}},
		{"a value", []string{"      B: 2\n", "      B: 7\n"}, []string{
			"B: 7 | the value B of " + item + ".Kind has the number 7 in the lock, but 2 in " + file,
		}},
		{"two values", []string{"      A: 1\n", "      C: 2\n", "      B: 2\n", "      B: 1\n", "      C: 2\n", "      A: 2\n"}, []string{
			"A: 2 | the value A of " + item + ".Kind has the number 2 in the lock, but 1 in " + file,
			"B: 1 | the value B of " + item + ".Kind has the number 1 in the lock, but 2 in " + file,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			edited := lock
			for i := 0; i < len(test.edits); i += 2 {
				if !strings.Contains(edited, test.edits[i]) {
					t.Fatalf("no %q in\n%s", test.edits[i], edited)
				}
				edited = strings.Replace(edited, test.edits[i], test.edits[i+1], 1)
			}
			_, findings, err := generate.API(generate.Input{
				Document: generate.File{Name: "api.yaml", Data: []byte(document("id: {type: string}, price: {type: string}, "))},
				Lock:     generate.File{Name: "numbers.lock.yaml", Data: []byte(edited)}, Protos: protos,
				GoImport: func(string) string { return "example.com/api" },
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range findings.All() {
				if f.Severity == finding.Error {
					line := strings.Split(edited, "\n")[f.Position.Line-1]
					if f.Rule != finding.LockChanged.Name || f.Position.File != "numbers.lock.yaml" {
						t.Errorf("%s: %s", f.Rule, f.Message)
					}
					got = append(got, strings.TrimSpace(line)+" | "+f.Message)
				}
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
