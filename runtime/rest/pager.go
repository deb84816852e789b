// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/transcode"
)

// A Pager reads the result of a method page by page (AIP-158). It does nothing
// until it is ranged over. It may be ranged over more than once, and by several
// goroutines at once; each time starts with the page that the request names.
type Pager[Page proto.Message, Item any] struct {
	ctx    context.Context
	client *Client
	method protoreflect.Name
	req    proto.Message
	items  func(Page) []Item
	opts   []CallOption
}

// NewPager returns a Pager for a method. Page is the pointer type of its
// generated response message. The method's descriptor says where the page
// tokens are, in the option protolect.api.v1.method. items returns the items of
// a page. The request is copied: it may be changed afterwards. The options hold
// for the call of each page.
func NewPager[Page proto.Message, Item any](ctx context.Context, c *Client, method protoreflect.Name, req proto.Message, items func(Page) []Item, opts ...CallOption) *Pager[Page, Item] {
	return &Pager[Page, Item]{ctx, c, method, copyOf(req), items, opts}
}

// All returns the items of all pages. After the first error, which comes with
// the zero Item, there is nothing more.
//
// Each item is there as soon as it has arrived: a page is read while the loop
// runs, and never in memory as a whole. So its connection stays open as long,
// though the time that the loop's body takes does not count for
// [WithTimeout]; a loop that takes long for each item had better go over
// [Pager.Pages]. Breaking off closes the connection.
func (p *Pager[Page, Item]) All() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		stopped := false
		for page, err := range p.pages(func(m protoreflect.Message) bool {
			stopped = !yield(m.Interface().(Item), nil)
			return !stopped
		}) {
			switch {
			case stopped:
				return
			case err != nil:
				var zero Item
				yield(zero, err)
				return
			}
			// Items that are not the messages of a list have not been given yet.
			for _, item := range p.items(page) {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// Pages returns the pages, each a message of its own. A page may be empty and
// still have one after it. After the first error, which comes with the zero
// Page, there is nothing more; it says which page it was, and the [*Error] of
// the call is found in it with errors.As.
//
// A server that returns a page token a second time would never come to an end,
// so that is an error. One that invents tokens for ever is stopped by the
// context alone. Where pages have numbers, a page that is empty, or whose link
// does not lead on, is the last one. Links are not followed: the next page is the
// same request with the number of the link.
func (p *Pager[Page, Item]) Pages() iter.Seq2[Page, error] { return p.pages(nil) }

// pages returns the pages. Where they have a list of messages and item is not nil, it
// is given what is in the list, and the pages come without.
func (p *Pager[Page, Item]) pages(item func(protoreflect.Message) bool) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		var none Page
		t, err := p.client.tokens(p.method, p.req, none.ProtoReflect().Descriptor())
		if err != nil {
			yield(none, err)
			return
		}
		if t.items != nil {
			message := none.ProtoReflect().New().NewField(t.items).List().NewElement().Message().Interface()
			if _, isItem := message.(Item); !isItem {
				t.items = nil // They are made of the messages.
			}
		}
		req := copyOf(p.req)
		// Tokens can be long and many, their hashes are short.
		seen := map[[sha256.Size]byte]bool{}
		for n := 1; ; n++ {
			if t.numbers == nil {
				seen[sha256.Sum256([]byte(t.of(req)))] = true
			}
			page := none.ProtoReflect().New().Interface().(Page)
			items := t.stream(item)
			if err := p.client.call(p.ctx, p.method, req, page, items, p.opts); err != nil {
				yield(none, fmt.Errorf("page %d: %w", n, err))
				return
			}
			if t.numbers != nil {
				next, err := t.numbers.next(req.ProtoReflect(), page.ProtoReflect(), items.count())
				if !yield(page, nil) {
					return
				}
				if err != nil {
					yield(none, fmt.Errorf("page %d: %w", n+1, p.client.noPage(p.method, err)))
				}
				if next == 0 {
					return
				}
				set(req, t.numbers.number, t.numbers.value(next))
				continue
			}
			next := valueAt(page.ProtoReflect(), t.next).String()
			if !yield(page, nil) || next == "" {
				return
			}
			if seen[sha256.Sum256([]byte(next))] {
				yield(none, fmt.Errorf("page %d: %w", n+1, p.client.noPage(p.method, errPagesLoop)))
				return
			}
			set(req, t.token, protoreflect.ValueOfString(next))
		}
	}
}

// pageTokens are the fields with the page tokens of a method.
type pageTokens struct {
	token, next []protoreflect.FieldDescriptor
	// items is the list of messages of a page, if it has one.
	items protoreflect.FieldDescriptor
	// numbers are in place of the tokens, where pages have numbers.
	numbers *pageNumbers
}

// stream says where the items of a page go, or returns nil if they stay in it.
func (t pageTokens) stream(item func(protoreflect.Message) bool) *itemStream {
	if item == nil || t.items == nil {
		return nil
	}
	return &itemStream{list: t.items, item: item, read: (*exchange).readItems}
}

// tokens finds the fields with the page tokens of a method.
func (c *Client) tokens(method protoreflect.Name, req proto.Message, page protoreflect.MessageDescriptor) (pageTokens, error) {
	if c == nil {
		return pageTokens{}, (&exchange{method: protoreflect.FullName(method)}).invalid(errNoClient)
	}
	x := c.exchange(method)
	b := x.binding
	switch {
	case b == nil:
		return pageTokens{}, x.invalid(errors.New("the service has no such method"))
	case b.paging == nil:
		return pageTokens{}, x.invalid(errors.New("the method's descriptor has no paging in the option protolect.api.v1.method"))
	case req == nil:
		return pageTokens{}, x.invalid(errors.New("the request message is nil"))
	}
	items := page.Fields().ByName(protoreflect.Name(b.paging.GetItems()))
	if items != nil && (!items.IsList() || items.Message() == nil) {
		items = nil
	}
	if b.paging.GetPageNumber() != "" {
		numbers, err := newPageNumbers(b.paging, req.ProtoReflect().Descriptor(), page)
		if err != nil {
			return pageTokens{}, x.invalid(fmt.Errorf("paging: %w", err))
		}
		return pageTokens{items: items, numbers: numbers}, nil
	}
	token, err := stringAt(req.ProtoReflect().Descriptor(), b.paging.GetPageToken())
	if err != nil {
		return pageTokens{}, x.invalid(fmt.Errorf("paging: page_token: %w", err))
	}
	next, err := stringAt(page, b.paging.GetNextPageToken())
	if err != nil {
		return pageTokens{}, x.invalid(fmt.Errorf("paging: next_page_token: %w", err))
	}
	return pageTokens{token: token, next: next, items: items}, nil
}

func stringAt(md protoreflect.MessageDescriptor, path string) ([]protoreflect.FieldDescriptor, error) {
	fields, err := transcode.FieldPath(md, path)
	if err != nil {
		return nil, err
	}
	if fd := fields[len(fields)-1]; fd.Kind() != protoreflect.StringKind || fd.IsList() {
		return nil, fmt.Errorf("the field %s is not a string", path)
	}
	return fields, nil
}

func (t pageTokens) of(req proto.Message) string {
	return valueAt(req.ProtoReflect(), t.token).String()
}

func set(req proto.Message, fields []protoreflect.FieldDescriptor, value protoreflect.Value) {
	m := req.ProtoReflect()
	last := len(fields) - 1
	for _, fd := range fields[:last] {
		m = m.Mutable(fd).Message()
	}
	m.Set(fields[last], value)
}

func valueAt(m protoreflect.Message, fields []protoreflect.FieldDescriptor) protoreflect.Value {
	last := len(fields) - 1
	for _, fd := range fields[:last] {
		m = m.Get(fd).Message()
	}
	return m.Get(fields[last])
}

// copyOf is proto.Clone, but of a nil pointer it is an empty message, which can
// be changed.
func copyOf(m proto.Message) proto.Message {
	if m == nil {
		return nil
	}
	c := m.ProtoReflect().New().Interface()
	proto.Merge(c, m)
	return c
}

var errPagesLoop = errors.New("the server returned a page token that it had returned before, so its pages would never end")

// noPage is the error of a page whose successor cannot be asked for.
func (c *Client) noPage(method protoreflect.Name, err error) error {
	return &Error{Method: c.service.FullName().Append(method), Code: code.Code_INTERNAL, Message: err.Error(), cause: err}
}
