// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import "testing"

func TestNextLink(t *testing.T) {
	for _, test := range []struct {
		headers []string
		want    string
	}{
		{nil, ""},
		{[]string{`<a>; rel=next`}, "a"},
		{[]string{`<a>; rel="next"`}, "a"},
		{[]string{`<a>;rel=NEXT`}, "a"},
		{[]string{`<a>; rel="last next"`}, "a"},
		{[]string{`<a>; rel = "next"`}, "a"},
		{[]string{`<a>; REL=next; x`}, "a"},
		{[]string{`<a>; x; rel=next`}, "a"},
		{[]string{`<a>; x=y; rel=next`}, "a"},
		{[]string{`<a>; x="y\"; rel=last"; rel=next`}, "a"},
		{[]string{`<a>; rel="n\ext"`}, "a"},
		{[]string{`<a>; rel=prev, <b>; rel=next`}, "b"},
		{[]string{`<a>; rel="prev", <b>; rel="next", <c>; rel="next"`}, "b"},
		{[]string{`<a>, <b>; rel=next`}, "b"},
		{[]string{`<a>; x, <b>; rel=next`}, "b"},
		{[]string{`<a>; rel=prev`, `<b>; rel=next`}, "b"},
		{[]string{`<a>; rel="next`}, "a"},
		{[]string{`<a>; rel="next\`}, ""},
		{[]string{`<a>; rel=nextx`}, ""},
		{[]string{`<a>; rel`}, ""},
		{[]string{`<a>; next`}, ""},
		{[]string{`<a>`}, ""},
		{[]string{`<a`, `b; rel=next`, `x<c>; rel=next`}, "c"},
		{[]string{`a; rel=next`}, ""},
		{[]string{`<a>; title=next`}, ""},
		{[]string{`<a>; title="next"; rel=prev`}, ""},
		// Only the first rel counts (RFC 8288, section 3.3).
		{[]string{`<a>; rel=next; rel=prev`}, "a"},
		{[]string{`<a>; rel=prev; rel=next`}, ""},
		{[]string{`<a>; rel=""; rel=next`}, ""},
	} {
		if got := nextLink(test.headers); got != test.want {
			t.Errorf("%q: got %q, want %q", test.headers, got, test.want)
		}
	}
}
