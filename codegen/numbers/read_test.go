// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/numbers"
)

func TestReadAnyLayout(t *testing.T) {
	data := "---\n{version: 1, enums: {E: {gone: {B: 1}, current: {'A': 0}, prefixed: true}},\r\n messages: {\"M\": {current: {yes: 536870911, ? x : 18999}}}} # ok\n...\n"
	assertLock(t, mustRead(t, []byte(data)), &numbers.Lock{
		Messages: map[string]*numbers.Entry{"M": {Current: map[string]int32{"yes": 536870911, "x": 18999}}},
		Enums: map[string]*numbers.Entry{"E": {
			Current:  map[string]int32{"A": 0},
			Gone:     map[string]int32{"B": 1},
			Prefixed: true,
		}},
	})
}

// TestReadTypeRules reads the first version of the rules for types.
func TestReadTypeRules(t *testing.T) {
	assertLock(t, mustRead(t, []byte("version: 1\ntypeRules: 1\n")), &numbers.Lock{TypeRules: 1})
}

// An enum's values may have what is reserved for fields.
func TestReadEnumNumbers(t *testing.T) {
	data := "version: 1\nenums:\n  E:\n    current:\n      A: 19000\n      B: 2147483647\n"
	assertLock(t, mustRead(t, []byte(data)), &numbers.Lock{
		Enums: map[string]*numbers.Entry{"E": {Current: map[string]int32{"A": 19000, "B": 2147483647}}},
	})
}

func TestReadTampered(t *testing.T) {
	const inMessage = "version: 1\nmessages:\n  M:\n    current:\n"
	const inEnum = "version: 1\nenums:\n  E:\n    current:\n"
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", []string{"1:1 lock-syntax: expected a mapping, found nothing"}},
		{"only comments", "# gone\n", []string{"1:1 lock-syntax: expected a mapping, found nothing"}},
		{"null", "~\n", []string{`1:1 lock-syntax: expected a mapping, found "~"`}},
		{"list", "- version\n", []string{"1:1 lock-syntax: expected a mapping, found a list"}},
		{"no YAML", "version: 1\nmessages: {\n", []string{"3:1 lock-syntax: did not find expected node content"}},
		{"tab", "version: 1\n\tenums: {}\n", []string{"2:1 lock-syntax: found a tab character that violates indentation"}},
		{"no UTF-8", "version: 1\nmessages:\n  a\xff: {}\n", []string{"3:4 lock-syntax: invalid UTF-8"}},
		{"control character", "version: 1\n\x01\n", []string{"2:1 lock-syntax: control characters are not allowed (value: 1)"}},
		{"two documents", "version: 1\n---\nversion: 1\n", []string{"2:1 lock-syntax: a second document begins here"}},
		{"merge conflict", inMessage + "<<<<<<< ours\n      a: 1\n", []string{"6:8 lock-syntax: mapping values are not allowed in this context"}},

		{"both sides of a merge", "version: 1\n<<<<<<< HEAD\nenums: {}\n||||||| base\n=======\nmessages: {}\n>>>>>>> topic\n", []string{"2:1 unmerged: a merge conflict starts here and ends on line 7"}},
		{"both sides of a merge of new files", "<<<<<<< HEAD\nversion: 1\n=======\nversion: 2\n>>>>>>> topic\n", []string{"1:1 unmerged: a merge conflict starts here and ends on line 5"}},

		{"no version", "messages: {}\n", []string{"1:1 lock-syntax: the version is missing"}},
		{"version 0", "version: 0\n", []string{`1:10 lock-syntax /version: expected a version from 1 to 2, found "0"`}},
		{"version 3", "messages: [new]\nversion: 3\n", []string{"2:10 lock-version /version: the lock file has version 3, and this protolect reads versions up to 2"}},
		{"version quoted", "version: '1'\n", []string{`1:10 lock-syntax /version: expected a value without quotes, found "1"`}},
		{"version list", "version: [1]\n", []string{"1:10 lock-syntax /version: expected a value without quotes, found a list"}},
		{"version word", "version: one\n", []string{`1:10 lock-syntax /version: expected a version from 1 to 2, found "one"`}},

		{"rules for types from 0", "version: 1\ntypeRules: 0\n", []string{`2:12 lock-syntax /typeRules: expected the version of the rules for types, a number from 1, found "0"`}},
		{"rules for types with a plus", "version: 1\ntypeRules: +2\n", []string{`2:12 lock-syntax /typeRules: expected the version of the rules for types, a number from 1, found "+2"`}},
		{"rules for types that are a word", "version: 1\ntypeRules: new\n", []string{`2:12 lock-syntax /typeRules: expected the version of the rules for types, a number from 1, found "new"`}},
		{"two names that are none", inMessage + "      a: 1\n      b: 2\n    names: {a: 1, b: 2}\n", []string{
			`7:16 lock-syntax /messages/M/names/a: expected a proto name, found "1"`,
			`7:22 lock-syntax /messages/M/names/b: expected a proto name, found "2"`,
		}},
		{"unknown section", "version: 1\nservices: {}\n", []string{`2:1 lock-syntax /services: unknown key "services": the keys are version, generator, typeRules, named, messages, enums, methods, api, overlay and gliding`}},
		{"unknown in message", "version: 1\nmessages:\n  a/b~c: {reserved: {}}\n", []string{`3:11 lock-syntax /messages/a~1b~0c/reserved: unknown key "reserved": the keys are name, paths, replaces, current, gone, replaced, published, names and types`}},
		{"unknown in enum", "version: 1\nenums:\n  E: {reserved: {}}\n", []string{`3:7 lock-syntax /enums/E/reserved: unknown key "reserved": the keys are name, paths, prefixed, current, gone and names`}},
		{"prefixed message", "version: 1\nmessages:\n  M: {prefixed: true}\n", []string{`3:7 lock-syntax /messages/M/prefixed: unknown key "prefixed": the keys are name, paths, replaces, current, gone, replaced, published, names and types`}},
		{"prefixed false", "version: 1\nenums:\n  E: {prefixed: false}\n", []string{`3:17 lock-syntax /enums/E/prefixed: expected true, found "false": to unset the flag, remove the line`}},
		{"prefixed list", "version: 1\nenums:\n  E: {prefixed: [true]}\n", []string{"3:17 lock-syntax /enums/E/prefixed: expected a value without quotes, found a list"}},
		{"name of two words", "version: 1\nmessages:\n  M: {name: New Name}\n", []string{`3:13 lock-syntax /messages/M/name: expected a proto name, found "New Name"`}},
		{"name without a value", "version: 1\nmessages:\n  M:\n    name:\n", []string{"4:10 lock-syntax /messages/M/name: expected a proto name, found nothing"}},
		{"name with a tag", "version: 1\nenums:\n  E: {name: !x New}\n", []string{"3:13 lock-syntax /enums/E/name: tags are not supported: remove !x"}},
		{"name of a field without a number", "version: 1\nmessages:\n  M: {names: {a: b}}\n", []string{`3:15 lock-syntax /messages/M/names/a: field "a" has a name but no number`}},
		{"type of a field without a number", "version: 1\nmessages:\n  M: {types: {a: uint32}}\n", []string{`3:15 lock-syntax /messages/M/types/a: field "a" has a type but no number`}},
		{"type of no integer", inMessage + "      a: 1\n    types:\n      a: string\n", []string{`7:10 lock-syntax /messages/M/types/a: expected optional, a type, or both, as in optional uint32, found "string"`}},
		{"name of no value", inEnum + "      A: 0\n    names:\n      B: E_B\n", []string{`7:7 lock-syntax /enums/E/names/B: value "B" has a name but no number`}},
		{"name that is none", inEnum + "      A: 0\n    names:\n      A: 1\n", []string{`7:10 lock-syntax /enums/E/names/A: expected a proto name, found "1"`}},
		{"one name for two", "version: 1\nenums:\n  E:\n    names: {A: E_A, B: E_A}\n    current: {A: 0}\n    gone: {B: 1}\n", []string{`4:24 lock-syntax /enums/E/names/B: value "B" has the name E_A, like "A" on line 4`}},
		{"method without RPC", "version: 1\nmethods:\n  a.get: {joined: true}\n", []string{`3:3 lock-syntax /methods/a.get: method "a.get" has no rpc`}},
		{"method that is no mapping", "version: 1\nmethods:\n  a.get: GetA\n", []string{
			`3:3 lock-syntax /methods/a.get: method "a.get" has no rpc`,
			`3:10 lock-syntax /methods/a.get: expected a mapping, found "GetA"`,
		}},
		{"unknown in method", "version: 1\nmethods:\n  a.get: {rpc: GetA, name: GetA}\n", []string{`3:22 lock-syntax /methods/a.get/name: unknown key "name": the keys are rpc, service, resource, http, joined, paged, items and gone`}},
		{"joined false", "version: 1\nmethods:\n  a.get: {rpc: GetA, joined: false, gone: no}\n", []string{
			`3:30 lock-syntax /methods/a.get/joined: expected true, found "false": to unset the flag, remove the line`,
			`3:43 lock-syntax /methods/a.get/gone: expected true, found "no": to unset the flag, remove the line`,
		}},
		{"RPC that is no name", "version: 1\nmethods:\n  a.get: {rpc: Get-A}\n", []string{`3:16 lock-syntax /methods/a.get/rpc: expected a proto name, found "Get-A"`}},
		{"duplicate method", "version: 1\nmethods:\n  a.get: {rpc: GetA}\n  a.get: {rpc: GetB}\n", []string{`4:3 lock-syntax /methods/a.get: duplicate key "a.get": it is also on line 3`}},
		{"section without entries", "version: 1\nmessages:\n", []string{"2:10 lock-syntax /messages: expected a mapping, found nothing"}},
		{"entry with a number", "version: 1\nmessages:\n  M: 1\n", []string{`3:6 lock-syntax /messages/M: expected a mapping, found "1"`}},
		{"numbers in a list", "version: 1\nmessages:\n  M:\n    current: [a, b]\n", []string{"4:14 lock-syntax /messages/M/current: expected a mapping, found a list"}},

		{"duplicate section", "version: 1\nenums: {}\nenums: {}\n", []string{`3:1 lock-syntax /enums: duplicate key "enums": it is also on line 2`}},
		{"duplicate message", "version: 1\nmessages:\n  M: {}\n  'M': {}\n", []string{`4:3 lock-syntax /messages/M: duplicate key "M": it is also on line 3`}},
		{"duplicate field", inMessage + "      a: 1\n      a: 2\n", []string{`6:7 lock-syntax /messages/M/current/a: duplicate key "a": it is also on line 5`}},
		{"current and gone", inMessage + "      a: 1\n    gone:\n      a: 1\n", []string{`7:7 lock-syntax /messages/M/gone/a: field "a" already has a number on line 5: it is either current or gone`}},
		{"number as a name", inMessage + "      200: 1\n", []string{`5:7 lock-syntax /messages/M/current/200: the key "200" is not a string in YAML: write it in quotes`}},
		{"list as a name", inMessage + "      ? [a]\n      : 1\n", []string{"5:9 lock-syntax /messages/M/current: expected a name, found a list"}},
		{"merge key", inMessage + "      <<: {a: 1}\n", []string{`5:7 lock-syntax /messages/M/current: merge keys are not supported: write the members of the other mapping here`}},

		{"duplicate number", inMessage + "      a: 1\n      b: 1\n", []string{`6:10 lock-duplicate-number /messages/M/current/b: field "b" has the number 1, like "a" on line 5`}},
		{"duplicate number in gone", inEnum + "      A: 0\n    gone:\n      B: 0\n", []string{`7:10 lock-duplicate-number /enums/E/gone/B: value "B" has the number 0, like "A" on line 5`}},
		{"duplicate number in gone, before current", "version: 1\nenums:\n  E:\n    gone:\n      B: 0\n    current:\n      A: 0\n", []string{`7:10 lock-duplicate-number /enums/E/current/A: value "A" has the number 0, like "B" on line 5`}},
		{"field 0", inMessage + "      a: 0\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 0, which no field may have`}},
		{"field negative", inMessage + "      a: -1\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is -1, which no field may have`}},
		{"field 19000", inMessage + "      a: 19000\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 19000, which no field may have`}},
		{"field 19999", inMessage + "      a: 19999\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 19999, which no field may have`}},
		{"field too large", inMessage + "      a: 536870912\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 536870912, which no field may have`}},
		{"field far too large", inMessage + "      a: 99999999999999999999\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 99999999999999999999, which no field may have`}},
		{"value negative", inEnum + "      A: -1\n", []string{`5:10 lock-number-invalid /enums/E/current/A: the number of value "A" is -1, which no value may have`}},
		{"value too large", inEnum + "      A: 2147483648\n", []string{`5:10 lock-number-invalid /enums/E/current/A: the number of value "A" is 2147483648, which no value may have`}},

		{"fraction", inMessage + "      a: 1.5\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is "1.5", which is not a decimal integer`}},
		{"exponent", inMessage + "      a: 1e3\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is "1e3", which is not a decimal integer`}},
		{"hexadecimal", inMessage + "      a: 0x1\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is "0x1", which is not a decimal integer`}},
		{"leading zero", inMessage + "      a: 010\n", []string{`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is "010", which is not a decimal integer`}},
		{"no number", inMessage + "      a:\n", []string{`5:9 lock-number-invalid /messages/M/current/a: the number of field "a" is "", which is not a decimal integer`}},
		{"quoted", inMessage + "      a: '1'\n", []string{`5:10 lock-syntax /messages/M/current/a: expected a value without quotes, found "1"`}},
		{"mapping", inMessage + "      a: {b: 1}\n", []string{"5:10 lock-syntax /messages/M/current/a: expected a value without quotes, found a mapping"}},

		{"anchor", inMessage + "      a: &n 1\n", []string{"5:10 lock-syntax /messages/M/current/a: anchors are not supported: remove &n"}},
		{"anchor on the file", "&n\nversion: 1\n", []string{"1:1 lock-syntax: anchors are not supported: remove &n"}},
		{"alias", "version: 1\nmessages:\n  M: &m {}\n  N: *m\n", []string{
			"3:6 lock-syntax /messages/M: anchors are not supported: remove &m",
			"4:6 lock-syntax /messages/N: aliases are not supported: replace *m by the value that it refers to",
		}},
		{"alias as a name", inMessage + "      &k a: 1\n      *k : 2\n", []string{
			"5:7 lock-syntax /messages/M/current: anchors are not supported: remove &k",
			"6:7 lock-syntax /messages/M/current: aliases are not supported: replace *k by the value that it refers to",
		}},
		{"unknown alias", inMessage + "      a: *n\n", []string{"5:10 lock-syntax: unknown anchor 'n' referenced"}},
		{"tag", inMessage + "      a: !!int 1\n", []string{"5:10 lock-syntax /messages/M/current/a: tags are not supported: remove !!int"}},
		{"tag on a name", inMessage + "      !!str 200: 1\n", []string{"5:7 lock-syntax /messages/M/current: tags are not supported: remove !!str"}},
		{"tag without a name", inMessage + "      a: ! 1\n", []string{"5:10 lock-syntax /messages/M/current/a: tags are not supported: remove !"}},

		{"columns are bytes", inMessage + "      日本: 0\n", []string{`5:15 lock-number-invalid /messages/M/current/日本: the number of field "日本" is 0, which no field may have`}},
		{"all at once", inMessage + "      a: 0\n      b: 2\n      c: 2\n    other: 1\nextra: 1\n", []string{
			`5:10 lock-number-invalid /messages/M/current/a: the number of field "a" is 0, which no field may have`,
			`7:10 lock-duplicate-number /messages/M/current/c: field "c" has the number 2, like "b" on line 6`,
			`8:5 lock-syntax /messages/M/other: unknown key "other": the keys are name, paths, replaces, current, gone, replaced, published, names and types`,
			`9:1 lock-syntax /extra: unknown key "extra": the keys are version, generator, typeRules, named, messages, enums, methods, api, overlay and gliding`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lock, findings := numbers.Read("numbers.lock.yaml", []byte(test.data))
			assertFindings(t, findings, test.want...)
			if lock != nil {
				t.Error("there is a lock beside the errors")
			}
			for _, f := range findings.All() {
				if f.Position.File != "numbers.lock.yaml" || f.Help == "" {
					t.Errorf("no file or no help in %+v", f)
				}
			}
		})
	}
}

// FuzzRead: nothing panics, and what reads cleanly writes and reads back equal.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"",
		"version: 1\n",
		"version: 1\nmessages:\n  M:\n    current:\n      a: 1\n      \"@type\": 2\n    gone:\n      b: 3\nenums:\n  E:\n    prefixed: true\n    current: {A: 0}\n",
		"{version: 1, messages: {M: {current: {'null': 19000}}}}",
		"version: 1\nmessages: &a {M: *a}\n",
		"version: 1\nenums:\n  ? |\n    many\n    lines\n  : {gone: {\"\\u2028\\0\": 2147483647}}\n",
		"\xff\xfev\x00:\x00",
		"version: 1\nenums: {E: {name: E2, current: {a: 0}, names: {a: 'No'}}}\nmethods: {a.get: {rpc: \"Null\", joined: true, gone: true}}\n",
		"--- !!map\n? [a]\n: - b\n...\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		lock, findings := numbers.Read("numbers.lock.yaml", data)
		if findings.HasErrors() != (lock == nil) {
			t.Fatalf("lock %v with findings %v", lock, findings.All())
		}
		if lock == nil {
			return
		}
		written := lock.Write()
		again := mustRead(t, written)
		assertLock(t, again, lock)
		if diff := cmp.Diff(string(written), string(again.Write())); diff != "" {
			t.Errorf("written again (-first +second):\n%s", diff)
		}
		if strings.Contains(string(written), "\r") {
			t.Error("a carriage return is not quoted")
		}
	})
}
