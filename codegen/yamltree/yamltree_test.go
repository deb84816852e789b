// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package yamltree_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/yamltree"
)

var word = yamltree.NewForm(`^\w+$`, "a word")

// found returns findings, each as "line:column pointer: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		all = append(all, fmt.Sprintf("%d:%d %s: %s", f.Position.Line, f.Position.Column, f.Position.Pointer, f.Message))
	}
	return all
}

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       []string
	}{
		{"one document", "\ufeffa: 1\n", nil},
		{"empty", "", nil},
		{"only a comment", "# a\n", nil},
		{"invalid", "a: {\n", []string{"2:1 : did not find expected node content"}},
		{"invalid after wide characters", "é: {ü, ö: ]\n", []string{"1:14 : did not find expected node content"}},
		{"invalid UTF-8", "a: 1\nb\xff: 2\n", []string{"2:2 : invalid UTF-8"}},
		{"control character", "é: 1\n\x01\n", []string{"2:1 : control characters are not allowed (value: 1)"}},
		{"two documents", "é: 1\n---\na: 2\n", []string{"2:1 : a second document begins here"}},
		{"deep", strings.Repeat("[", 300), []string{"1:201 : exceeded max depth of 200"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			findings := new(finding.List)
			if _, ok := yamltree.Read("a.yaml", []byte(test.data), finding.OverlaySyntax, findings); ok == findings.HasErrors() {
				t.Errorf("ok is %t", ok)
			}
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAccessors reads values and compares what each accessor returns and reports.
func TestAccessors(t *testing.T) {
	members := func(n yamltree.Node) any {
		var names []string
		for _, m := range n.Members() {
			names = append(names, fmt.Sprint(m.Name, " ", m.Value.Position().Pointer))
		}
		return names
	}
	elements := func(n yamltree.Node) any {
		var texts []string
		for _, e := range n.Elements() {
			texts = append(texts, fmt.Sprint(e, " ", e.Position().Pointer))
		}
		return texts
	}
	text := func(n yamltree.Node) any { text, _ := n.Text(word); return text }
	unquoted := func(n yamltree.Node) any { text, _ := n.Unquoted(); return text }
	flag := func(n yamltree.Node) any { return n.Flag() }
	json := func(n yamltree.Node) any { text, _ := n.JSON(); return text }
	for _, test := range []struct {
		name, data string
		read       func(yamltree.Node) any
		want       string
		findings   []string
	}{
		{"members", "b: 1\n'a/~': 2\n200: 3", members, "[b /b a/~ /a~1~0 200 /200]", nil},
		{"members of a list", "[a]", members, "[]", []string{"1:1 : expected a mapping, found a list"}},
		{"members of nothing", "", members, "[]", []string{"1:1 : expected a mapping, found nothing"}},
		{"duplicate", "é: {}\na: 1\nb: 2\na: 3", members, "[é /é a /a b /b]", []string{`4:1 /a: duplicate key "a": it is also on line 2`}},
		{"odd keys", "[a]: 1\n<<: {}\n&a b: 2\n*a : 3\n!!str c: 4", members, "[]", []string{
			"1:1 : expected a name, found a list",
			"2:1 : merge keys are not supported: write the members of the other mapping here",
			"3:1 : anchors are not supported: remove &a",
			"4:1 : aliases are not supported: replace *a by the value that it refers to",
			"5:1 : tags are not supported: remove !!str",
		}},
		{"elements", "[é, [b], {c: d}]", elements, `["é" /0 a list /1 a mapping /2]`, nil},
		{"no elements", "[]", elements, "[]", []string{"1:1 : expected a list of at least one element, found an empty list"}},
		{"elements of a text", "''", elements, "[]", []string{`1:1 : expected a list of at least one element, found ""`}},
		{"anchored list", "&a [b]", elements, "[]", []string{"1:1 : anchors are not supported: remove &a"}},
		{"text", "'1'", text, "1", nil},
		{"unfit text", "a b", text, "", []string{`1:1 : expected a word, found "a b"`}},
		{"text with a tag", "! a", text, "", []string{"1:1 : tags are not supported: remove !"}},
		{"text that is a mapping", "{}", text, "", []string{"1:1 : expected a word, found a mapping"}},
		{"unquoted", "1", unquoted, "1", nil},
		{"quoted", `"1"`, unquoted, "", []string{`1:1 : expected a value without quotes, found "1"`}},
		{"anchored number", "&a 1", unquoted, "", []string{"1:1 : anchors are not supported: remove &a"}},
		{"flag", "true", flag, "true", nil},
		{"false flag", "false", flag, "false", []string{`1:1 : expected true, found "false": to unset the flag, remove the line`}},
		{"quoted flag", "'true'", flag, "false", []string{`1:1 : expected a value without quotes, found "true"`}},
		{"JSON", "{b: [1.50, True, ~, 2020-01-01, '1', []], a: <é>}", json, `{"a":"<é>","b":[1.50,true,null,"2020-01-01","1",[]]}`, nil},
		{"JSON of odd numbers", "{é: [0x10, .inf]}", json, "", []string{
			`1:7 /é/0: "0x10" is not a JSON number: write it as one, or in quotes`,
			`1:13 /é/1: ".inf" is not a JSON number: write it as one, or in quotes`,
		}},
		{"JSON with an anchor", "{a: &b 1, c: [*b]}", json, "", []string{
			"1:5 /a: anchors are not supported: remove &b",
			"1:15 /c/0: aliases are not supported: replace *b by the value that it refers to",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			findings := new(finding.List)
			root, ok := yamltree.Read("a.yaml", []byte(test.data), finding.OverlaySyntax, findings)
			if !ok {
				t.Fatal(found(findings))
			}
			if got := fmt.Sprint(test.read(root)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if diff := cmp.Diff(test.findings, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReportUnknown(t *testing.T) {
	for name, want := range map[string]string{
		"method":    `unknown key "method" (did you mean "methods"?): the keys are methods, ignore and go`,
		"Ignroe":    `unknown key "Ignroe" (did you mean "ignore"?): the keys are methods, ignore and go`,
		"Go":        `unknown key "Go" (did you mean "go"?): the keys are methods, ignore and go`,
		"schemas":   `unknown key "schemas": the keys are methods, ignore and go`,
		"x":         `unknown key "x": the keys are methods, ignore and go`,
		"elsewhere": `unknown key "elsewhere": the keys are methods, ignore and go`,
	} {
		findings := new(finding.List)
		root, _ := yamltree.Read("a.yaml", []byte(name+": 1"), finding.OverlaySyntax, findings)
		root.Members()[0].ReportUnknown("methods", "ignore", "go")
		if diff := cmp.Diff([]string{"1:1 /" + name + ": " + want}, found(findings)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// TestPositions compares positions after every kind of line break of YAML.
func TestPositions(t *testing.T) {
	findings := new(finding.List)
	root, ok := yamltree.Read("a.yaml", []byte("a: é\r\nb: [ü, c]\nd: {e: {日本: x}}\n"), finding.OverlaySyntax, findings)
	if !ok {
		t.Fatal(found(findings))
	}
	var got []string
	var walk func(m yamltree.Member)
	walk = func(m yamltree.Member) {
		got = append(got, fmt.Sprintf("%s %s %d", m.Key.Position(), m.Value.Position(), m.Value.Line()))
		if m.Value.String() == "a mapping" {
			for _, inner := range m.Value.Members() {
				walk(inner)
			}
		}
	}
	for _, m := range root.Members() {
		walk(m)
	}
	want := []string{"a.yaml:1:1 a.yaml:1:4 1", "a.yaml:2:1 a.yaml:2:4 2", "a.yaml:3:1 a.yaml:3:4 3", "a.yaml:3:5 a.yaml:3:8 3", "a.yaml:3:9 a.yaml:3:17 3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
