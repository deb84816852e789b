// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRoutes converts two revisions of a document whose operationIds lead to other operations in the second.
// Published methods keep their requests.
func TestRoutes(t *testing.T) {
	const (
		rows   = "  /rows: {get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		alpha  = "  /alpha: {get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		zebras = "  /zebras/{id}: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
		zebra  = "  /zebras/{zebra}: {parameters: [{name: zebra, in: path, required: true, schema: {type: string}}], get: {operationId: %s, tags: [t], responses: {'200': {description: OK}}}}\n"
	)
	in := func(path, id string) string { return fmt.Sprintf(path, id) }
	tests := []struct {
		name          string
		before, after string
		want          []string
	}{
		{"an addition with a published ID, first by path", in(rows, "list"), in(alpha, "list") + in(rows, "list"),
			[]string{"GetAlpha GET /alpha", "ListRows GET /rows"}},
		{"an addition with a published ID, last by path", in(rows, "list"), in(rows, "list") + in(zebras, "list"),
			[]string{"GetZebra GET /zebras/{id}", "ListRows GET /rows"}},
		{"another variable", in(zebras, "list"), in(alpha, "list") + in(zebra, "list"),
			[]string{"GetAlpha GET /alpha", "ListZebras GET /zebras/{zebra}"}},
		{"exchanged IDs", in(alpha, "one") + in(rows, "two"), in(alpha, "two") + in(rows, "one"),
			[]string{"One GET /alpha", "Two GET /rows"}},
		{"IDs of three operations in turn", in(alpha, "one") + in(rows, "two") + in(zebras, "three"), in(alpha, "two") + in(rows, "three") + in(zebras, "one"),
			[]string{"One GET /alpha", "Three GET /zebras/{id}", "Two GET /rows"}},
		{"an operation that lost its twin", in(alpha, "list") + in(rows, "list"), in(rows, "list"),
			[]string{"ListRows GET /rows"}},
		{"a new path with a published ID", in(rows, "list"), in(alpha, "list"),
			[]string{"ListRows GET /alpha"}},
		{"a new ID", in(rows, "list"), in(rows, "index"),
			[]string{"Index GET /rows"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRevisions(t)
			for _, paths := range []string{test.before, test.after, test.after} {
				out, findings := r.convert("openapi: 3.0.3\ninfo: {title: Things, version: '1'}\nservers: [{url: 'https://things.example.com'}]\npaths:\n"+paths, "")
				if out == nil {
					t.Fatal(findings)
				}
				if paths == test.before {
					continue
				}
				var got []string
				for _, s := range out.Model.Services {
					for _, m := range s.Methods {
						got = append(got, m.Name+" "+m.Operations[0].Route())
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("-want +got:\n%s\n%v", diff, findings)
				}
			}
		})
	}
}
