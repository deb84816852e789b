// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"iter"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

// A fake may have only pages or only items.
func TestNewPager(t *testing.T) {
	pages := func(yield func(proto.Message, error) bool) { yield(new(emptypb.Empty), nil) }
	items := func(yield func(string, error) bool) { yield("a", nil) }
	for _, test := range []struct {
		pager        *Pager[proto.Message, string]
		pages, items string
	}{
		{NewPager(pages, items), "", ""},
		{NewPager(pages, iter.Seq2[string, error](nil)), "", "the items are nil, and All was called"},
		{NewPager(iter.Seq2[proto.Message, error](nil), items), "the pages are nil, and Pages was called", ""},
	} {
		if got := errorsOf(test.pager.Pages()); len(got) != 1 || !isError(got[0], test.pages) {
			t.Errorf("pages: got %v, want %q", got, test.pages)
		}
		if got := errorsOf(test.pager.All()); len(got) != 1 || !isError(got[0], test.items) {
			t.Errorf("items: got %v, want %q", got, test.items)
		}
	}
}

// errorsOf returns the error of each element of a sequence.
func errorsOf[T any](seq iter.Seq2[T, error]) (all []error) {
	for _, err := range seq {
		all = append(all, err)
	}
	return all
}

// isError reports whether err contains text, or is nil if text is empty.
func isError(err error, text string) bool {
	return err == nil && text == "" || err != nil && text != "" && strings.Contains(err.Error(), text)
}
