// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package shape_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/shape"
	"github.com/protolect/protolect/runtime/pathtemplate"
)

// at returns the position of a line.
func at(line int) finding.Position { return finding.Position{File: "a.json", Line: line} }

// checkShape shapes a document and compares the result and the findings: rule, message and
// lines.
func checkShape(t *testing.T, doc, want *document.API, findings ...string) {
	t.Helper()
	got := found(shape.Document(doc))
	if diff := cmp.Diff(findings, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, doc, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(document.API{}, "Conventions")); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

// found returns findings in the form "rule line,line: message".
func found(findings *finding.List) []string {
	var all []string
	for _, f := range findings.All() {
		lines := []string{strconv.Itoa(f.Position.Line)}
		for _, more := range f.More {
			lines = append(lines, strconv.Itoa(more.Line))
		}
		all = append(all, f.Rule+" "+strings.Join(lines, ",")+": "+f.Message)
	}
	return all
}

// operations returns a document with operations only.
func operations(all ...*document.Operation) *document.API {
	return &document.API{Conventions: document.Conventions{NamesInline: true}, Operations: all}
}

// schemas returns a document with schemas only.
func schemas(all ...*document.Schema) *document.API { return &document.API{Schemas: all} }

func kind(k document.Kind) *document.Schema { return &document.Schema{Kind: k} }

func ref(name string) *document.Schema { return &document.Schema{Kind: document.Ref, Ref: name} }

// Of the operations without a path template, only those of the root remain.
func TestUnaddressed(t *testing.T) {
	pets, err := pathtemplate.Parse("/pets")
	if err != nil {
		t.Fatal(err)
	}
	all := []*document.Operation{{URLPath: "/pets", Path: pets}, {URLPath: "/a?b"}, {URLPath: "/"}, {}}
	checkShape(t, operations(all...), operations(all[0], all[2], all[3]))
}

func TestNothingLeft(t *testing.T) {
	checkShape(t, &document.API{At: at(1)}, &document.API{At: at(1)},
		"nothing-generated 1: the document has neither operations nor schemas")
	doc := operations(&document.Operation{URLPath: "/a?b"})
	checkShape(t, doc, &document.API{}, "nothing-generated 0: the document has neither operations nor schemas")
}

func TestParameters(t *testing.T) {
	p := func(line int, reserved bool) *document.Parameter {
		return &document.Parameter{At: at(line), Name: fmt.Sprint("p", line), Schema: kind(document.String), Reserved: reserved}
	}
	doc := func() *document.API {
		return operations(&document.Operation{ID: "o", Parameters: []*document.Parameter{p(4, true), p(3, false)}, Headers: []*document.Parameter{p(2, true)}})
	}
	checkShape(t, doc(), doc(), `not-carried 2,4: 2 parameters that may contain reserved characters: they are sent percent-encoded, which has the same meaning ("o.p4", "o.p2")`)
}

// Servers that callers can choose from are reported.
func TestServers(t *testing.T) {
	server := func(line int, url string, variables ...document.ServerVariable) *document.Server {
		return &document.Server{At: at(line), URL: url, Variables: variables}
	}
	region := document.ServerVariable{Name: "region", Default: "eu"}
	for _, test := range []struct {
		name     string
		servers  []*document.Server
		findings []string
	}{
		{"none", nil, nil},
		{"one", []*document.Server{server(1, "https://a.example.com")}, nil},
		{"one that is relative", []*document.Server{server(1, "/v1")}, nil},
		{"one with a variable", []*document.Server{server(1, "https://{region}.example.com", region)}, []string{`server-choice 1: 1 server ("https://{region}.example.com")`}},
		{"two", []*document.Server{server(1, "https://a.example.com"), server(2, "http://b.example.com")}, []string{`server-choice 1,2: 2 servers ("https://a.example.com", "http://b.example.com")`}},
		{"some that no client can call", []*document.Server{server(3, "wss://a.example.com"), server(2, "https://b.example.com"), server(1, "/v1")}, []string{
			`not-carried 1,3: 2 servers without an http or https URL: the documentation does not list them ("wss://a.example.com", "/v1")`,
			`server-choice 2: 1 server ("https://b.example.com")`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := operations(new(document.Operation))
			doc.Servers = test.servers
			want := *doc
			checkShape(t, doc, &want, test.findings...)
		})
	}
}

// Examples that fit into a line are not reported: comments show them.
func TestExamples(t *testing.T) {
	short, long := []document.Example{{JSON: `"a"`}}, []document.Example{{JSON: `{"a": 1}`}}
	schema := func(line int, examples []document.Example) *document.Schema {
		return &document.Schema{At: at(line), Name: fmt.Sprint("S", line), Kind: document.String, Examples: examples}
	}
	p := func(line int, examples []document.Example) *document.Parameter {
		return &document.Parameter{At: at(line), Name: fmt.Sprint("p", line), Schema: kind(document.String), Examples: examples}
	}
	doc := schemas(schema(1, short), schema(2, long), schema(3, nil))
	doc.Operations = []*document.Operation{{ID: "o", Parameters: []*document.Parameter{p(4, long), p(5, short)}, Headers: []*document.Parameter{p(6, long)}}}
	want := *doc
	checkShape(t, doc, &want, `example-long 2,4,6: 3 examples ("S2", "o.p4", "o.p6")`)
}
