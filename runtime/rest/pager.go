// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package rest

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
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
// so that is an error, and so is one that returns the same page twice without
// saying how many there are. One that invents tokens for ever is stopped by the
// context alone. Where pages have numbers or offsets, a page that is empty is the
// last one, unless the server says that there are more. Links are not followed: the
// next page is the same request with the number or the token of the link.
func (p *Pager[Page, Item]) Pages() iter.Seq2[Page, error] { return p.pages(nil) }

// pages returns the pages. Where they have a list of messages and item is not nil, it
// is given what is in the list, and the pages come without.
func (p *Pager[Page, Item]) pages(item func(protoreflect.Message) bool) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		var none Page
		how, err := p.client.paging(p.method, p.req, none.ProtoReflect().Descriptor())
		if err != nil {
			yield(none, err)
			return
		}
		streams := item != nil && how.streams()
		if streams {
			message := valueAt(none.ProtoReflect(), how.list).List().NewElement().Message().Interface()
			_, streams = message.(Item) // or they are made of the messages
		}
		req := copyOf(p.req)
		state := how.start(req.ProtoReflect())
		for n := 1; ; n++ {
			page := none.ProtoReflect().New().Interface().(Page)
			read := pageRead{req: req.ProtoReflect(), page: page.ProtoReflect()}
			if streams {
				read.given = &itemStream{list: how.list, item: item, read: (*exchange).readItems}
			}
			if err := p.client.call(p.ctx, p.method, req, page, read.given, &read.header, p.opts); err != nil {
				yield(none, fmt.Errorf("page %d: %w", n, err))
				return
			}
			next, err := how.next(read, state)
			if !yield(page, nil) {
				return
			}
			if err != nil {
				yield(none, fmt.Errorf("page %d: %w", n+1, p.client.noPage(p.method, err)))
			}
			if err != nil || !next.IsValid() {
				return
			}
			set(req, how.position, next)
		}
	}
}

// paging finds out how the pages of a method follow each other.
func (c *Client) paging(method protoreflect.Name, req proto.Message, page protoreflect.MessageDescriptor) (*paging, error) {
	if c == nil {
		return nil, (&exchange{method: protoreflect.FullName(method)}).invalid(errNoClient)
	}
	x := c.exchange(method)
	switch b := x.binding; {
	case b == nil:
		return nil, x.invalid(errors.New("the service has no such method"))
	case b.paging == nil:
		return nil, x.invalid(errors.New("the method's descriptor has no paging in the option protolect.api.v1.method"))
	case req == nil:
		return nil, x.invalid(errors.New("the request message is nil"))
	default:
		how, err := newPaging(b.paging, req.ProtoReflect().Descriptor(), page)
		if err != nil {
			return nil, x.invalid(fmt.Errorf("paging: %w", err))
		}
		return how, nil
	}
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

// noPage is the error of a page whose successor cannot be asked for.
func (c *Client) noPage(method protoreflect.Name, err error) error {
	return &Error{Method: c.service.FullName().Append(method), Code: code.Code_INTERNAL, Message: err.Error(), cause: err}
}
