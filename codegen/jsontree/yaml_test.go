// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package jsontree_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/jsontree"
)

func TestParseYAML(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"scalars", "a: ~\nb: true\nc: 1.0\nd: x\ne: '1'\nf: 2020-01-01\ng: NO\nh:", []string{
			"1:1  object ", "1:4 /a null ", "2:4 /b boolean true", "3:4 /c number 1.0", "4:4 /d string x", "5:4 /e string 1",
			"6:4 /f string 2020-01-01", "7:4 /g string NO", "8:3 /h null ",
		}},
		{"numbers in notations that JSON lacks", "[0x10, +1, .5, 0o7, 1_000]", []string{
			"1:1  array ", "1:2 /0 number 16", "1:8 /1 number 1", "1:12 /2 number 0.5", "1:16 /3 number 7", "1:21 /4 number 1000",
		}},
		{"keys that are not strings", "200: a\ntrue: b\n? c\n: d", []string{
			"1:1  object ", "1:6 /200 string a", "4:3 /c string d", "2:7 /true string b",
		}},
		{"columns are bytes", "é: {é: é, a: 1}", []string{
			"1:1  object ", "1:5 /é object ", "1:17 /é/a number 1", "1:10 /é/é string é",
		}},
		{"block scalars", "a: |\n  x\n  y\nb: >-\n  x\n  y", []string{"1:1  object ", "1:4 /a string x\ny\n", "4:4 /b string x y"}},
		{"an alias has the position of its anchor", "a: &x\n  b: 1\nc: *x", []string{
			"1:1  object ", "1:4 /a object ", "2:6 /a/b number 1", "1:4 /c object ", "2:6 /c/b number 1",
		}},
		{"merge keys", "a: &x {p: 1, q: 2}\nb: &y {p: 3, r: 4}\nc:\n  <<: [*x, *y]\n  q: 5", []string{
			"1:1  object ", "1:4 /a object ", "1:11 /a/p number 1", "1:17 /a/q number 2",
			"2:4 /b object ", "2:11 /b/p number 3", "2:17 /b/r number 4",
			"3:1 /c object ", "1:11 /c/p number 1", "5:6 /c/q number 5", "2:17 /c/r number 4",
		}},
		{"a byte order mark", "\ufeffa: 1", []string{"1:1  object ", "1:4 /a number 1"}},
		{"CRLF", "a: 1\r\nb: 2", []string{"1:1  object ", "1:4 /a number 1", "2:4 /b number 2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, findings := jsontree.ParseYAML("a.yaml", []byte(test.data))
			if root == nil {
				t.Fatalf("no tree: %q", found(findings))
			}
			if diff := cmp.Diff(test.want, nodes(root)); diff != "" {
				t.Errorf("nodes (-want +got):\n%s", diff)
			}
		})
	}
}

// nestedYAML returns sequences within each other.
func nestedYAML(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// TestParseYAMLDeep parses documents that are nested as deep as the limit, also by aliases.
func TestParseYAMLDeep(t *testing.T) {
	for name, data := range map[string]string{
		"a sequence":       nestedYAML(jsontree.MaxDepth),
		"an alias":         "a: &x " + nestedYAML(jsontree.MaxDepth-2) + "\nb: [*x]",
		"a mapping":        "a: &x " + nestedYAML(jsontree.MaxDepth-2) + "\nb: {c: *x}",
		"a merged mapping": "a: &x {y: " + nestedYAML(jsontree.MaxDepth-4) + "}\nb: {c: {<<: *x}}",
	} {
		if root, findings := jsontree.ParseYAML("a.yaml", []byte(data)); root == nil {
			t.Errorf("%s: %q", name, found(findings))
		}
	}
}

func TestParseYAMLBad(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"empty", "", "1:1 : the document ends too early"},
		{"two documents", "a: 1\n---\nb: 2", "2:1 : a second document begins here"},
		{"duplicate key", "a: 1\n'a': 2", `2:1 : duplicate key "a"`},
		{"a sequence as a key", "? [a]\n: 1", "1:3 : a key must be a scalar"},
		{"a tag", "a: !secret x", "1:4 : unknown tag !secret"},
		{"binary", "a: !!binary aaaa", "1:4 : unknown tag !!binary"},
		{"infinity", "a: .inf", "1:4 : .inf is a number that JSON cannot express"},
		{"not a number", "a: .nan", "1:4 : .nan is a number that JSON cannot express"},
		{"an anchor within itself", "a: &x [*x]", "1:8 : the alias *x is inside its own anchor"},
		{"an unknown alias", "a: *x", "1:4 : unknown anchor 'x' referenced"},
		{"merged text", "<<: x", "1:5 : the value of a merge key must be a mapping or a sequence of mappings"},
		{"an open quote", "é: \"x", "1:7 : found unexpected end of stream"},
		{"invalid UTF-8", "a: 1\nb: \xff", "2:4 : invalid UTF-8"},
		{"too deep", strings.Repeat("[", 100_000), "1:202 : exceeded max depth of 201"},
		{"a sequence too deep by one", nestedYAML(jsontree.MaxDepth + 1), "1:201 : nested deeper than 200 levels"},
		{"an alias too deep", "a: &x " + nestedYAML(jsontree.MaxDepth-2) + "\nb: [[*x]]", "1:204 : nested deeper than 200 levels"},
		{"a mapping too deep", "a: &x " + nestedYAML(jsontree.MaxDepth-2) + "\nb: {c: {d: *x}}", "1:204 : nested deeper than 200 levels"},
		{"a merged mapping too deep", "a: &x {y: " + nestedYAML(jsontree.MaxDepth-3) + "}\nb: {c: {<<: *x}}", "1:207 : nested deeper than 200 levels"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, findings := jsontree.ParseYAML("a.yaml", []byte(test.data))
			if root != nil {
				t.Errorf("got the tree %q, want none", nodes(root))
			}
			if diff := cmp.Diff([]string{test.want}, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestParseTooMuch parses documents that need more memory than the limit, among them one whose
// aliases expand to billions of values.
func TestParseTooMuch(t *testing.T) {
	const memory = 1 << 20
	jsontree.LimitTrees(t, memory)
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [1]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9))
	}
	many := "[" + strings.Repeat("1,", memory/100) + "1]"
	texts := "a: &a " + strings.Repeat("x", memory/10) + "\nb: [" + strings.Repeat("*a, ", 10) + "*a]"
	longName := `{"` + strings.Repeat("x", memory) + `": 1}`
	below := `{"` + strings.Repeat("x", 1000) + `": [` + strings.Repeat("1,", 1000) + "1]}"
	for _, test := range []struct {
		name, data string
		parse      func(string, []byte) (*jsontree.Node, *finding.List)
	}{
		{"aliases", laughs.String(), jsontree.ParseYAML},
		{"values in YAML", many, jsontree.ParseYAML},
		{"values in JSON", many, jsontree.Parse},
		{"strings in YAML", texts, jsontree.ParseYAML},
		{"long name in YAML", longName, jsontree.ParseYAML},
		{"long name in JSON", longName, jsontree.Parse},
		{"values in an object with a long name", below, jsontree.Parse},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, findings := test.parse("a", []byte(test.data))
			if all := found(findings); root != nil || len(all) != 1 || !strings.HasSuffix(all[0], "the values of the document need more than 1 MiB of memory") {
				t.Errorf("has a tree: %t, findings: %.500q", root != nil, all)
			}
		})
	}
}

// TestParseYAMLReadsJSON compares the trees of both parsers for the same JSON document.
func TestParseYAMLReadsJSON(t *testing.T) {
	data, err := os.ReadFile("../discovery/testdata/complete.json")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := jsontree.Parse("a", data)
	got, findings := jsontree.ParseYAML("a", data)
	if got == nil {
		t.Fatalf("%q", found(findings))
	}
	if diff := cmp.Diff(nodes(want), nodes(got)); diff != "" {
		t.Errorf("(-JSON +YAML):\n%s", diff)
	}
}

func TestParseTooLarge(t *testing.T) {
	data := append([]byte(`"`), make([]byte, jsontree.MaxSize())...)
	for _, parse := range []func(string, []byte) (*jsontree.Node, *finding.List){jsontree.Parse, jsontree.ParseYAML} {
		root, findings := parse("a", data)
		if diff := cmp.Diff([]string{"1:1 : the document is larger than 64 MiB"}, found(findings)); root != nil || diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	}
}

func TestJSONAndFind(t *testing.T) {
	const text = `{"a/b":[1,{"~":"\"é\n"},[]],"n":null,"t":true}`
	root, _ := jsontree.Parse("a.json", []byte(text))
	if got := root.JSON(); got != text {
		t.Errorf("JSON() = %s, want %s", got, text)
	}
	if got := root.Size(); got != 8 {
		t.Errorf("Size() = %d, want 8", got)
	}
	for pointer, want := range map[string]string{
		"": text, "/a~1b/0": "1", "/a~1b/1/~0": `"\"é\n"`, "/a~1b/2": "[]", "/t": "true",
		"a": "", "/a": "", "/a~1b/00": "", "/a~1b/3": "", "/a~1b/-1": "", "/t/x": "", "/n/": "",
	} {
		node := root.Find(pointer)
		if (node == nil) != (want == "") || node != nil && node.JSON() != want {
			t.Errorf("Find(%q) = %v, want %s", pointer, node, want)
		}
	}
}

// FuzzParseYAML checks that every parsed document is valid JSON, that its positions are inside
// the file, and that a string equals that of the YAML library.
func FuzzParseYAML(f *testing.F) {
	for _, seed := range []string{
		"a: [1, -0, true, ~]\nb: |\n  x\n", "a: &x {b: *x}", "<<: {a: 1}\nb: 0x1", "? a\n: b", "- - a\n- b", "\u2028a: é", "a: !!str 1", "%YAML 1.2\n---\na",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, findings := jsontree.ParseYAML("a.yaml", data)
		if root == nil {
			if !findings.HasErrors() {
				t.Fatal("neither a tree nor an error")
			}
			return
		}
		lines := strings.Count(string(data), "\n") + 1
		for _, line := range nodes(root) {
			var row, column int
			if _, err := fmt.Sscanf(line, "%d:%d", &row, &column); err != nil || row < 1 || row > lines || column < 1 {
				t.Fatalf("%s: the position is outside of the file", line)
			}
		}
		if !json.Valid([]byte(root.JSON())) {
			t.Fatalf("invalid JSON: %s", root.JSON())
		}
		var value any
		if err := yaml.Load(data, &value); err == nil && root.Kind == jsontree.String {
			if text, ok := value.(string); ok && text != root.Text {
				t.Errorf("got %q, want %q", root.Text, text)
			}
		}
	})
}

// TestSpelling has scalars that JSON writes in another way, and others.
func TestSpelling(t *testing.T) {
	root, findings := jsontree.ParseYAML("a.yaml", []byte("é: [010, 0x1F, 1_000, +5, .5, True, 1.10, 1e3, x, 0o17]\nb: &a 020\nc: *a\n"))
	if findings.HasErrors() {
		t.Fatal(findings.All())
	}
	var got []string
	for _, e := range root.Get("é").Elements {
		got = append(got, e.Text+"="+e.Spelling())
	}
	got = append(got, root.Get("b").Spelling(), root.Get("c").Spelling())
	want := []string{"8=010", "31=0x1F", "1000=1_000", "5=+5", "0.5=.5", "true=True", "1.10=1.10", "1e3=1e3", "x=x", "15=0o17", "020", "020"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
