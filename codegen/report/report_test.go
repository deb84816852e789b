// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/report"
)

const document = `openapi: 3.0.3
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example.com}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: the pet, content: {application/json: {schema: {$ref: "#/components/schemas/pet"}}}}
  /bad<b>?x={y}:
    get: {operationId: bad, responses: {"204": {description: none}}}
components:
  schemas:
    pet: {type: object, properties: {name: {type: string, format: byte}}}
`

func newReport(t *testing.T) *report.Report {
	t.Helper()
	in := generate.Input{
		Document: generate.File{Name: "pets.yaml", Data: []byte(document)},
		GoImport: func(string) string { return "example.com/pets" },
	}
	out, findings, err := generate.API(in)
	if err != nil || out == nil {
		t.Fatal(err, findings.All())
	}
	in.Quote(findings)
	all := findings.All()
	return &report.Report{APIs: []*report.API{report.NewAPI("pets.yaml", out, all)}, Findings: all}
}

func format(t *testing.T, r *report.Report, file string) string {
	t.Helper()
	text, err := r.Format(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestJSON(t *testing.T) {
	var got report.Report
	r := newReport(t)
	text := format(t, r, "report.json")
	var document struct {
		APIs     json.RawMessage
		Findings []struct{ Rule, Severity, Message string }
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(document.APIs, &got.APIs); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.APIs, got.APIs); diff != "" {
		t.Errorf("APIs (-want +got):\n%s", diff)
	}
	var rules []string
	for _, f := range document.Findings {
		rules = append(rules, f.Rule+" "+f.Severity)
	}
	if diff := cmp.Diff([]string{"path-variable warning", "path-template warning"}, rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s\n%s", diff, text)
	}
	if !strings.Contains(text, "/bad<b>") {
		t.Errorf("HTML is escaped in JSON:\n%s", text)
	}
}

// TestAPI compares the counts: one of two methods is missing, with a finding.
func TestAPI(t *testing.T) {
	api := newReport(t).APIs[0]
	if diff := cmp.Diff([]report.MessageName{{Schema: "pet", Message: "Pet"}}, api.Messages); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]report.MessageName{{Schema: "pet", Message: "Pet"}}, api.Renamed()); diff != "" {
		t.Errorf("renamed (-want +got):\n%s", diff)
	}
	for _, e := range api.Elements {
		if e.Lost() != 0 || e.Declared == 0 {
			t.Errorf("got %+v", e)
		}
	}
	if len(api.Elements) < 3 {
		t.Errorf("elements: %+v", api.Elements)
	}
	if api.Proof == nil || len(api.Proof.Methods) != 1 || api.Proof.Methods[0].Operation != "getPet" {
		t.Errorf("proof: %+v", api.Proof)
	}
}

func TestEmptyJSON(t *testing.T) {
	if diff := cmp.Diff("{\n  \"apis\": [],\n  \"findings\": []\n}\n", format(t, new(report.Report), "x.json")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestHTML looks for each part of the page, and for text of the document that is
// not escaped.
func TestHTML(t *testing.T) {
	text := format(t, newReport(t), "report.HTML")
	for _, want := range []string{
		"<title>Protolect: pets.yaml</title>",
		"<b class=\"warning\">2</b> warnings",
		"<b class=\"muted\">0</b> errors",
		"<code>path-template</code>",
		"/bad&lt;b&gt;?x=",
		"11 │ ",
		"<code>getPet</code>",
		"<code>GetPet</code>",
		"identical",
		"<td><code>pet</code></td><td><code>Pet</code></td>",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not contain %q", want)
		}
	}
	if strings.Contains(text, "/bad<b>") {
		t.Error("text of the document is not escaped")
	}
	if strings.Contains(text, "http://") || strings.Contains(text, "src=") || strings.Contains(text, "<link") {
		t.Error("the page is not self-contained")
	}
}

// TestHTMLOmits bounds the size of the page.
func TestHTMLOmits(t *testing.T) {
	var list finding.List
	for i := range 150 {
		list.Add(finding.NotCarried, finding.Position{File: "a", Line: i + 1, Column: 1}, "number %d", i)
	}
	text := format(t, &report.Report{Findings: list.All()}, "x.html")
	if got := strings.Count(text, "</code> number "); got != 100 || !strings.Contains(text, "50 more") || !strings.Contains(text, "150×") {
		t.Errorf("%d findings in %s", got, text)
	}
	if !strings.Contains(text, "No API was generated") {
		t.Error("the page has no title without an API")
	}
}

func TestElementLost(t *testing.T) {
	e := report.Element{Declared: 5, Generated: 2, Reported: 1}
	if fmt.Sprint(e.Lost()) != "2" {
		t.Errorf("got %d", e.Lost())
	}
}
