// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/overlay"
)

// found returns findings, each as "line:column rule: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		all = append(all, fmt.Sprintf("%d:%d %s: %s", f.Position.Line, f.Position.Column, f.Rule, f.Message))
	}
	return all
}

func lines(lines ...string) string { return strings.Join(lines, "\n") }

func TestReadBad(t *testing.T) {
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", nil},
		{"only comments", "# nothing\n", nil},
		{"no mapping", "- service\n", []string{"1:1 overlay-syntax: expected a mapping, found a list"}},
		{"null", "~\n", []string{`1:1 overlay-syntax: expected a mapping, found "~"`}},
		{"no YAML", "service: A\nmethods: {\n", []string{"3:1 overlay-syntax: did not find expected node content"}},
		{"no YAML from the start", "@", []string{"1:1 overlay-syntax: found character that cannot start any token"}},
		{"tab", "service: A\n\tmethods:\n", []string{"2:1 overlay-syntax: found a tab character that violates indentation"}},
		{"two documents", "service: A\n---\nservice: B\n", []string{"2:1 overlay-syntax: a second document begins here"}},
		{"unknown key", "service: A\nservices: B\n", []string{
			`2:1 overlay-syntax: unknown key "services" (did you mean "service"?): the keys are packages, methods, service, notice, grpc, paging, paths, signedTokens, sameAs, containers, messages, bodies, fields, enums, types, oneofs, numbers, optional, defaults, requestIds, errors, example and ignore`,
		}},
		{"duplicate keys", lines("messages:", "  A: B", "  A: C", "messages: {}"), []string{
			`3:3 overlay-syntax: duplicate key "A": it is also on line 2`,
			`4:1 overlay-syntax: duplicate key "messages": it is also on line 1`,
		}},
		{"bad names", lines("service: chatService", "methods:", "  a.b: get_media", "  a.c:", "  a.d: [X]", "messages: {A: 'B;'}", "enums: {A.b: c}"), []string{
			`1:10 overlay-syntax: expected a name in CamelCase, for example ListPets, found "chatService"`,
			`3:8 overlay-syntax: expected a name in CamelCase, for example ListPets, found "get_media"`,
			"4:7 overlay-syntax: expected a name in CamelCase, for example ListPets, found nothing",
			"5:8 overlay-syntax: expected a name in CamelCase, for example ListPets, found a list",
			`6:15 overlay-syntax: expected a name in CamelCase, for example Pet or Pet.Owner, found "B;"`,
			`7:14 overlay-syntax: expected a name in CamelCase, for example Pet or Pet.Owner, found "c"`,
		}},
		{"bad facts", lines("grpc: chat", "containers: {a: b, C: ''}", "types: {A.b: Code}", "oneofs: {A: {B: [c], d: [], e: f}, G: []}",
			"optional: {A.b: yes}", "numbers: {A: {b: -1, c: 1.0, d: 2147483648, e: 007}, F: 1}"), []string{
			`1:7 overlay-syntax: expected the full name of a service, for example google.chat.v1.ChatService, found "chat"`,
			`2:14 overlay-syntax: expected a name in CamelCase, for example ListPets, found "a"`,
			`2:23 overlay-syntax: expected a text of one line, found ""`,
			`3:14 overlay-syntax: expected the full name of a type, for example google.rpc.Code, or string, found "Code"`,
			`4:14 overlay-syntax: expected a name that starts with a lower-case letter, for example content, found "B"`,
			"4:25 overlay-syntax: expected a list of at least one element, found an empty list",
			`4:32 overlay-syntax: expected a list of at least one element, found "f"`,
			"4:39 overlay-syntax: expected a mapping, found an empty list",
			`5:17 overlay-syntax: expected true or false, found "yes"`,
			`6:18 overlay-syntax: expected a number from 0 to 2147483647, found "-1"`,
			`6:25 overlay-syntax: expected a number from 0 to 2147483647, found "1.0"`,
			`6:33 overlay-syntax: expected a number from 0 to 2147483647, found "2147483648"`,
			`6:48 overlay-syntax: expected a number from 0 to 2147483647, found "007"`,
			`6:57 overlay-syntax: expected a mapping, found "1"`,
		}},
		{"keys that are no names", lines("? [a]", ": A", "messages: {'': A, {}: B}"), []string{
			"1:3 overlay-syntax: expected a name, found a list",
			"3:19 overlay-syntax: expected a name, found a mapping",
		}},
		{"list for a mapping", "methods: [a]\nenums: x\n", []string{
			"1:10 overlay-syntax: expected a mapping, found a list",
			`2:8 overlay-syntax: expected a mapping, found "x"`,
		}},
		{"package", lines("packages:", "  A.b: {go: ../x, schemas: A}", "  a.b: {go: '', schemas: [A, [B], '']}", "  a.c: {schemas: [A], Go: x}", "  a.d: x"), []string{
			`2:3 overlay-syntax: expected a proto package, for example google.apps.card.v1, found "A.b"`,
			`2:13 overlay-syntax: expected an import path: malformed import path "../x": invalid path element ".."`,
			`2:28 overlay-syntax: expected a list of at least one element, found "A"`,
			`3:13 overlay-syntax: expected a text of one line, found ""`,
			"3:30 overlay-syntax: expected a text of one line, found a list",
			`3:35 overlay-syntax: expected a text of one line, found ""`,
			`4:3 overlay-syntax: the package "a.c" needs go, an import path, and schemas, a list of names`,
			`4:23 overlay-syntax: unknown key "Go" (did you mean "go"?): the keys are go and schemas`,
			`5:3 overlay-syntax: the package "a.d" needs go, an import path, and schemas, a list of names`,
			`5:8 overlay-syntax: expected a mapping, found "x"`,
		}},
		{"example", lines("example:", "  method: [a]", "  query: x"), []string{
			"2:3 overlay-syntax: an example needs method, the ID of one, and request",
			"2:11 overlay-syntax: expected a text of one line, found a list",
			`3:3 overlay-syntax: unknown key "query": the keys are method, request and endpoint`,
		}},
		{"example's numbers", "example: {method: a.b, request: {a: 0x10, b: .inf, c: 1_000, d: 0o17, e: .nan}}", []string{
			`1:37 overlay-syntax: "0x10" is not a JSON number: write it as one, or in quotes`,
			`1:46 overlay-syntax: ".inf" is not a JSON number: write it as one, or in quotes`,
			`1:55 overlay-syntax: "1_000" is not a JSON number: write it as one, or in quotes`,
			`1:65 overlay-syntax: "0o17" is not a JSON number: write it as one, or in quotes`,
			`1:74 overlay-syntax: ".nan" is not a JSON number: write it as one, or in quotes`,
		}},
		{"aliases", lines("service: &a A", "methods: {x: *a}", "messages: &b", "  B: C", "enums: *b", "packages: {a.b: {go: *a, schemas: *a}}"), []string{
			"1:10 overlay-syntax: anchors are not supported: remove &a",
			"2:14 overlay-syntax: aliases are not supported: replace *a by the value that it refers to",
			"3:11 overlay-syntax: anchors are not supported: remove &b",
			"5:8 overlay-syntax: aliases are not supported: replace *b by the value that it refers to",
			"6:22 overlay-syntax: aliases are not supported: replace *a by the value that it refers to",
			"6:35 overlay-syntax: aliases are not supported: replace *a by the value that it refers to",
		}},
		{"tags", lines("service: !!str A", "methods: !x {a: !!binary QQ==}"), []string{
			"1:10 overlay-syntax: tags are not supported: remove !!str",
			"2:10 overlay-syntax: tags are not supported: remove !x",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, findings := overlay.Read("overlay.yaml", []byte(test.data))
			if diff := cmp.Diff(test.want, found(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if o == nil {
				t.Error("no overlay")
			}
		})
	}
}

// TestReadAliasBomb reads aliases that would make a small file too large for any memory. They are
// not followed.
func TestReadAliasBomb(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("example:\n  method: a.b\n  request:\n    a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i <= 20; i++ {
		fmt.Fprintf(&bomb, "    a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9))
	}
	_, findings := overlay.Read("overlay.yaml", []byte(bomb.String()))
	// An anchor on every line.
	if got := len(findings.All()); got != 21 {
		t.Errorf("%d findings: %q", got, found(findings))
	}
}

func TestReadDeep(t *testing.T) {
	for _, open := range []string{"[", "{a: "} {
		if _, findings := overlay.Read("overlay.yaml", []byte("example: "+strings.Repeat(open, 1_000_000))); !findings.HasErrors() {
			t.Errorf("a million of %q is no error", open)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("service: A\nexample: {method: a.b, request: {c: [1, true, ~, 2020-01-01]}}\n"))
	f.Add([]byte("methods: {a: B}\nmessages: &x {C: D}\nenums: {E.f: G.h}\n---\n"))
	f.Add([]byte("grpc: a.B\ncontainers: {A: b}\ntypes: {A.b: c.D}\noneofs: {A: {b: [c]}}\noptional: {A.b: true}\nnumbers: {A: {b: 1}}\n"))
	f.Add([]byte("notice: a\nbodies: {a.b: c}\ndefaults: [a]\nrequestIds: {a.b: [c]}\nerrors: {a.b: {404: {C: d}}}\n"))
	f.Add([]byte("packages:\n  a.b:\n    go: example.com/x\n    schemas: [A*, B]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, findings := overlay.Read("overlay.yaml", data)
		for _, f := range findings.All() {
			if f.Position.Line < 1 || f.Position.Column < 1 {
				t.Errorf("no position: %v", f)
			}
		}
	})
}
