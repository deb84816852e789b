// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHTTPMethods has methods of HTTP for which google.api.http has no member: the
// proof calls them, and what has no id is called after them.
func TestHTTPMethods(t *testing.T) {
	out, findings := convert(t, `openapi: 3.2.0
info: {title: Things, version: '1'}
servers: [{url: 'https://things.example.com'}]
paths:
  /things:
    query:
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {text: {type: string}}}}}}
      responses: {'200': {content: {application/json: {schema: {type: object, properties: {found: {type: array, items: {type: string}}}}}}}}
    additionalOperations:
      LINK: {responses: {'204': {summary: linked}}}
      M-Search: {parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {summary: found}}}
    trace: {responses: {'204': {summary: traced}}}
`, nil)
	if out == nil {
		t.Fatal(findings.All())
	}
	var got []string
	for _, m := range out.Proof.Table {
		got = append(got, m.Name[strings.LastIndexByte(m.Name, '.')+1:]+": "+m.HTTP)
	}
	want := []string{"LinkThings: LINK /things", "MSearchThings: M-Search /things", "QueryThings: QUERY /things", "TraceThings: TRACE /things"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if out.Proof.Differences != 0 || out.Proof.Requests < 8 {
		t.Errorf("the proof: %s", out.Proof)
	}
}
