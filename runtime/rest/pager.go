// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"errors"
	"iter"

	"google.golang.org/protobuf/proto"
)

// A Pager reads the result of a list method page by page (AIP-158). It sends the
// first request when iteration starts. Each iteration starts with the page that
// the request selects. A Pager is safe for concurrent use.
type Pager[Page proto.Message, Item any] struct {
	pages iter.Seq2[Page, error]
	items iter.Seq2[Item, error]
}

// NewPager returns a Pager whose Pages method returns pages, and whose All method
// returns items. A test can use it in place of the Pager of a list method. Either
// may be nil if the program does not call its method, which then yields an error.
//
//	items := func(yield func(*chatpb.Message, error) bool) {
//		_ = yield(&chatpb.Message{Text: "one"}, nil) && yield(&chatpb.Message{Text: "two"}, nil)
//	}
//	pager := rest.NewPager[*chatpb.ListMessagesResponse](nil, items)
func NewPager[Page proto.Message, Item any](pages iter.Seq2[Page, error], items iter.Seq2[Item, error]) *Pager[Page, Item] {
	return &Pager[Page, Item]{
		orError(pages, "rest.NewPager: the pages are nil, and Pages was called"),
		orError(items, "rest.NewPager: the items are nil, and All was called"),
	}
}

// orError returns seq or, if it is nil, an iterator that yields an error.
func orError[T any](seq iter.Seq2[T, error], text string) iter.Seq2[T, error] {
	if seq != nil {
		return seq
	}
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, errors.New(text))
	}
}

// All iterates over the items of all pages. An error ends the iteration; its Item
// is the zero value.
//
// All yields each item as soon as it arrives, and does not hold a whole page in
// memory. The connection stays open while the loop runs, and a break closes it.
// Time that the loop body takes does not count for [WithTimeout]. If the loop
// takes long for each item, use [Pager.Pages] instead.
func (p *Pager[Page, Item]) All() iter.Seq2[Item, error] { return p.items }

// Pages iterates over the pages, each in a new message. A page may be empty and
// not be the last. An error ends the iteration. It contains the number of the page
// and wraps the [*Error] of the call; its Page is nil.
//
// The iteration ends with an error if the list would never end: if the server
// returns a page token for the second time, or if it returns the same page for the
// second time and does not report the number of pages or items. A server that
// always returns new tokens is not detected; only the context ends such a list.
//
// If pages have numbers or offsets, an empty page is the last one, unless the
// server reports more items. Links to the next page are not followed: their token
// or number is set in the request.
func (p *Pager[Page, Item]) Pages() iter.Seq2[Page, error] { return p.pages }
