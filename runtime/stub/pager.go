// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/protolect/protolect/runtime/rest"
)

// A pager sends the requests of a [rest.Pager].
type pager[Page proto.Message, Item any] struct {
	ctx    context.Context
	client *Client
	method protoreflect.Name
	req    proto.Message
	items  func(Page) []Item
	opts   []rest.CallOption
}

// NewPager returns a Pager for a method with the option
// protolect.api.v1.method.paging. Page is the pointer type of the response
// message, and items returns the items of a page. The Pager uses a copy of the
// request. The options apply to the request of each page.
func NewPager[Page proto.Message, Item any](
	ctx context.Context, c *Client, method protoreflect.Name, req proto.Message, items func(Page) []Item, opts ...rest.CallOption,
) *rest.Pager[Page, Item] {
	p := &pager[Page, Item]{ctx, c, method, copyOf(req), items, opts}
	return rest.NewPager(p.pages(nil), p.all)
}

// all iterates over the items of all pages, as they arrive.
func (p *pager[Page, Item]) all(yield func(Item, error) bool) {
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
		// These items were not streamed, because they are not messages of a list.
		for _, item := range p.items(page) {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// pages iterates over the pages. If item is not nil and the items are messages of
// a list, item receives them, and the pages don't contain them.
func (p *pager[Page, Item]) pages(item func(protoreflect.Message) bool) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		var none Page
		rule, err := p.client.paging(p.method, p.req, none.ProtoReflect().Descriptor())
		if err != nil {
			yield(none, err)
			return
		}
		streams := item != nil && rule.streams()
		if streams {
			message := valueAt(none.ProtoReflect(), rule.list).List().NewElement().Message().Interface()
			_, streams = message.(Item) // a pager may have items of another type
		}
		req := copyOf(p.req)
		state := rule.start(req.ProtoReflect())
		for n := 1; ; n++ {
			page := none.ProtoReflect().New().Interface().(Page)
			result := pageResult{req: req.ProtoReflect(), page: page.ProtoReflect()}
			if streams {
				result.streamed = &itemStream{list: rule.list, item: item, read: (*exchange).readItems}
			}
			if err := p.client.call(p.ctx, p.method, req, page, pageCall{result.streamed, &result.header, state.query}, p.opts); err != nil {
				yield(none, fmt.Errorf("page %d: %w", n, err))
				return
			}
			next, err := rule.next(result, state)
			if !yield(page, nil) {
				return
			}
			if err != nil {
				yield(none, fmt.Errorf("page %d: %w", n+1, p.client.pagingError(p.method, err)))
			}
			switch {
			case err == nil && next.IsValid():
				setAt(req, rule.position, next)
			case err != nil || len(state.query) == 0:
				return
			}
		}
	}
}

// paging returns the paging of a method. An error is a [*rest.Error].
func (c *Client) paging(method protoreflect.Name, req proto.Message, page protoreflect.MessageDescriptor) (*paging, error) {
	x := c.exchange(method)
	if err := x.check(req); err != nil {
		return nil, x.requestError(err)
	}
	if x.binding.paging == nil {
		return nil, x.requestError(errors.New("the descriptor of the method has no paging in the option protolect.api.v1.method"))
	}
	rule, err := newPaging(x.binding.paging, req.ProtoReflect().Descriptor(), page)
	if err != nil {
		return nil, x.requestError(fmt.Errorf("paging: %w", err))
	}
	return rule, nil
}

// copyOf is proto.Clone, except that the copy of a nil pointer is an empty message
// that can be modified.
func copyOf(m proto.Message) proto.Message {
	if m == nil {
		return nil
	}
	c := m.ProtoReflect().New().Interface()
	proto.Merge(c, m)
	return c
}

// pagingError returns the error of a page whose next page cannot be requested.
func (c *Client) pagingError(method protoreflect.Name, err error) error {
	return &rest.Error{Method: c.service.FullName().Append(method), Code: code.Code_INTERNAL, Message: err.Error(), Err: err}
}
