// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package generate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestIgnoreBesideErrors ignores a warning in a run that another line of the overlay ends.
func TestIgnoreBesideErrors(t *testing.T) {
	document := withSchemas("Money: {type: object, properties: {foo_bar: {type: string}, fooBar: {type: string}}}")
	r := newRevisions(t)
	if out, found := r.convert(document, "ignore: {name-clash: the number does not matter}"); out == nil || found != nil {
		t.Fatal(found)
	}
	_, found := r.convert(document, "messages: {Mony: Cash}\nignore: {name-clash: the number does not matter, xml: clients use JSON}")
	want := []string{`overlay-matches-nothing the document has no schema "Mony" (did you mean "Money"?)`}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
