// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package prove

import "testing"

// A proof is one line, which names only what there was.
func TestProofString(t *testing.T) {
	bound, unbound := new(Method), &Method{Unbound: "why"}
	for _, test := range []struct {
		proof Proof
		want  string
	}{
		{Proof{}, "0 methods, 0 fields: 0 requests, 0 responses, 0 messages identical in both directions"},
		{Proof{Methods: 1, Fields: 2, Requests: 3, Responses: 4, Errors: 5, Messages: 6, Examples: 7, Table: []*Method{bound}},
			"1 method, 2 fields: 3 requests, 4 responses, 5 errors, 6 messages and 7 examples identical in both directions"},
		{Proof{Methods: 3, Differences: 1, Table: []*Method{unbound, bound, unbound}},
			"3 methods, 0 fields: 0 requests, 0 responses, 0 messages, of which 1 changed; 2 methods cannot be called"},
	} {
		if got := test.proof.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestStatusOf(t *testing.T) {
	for name, want := range map[string]int{"404": 404, "500": 500, "4XX": 418, "5XX": 518, "default": 500} {
		if got := statusOf(name); got != want {
			t.Errorf("%s: got %d, want %d", name, got, want)
		}
	}
}
