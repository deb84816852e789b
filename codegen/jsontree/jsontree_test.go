// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

// nodes returns all nodes of a tree, each as "line:column pointer kind text".
func nodes(n *jsontree.Node) []string {
	at := n.Position()
	all := []string{fmt.Sprintf("%d:%d %s %s %s", at.Line, at.Column, at.Pointer, n.Kind, n.Text)}
	for _, e := range n.Elements {
		all = append(all, nodes(e)...)
	}
	for _, m := range n.Members {
		all = append(all, nodes(m.Value)...)
	}
	return all
}

// found returns findings, each as "line:column pointer: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		at := f.Position
		all = append(all, fmt.Sprintf("%d:%d %s: %s", at.Line, at.Column, at.Pointer, f.Message))
	}
	return all
}

func TestParse(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"null", "null", []string{"1:1  null "}},
		{"true", "true", []string{"1:1  boolean true"}},
		{"false", "\n false ", []string{"2:2  boolean false"}},
		{"string", `"\u00e9\n\/"`, []string{"1:1  string é\n/"}},
		{"surrogates in a pair", `"\ud83d\ude00"`, []string{"1:1  string 😀"}},
		{"empty containers", `[{},[ ]]`, []string{"1:1  array ", "1:2 /0 object ", "1:5 /1 array "}},
		{"numbers are literals", "[1e999,-0,1.0,9223372036854775808,1E+2]", []string{
			"1:1  array ", "1:2 /0 number 1e999", "1:8 /1 number -0", "1:11 /2 number 1.0",
			"1:15 /3 number 9223372036854775808", "1:35 /4 number 1E+2",
		}},
		{"members in order of name", `{"b":1,"B":2,"a":3,"":4}`, []string{
			"1:1  object ", "1:23 / number 4", "1:12 /B number 2", "1:18 /a number 3", "1:6 /b number 1",
		}},
		{"lines", "{\n  \"a\" :\n\t[\n1 ,\n  \"x\"]\n}\n", []string{
			"1:1  object ", "3:2 /a array ", "4:1 /a/0 number 1", "5:3 /a/1 string x",
		}},
		{"CRLF", "{\r\n \"a\":\r\n  null\r\n}", []string{"1:1  object ", "3:3 /a null "}},
		{"pointers are escaped", `{"/~":{"~1":[0]}," ":1}`, []string{
			"1:1  object ", "1:22 /  number 1", "1:7 /~1~0 object ", "1:13 /~1~0/~01 array ", "1:14 /~1~0/~01/0 number 0",
		}},
		{"columns are bytes", `{"é":"é","a":1}`, []string{"1:1  object ", "1:16 /a number 1", "1:7 /é string é"}},
		{"a byte order mark", "\ufeff{\n\"a\":1}", []string{"1:1  object ", "2:5 /a number 1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, findings := jsontree.Parse("a.json", []byte(test.data))
			if root == nil {
				t.Fatalf("no tree: %q", found(findings))
			}
			if diff := cmp.Diff(test.want, nodes(root)); diff != "" {
				t.Errorf("nodes (-want +got):\n%s", diff)
			}
			if root.Position().File != "a.json" {
				t.Errorf("file = %q", root.Position().File)
			}
		})
	}
}

// TestHalfSurrogates reads halves of surrogate pairs as U+FFFD.
func TestHalfSurrogates(t *testing.T) {
	for _, test := range []struct {
		data, text string
		want       []string
	}{
		{`"\ud83d"`, "\ufffd", []string{`1:2 : \ud83d is half of a surrogate pair`}},
		{`"a\ude00 b"`, "a\ufffd b", []string{`1:3 : \ude00 is half of a surrogate pair`}},
		{`"\ude00\ud83d"`, "\ufffd\ufffd", []string{`1:2 : \ude00 is half of a surrogate pair`, `1:8 : \ud83d is half of a surrogate pair`}},
		{`"\ud83d\ud83d\ude00"`, "\ufffd\U0001f600", []string{`1:2 : \ud83d is half of a surrogate pair`}},
		{`"\ud83d\u0041"`, "\ufffdA", []string{`1:2 : \ud83d is half of a surrogate pair`}},
		{`"\\ud83d"`, `\ud83d`, nil},
		{`"\uD83D\uDE00"`, "\U0001f600", nil},
	} {
		root, findings := jsontree.Parse("a.json", []byte(test.data))
		if root == nil || root.Text != test.text {
			t.Errorf("%s is read as %v, want %q", test.data, root, test.text)
		}
		if diff := cmp.Diff(test.want, found(findings)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", test.data, diff)
		}
	}
	if root, findings := jsontree.Parse("a.json", []byte(`["\ud83d`)); root != nil {
		t.Errorf("a document that is cut off has the tree %v, %v", root, found(findings))
	}
}

func TestParseBad(t *testing.T) {
	tests := []struct {
		name, data string
		want       string
	}{
		{"empty", "", "1:1 : the document ends too early"},
		{"only space", " \n ", "2:2 : the document ends too early"},
		{"only a byte order mark", "\ufeff", "1:1 : the document ends too early"},
		{"two byte order marks", "\ufeff\ufeff{}", `1:1 : invalid character '\ufeff' at start of value`},
		{"UTF-16", "{\x00}\x00", `1:2 : invalid character '\x00' at start of value`},
		{"duplicate member", "{\"a\":1,\n \"a\":2}", `2:2 /a: duplicate object member name`},
		{"duplicate member, escaped", "{\"a\":1,\n \"\\u0061\":2}", `2:2 /a: duplicate object member name`},
		{"duplicate member, nested", `[{"/":{"a":1,"a":2}}]`, `1:14 /0/~1/a: duplicate object member name`},
		{"second value", "{}\n  []", "2:3 : a second value follows the document"},
		{"second value after a comma", "1 ,2", `1:3 : invalid character ',' at start of value`},
		{"a bracket after the document", "{}\n}", `2:1 : invalid character '}' at start of value`},
		{"invalid UTF-8", "[\"a\xff\"]", "1:4 /0: invalid UTF-8"},
		{"invalid UTF-8 in a name", "{\"\xc3\":1}", "1:3 : invalid UTF-8"},
		{"control character", "[\"a\tb\"]", `1:4 /0: invalid character '\t' in string (expecting non-control character)`},
		{"hexadecimal", "[0x1]", `1:3 : invalid character 'x' after array element (expecting ',' or ']')`},
		{"leading zero", "[01]", `1:3 : invalid character '1' after array element (expecting ',' or ']')`},
		{"NaN", "[NaN]", `1:2 /0: invalid character 'N' at start of value`},
		{"trailing comma", "[1,]", `1:3 : invalid character ',' at start of value`},
		{"comment", "// x\n{}", `1:1 : invalid character '/' at start of value`},
		{"name without quotes", "{a:1}", `1:2 : invalid character 'a' at start of value`},
		{"no value", `{"a"}`, `1:5 /a: invalid character '}' after object name (expecting ':')`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, findings := jsontree.Parse("a.json", []byte(test.data))
			if root != nil {
				t.Errorf("got the tree %q, want none", nodes(root))
			}
			if diff := cmp.Diff([]string{test.want}, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParseTruncated parses every proper prefix of a document.
func TestParseTruncated(t *testing.T) {
	const whole = `{"a": [1, -2.5e3, true, null, "x\u00e9é"], "b": {}}`
	for i := range len(whole) {
		root, findings := jsontree.Parse("a.json", []byte(whole[:i]))
		if root != nil {
			t.Errorf("%s: got a tree, want none", whole[:i])
		}
		want := []string{fmt.Sprintf("1:%d : the document ends too early", i+1)}
		if diff := cmp.Diff(want, found(findings)); diff != "" {
			t.Errorf("%s: findings (-want +got):\n%s", whole[:i], diff)
		}
	}
}

func TestParseDepth(t *testing.T) {
	nested := func(depth int) []byte {
		return []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth))
	}
	root, findings := jsontree.Parse("a.json", nested(jsontree.MaxDepth))
	if root == nil {
		t.Errorf("%d levels: %q", jsontree.MaxDepth, found(findings))
	}
	tooDeep := fmt.Sprintf("1:201 %s: nested deeper than 200 levels", strings.Repeat("/0", 200))
	for _, data := range [][]byte{
		nested(jsontree.MaxDepth + 1),
		nested(1_000_000),
		bytes.Repeat([]byte("["), 1_000_000),
	} {
		root, findings := jsontree.Parse("a.json", data)
		if root != nil {
			t.Errorf("%d bytes: got a tree, want none", len(data))
		}
		if diff := cmp.Diff([]string{tooDeep}, found(findings)); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	}
	_, findings = jsontree.Parse("a.json", []byte(strings.Repeat(`{"a":`, 1_000_000)))
	if len(findings.All()) != 1 {
		t.Errorf("objects: %q", found(findings))
	}
}

func TestGet(t *testing.T) {
	root, _ := jsontree.Parse("a.json", []byte(`{"b":1,"a":2,"A":3}`))
	for name, want := range map[string]string{"a": "2", "b": "1", "A": "3"} {
		if got := root.Get(name); got == nil || got.Text != want {
			t.Errorf("Get(%q) = %v, want %s", name, got, want)
		}
	}
	if got := root.Get("c"); got != nil {
		t.Errorf("Get(%q) = %v, want nil", "c", got)
	}
	if got := root.Get("a").Get("a"); got != nil {
		t.Errorf("Get of a number = %v, want nil", got)
	}
}

// FuzzParse checks that every parsed document is valid JSON, and that the text at the position
// of each node is the node's value.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-0,1e9,true,null,"\u0061"],"/~":{}}`, "\ufeff[\r\n \"é\"]", `{"a":1,"a":2}`, "[1] 2", "[\"\xff\"]", "{\"a\"", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, findings := jsontree.Parse("a.json", data)
		if root == nil {
			if len(findings.All()) != 1 {
				t.Fatalf("findings: %q", found(findings))
			}
			return
		}
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		if !json.Valid(data) {
			t.Fatal("got a tree of invalid JSON")
		}
		checkPositions(t, root, data, bytes.SplitAfter(data, []byte("\n")))
	})
}

// checkPositions parses the text at the position of each node and compares the values.
func checkPositions(t *testing.T, n *jsontree.Node, data []byte, lines [][]byte) {
	t.Helper()
	at := n.Position()
	if at.Line < 1 || at.Line > len(lines) || at.Column < 1 || at.Column > len(lines[at.Line-1]) {
		t.Fatalf("the position %v is outside of the file", at)
	}
	rest := bytes.Join(lines[at.Line-1:], nil)[at.Column-1:]
	var raw json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(rest)).Decode(&raw); err != nil || len(raw) == 0 || raw[0] != rest[0] {
		t.Fatalf("no value starts at %v: %v", at, err)
	}
	again, findings := jsontree.Parse("a.json", raw)
	if again == nil {
		t.Fatalf("the value at %v: %q", at, found(findings))
	}
	if diff := cmp.Diff(value(n), value(again)); diff != "" {
		t.Fatalf("the value at %v (-tree +file):\n%s", at, diff)
	}
	for _, e := range n.Elements {
		checkPositions(t, e, data, lines)
	}
	for _, m := range n.Members {
		checkPositions(t, m.Value, data, lines)
	}
}

// value returns the value of a node without its position.
func value(n *jsontree.Node) any {
	switch n.Kind {
	case jsontree.Array:
		var elements []any
		for _, e := range n.Elements {
			elements = append(elements, value(e))
		}
		return elements
	case jsontree.Object:
		members := make(map[string]any)
		for _, m := range n.Members {
			members[m.Name] = value(m.Value)
		}
		return members
	}
	return n.Kind.String() + " " + n.Text
}

// TestLongPointer checks that the pointer of a position is bounded.
func TestLongPointer(t *testing.T) {
	name := strings.Repeat("x", jsontree.MaxPointer-10)
	root, _ := jsontree.Parse("a.json", []byte(`{"`+name+`": {"a": {"`+name+`": {"b": 1}}}}`))
	n := root.Get(name).Get("a").Get(name).Get("b")
	if got := n.Position().Pointer; got != "/"+name+"/a" {
		t.Errorf("the position has the pointer %q", got)
	}
	if got := n.Pointer(); got != "/"+name+"/a/"+name+"/b" {
		t.Errorf("the pointer is %q", got)
	}
}
