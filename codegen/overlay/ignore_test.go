// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package overlay_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/protolect/protolect/codegen/finding"
	"github.com/protolect/protolect/codegen/overlay"
)

func TestIgnore(t *testing.T) {
	for _, test := range []struct {
		name, data string
		want       []string // without the findings that are there
		left       int      // of those
	}{
		{"a warning", "ignore: {name-clash: the numbers do not matter}", nil, 2},
		{"a note", "ignore: {xml: clients speak JSON}", nil, 3},
		{"both", "ignore:\n  xml: clients speak JSON\n  name-clash: |\n    The numbers\n    do not matter.\n", nil, 1},
		{"an error", "ignore: {name-taken: why not}", []string{`1:10 overlay-impossible: name-taken is an error, and errors cannot be ignored: correct the cause of the error`}, 4},
		{"only in the first run", "ignore: {package-by-title: the package is ours, published-gone: nobody uses them}", nil, 4},
		{"not needed", "ignore: {webhook: we have none}", []string{`1:10 overlay-needless: the run has no finding of the rule webhook`}, 4},
		{"unknown", "ignore: {é: x, web-hook: we have none}", []string{
			`1:10 overlay-matches-nothing: the rule "é" does not exist: protolect rules lists the rules`,
			`1:17 overlay-matches-nothing: the rule "web-hook" does not exist (did you mean "webhook"?): protolect rules lists the rules`,
		}, 4},
		{"without a reason", "ignore: {xml: ' '}", []string{`1:15 overlay-syntax: expected a reason, found " "`}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			o, findings := overlay.Read("overlay.yaml", []byte(test.data))
			at := finding.Position{File: "document.yaml", Line: 1, Column: 1}
			for _, rule := range []finding.Rule{finding.NameClash, finding.NameClash, finding.XML, finding.LimitUnchecked} {
				findings.Add(rule, at, "x")
			}
			o.Ignore(findings)
			var got []string
			left := 0
			for i, f := range findings.All() {
				if f.Position.File == at.File {
					left++
				} else {
					got = append(got, found(findings)[i])
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if left != test.left {
				t.Errorf("%d findings are left, want %d", left, test.left)
			}
		})
	}
}
