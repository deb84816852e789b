// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
	const (
		noIdentifier = "is no name of the form ^[A-Z][A-Za-z0-9]*$"
		noPathOfType = `is no name of the form ^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*$`
		noFullName   = `is no name of the form ^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\.[A-Z][A-Za-z0-9]*$`
		noNumber     = "is no name of the form ^(0|[1-9][0-9]*)$"
	)
	tests := []struct {
		name, data string
		want       []string
	}{
		{"empty", "", nil},
		{"only comments", "# nothing\n", nil},
		{"no mapping", "- service\n", []string{`1:1 overlay-syntax: a mapping belongs here`}},
		{"null", "~\n", []string{`1:1 overlay-syntax: a mapping belongs here`}},
		{"no YAML", "service: A\nmethods: {\n", []string{`3:1 overlay-syntax: did not find expected node content`}},
		{"no YAML from the start", "@", []string{`1:1 overlay-syntax: found character that cannot start any token`}},
		{"tab", "service: A\n\tmethods:\n", []string{`2:1 overlay-syntax: found a tab character that violates indentation`}},
		{"two documents", "service: A\n---\nservice: B\n", []string{`2:1 overlay-syntax: a second document begins here`}},
		{"unknown key", "service: A\nservices: B\n", []string{
			`2:1 overlay-syntax: "services" is none of service, notice, grpc, example, methods, bodies, defaults, requestIds, errors, paging, paths, signedTokens, sameAs, containers, messages, enums, types, oneofs, optional, numbers, packages and ignore`,
		}},
		{"duplicate keys", lines("messages:", "  A: B", "  A: C", "messages: {}"), []string{
			`3:3 overlay-syntax: "A" stands here a second time`,
			`4:1 overlay-syntax: "messages" stands here a second time`,
		}},
		{"bad names", lines("service: chatService", "methods:", "  a.b: get_media", "  a.c:", "  a.d: [X]", "messages: {A: 'B;'}", "enums: {A.b: c}"), []string{
			`1:10 overlay-syntax: "chatService" ` + noIdentifier,
			`3:8 overlay-syntax: "get_media" ` + noIdentifier,
			`4:7 overlay-syntax: "" ` + noIdentifier,
			`5:8 overlay-syntax: "" ` + noIdentifier,
			`6:15 overlay-syntax: "B;" ` + noPathOfType,
			`7:14 overlay-syntax: "c" ` + noPathOfType,
		}},
		{"bad facts", lines("grpc: chat", "containers: {a: b, C: ''}", "types: {A.b: Code}", "oneofs: {A: {B: [c], d: [], e: f}, G: []}",
			"optional: {A.b: yes}", "numbers: {A: {b: -1, c: 1.0, d: 2147483648, e: 007}, F: 1}"), []string{
			`1:7 overlay-syntax: "chat" ` + noFullName,
			`2:14 overlay-syntax: "a" ` + noIdentifier,
			`2:23 overlay-syntax: "" is no name of the form ^.+$`,
			`3:14 overlay-syntax: "Code" ` + noFullName + `|^string$`,
			`4:14 overlay-syntax: "B" is no name of the form ^[a-z][A-Za-z0-9_]*$`,
			`4:25 overlay-syntax: a list of names belongs here`,
			`4:32 overlay-syntax: a list of names belongs here`,
			`4:39 overlay-syntax: a mapping belongs here`,
			`5:17 overlay-syntax: "yes" is no name of the form ^(true|false)$`,
			`6:18 overlay-syntax: "-1" ` + noNumber,
			`6:25 overlay-syntax: "1.0" ` + noNumber,
			`6:33 overlay-syntax: 2147483648 is too large for a number`,
			`6:48 overlay-syntax: "007" ` + noNumber,
			`6:57 overlay-syntax: a mapping belongs here`,
		}},
		{"keys that are no names", lines("? [a]", ": A", "messages: {'': A, {}: B}"), []string{
			`1:3 overlay-syntax: a name belongs here`,
			`3:12 overlay-syntax: a name belongs here`,
			`3:19 overlay-syntax: a name belongs here`,
		}},
		{"list for a mapping", "methods: [a]\nenums: x\n", []string{
			`1:10 overlay-syntax: a mapping belongs here`,
			`2:8 overlay-syntax: a mapping belongs here`,
		}},
		{"package", lines("packages:", "  A.b: {go: ../x, schemas: A}", "  a.b: {go: '', schemas: [A, [B], '']}", "  a.c: {schemas: [A], Go: x}", "  a.d: x"), []string{
			`2:3 overlay-syntax: "A.b" is no name of the form ^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`,
			`2:13 overlay-syntax: malformed import path "../x": invalid path element ".."`,
			`2:28 overlay-syntax: a list of names belongs here`,
			`3:13 overlay-syntax: "" is no name of the form ^.+$`,
			`3:30 overlay-syntax: "" is no name of the form ^.+$`,
			`3:35 overlay-syntax: "" is no name of the form ^.+$`,
			`4:3 overlay-syntax: the package "a.c" needs go, an import path, and schemas, a list of names`,
			`4:23 overlay-syntax: "Go" is neither go nor schemas`,
			`5:3 overlay-syntax: the package "a.d" needs go, an import path, and schemas, a list of names`,
			`5:8 overlay-syntax: a mapping belongs here`,
		}},
		{"example", lines("example:", "  method: [a]", "  query: x"), []string{
			`2:3 overlay-syntax: an example needs method, the id of one, and request`,
			`2:11 overlay-syntax: "" is no name of the form ^.+$`,
			`3:3 overlay-syntax: "query" is none of method, request and endpoint`,
		}},
		{"example's numbers", "example: {method: a.b, request: {a: 0x10, b: .inf, c: 1_000, d: 0o17, e: .nan}}", []string{
			`1:37 overlay-syntax: "0x10" is no JSON number: write it as one, or in quotes`,
			`1:46 overlay-syntax: ".inf" is no JSON number: write it as one, or in quotes`,
			`1:55 overlay-syntax: "1_000" is no JSON number: write it as one, or in quotes`,
			`1:65 overlay-syntax: "0o17" is no JSON number: write it as one, or in quotes`,
			`1:74 overlay-syntax: ".nan" is no JSON number: write it as one, or in quotes`,
		}},
		{"aliases", lines("service: &a A", "methods: {x: *a}", "messages: &b", "  B: C", "enums: *b", "packages: {a.b: {go: *a, schemas: *a}}"), []string{
			`1:10 overlay-syntax: the anchor &a: an overlay has none`,
			`2:14 overlay-syntax: the alias *a: write out what it stands for`,
			`3:11 overlay-syntax: the anchor &b: an overlay has none`,
			`5:8 overlay-syntax: the alias *b: write out what it stands for`,
			`6:22 overlay-syntax: the alias *a: write out what it stands for`,
			`6:35 overlay-syntax: the alias *a: write out what it stands for`,
		}},
		{"tags", lines("service: !!str A", "methods: !x {a: !!binary QQ==}"), []string{
			`1:10 overlay-syntax: the tag !!str: an overlay has none`,
			`2:10 overlay-syntax: the tag !x: an overlay has none`,
			`2:17 overlay-syntax: "QQ==" ` + noIdentifier,
			`2:17 overlay-syntax: the tag !!binary: an overlay has none`,
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

// An alias stands for nothing here, so it cannot make a small file large.
func TestReadAliasBomb(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("example:\n  method: a.b\n  request:\n    a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i <= 10; i++ {
		fmt.Fprintf(&bomb, "    a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9))
	}
	start := time.Now()
	_, findings := overlay.Read("overlay.yaml", []byte(bomb.String()))
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
	}
	// An anchor on every line, and nine aliases on all but the first.
	if got := len(findings.All()); got != 11+10*9 {
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
