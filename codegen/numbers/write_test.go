// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package numbers_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/numbers"
)

func TestWrite(t *testing.T) {
	lock := &numbers.Lock{
		Messages: map[string]*numbers.Entry{
			"Space": {
				Current: map[string]int32{"type": 2, "name": 1, "@type": 10},
				Gone:    map[string]int32{"threaded": 4, "botDm": 3},
				Names:   map[string]string{"@type": "type2"},
				Types:   map[string]string{"name": "optional uint32", "type": "optional"},
			},
			"Empty":   {},
			"emptY":   {Name: "EmptY2"},
			"Removed": {Gone: map[string]int32{"a": 1}},
		},
		Enums: map[string]*numbers.Entry{
			"Space.type": {Prefixed: true, Current: map[string]int32{"ROOM": 1, "UNSPECIFIED": 0, "null": 2}, Names: map[string]string{"null": "TYPE_NULL2", "ROOM": "On"}},
		},
		Methods: map[string]numbers.Method{
			"spaces.list":  {RPC: "ListSpaces"},
			"spaces.reset": {RPC: "Null", Joined: true, Gone: true},
		},
	}
	header, body, _ := strings.Cut(string(lock.Write()), "\n\n")
	for line := range strings.Lines(header) {
		if !strings.HasPrefix(line, "#") {
			t.Errorf("%q in the header is no comment", line)
		}
	}
	want := `version: 1
messages:
  Empty: {}
  Removed:
    gone:
      a: 1
  Space:
    current:
      name: 1
      type: 2
      "@type": 10
    gone:
      botDm: 3
      threaded: 4
    names:
      "@type": type2
    types:
      name: "optional uint32"
      type: optional
  emptY:
    name: EmptY2
enums:
  Space.type:
    prefixed: true
    current:
      UNSPECIFIED: 0
      ROOM: 1
      "null": 2
    names:
      ROOM: "On"
      "null": TYPE_NULL2
methods:
  spaces.list:
    rpc: ListSpaces
  spaces.reset:
    rpc: "Null"
    joined: true
    gone: true
`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	assertLock(t, mustRead(t, lock.Write()), lock)
}

// TestWriteHeader checks that the header explains only the members that the lock has.
func TestWriteHeader(t *testing.T) {
	entries := func(e numbers.Entry) map[string]*numbers.Entry {
		return map[string]*numbers.Entry{"A": {}, "B": &e, "C": {}}
	}
	explanations := []string{"# names of a message:", "# types:", "# service:", "# typeRules:", "# paged:", "# api:"}
	for _, test := range []struct {
		lock numbers.Lock
		want string
	}{
		{numbers.Lock{}, ""},
		{numbers.Lock{Messages: entries(numbers.Entry{Names: map[string]string{"a": "b"}})}, "# names of a message:"},
		{numbers.Lock{Enums: entries(numbers.Entry{Names: map[string]string{"a": "b"}})}, ""},
		{numbers.Lock{Messages: entries(numbers.Entry{Types: map[string]string{"a": "optional"}})}, "# types:"},
		{numbers.Lock{TypeRules: 1}, "# typeRules:"},
		{numbers.Lock{Methods: map[string]numbers.Method{"a": {RPC: "A"}, "b": {RPC: "B", Service: "S"}}}, "# service:"},
		{numbers.Lock{Methods: map[string]numbers.Method{"a": {RPC: "A"}, "b": {RPC: "B", Paged: true}}}, "# paged:"},
		{numbers.Lock{API: numbers.API{Package: "a.v1"}}, "# api:"},
	} {
		header, _, _ := strings.Cut(string(test.lock.Write()), "\n\n")
		var got []string
		for _, e := range explanations {
			for range strings.Count(header, e) {
				got = append(got, e)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%+v: the header explains %q, want %q", test.lock, got, test.want)
		}
	}
}

func TestWriteEmptyLock(t *testing.T) {
	lock := &numbers.Lock{}
	if data := lock.Write(); !bytes.HasSuffix(data, []byte("\n\nversion: 1\n")) {
		t.Errorf("got\n%s", data)
	}
	assertLock(t, mustRead(t, lock.Write()), lock)
}

func TestWriteAnyName(t *testing.T) {
	names := []string{
		"@type", "null", "Null", "~", "yes", "No", "y", "on", "true", "1e3", "200", "0x10", "1_000", ".inf", ".nan",
		"2001-01-01", "12:30:45", "<<", "=", "", " ", " a", "a ", "a: b", "a:", "x #y", "#", "-", "- a", "?", "!x", "&a",
		"*a", "[", "]", "{", "}", ",", "%", "`", "|", ">", "'", `"`, `\`, `a'b"c\d`, "a\nb", "a\r\n", "\t", "a\x00b", "\x7f",
		"\u0085", "\u2028", "\u2029", "\ufeff", "\uffff", "\ufffd", "é", "日本", "\U0001F600", "\U0010ffff", "_", "_1", "$ref",
		"/v1/spaces", "a.b-c", "---", "...", "version", strings.Repeat("long ", 1000),
	}
	lock := &numbers.Lock{Messages: map[string]*numbers.Entry{}, Enums: map[string]*numbers.Entry{}}
	all := map[string]int32{}
	for i, name := range names {
		lock.Messages[name] = &numbers.Entry{Current: map[string]int32{name: 1}}
		lock.Enums[name] = &numbers.Entry{Gone: map[string]int32{name: 0}}
		all[name] = int32(i + 1)
	}
	if len(all) != len(names) {
		t.Fatal("a name is in the list twice")
	}
	lock.Messages["all"] = &numbers.Entry{Current: all}
	data := lock.Write()
	read := mustRead(t, data)
	assertLock(t, read, lock)
	if diff := cmp.Diff(string(data), string(read.Write())); diff != "" {
		t.Errorf("written again (-first +second):\n%s", diff)
	}
}

func TestLargeLock(t *testing.T) {
	declared := largeDeclared()
	lock, findings := numbers.Reconcile(&numbers.Lock{}, declared)
	assertFindings(t, findings)
	read := mustRead(t, lock.Write())
	assertLock(t, read, lock)
}

func BenchmarkWrite(b *testing.B) {
	lock, _ := numbers.Reconcile(&numbers.Lock{}, largeDeclared())
	for b.Loop() {
		lock.Write()
	}
}

func BenchmarkRead(b *testing.B) {
	lock, _ := numbers.Reconcile(&numbers.Lock{}, largeDeclared())
	data := lock.Write()
	for b.Loop() {
		numbers.Read("numbers.lock.yaml", data)
	}
}

func BenchmarkReconcile(b *testing.B) {
	declared := largeDeclared()
	lock, _ := numbers.Reconcile(&numbers.Lock{}, declared)
	for b.Loop() {
		numbers.Reconcile(lock, declared)
	}
}

// largeDeclared declares 60,000 names: a message with 40,000 fields, which jump
// the reserved range, and 1,000 of 20.
func largeDeclared() numbers.Declared {
	var declared numbers.Declared
	for i := range 1001 {
		count := 20
		if i == 0 {
			count = 40000
		}
		declaration := numbers.Declaration{Key: fmt.Sprintf("Message%d", i)}
		for j := range count {
			declaration.Names = append(declaration.Names, fmt.Sprintf("field%d", j))
		}
		declared.Messages = append(declared.Messages, declaration)
	}
	return declared
}

// TestPublishedNames writes and reads names that do not follow from keys. The header explains the
// members that the lock has, and no others.
func TestPublishedNames(t *testing.T) {
	const paths, named = "# paths: ", "# named: "
	for _, test := range []struct {
		name   string
		entry  numbers.Entry
		header bool // whether it explains paths and published
	}{
		{"none", numbers.Entry{Current: map[string]int32{"a": 1}}, false},
		{"paths", numbers.Entry{Current: map[string]int32{"a": 1}, Paths: []string{"Old", "Outer.Inner"}}, true},
		{"replaces", numbers.Entry{Current: map[string]int32{"a": 1}, Replaces: []string{"New item", "Other"}}, false},
		{"published", numbers.Entry{Current: map[string]int32{"a": 1}, Published: map[string]int32{"former": 1}}, true},
	} {
		lock := &numbers.Lock{Named: test.header, Messages: map[string]*numbers.Entry{"Item": &test.entry}}
		text := lock.Write()
		if got := strings.Contains(string(text), paths); got != test.header {
			t.Errorf("%s: the header explains paths: %v", test.name, got)
		}
		if got := strings.Contains(string(text), named); got != test.header {
			t.Errorf("%s: the header explains named: %v", test.name, got)
		}
		read, findings := numbers.Read("lock.yaml", text)
		if read == nil || findings.HasErrors() {
			t.Fatalf("%s: %v\n%s", test.name, findings.All(), text)
		}
		if diff := cmp.Diff(test.entry.Paths, read.Messages["Item"].Paths); diff != "" {
			t.Errorf("%s: paths (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.entry.Replaces, read.Messages["Item"].Replaces); diff != "" {
			t.Errorf("%s: replaces (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.entry.Published, read.Messages["Item"].Published); diff != "" {
			t.Errorf("%s: published (-want +got):\n%s", test.name, diff)
		}
	}
}
